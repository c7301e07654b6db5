"""Glossary files: TOML (native), CSV, TSV and TBX, read and written. The ending of the name says which."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from reader.errors import UsageError
from reader.glossary.terms import Term, problem

LIMIT: Final = 20_000_000
"""Bytes of a glossary file that are read."""


class Entry(NamedTuple):
    """An entry as it stands in a file, not looked at yet."""

    line: int
    """Counted from 1."""
    fields: Mapping[str, Any]
    """By the names of `Term`."""


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of the glossary at `path`. Raises UsageError, which names the file and the line."""
    parse = _readers(form_of(path))
    try:
        if path.stat().st_size > LIMIT:
            raise UsageError("the glossary is too large", path, f"the limit is {LIMIT // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("the glossary cannot be read", path, error.strerror or str(error)) from error
    return checked(parse(data, str(path)), str(path))


def write_terms(terms: Iterable[Term], form: str) -> bytes:
    """`terms` as a glossary file of the format `form`."""
    from reader.glossary import tables, tbx, toml

    match form:
        case "csv" | "tsv":
            return tables.write(terms, form)
        case "tbx":
            return tbx.write(terms)
    return toml.write(terms)


FORMATS: Final = ("toml", "csv", "tsv", "tbx")


def form_of(path: Path) -> str:
    """The format that the name of a glossary file tells of. Raises UsageError."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise UsageError("not a format of glossaries", path, f"name it .{', .'.join(FORMATS)}")
    return form


def checked(entries: Iterable[Entry], name: str) -> tuple[Term, ...]:
    """The entries of the file `name` as terms. Raises UsageError."""
    return tuple(_term(entry, name) for entry in entries)


def decoded(data: bytes, name: str, *, table: bool = False) -> str:
    """The text of a glossary file: UTF-8, or UTF-16 with its mark. Raises UsageError.

    A `table` may be in Windows-1252 too, as spreadsheets write it; TOML is UTF-8 by its definition.
    """
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for coding in ("utf-16",) if marked else ("utf-8-sig", "cp1252") if table else ("utf-8-sig",):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise UsageError("the glossary cannot be read", name, "it is not UTF-8 text")


def _readers(form: str) -> Callable[[bytes, str], list[Entry]]:
    from reader.glossary import tables, tbx, toml

    match form:
        case "csv" | "tsv":
            return lambda data, name: tables.read(decoded(data, name, table=True), name, form)
        case "tbx":
            return tbx.read
    return lambda data, name: toml.read(decoded(data, name), name)


def _term(entry: Entry, name: str) -> Term:
    try:
        return Term.model_validate(entry.fields)
    except ValidationError as error:
        raise wrong_entry(name, entry.line, problem(error)) from error


def wrong_entry(name: str, line: int, message: str) -> UsageError:
    """The error for an entry that is no term."""
    return UsageError("the glossary has a wrong entry", f"{name}:{line}" if line else name, message)
