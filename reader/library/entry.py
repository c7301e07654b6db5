"""An article in a list: what is known of it, how a list of them is sorted, and which of them a filter lets through."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from cache.memory import Visit
from reader.document import Source

Key = tuple[str, str]
"""Which article: its absolute path or its address, and which document of the file it is."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An article, as far as it is known without opening it."""

    source: Source
    visit: Visit | None = None
    """What is remembered of it, or, where it was never read, what a look at the file has told."""
    unread: bool = False
    trouble: str = ""
    """Why it cannot be opened, as far as one knows; empty when nothing is known against it."""

    @cached_property
    def key(self) -> Key:
        """Which article it is."""
        return key_of(self.source)

    @property
    def name(self) -> str:
        """What it is called where it lies: below its folder, or as an address."""
        source = self.source
        return str(source.relative or source.path.name) if source.path else source.name

    @property
    def title(self) -> str:
        """Its title, or its name where no title is known."""
        return (self.visit.title if self.visit else "") or self.name

    @property
    def english(self) -> str:
        """The title in English; empty while there is none."""
        return self.visit.english if self.visit else ""

    @property
    def published(self) -> datetime | None:
        """When it was published."""
        return moment(self.visit.published) if self.visit else None

    @property
    def translated(self) -> int | None:
        """How much of it is translated, in hundredths; None while nobody knows."""
        return _share(self.visit.translated, self.visit.sentences) if self.visit else None

    @property
    def progress(self) -> int | None:
        """How far the person has read, in hundredths; None when it was not read."""
        return None if self.unread or not self.visit else _share(self.visit.read, self.visit.sentences)

    @cached_property
    def folded(self) -> str:
        """All that a filter looks at: titles, outlet, name."""
        visit = self.visit
        known = (visit.title, visit.english, visit.outlet) if visit else ()
        return fold("\n".join((*known, self.source.name)))


class Order(StrEnum):
    """How a list of articles is sorted."""

    READ = "last read first"
    PUBLISHED = "newest first"
    TITLE = "by title"
    GIVEN = "by name"
    """As it was found."""


def key_of(source: Source) -> Key:
    """Which article a source is. Unlike `Source.identity` it asks the disk nothing."""
    path = source.path
    where = source.name if path is None else str(path if path.is_absolute() else path.absolute())
    return where, source.part or ""


def remembered(visits: Iterable[Visit], known: Mapping[Key, Entry]) -> tuple[Entry, ...]:
    """The articles of these visits that can be opened again: what came through a pipe is gone.

    Those of `known` that have not changed are taken from there, with what was worked out for them.
    """
    entries = []
    for visit in visits:
        if not visit.source or visit.source == "-":
            continue
        old = known.get((visit.source, visit.part))
        entries.append(old if old is not None and old.visit == visit else _from_visit(visit))
    return tuple(entries)


def ordered(entries: Sequence[Entry], order: Order) -> list[Entry]:
    """`entries` in that order; what has no date comes last, and equals keep their places."""
    if order is Order.GIVEN:
        return list(entries)
    keys: dict[Order, Callable[[Entry], tuple[bool, str] | tuple[bool, float]]] = {
        Order.READ: lambda entry: (entry.visit is None or entry.unread, _newest_first(_read_at(entry))),
        Order.PUBLISHED: lambda entry: (entry.published is None, _newest_first(entry.published)),
        Order.TITLE: lambda entry: (False, fold(entry.title)),
    }
    return sorted(entries, key=keys[order])


def matching(entries: Iterable[Entry], words: Sequence[str]) -> list[Entry]:
    """Those that have every one of `words` (folded) somewhere."""
    found = list(entries)
    for word in words:
        found = [entry for entry in found if word in entry.folded]
    return found


def fold(text: str) -> str:
    """`text` for comparing: capitals and accents make no difference."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def moment(text: str) -> datetime | None:
    """A time in ISO 8601; None for anything else."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_visit(visit: Visit) -> Entry:
    path = Path(visit.source) if Path(visit.source).is_absolute() else None  # else it is an address
    return Entry(source=Source(name=visit.source, path=path, part=visit.part or None), visit=visit)


def _read_at(entry: Entry) -> datetime | None:
    return moment(entry.visit.at) if entry.visit else None


def _newest_first(when: datetime | None) -> float:
    """Smaller the later. A time without a zone is taken as one of UTC: it only has to be compared."""
    if when is None:
        return 0.0
    try:
        return -(when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return 0.0


def _share(part: int, whole: int) -> int | None:
    return min(100, max(0, part) * 100 // whole) if whole > 0 else None
