"""A small SQLite file that is never thrown away: schema changes, broken files, other programs beside this one.

A change of schema is made in one transaction, after a copy of the file was laid beside it. A file that is broken is set
aside, never deleted; one that a newer version of the program wrote is left alone.
"""

import contextlib
import logging
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from cache.faults import MemoryFault

Step = Callable[[sqlite3.Connection], None]
"""Leads from one version of the schema to the next. One that was released is never changed."""

_log = logging.getLogger(__name__)
_PATIENCE = 5.0
"""Seconds to wait for another program that holds the file."""
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database(ABC):
    """The file. What cannot be read is as good as empty and told in `problems`; what cannot be written raises
    MemoryFault. Safe to use from several threads, and by several programs at once.
    """

    def __init__(self, path: Path) -> None:
        """Opens nothing yet."""
        self.path = path
        self.problems: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._refused = ""
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """For `with`."""
        self.close()

    def close(self) -> None:
        """Close the file, after what another thread is writing."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @abstractmethod
    def _steps(self) -> Sequence[Step]:
        """What makes the schema, from nothing to the present version."""

    def _read(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                if self._connection is None and not self._is_begun():
                    return []
                return self._open().execute(query, values).fetchall()
            except (sqlite3.Error, OSError, MemoryFault) as error:
                self._tell(f"corrections and reading positions cannot be used: {self.path}: {error}")
                return []

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of the block or nothing of it."""
        with self._lock:
            try:
                with _transaction(self._open()) as connection:
                    yield connection
            except (sqlite3.Error, OSError) as error:
                raise MemoryFault(f"this cannot be kept: {self.path}: {error}") from error

    def fault(self) -> str:
        """Why nothing can be kept; empty where it can."""
        try:
            with self._writing() as connection:
                # SQLite begins a transaction in a file that it may only read, too: something has to be written.
                connection.execute(f"PRAGMA user_version = {len(self._steps())}")
        except MemoryFault as error:
            return str(error)
        return ""

    def _is_begun(self) -> bool:
        """Whether anything was ever kept. On a full disk the file may be there, and empty."""
        return self.path.exists() and self.path.stat().st_size > 0

    def _open(self) -> sqlite3.Connection:
        """The open file, begun where there is none. Raises sqlite3.Error, OSError, MemoryFault."""
        if self._refused:
            raise MemoryFault(self._refused)
        if self._connection is None:
            if not self.path.exists():  # where nothing can be written, what is there can still be read
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self.path.touch(mode=0o600)
            try:
                self._connection = self._connect()
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _CORRUPT:
                    raise
                self._set_aside(error)
                self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            if _version(connection) != len(self._steps()):
                self._bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        version = _version(connection)
        if version > len(self._steps()):
            self._refused = f"a newer version of the program wrote {self.path}; this one leaves it alone"
            raise MemoryFault(self._refused)
        if version:
            copy = self.path.with_name(f"{self.path.stem}.schema-{version}{self.path.suffix}")
            with contextlib.closing(sqlite3.connect(copy)) as backup:
                connection.backup(backup)
        with _transaction(connection):
            # Asked again: another program may have done it meanwhile.
            for step in self._steps()[_version(connection) :]:
                step(connection)
            connection.execute(f"PRAGMA user_version = {len(self._steps())}")

    def _set_aside(self, error: Exception) -> None:
        aside = self.path.with_name(f"{self.path.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        self.path.rename(aside)
        self._tell(f"{self.path.name} was broken ({error}); it is set aside as {aside.name} and a new one begun")

    def _tell(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
            _log.warning("%s", problem)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite has gone back already
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
