"""Tables of Parquet. See `reader.batch.tables.Form`."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from reader.batch.tables import ROWS, Added, Slice, Text, added_columns, text_of
from reader.errors import UnreadableError

SUFFIX: Final = "parquet"

_TEXT: Final = pa.string()
_TERM: Final = pa.struct([("source", _TEXT), ("target", _TEXT), ("status", _TEXT)])
_FINDING: Final = pa.struct([("kind", _TEXT), ("severity", _TEXT), ("message", _TEXT)])
_SENTENCE: Final = pa.struct(
    [
        ("paragraph", pa.int32()),
        ("sentence", pa.int32()),
        ("kind", _TEXT),
        ("source", _TEXT),
        ("target", _TEXT),
        ("model", _TEXT),
        ("origin", _TEXT),
        ("score", pa.float64()),
        ("alignment", _TEXT),
        ("terms", pa.list_(_TERM)),
        ("findings", pa.list_(_FINDING)),
    ]
)
"""An object of the format `jsonl`, as `CONTRACT` has it, without its file."""


def columns(path: Path) -> list[str] | None:
    """The columns; None for a table without rows. Raises UnreadableError, OSError."""
    try:
        with pq.ParquetFile(path) as file:
            return list(file.schema_arrow.names) if file.metadata.num_rows else None
    except pa.ArrowInvalid as error:
        raise UnreadableError("no Parquet file", path, str(error)) from error


def slices(path: Path) -> list[Slice]:
    """All rows of the table, in their order. Raises OSError."""
    found: list[Slice] = []
    first = 0
    with pq.ParquetFile(path) as file:
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            found += [
                Slice(first + start, min(ROWS, rows - start), group=group, start=start)
                for start in range(0, rows, ROWS)
            ]
            first += rows
    return found


def read(path: Path, part: Slice) -> pa.Table:
    """The rows of a slice. What stands above it in its row group is passed over a batch at a time.

    A batch may have fewer rows than are asked for, so they are counted. Raises OSError, and UnreadableError where the
    row group has no such rows.
    """
    end = part.start + part.rows
    found: list[pa.RecordBatch] = []
    passed = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS, row_groups=[part.group]):
            first = max(part.start - passed, 0)
            if first < batch.num_rows:
                found.append(batch.slice(first, end - passed - first))
            passed += batch.num_rows
            if passed >= end:
                return pa.Table.from_batches(found)
    raise UnreadableError("the table has fewer rows than it had", path, "it was changed meanwhile: run again")


def texts(rows: pa.Table, column: str) -> list[Text]:
    """The column in each of `rows`."""
    return [text_of(value) for value in rows.column(column).to_pylist()]


def written(rows: pa.Table, column: str, added: Sequence[Added]) -> bytes:
    """Each row with what it gains, as the bytes of a Parquet file."""
    english, sentences, error = added_columns(column)
    gains: tuple[tuple[str, list[Any], pa.DataType], ...] = (
        (english, [gain.english for gain in added], _TEXT),
        (sentences, [list(gain.sentences) for gain in added], pa.list_(_SENTENCE)),
        (error, [gain.error for gain in added], _TEXT),
    )
    for name, values, kind in gains:
        rows = rows.append_column(name, pa.array(values, kind))
    out = io.BytesIO()
    pq.write_table(rows, out)
    return out.getvalue()
