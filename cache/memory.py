"""What is the person's own and never evicted: corrections, reading positions, bookmarks, articles read.

A small SQLite file in the data folder, apart from the cache, so that clearing the cache keeps it. Values are JSON text.
A change of schema is made in one transaction, after a copy of the file was laid beside it. A file that is broken is set
aside, never deleted; one that a newer version of the program wrote is left alone.
"""

import contextlib
import hashlib
import json
import logging
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from cache.faults import MemoryFault

Place = tuple[int, int]
"""A sentence of an article: number of its paragraph, number in the paragraph."""

_log = logging.getLogger(__name__)
_PATIENCE = 5.0
"""Seconds to wait for another program that holds the file."""
_AT_ONCE = 500
"""Sentences in one query: SQLite allows some thousand variables at most."""
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True)
class Change:
    """A correction that was made, changed or taken back. None: the model's own wording."""

    text: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Visit:
    """An article that was opened, and where the person is in it."""

    article: str
    """`article_key` of its text."""
    source: str
    """As the person named it: an absolute path or a URL."""
    title: str = ""
    english: str = ""
    """The title's translation; empty while there is none."""
    outlet: str = ""
    published: str = ""
    """ISO 8601; empty when the page states no time."""
    place: Place = (-1, 0)
    sentences: int = 0
    translated: int = 0
    findings: int = 0
    at: str = ""
    """When it was last read, ISO 8601 in UTC. Written by `Memory.visit`."""


def article_key(texts: Iterable[str]) -> str:
    """The key of an article by its content, the texts of its paragraphs: the same wherever the file lies."""
    return hashlib.sha256("\n".join(map(_folded, texts)).encode("utf-8", errors="replace")).hexdigest()


class Memory:
    """The person's own things. What cannot be read is as good as empty and told in `problems`; what cannot be
    written raises MemoryFault. Safe to use from several threads, and by several programs at once.
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

    # Corrections

    def corrections(self, texts: Sequence[str], language: str) -> dict[str, str]:
        """The person's own English of those of `texts`, sentences in `language`, that have one."""
        by_key: dict[str, list[str]] = {}
        for text in texts:
            by_key.setdefault(_folded(text), []).append(text)
        keys = list(by_key)
        found: dict[str, str] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT text, value FROM correction WHERE language = ? AND text IN ({marks})"
            for key, value in self._read(query, (language, *some)):
                target = _decoded(value).get("target")
                if isinstance(target, str):
                    found.update(dict.fromkeys(by_key[key], target))
        return found

    def correct(self, text: str, language: str, target: str | None) -> Change:
        """From now on `target` is the English of the sentence `text`; None gives it back to the model.

        Raises MemoryFault.
        """
        key = _folded(text)
        with self._writing() as connection:
            before = _correction(connection, language, key)
            _put_correction(connection, language, key, target)
            value = _encoded({"before": before, "after": target, "at": _now()})
            connection.execute("INSERT INTO change (language, text, value) VALUES (?, ?, ?)", (language, key, value))
        return Change(text, before, target)

    def take_in(self, pairs: Mapping[str, str], language: str, *, replace: bool) -> tuple[int, int]:
        """Corrections from elsewhere, sentence -> English, all in one transaction and with nothing to undo.

        One that the person has in other words stays unless `replace`. How many were taken, and how many stayed;
        those that are there already count as taken. Raises MemoryFault.
        """
        taken = kept = 0
        with self._writing() as connection:
            for text, target in pairs.items():
                key = _folded(text)
                before = _correction(connection, language, key)
                if before is not None and before != target and not replace:
                    kept += 1
                    continue
                taken += 1
                if before != target:
                    _put_correction(connection, language, key, target)
        return taken, kept

    def undo(self, texts: Iterable[str], language: str) -> Change | None:
        """Take back the last change to one of `texts` that is not taken back yet; None when there is none.

        Raises MemoryFault.
        """
        by_key = {_folded(text): text for text in texts}
        with self._writing() as connection:
            query = "SELECT id, text, value FROM change WHERE language = ? AND undone = 0 ORDER BY id DESC"
            changes = connection.execute(query, (language,)).fetchall()
            last = next((row for row in changes if row[1] in by_key), None)
            if last is None:
                return None
            number, key, value = last
            change = _decoded(value)
            before, after = _text(change.get("before")), _text(change.get("after"))
            _put_correction(connection, language, key, before)
            connection.execute("UPDATE change SET undone = 1 WHERE id = ?", (number,))
        return Change(by_key[key], after, before)

    def all_corrections(self) -> Iterator[tuple[str, str, str]]:
        """Every correction as (language, sentence, English), in the order in which they were first made."""
        for language, text, value in self._read("SELECT language, text, value FROM correction ORDER BY rowid", ()):
            target = _decoded(value).get("target")
            if isinstance(target, str):
                yield language, text, target

    def clear_corrections(self) -> int:
        """Forget every correction and the history of changes; how many corrections there were. Raises MemoryFault."""
        with self._writing() as connection:
            count = connection.execute("DELETE FROM correction").rowcount
            connection.execute("DELETE FROM change")
        return count

    # Articles

    def visit(self, visit: Visit) -> None:
        """Remember that this article is read now, and where the person is in it. Raises MemoryFault."""
        value = asdict(replace(visit, at=_now()))
        del value["article"]
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO article (key, at, value) VALUES (?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET at = excluded.at, value = excluded.value",
                (visit.article, value["at"], _encoded(value)),
            )

    def visited(self, article: str) -> Visit | None:
        """The last visit to an article."""
        rows = self._read("SELECT key, value FROM article WHERE key = ?", (article,))
        return _visit(*rows[0]) if rows else None

    def recent(self, limit: int = 100) -> list[Visit]:
        """Articles by when they were last read, the latest first."""
        rows = self._read("SELECT key, value FROM article ORDER BY at DESC, rowid DESC LIMIT ?", (limit,))
        return [_visit(key, value) for key, value in rows]

    def forget(self, article: str) -> None:
        """Drop an article from the list, with its position and bookmarks. Raises MemoryFault."""
        with self._writing() as connection:
            connection.execute("DELETE FROM article WHERE key = ?", (article,))
            connection.execute("DELETE FROM bookmark WHERE article = ?", (article,))

    def bookmarks(self, article: str) -> tuple[Place, ...]:
        """The marked sentences of an article, by number of paragraph and sentence."""
        query = "SELECT paragraph, sentence FROM bookmark WHERE article = ? ORDER BY paragraph, sentence"
        return tuple((int(paragraph), int(sentence)) for paragraph, sentence in self._read(query, (article,)))

    def toggle_bookmark(self, article: str, place: Place) -> bool:
        """Mark a sentence, or take its mark away; whether it is marked now. Raises MemoryFault."""
        with self._writing() as connection:
            where = (article, *place)
            taken = connection.execute(
                "DELETE FROM bookmark WHERE article = ? AND paragraph = ? AND sentence = ?", where
            ).rowcount
            if not taken:
                connection.execute("INSERT INTO bookmark (article, paragraph, sentence) VALUES (?, ?, ?)", where)
        return not taken

    # The file

    def _read(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                if self._connection is None and not self.path.exists():
                    return []
                return self._open().execute(query, values).fetchall()
            except (sqlite3.Error, OSError, MemoryFault) as error:
                self._tell(f"corrections and reading positions cannot be read: {self.path}: {error}")
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

    def _open(self) -> sqlite3.Connection:
        """The open file, begun where there is none. Raises sqlite3.Error, OSError, MemoryFault."""
        if self._refused:
            raise MemoryFault(self._refused)
        if self._connection is None:
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
            if _version(connection) != len(_STEPS):
                self._bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        version = _version(connection)
        if version > len(_STEPS):
            self._refused = f"a newer version of the program wrote {self.path}; this one leaves it alone"
            raise MemoryFault(self._refused)
        if version:
            copy = self.path.with_name(f"{self.path.stem}.schema-{version}{self.path.suffix}")
            with contextlib.closing(sqlite3.connect(copy)) as backup:
                connection.backup(backup)
        with _transaction(connection):
            # Asked again: another program may have done it meanwhile.
            for step in _STEPS[_version(connection) :]:
                step(connection)
            connection.execute(f"PRAGMA user_version = {len(_STEPS)}")

    def _set_aside(self, error: Exception) -> None:
        aside = self.path.with_name(f"{self.path.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        self.path.rename(aside)
        self._tell(f"{self.path.name} was broken ({error}); it is set aside as {aside.name} and a new one begun")

    def _tell(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
            _log.warning("%s", problem)


def _begin(connection: sqlite3.Connection) -> None:
    for table in (
        "correction (language TEXT NOT NULL, text TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (language, text))",
        "change (id INTEGER PRIMARY KEY, language TEXT NOT NULL, text TEXT NOT NULL, value TEXT NOT NULL,"
        " undone INTEGER NOT NULL DEFAULT 0)",
        "article (key TEXT NOT NULL UNIQUE, at TEXT NOT NULL, value TEXT NOT NULL)",
        "bookmark (article TEXT NOT NULL, paragraph INTEGER NOT NULL, sentence INTEGER NOT NULL,"
        " UNIQUE (article, paragraph, sentence))",
    ):
        connection.execute(f"CREATE TABLE {table}")


_STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_begin,)
"""What leads from each version of the schema to the next. A step that was released is never changed."""


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _correction(connection: sqlite3.Connection, language: str, key: str) -> str | None:
    row = connection.execute("SELECT value FROM correction WHERE language = ? AND text = ?", (language, key)).fetchone()
    return _text(_decoded(row[0]).get("target")) if row else None


def _put_correction(connection: sqlite3.Connection, language: str, key: str, target: str | None) -> None:
    if target is None:
        connection.execute("DELETE FROM correction WHERE language = ? AND text = ?", (language, key))
        return
    connection.execute(
        "INSERT INTO correction (language, text, value) VALUES (?, ?, ?)"
        " ON CONFLICT (language, text) DO UPDATE SET value = excluded.value",
        (language, key, _encoded({"target": target, "at": _now()})),
    )


def _folded(text: str) -> str:
    """A sentence without what makes no difference to a reader: kinds and runs of white space, composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _visit(article: str, text: str) -> Visit:
    """A stored visit; fields of another form than this program writes are left at their defaults."""
    value = _decoded(text)
    known: dict[str, Any] = {}
    for field in fields(Visit):
        entry = value.get(field.name)
        if field.name in value and type(entry) is (int if field.name in _COUNTS else str):
            known[field.name] = entry
    return Visit(**{"source": "", **known, "article": article, "place": _place(value.get("place"))})


_COUNTS = ("sentences", "translated", "findings")


def _place(value: object) -> Place:
    match value:
        case [int(paragraph), int(sentence)]:
            return paragraph, sentence
    return -1, 0


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _encoded(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decoded(text: object) -> dict[str, Any]:
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
