"""Changing a glossary file that belongs to the person: single entries, never half written, comments left alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from reader.diagnostics import one_line
from reader.errors import ReaderError
from reader.files import replacing
from reader.glossary import toml
from reader.glossary.files import decoded, form_of, read_terms, write_terms
from reader.glossary.terms import Term, merged

_PATIENCE: Final = 10.0
"""Seconds to wait for another program that changes the same file."""


def add_terms(path: Path, terms: Iterable[Term]) -> None:
    """Put `terms` into the glossary at `path`, which is made if need be; each replaces the entry of its source.

    Raises ReaderError, also where the file as it is cannot be read: it is then left alone.
    """
    terms = tuple(terms)
    form = form_of(path)
    with _alone(path):
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
    with _alone(path):
        known = read_terms(path)
        if form == "toml":
            text, count = toml.removed(decoded(path.read_bytes(), str(path)), source)
            data = text.encode()
        else:
            same = [term for term in known if term.source == one_line(source)]
            count = len(same)
            data = write_terms([term for term in known if term not in same], form)
        if count:
            _write(path, data)
    return count


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other programs, and other threads of this one, from changing the glossary at `path`. Raises ReaderError."""
    import filelock

    lock = filelock.FileLock(path.with_name(f".{path.name}.lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_PATIENCE)
    except filelock.Timeout:
        raise ReaderError("another program is changing the glossary", path, "try again") from None
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _write(path: Path, data: bytes) -> None:
    try:
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> ReaderError:
    return ReaderError("the glossary cannot be written", path, error.strerror or str(error))
