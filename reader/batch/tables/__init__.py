"""Tables with a column of article text: Parquet and JSON Lines, read and written a few hundred rows at a time.

A slice is what is translated and written together, and what a run that was stopped need not do again. It lies in one
row group of a Parquet file, or is a stretch of bytes of a JSON Lines file, so that a worker reads little more than its
own rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

from reader.article.load import excluded_below
from reader.batch.report import Failure
from reader.errors import UnreadableError, UsageError

ROWS: Final = 256
"""Rows of a slice."""

_OWN_OUTPUT: Final = re.compile(r"\.en\.(?:parquet|jsonl)$", re.I)
"""Tables that the program wrote, and the articles' sentences in the format `jsonl`."""
_MODULES: Final = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True)
class Table:
    """A file of rows."""

    name: str
    """As the person gave it or as found below a folder."""
    path: Path
    relative: Path
    """Path below the folder that was given; names the output."""


@dataclass(frozen=True)
class Slice:
    """Rows of a table that go together."""

    first: int
    """Number of its first row in the table, from 0."""
    rows: int
    group: int = 0
    """Parquet: the row group."""
    start: int = 0
    """Parquet: its first row within the group. JSON Lines: its first byte."""
    size: int = 0
    """JSON Lines: how many bytes."""


@dataclass(frozen=True)
class Broken:
    """A row, or its column, that is not what it should be."""

    why: str


Text = str | Broken | None
"""What a row has in the column: None where there is nothing, which is no fault."""


@dataclass(frozen=True)
class Added:
    """What a row gains: the text in English, its sentences (objects of the format `jsonl`), or why there is neither."""

    english: str | None = None
    sentences: Sequence[Mapping[str, Any]] = ()
    error: str | None = None


class Form(Protocol):
    """How tables of one kind are read and written. Its modules have these functions; `rows` is their own affair."""

    SUFFIX: str
    """Of what is written."""

    def columns(self, path: Path) -> list[str] | None:
        """The columns, of JSON Lines those of the first row; None for a table without rows. Raises ReaderError."""
        ...

    def slices(self, path: Path) -> list[Slice]:
        """All rows of the table, in their order. Raises OSError."""
        ...

    def read(self, path: Path, part: Slice) -> Any:
        """The rows of a slice. Raises OSError."""
        ...

    def texts(self, rows: Any, column: str) -> list[Text]:
        """The column in each of `rows`."""
        ...

    def written(self, rows: Any, column: str, added: Sequence[Added]) -> bytes:
        """A table of `rows`, each with what it gains, as the bytes of a file: the same rows give the same bytes."""
        ...


def form_of(table: Table) -> Form:
    """How `table` is read and written. Raises UsageError where it is none, or Parquet's package is not installed."""
    module = _MODULES.get(table.path.suffix.lower())
    if module is None:
        raise UsageError("not a table", table.name, f"--column goes with {' '.join(_MODULES)}")
    if module == "parquet" and find_spec("pyarrow") is None:
        raise UsageError("Parquet cannot be read", table.name, "pip install 'dwibaca[ray]'")
    form: Form = import_module(f"reader.batch.tables.{module}")
    return form


def added_columns(column: str) -> tuple[str, str, str]:
    """What is added for `column`: its English, the sentences, and why there is neither."""
    return f"{column}_en", f"{column}_sentences", f"{column}_error"


def text_of(value: object) -> Text:
    """What a cell holds, if it is text or the bytes of one."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    return value if value is None or isinstance(value, str) else Broken("the column holds no text")


def find_tables(names: Sequence[str], out: Path) -> tuple[list[Table], list[Failure]]:
    """The tables that `names` stand for, each once: files, and all below a folder; and the names that gave none.

    Below a folder the program's own outputs are left out (`NAME.en.parquet/` and so on), and what lies in `out` unless
    that folder, or one below it, was itself given. Raises UnreadableError when the only name gave none.
    """
    found: dict[Path, Table] = {}
    failures: list[Failure] = []
    for name in names:
        try:
            for table in _tables(name, out):
                found.setdefault(table.path.resolve(), table)
        except UnreadableError as error:
            if len(names) == 1:
                raise
            failures.append(Failure(name, error))
    return list(found.values()), failures


def check_table(table: Table, column: str) -> None:
    """Raises ReaderError where `table` is none, cannot be read, or has no such column or those that would be added."""
    columns = form_of(table).columns(table.path)
    if columns is None:
        raise UnreadableError("the table is empty", table.name)
    if column not in columns:
        raise UsageError("no such column", f"{column} in {table.name}", f"it has {', '.join(columns)}")
    if columns.count(column) > 1:
        raise UsageError("the table has two columns of one name", f"{column} in {table.name}", "rename one")
    taken = [name for name in added_columns(column) if name in columns]
    if taken:
        raise UsageError("the table has a column that would be added", f"{taken[0]} in {table.name}", "rename it")


def _tables(name: str, out: Path) -> list[Table]:
    path = Path(name).expanduser()
    if not path.exists():
        raise UnreadableError("no such file or folder", name)
    return _below(path, excluded_below(path, out)) if path.is_dir() else [Table(name, path, Path(path.name))]


def _below(folder: Path, out: Path | None) -> list[Table]:
    excluded = out.resolve() if out is not None else None
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _MODULES
        and not any(part.startswith(".") or _OWN_OUTPUT.search(part) for part in path.relative_to(folder).parts)
        and path.is_file()
        and not (excluded and path.resolve().is_relative_to(excluded))
    )
    if not files:
        raise UnreadableError("no tables in the folder", folder, f"looked for {' '.join(_MODULES)}")
    return [Table(str(path), path, path.relative_to(folder)) for path in files]
