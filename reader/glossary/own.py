"""Changing a glossary file that belongs to the person: single entries, never half written, comments left alone."""

from collections.abc import Iterable
from pathlib import Path

from reader.errors import ReaderError
from reader.files import replacing
from reader.glossary import toml
from reader.glossary.files import decoded, form_of, read_terms, write_terms
from reader.glossary.terms import Term, merged, plain


def add_terms(path: Path, terms: Iterable[Term]) -> None:
    """Put `terms` into the glossary at `path`, which is made if need be; each replaces the entry of its source.

    Raises ReaderError, also where the file as it is cannot be read: it is then left alone.
    """
    terms = tuple(terms)
    form = form_of(path)
    known = read_terms(path) if path.is_file() else ()
    if form == "toml":
        text = decoded(path.read_bytes(), str(path)) if path.is_file() else toml.HEADER
        data = toml.added(text, terms).encode()
    else:
        data = write_terms(merged([known, terms]), form)
    _write(path, data)


def remove_term(path: Path, source: str) -> int:
    """Take the entries of `source` out of the glossary at `path`; how many those were. Raises ReaderError."""
    if not path.is_file():
        return 0
    form = form_of(path)
    known = read_terms(path)
    if form == "toml":
        text, count = toml.removed(decoded(path.read_bytes(), str(path)), source)
        data = text.encode()
    else:
        same = [term for term in known if plain(term.source) == plain(source)]
        count = len(same)
        data = write_terms([term for term in known if term not in same], form)
    if count:
        _write(path, data)
    return count


def _write(path: Path, data: bytes) -> None:
    try:
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise ReaderError("the glossary cannot be written", path, error.strerror or str(error)) from error
