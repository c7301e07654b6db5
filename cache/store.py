"""Translations on disk: diskcache with JSON text in, JSON text out.

diskcache pickles what is not text or a number, and unpickling a file that someone else wrote runs their code
(CVE-2025-69872). `TextDisk` therefore stores text alone and refuses to read anything else.
"""

import contextlib
import json
import logging
import shutil
import sqlite3
import threading
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import diskcache
from diskcache.core import MODE_RAW, MODE_TEXT

Json = dict[str, Any]
DEFAULT_SIZE_LIMIT = 1_000_000_000
_TROUBLE = (sqlite3.Error, OSError, diskcache.Timeout, ValueError)
_PATIENCE = 10.0
"""Seconds to wait for another program that holds the cache; after that reading goes on without."""
_MAGIC = b"SQLite format 3\0"
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_log = logging.getLogger(__name__)


class PickleRefusedError(ValueError):
    """An entry that is not text was met, or was to be written."""


class TextDisk(diskcache.Disk):  # type: ignore[misc]
    """A `diskcache.Disk` that never pickles: keys and values are text."""

    def put(self, key: object) -> tuple[str, bool]:
        """Keys are text as they are."""
        if not isinstance(key, str):
            raise PickleRefusedError(f"a cache key must be text, not {type(key).__name__}")
        return key, True

    def get(self, key: object, raw: int) -> str:
        """The key of a row, if it is text."""
        if not raw or not isinstance(key, str):
            raise PickleRefusedError("a cache key on disk is not text")
        return key

    def store(self, value: object, read: bool, key: object = diskcache.UNKNOWN) -> Any:
        """Store text."""
        if read or not isinstance(value, str):
            raise PickleRefusedError(f"a cache value must be text, not {type(value).__name__}")
        return super().store(value, False, key=key)

    def fetch(self, mode: int, filename: str | None, value: object, read: bool) -> Any:
        """The text of a row; a row that diskcache would unpickle is refused."""
        if read or mode not in (MODE_RAW, MODE_TEXT):
            raise PickleRefusedError("a cache value on disk is not text")
        return super().fetch(mode, filename, value, False)


@dataclass(frozen=True)
class CacheCheck:
    """What `dwibaca cache verify` found."""

    entries: int
    """Entries that were read, and are whole."""
    unreadable: int
    """Entries that are no JSON object; they are dropped when met, and translated again."""
    problems: tuple[str, ...]
    """What SQLite and diskcache say of the files."""


@dataclass(frozen=True)
class CacheStats:
    """What `dwibaca cache stats` prints."""

    path: Path
    entries: int
    bytes: int
    size_limit: int
    set_aside: tuple[Path, ...]
    """Broken caches that were moved out of the way and may be deleted."""


class TranslationCache:
    """Model output by key. Every value is a JSON object.

    Reading goes on whatever happens to the files: a broken cache is set aside and a new one begun, and one that
    cannot be written at all (full disk, read-only folder) is as good as empty. `problems` tells what went wrong.
    """

    def __init__(self, folder: Path, size_limit: int = DEFAULT_SIZE_LIMIT) -> None:
        """Open the cache in `folder`, which is made when it is not there. Never raises for a broken cache."""
        self.folder = folder
        self.problems: list[str] = []
        self._size_limit = size_limit
        self._cache: Any = None
        self._file: tuple[int, int] | None = None
        """Device and number of the database that is open."""
        # Articles are translated on threads of their own, and the program may be left while one of them writes.
        self._lock = threading.RLock()
        self._open()

    def __enter__(self) -> Self:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """For `with`."""
        self.close()

    def get(self, key: str) -> Json | None:
        """The value stored under `key`, or None."""
        with self._lock:
            try:
                text = self._cache.get(key) if self._cache is not None else None
            except PickleRefusedError:
                self._forget(key)
                return None
            except _TROUBLE as error:
                self._give_up(error)
                return None
        return _decoded(text)

    def get_many(self, keys: Iterable[str]) -> dict[str, Json]:
        """What is stored of `keys`."""
        found: dict[str, Json] = {}
        for key in keys:
            value = self.get(key)
            if value is not None:
                found[key] = value
        return found

    @property
    def usable(self) -> bool:
        """Whether anything can be kept; `problems` tells why not."""
        return self._cache is not None

    def set_many(self, values: Mapping[str, Json]) -> bool:
        """Store each value under its key, all in one transaction; in a new cache, if that shows that this is broken.
        Whether they are kept."""
        with self._lock:
            self._look_for_it()
            if not values:
                return True
            for _attempt in range(2):
                if self._cache is None:
                    return False
                try:
                    with self._cache.transact():
                        for key, value in values.items():
                            self._cache.set(key, json.dumps(value, separators=(",", ":")))
                except _TROUBLE as error:
                    self._give_up(error)
                else:
                    return True
        return False

    def clear(self) -> int:
        """Remove every entry; the number removed."""
        with self._lock:
            try:
                return int(self._cache.clear()) if self._cache is not None else 0
            except _TROUBLE as error:
                self._give_up(error)
                return 0

    def stats(self) -> CacheStats:
        """Count and size."""
        entries = size = 0
        with self._lock:
            try:
                if self._cache is not None:
                    entries, size = len(self._cache), int(self._cache.volume())
            except _TROUBLE as error:
                self._give_up(error)
        return CacheStats(self.folder, entries, size, self._size_limit, tuple(self._broken_ones()))

    def entries(self) -> Iterator[tuple[str, Json]]:
        """Every key with its value, in the order of their keys; none that cannot be read."""
        with self._lock:
            keys = self._keys()
        for key in keys:
            value = self.get(key)
            if value is not None:
                yield key, value

    def verify(self) -> CacheCheck:
        """Read every entry, and have the database checked. Changes nothing but what a reader would drop anyway."""
        with self._lock:
            keys = self._keys()
            whole = sum(self.get(key) is not None for key in keys)
            problems: list[str] = []
            try:
                if self._cache is not None:
                    with warnings.catch_warnings():
                        warnings.simplefilter("always")  # each is told, whatever the program does with warnings
                        problems = [str(warning.message) for warning in self._cache.check()]
            except _TROUBLE as error:
                problems.append(str(error))
                self._give_up(error)
        return CacheCheck(whole, len(keys) - whole, tuple(problems))

    def prune(self, size_limit: int) -> int:
        """Drop the entries that were stored longest ago until at most `size_limit` bytes are left; how many went."""
        with self._lock:
            try:
                if self._cache is None:
                    return 0
                before = len(self._cache)
                self._cache.reset("size_limit", size_limit)
                self._cache.cull()
                self._cache.reset("size_limit", self._size_limit)
                gone = before - len(self._cache)
            except _TROUBLE as error:
                self._give_up(error)
                return 0
            return gone

    def clear_set_aside(self) -> int:
        """Delete the broken caches that were set aside; how many."""
        folders = list(self._broken_ones())
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        return sum(not folder.exists() for folder in folders)

    def close(self) -> None:
        """Close the files, after what another thread is writing."""
        with self._lock:
            if self._cache is not None:
                with contextlib.suppress(*_TROUBLE):
                    self._cache.close()
                self._cache = None

    def _open(self) -> None:
        for attempt in (1, 2):
            try:
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._cache = diskcache.Cache(
                    str(self.folder),
                    timeout=_PATIENCE,
                    disk=TextDisk,
                    size_limit=self._size_limit,
                    # Not by last use: every reader would have to write.
                    eviction_policy="least-recently-stored",
                    statistics=0,
                    # Nothing mapped, and no write-ahead log, whose index is: what someone else does to a mapped file
                    # kills the program, or makes SQLite map until the system gives no more.
                    sqlite_journal_mode="truncate",
                    sqlite_mmap_size=0,
                )
                self._cache.get("")  # a garbled database shows itself at the first look
                self._file = self._database()
            except _TROUBLE as error:
                self._cache = None
                if attempt == 1 and _is_broken(error, self.folder):
                    self._move_away(error)
                else:
                    self._tell(f"the cache cannot be used: {self.folder}: {error}")
                    return
            else:
                return

    def _look_for_it(self) -> None:
        """Begin a new cache where the files were taken away: SQLite would write to what nobody can find any more."""
        if self._cache is not None and self._database() != self._file:
            self.close()
            self._tell(f"the cache was removed while it was in use; a new one is begun: {self.folder}")
            self._open()

    def _database(self) -> tuple[int, int] | None:
        """Device and number of the database file; None where there is none."""
        try:
            status = (self.folder / diskcache.core.DBNAME).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _give_up(self, error: Exception) -> None:
        """Trouble while in use. A broken cache is set aside and a new one begun, once.

        A full disk or a lock that another program holds says nothing against what is stored: it stays where it is,
        and this run goes on without it.
        """
        self.close()
        if _is_broken(error, self.folder) and not any("set aside" in problem for problem in self.problems):
            self._move_away(error)
            self._open()
        else:
            self._tell(f"going on without the cache: {self.folder}: {error}")

    def _move_away(self, error: Exception) -> None:
        if not self.folder.exists():
            return
        aside = self.folder.with_name(f"{self.folder.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            self.folder.rename(aside)
        except OSError:
            return
        self._tell(f"the cache was broken ({error}); it is set aside as {aside.name} and a new one begun")

    def _keys(self) -> list[str]:
        try:
            return [str(key) for key in self._cache.iterkeys()] if self._cache is not None else []
        except (PickleRefusedError, *_TROUBLE) as error:
            self._give_up(error)
            return []

    def _forget(self, key: str) -> None:
        with contextlib.suppress(*_TROUBLE):
            self._cache.delete(key)

    def _broken_ones(self) -> Iterator[Path]:
        return self.folder.parent.glob(f"{self.folder.name}.broken-*") if self.folder.parent.exists() else iter(())

    def _tell(self, problem: str) -> None:
        self.problems.append(problem)
        _log.warning("%s", problem)


def _is_broken(error: Exception, folder: Path) -> bool:
    """Whether the files themselves are damaged, and not only out of reach for now."""
    if isinstance(error, sqlite3.Error):
        # Garbage in the files beside the database is told as a lock or an input error: look at the database itself.
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _CORRUPT or _is_garbage(folder)
    return isinstance(error, ValueError) or folder.is_file()


def _is_garbage(folder: Path) -> bool:
    """Whether the database does not begin as SQLite's files do."""
    try:
        with (folder / diskcache.core.DBNAME).open("rb") as file:
            return file.read(len(_MAGIC)) not in (_MAGIC, b"")
    except OSError:
        return False


def _decoded(text: object) -> Json | None:
    if not isinstance(text, str):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
