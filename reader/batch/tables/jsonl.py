"""Tables of JSON Lines: an object a line; blank lines are no rows. See `reader.batch.tables.Form`."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reader.batch.tables import ROWS, Added, Broken, Slice, Text, added_columns, text_of
from reader.errors import UnreadableError
from reader.export.text import safe_json, safe_line

SUFFIX: Final = "jsonl"
_MAX_BYTES: Final = 32_000_000
"""Bytes at which a slice ends, however few rows it has."""

_BETWEEN: Final = re.compile(r"[\t\r\n]")
"""What may stand between the parts of an object and never within them."""


@dataclass(frozen=True)
class Row:
    """A line."""

    line: str
    """As it stands in the file: it is written back so, for numbers and doubled names would not outlive Python's."""
    value: Mapping[str, Any] | None
    """None for a line that is no JSON object."""


def columns(path: Path) -> list[str] | None:
    """The columns of the first row; None for a table without rows. Raises UnreadableError, OSError."""
    with path.open("rb") as file:
        line = next((line for line in file if line.strip()), None)
    if line is None:
        return None
    row = _row(line)
    if row.value is None:
        raise UnreadableError("no table of JSON Lines", path, "its first line is no JSON object")
    return list(row.value)


def slices(path: Path) -> list[Slice]:
    """All rows of the table, in their order. Raises OSError."""
    found: list[Slice] = []
    first = rows = start = size = 0
    with path.open("rb") as file:
        for line in file:
            size += len(line)
            rows += bool(line.strip())
            if rows == ROWS or size >= _MAX_BYTES:
                found.append(Slice(first, rows, start=start, size=size))
                first, rows, start, size = first + rows, 0, start + size, 0
    return [*found, Slice(first, rows, start=start, size=size)] if rows else found


def read(path: Path, part: Slice) -> list[Row]:
    """The rows of a slice. Raises OSError."""
    with path.open("rb") as file:
        file.seek(part.start)
        return [_row(line) for line in file.read(part.size).split(b"\n") if line.strip()]


def texts(rows: Sequence[Row], column: str) -> list[Text]:
    """The column in each of `rows`."""
    return [_text(row, column) for row in rows]


def written(rows: Sequence[Row], column: str, added: Sequence[Added]) -> bytes:
    """Each row with what it gains. What a row has already stays, and is not written over.

    A line that is no object becomes one, with the line itself as `COLUMN_line`: no row is lost.
    """
    lines = (_written(row, column, gain) for row, gain in zip(rows, added, strict=True))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", errors="replace")


def _written(row: Row, column: str, gain: Added) -> str:
    gains = dict(zip(added_columns(column), (gain.english, list(gain.sentences), gain.error), strict=True))
    if row.value is None:
        return safe_json({f"{column}_line": row.line, **gains})
    new = safe_json({name: value for name, value in gains.items() if name not in row.value})
    head = row.line.removesuffix("}").rstrip()
    return safe_line(head) + (", " if row.value and new != "{}" else "") + new.removeprefix("{")


def _text(row: Row, column: str) -> Text:
    if row.value is None:
        return Broken("the line is no JSON object")
    taken = [name for name in added_columns(column) if name in row.value]
    return Broken(f"the row has a column that would be added, {taken[0]}") if taken else text_of(row.value.get(column))


def _row(line: bytes) -> Row:
    try:
        text = line.decode("utf-8-sig").strip()
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Row(line.decode("utf-8-sig", errors="replace").strip(), None)
    return Row(_BETWEEN.sub(" ", text), value) if isinstance(value, dict) else Row(text, None)
