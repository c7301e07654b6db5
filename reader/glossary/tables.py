"""Glossaries as tables: CSV and TSV, an entry a row.

With a heading (`source,target,kind,…`, in any order) every field of a term can be there; several wordings in one cell
stand between `|`. Without one the columns are source, target and note, as OmegaT and others write them. CSV puts cells
into quotation marks where need be; TSV never does, so that one there is a mark like any other.
"""

import csv
import io
import logging
from collections.abc import Iterable
from typing import Any, Final

from reader.diagnostics import one_line
from reader.errors import ReaderError
from reader.glossary.files import Entry, wrong_entry
from reader.glossary.terms import Term

COLUMNS: Final = ("source", "target", "variants", "accept", "kind", "case", "note", "enforce")
SEVERAL: Final = frozenset({"variants", "accept"})
_BARE: Final = ("source", "target", "note")
_YES, _NO = frozenset({"yes", "true", "1", "ya"}), frozenset({"no", "false", "0", "tidak"})
_log = logging.getLogger(__name__)


def read(text: str, name: str, form: str) -> list[Entry]:
    """The entries of a table; empty rows and rows that begin with `#` are left out. Raises UsageError."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, form), strict=True, **_quoting(form))
    columns: tuple[str, ...] | None = None
    entries = []
    try:
        for row in rows:
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            if columns is None:
                columns = _heading(row, name)
                if columns != _BARE or _is_heading(row):
                    continue
            entries.append(Entry(rows.line_num, _fields(columns, row, name, rows.line_num)))
    except csv.Error as error:
        raise wrong_entry(name, rows.line_num, str(error)) from error
    return entries


def write(terms: Iterable[Term], form: str) -> bytes:
    """A table with a heading. Raises ReaderError where a wording has `|` in it, which parts wordings here."""
    stream = io.StringIO(newline="")
    bare = form == "tsv"
    writer = csv.writer(stream, delimiter="\t" if bare else ",", lineterminator="\n", **_quoting(form))
    writer.writerow(COLUMNS)
    for term in terms:
        if any("|" in text for text in (*term.variants, *term.accept)):
            raise ReaderError("the term cannot be written as a table", term.source, "it has | in a wording: use TOML")
        writer.writerow(
            (
                term.source,
                term.target,
                "|".join(term.variants),
                "|".join(term.accept),
                term.kind,
                term.case or "",
                one_line(term.note or "") if bare else term.note or "",  # no quotes: no tab, no line end in a cell
                "" if term.enforce else "no",
            )
        )
    return stream.getvalue().encode()


def _quoting(form: str) -> dict[str, Any]:
    return {"quoting": csv.QUOTE_NONE, "quotechar": None} if form == "tsv" else {}


def _delimiter(text: str, form: str) -> str:
    if form == "tsv":
        return "\t"
    first = text.partition("\n")[0]
    # Spreadsheets of countries that write 1,5 for one and a half part cells by semicolons.
    return ";" if first.count(";") > first.count(",") else ","


def _is_heading(row: list[str]) -> bool:
    return {"source", "target"} <= {cell.strip().casefold() for cell in row}


def _heading(row: list[str], name: str) -> tuple[str, ...]:
    if not _is_heading(row):
        return _BARE
    columns = tuple(cell.strip().casefold() for cell in row)
    for column in columns:
        if column and column not in COLUMNS:
            _log.warning("%s: the column %s is left out (known: %s)", name, one_line(column), ", ".join(COLUMNS))
    return columns


def _fields(columns: tuple[str, ...], row: list[str], name: str, line: int) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, row, strict=False):
        value = cell.strip()
        if not value or column not in COLUMNS:
            continue
        if column in SEVERAL:
            fields[column] = tuple(part.strip() for part in value.split("|") if part.strip())
        elif column == "enforce":
            if value.casefold() not in _YES | _NO:
                raise wrong_entry(name, line, "enforce: yes or no")
            fields[column] = value.casefold() in _YES
        else:
            fields[column] = value
    return fields
