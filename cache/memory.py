"""What is the person's own and never evicted: corrections, reading positions, bookmarks, articles read, collections,
and small notes such as how the text is to stand.

In the data folder, apart from the cache, so that clearing the cache keeps it. Values are JSON text.
"""

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from cache.database import Database, Step

Json = dict[str, Any]
Place = tuple[int, int]
"""A sentence of an article: number of its paragraph, number in the paragraph."""

_AT_ONCE = 500
"""Sentences in one query: SQLite allows some thousand variables at most."""


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
    part: str = ""
    """Which document of the file is meant, where it holds several."""
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
    read: int = 0
    """Sentences up to and with the one that the person is at."""
    at: str = ""
    """When it was last read, ISO 8601 in UTC. Written by `Memory.visit`."""


@dataclass(frozen=True)
class Forgotten:
    """An article that was taken off the list, with what went with it."""

    visit: Visit
    bookmarks: tuple[Place, ...]


@dataclass(frozen=True)
class Collection:
    """Something that holds several articles and was opened: a folder, a book, a list of addresses, a feed."""

    name: str
    """An absolute path, or the address as the person gave it."""
    links: tuple[str, ...] = ()
    """The addresses it had when it was last opened, where only the network could tell anew."""
    at: str = ""
    """When it was last opened, ISO 8601 in UTC. Written by `Memory.collect`."""


def article_key(texts: Iterable[str]) -> str:
    """The key of an article by its content, the texts of its paragraphs: the same wherever the file lies."""
    return hashlib.sha256("\n".join(map(_folded, texts)).encode("utf-8", errors="replace")).hexdigest()


class Memory(Database):
    """The person's own things. The methods that write raise MemoryFault."""

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
        with self._writing() as connection:
            _put_visit(connection, replace(visit, at=_now()))

    def visited(self, article: str) -> Visit | None:
        """The last visit to an article."""
        rows = self._read("SELECT key, value FROM article WHERE key = ?", (article,))
        return _visit(*rows[0]) if rows else None

    def recent(self, limit: int = 100, *, after: int = 0) -> list[Visit]:
        """Articles by when they were last read, the latest first, without the first `after` of them."""
        query = "SELECT key, value FROM article ORDER BY at DESC, rowid DESC LIMIT ? OFFSET ?"
        return [_visit(key, value) for key, value in self._read(query, (limit, after))]

    def forget(self, article: str) -> Forgotten | None:
        """Drop an article from the list, with its position and bookmarks; None if it is not there."""
        with self._writing() as connection:
            row = connection.execute("SELECT value FROM article WHERE key = ?", (article,)).fetchone()
            marks = connection.execute("SELECT paragraph, sentence FROM bookmark WHERE article = ?", (article,))
            bookmarks = tuple((int(paragraph), int(sentence)) for paragraph, sentence in marks)
            connection.execute("DELETE FROM article WHERE key = ?", (article,))
            connection.execute("DELETE FROM bookmark WHERE article = ?", (article,))
        return Forgotten(_visit(article, row[0]), bookmarks) if row else None

    def put_back(self, forgotten: Forgotten) -> None:
        """Take back `forget`: the article stands where it stood."""
        article = forgotten.visit.article
        with self._writing() as connection:
            _put_visit(connection, forgotten.visit)
            for place in forgotten.bookmarks:
                connection.execute(
                    "INSERT OR IGNORE INTO bookmark (article, paragraph, sentence) VALUES (?, ?, ?)", (article, *place)
                )

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

    # Collections

    def collect(self, collection: Collection) -> None:
        """Remember that this collection is opened now; one that says when it was keeps its time."""
        kept = collection if collection.at else replace(collection, at=_now())
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO collection (name, at, value) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET at = excluded.at, value = excluded.value",
                (kept.name, kept.at, _encoded({"links": kept.links})),
            )

    def collections(self) -> list[Collection]:
        """Collections by when they were last opened, the latest first."""
        rows = self._read("SELECT name, at, value FROM collection ORDER BY at DESC, rowid DESC", ())
        return [Collection(name, _links(_decoded(value).get("links")), at) for name, at, value in rows]

    def forget_collection(self, name: str) -> None:
        """Drop a collection from the list. Its articles, and what is remembered of them, stay."""
        with self._writing() as connection:
            connection.execute("DELETE FROM collection WHERE name = ?", (name,))

    # Notes

    def note(self, name: str) -> Json:
        """What was noted under `name`; empty when nothing was."""
        rows = self._read("SELECT value FROM note WHERE name = ?", (name,))
        return _decoded(rows[0][0]) if rows else {}

    def keep_note(self, name: str, value: Mapping[str, object]) -> None:
        """Note `value` under `name` in place of what stands there; nothing takes the note away. Raises MemoryFault."""
        with self._writing() as connection:
            connection.execute("DELETE FROM note WHERE name = ?", (name,))
            if value:
                connection.execute("INSERT INTO note (name, value) VALUES (?, ?)", (name, _encoded(value)))

    def _steps(self) -> Sequence[Step]:
        return _STEPS


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


def _add_collections(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE collection (name TEXT NOT NULL UNIQUE, at TEXT NOT NULL, value TEXT NOT NULL)")


def _add_notes(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE note (name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)")


_STEPS: tuple[Step, ...] = (_begin, _add_collections, _add_notes)


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


def _put_visit(connection: sqlite3.Connection, visit: Visit) -> None:
    value = asdict(visit)
    del value["article"]
    connection.execute(
        "INSERT INTO article (key, at, value) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET at = excluded.at, value = excluded.value",
        (visit.article, visit.at, _encoded(value)),
    )


def _folded(text: str) -> str:
    """A sentence without what makes no difference to a reader: kinds and runs of white space, composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _visit(article: str, text: str) -> Visit:
    """A stored visit; fields of another form than this program writes are left at their defaults."""
    value = _decoded(text)
    known = {name: value[name] for name, kind in _FORMS.items() if type(value.get(name)) is kind}
    return Visit(**{"source": "", **known, "article": article, "place": _place(value.get("place"))})


_COUNTS = ("sentences", "translated", "findings", "read")
_FORMS: Mapping[str, type] = {
    field.name: int if field.name in _COUNTS else str
    for field in fields(Visit)
    if field.name not in ("article", "place")
}


def _links(value: object) -> tuple[str, ...]:
    return tuple(link for link in value if isinstance(link, str)) if isinstance(value, list) else ()


def _place(value: object) -> Place:
    match value:
        case [int(paragraph), int(sentence)]:
            return paragraph, sentence
    return -1, 0


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _encoded(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decoded(text: object) -> Json:
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
