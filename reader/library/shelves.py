"""What the library shows, row by row: recent articles, collections, a folder tree, samples; or one collection alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from cache.memory import Collection, Visit
from reader.diagnostics import counted
from reader.document import Source
from reader.library.entry import Entry, Key, Order, fold, key_of, matching, ordered
from reader.library.places import Counts, Level, Listing, is_whole

RECENT, COLLECTIONS, FILES, SAMPLES, LIST = "recent", "collections", "files", "samples", "list"
"""Sections."""
_LOOKED_AT = 1_000
"""Articles of a list that are looked at though they are not on the screen."""
_FEW = 5
"""Collections that are shown until all are asked for: the recent articles below must stay in sight."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above a section."""

    key: ClassVar[str] = ""
    title: str
    about: str = ""
    captions: bool = False
    """Whether it also says what the columns below are."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is said in the list."""

    key: ClassVar[str] = ""
    text: str
    trouble: bool = False
    depth: int = 0
    """How deep in the folder tree."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with all that is known of it."""

    entry: Entry
    section: str

    @property
    def key(self) -> str:
        """Names the row, whatever is shown beside it."""
        return f"{self.section} {'#'.join(self.entry.key)}"


@dataclass(frozen=True, slots=True)
class FileRow:
    """An article in the folder tree."""

    entry: Entry
    depth: int

    @property
    def key(self) -> str:
        """Names the row, whatever is shown beside it."""
        return f"{FILES} {self.entry.key[0]}"


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A folder in the folder tree."""

    path: Path
    depth: int
    is_open: bool

    @property
    def key(self) -> str:
        """Names the row, whatever is shown beside it."""
        return f"{FILES} {self.path}"


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection with what was read of it; no counts while they are not known."""

    collection: Collection
    counts: Counts | None

    @property
    def key(self) -> str:
        """Names the row, whatever is shown beside it."""
        return f"{COLLECTIONS} {self.collection.name}"


@dataclass(frozen=True, slots=True)
class MoreRow:
    """Stands for collections that are not shown."""

    key: ClassVar[str] = "more"
    text: str


Row = Heading | Note | ArticleRow | FileRow | FolderRow | CollectionRow | MoreRow


def entry_of(row: Row | None) -> Entry | None:
    """The article that a row stands for."""
    return row.entry if isinstance(row, ArticleRow | FileRow) else None


def can_be_chosen(row: Row) -> bool:
    """Whether the cursor can stand on it."""
    return not isinstance(row, Heading | Note)


class Shelves:
    """All that the library knows, and the rows that show it. Filled as it is found."""

    def __init__(
        self, listing: Listing | None = None, here: Path | None = None, samples: Sequence[Source] = ()
    ) -> None:
        """The articles of `listing` alone, or everything: then the folder tree begins at `here`."""
        self.listing, self.here = listing, here
        self.recent: tuple[Entry, ...] = ()
        self.is_loaded = False
        """Whether all that was read before is known."""
        self.is_new = False
        """Whether nothing had been read when the library opened: what helps a newcomer then comes first."""
        self.read: dict[Key, Visit] = {}
        self.collections: Sequence[Collection] = ()
        self.counts: dict[str, Counts] = {}
        self.levels: dict[Path, Level] = {}
        self.open_folders: set[Path] = set()
        self.every_collection = False
        self.order = Order.GIVEN if listing else Order.READ
        self.words: list[str] = []
        self._samples = tuple(samples)
        self._looks: dict[Key, tuple[Visit | None, str]] = {}
        self._old: set[Key] = set()
        """Of the articles that were looked at: those where there may be more to see by now."""
        self._trouble: dict[Key, str] = {}
        self._made: dict[Source, Entry] = {}
        self._sorted: list[Entry] | None = None

    # What is found

    def take_recent(self, entries: Sequence[Entry], *, more: bool) -> None:
        """Articles that were read before, the latest first. `more`: these are only the first of them."""
        self.recent = (*entries, *self.recent[len(entries) :]) if more else tuple(entries)
        self.read = {entry.key: entry.visit for entry in self.recent if entry.visit}
        if not (more or self.is_loaded):
            self.is_loaded, self.is_new = True, not self.recent
        self._trouble.clear()  # it may be over
        self._sorted = None

    def take_looks(self, looks: Mapping[Key, Visit | str]) -> None:
        """What a look at some articles has told, or why there was nothing to see."""
        for key, found in looks.items():
            visit, trouble = (found, "") if isinstance(found, Visit) else (None, found)
            self._looks[key] = (visit, trouble)
        self._old.difference_update(looks)
        self._sorted = None

    def look_anew(self) -> None:
        """Every look is an old one: what it told stays until another has told more."""
        self._old = set(self._looks)

    def take_trouble(self, entry: Entry, trouble: str) -> None:
        """An article cannot be opened."""
        self._trouble[entry.key] = trouble
        self._sorted = None

    def wanted(self, rows: Iterable[Row]) -> list[Source]:
        """Those of the articles in `rows` that a look would tell more of."""
        return self._unseen(entry for row in rows if (entry := entry_of(row)) is not None)

    def wanted_later(self) -> list[Source]:
        """The same of those that are not on the screen, as long as they are few."""
        if self.listing is not None:
            return self._unseen(self.articles()[:_LOOKED_AT])
        waiting = (
            source for one in self.collections if one.name in self.counts for source in self.counts[one.name].waiting
        )
        return self._unseen(map(self._entry, waiting))

    def _unseen(self, entries: Iterable[Entry]) -> list[Source]:
        return [
            one.source
            for one in entries
            if one.unread and one.source.path is not None and (one.key not in self._looks or one.key in self._old)
        ]

    def set_order(self, order: Order) -> None:
        """Sort the articles anew."""
        self.order = order
        self._sorted = None

    # What is shown

    def articles(self) -> list[Entry]:
        """Every article that was listed, or read, in the present order, whatever the filter says."""
        if self._sorted is None:
            if self.listing is not None:
                self._sorted = ordered(self._entries(self.listing.sources), self.order)
            else:
                recent = [self._troubled(entry) for entry in self.recent]
                self._sorted = recent if self.order is Order.READ else ordered(recent, self.order)
        return self._sorted

    def rows(self) -> list[Row]:
        """Everything that the filter lets through."""
        if self.listing is not None:
            return list(self._list_rows())
        sections = [self._collection_rows(), self._file_rows(), self._recent_rows(), self._sample_rows()]
        if self.is_new:
            sections = [self._recent_rows(), self._sample_rows(), self._collection_rows(), self._file_rows()]
        rows = [row for section in sections for row in section]
        if self.words and not any(map(can_be_chosen, rows)):
            rows = [Note("Nothing here has that in its title, outlet or name. Esc shows everything again.")]
        return rows

    def told(self, rows: Sequence[Row]) -> str:
        """What there is, in a few words; `rows` are those that are shown."""
        if self.words:
            return f"{sum(map(can_be_chosen, rows))} found: {' '.join(self.words)}"
        if self.listing is not None:
            entries = self.articles()
            unread = sum(entry.unread for entry in entries)
            return f"{counted(len(entries), 'article')} · {unread or 'none'} unread"
        if not self.is_loaded:
            return "looking"
        return f"{counted(len(self.recent), 'article')} read" if self.recent else "nothing read yet"

    def _entries(self, sources: Iterable[Source]) -> list[Entry]:
        return [self._entry(source) for source in sources]

    def _entry(self, source: Source) -> Entry:
        """What is known of an article by now. Made once, and again when that has changed: a filter works out more."""
        made = self._made.get(source)
        key = made.key if made is not None else key_of(source)
        read = self.read.get(key)
        visit, trouble = (read, "") if read is not None else self._looks.get(key, (None, ""))
        trouble = self._trouble.get(key, trouble)
        if made is None or made.visit != visit or made.trouble != trouble or made.unread != (read is None):
            made = Entry(source=source, visit=visit, unread=read is None, trouble=trouble)
            self._made[source] = made
        return made

    def _troubled(self, entry: Entry) -> Entry:
        trouble = self._trouble.get(entry.key)
        return replace(entry, trouble=trouble) if trouble else entry

    def _list_rows(self) -> Iterator[Row]:
        assert self.listing is not None
        entries = matching(self.articles(), self.words)
        if self.listing.note:
            yield Note(self.listing.note, trouble=True)
        yield Heading("Articles", self.order.value, captions=True)
        yield from (ArticleRow(entry, LIST) for entry in entries)
        if not entries:
            yield Note("No article has that in its title, outlet or name. Esc shows all again.")

    def _recent_rows(self) -> Iterator[Row]:
        entries = matching(self.articles(), self.words)
        if entries:
            yield Heading("Recent articles", self.order.value, captions=True)
            yield from (ArticleRow(entry, RECENT) for entry in entries)
        elif not self.words and not self.is_loaded:
            yield Note("Looking for what you have read …")
        elif not self.words:
            yield Note("Nothing was read yet. Enter opens a sample; o opens a file, folder or address of yours.")

    def _collection_rows(self) -> Iterator[Row]:
        found = [one for one in self.collections if all(word in fold(one.name) for word in self.words)]
        if not found:
            return
        few = not (self.words or self.every_collection)
        shown = found[:_FEW] if few else found
        yield Heading("Collections")
        yield from (CollectionRow(one, self._counted(one.name)) for one in shown)
        if len(shown) < len(found):
            yield MoreRow(f"… {counted(len(found) - len(shown), 'more collection')}")

    def _counted(self, name: str) -> Counts | None:
        """The counts of a collection, with what the looks at its articles have told meanwhile."""
        counts = self.counts.get(name)
        if counts is None or not counts.waiting:
            return counts
        found = [look for source in counts.waiting if (look := self._looks.get(key_of(source))) is not None]
        whole = sum(visit is not None and is_whole(visit) for visit, _ in found)
        known = counts.all_known and len(found) == len(counts.waiting)
        return replace(counts, translated=counts.translated + whole, all_known=known)

    def _file_rows(self) -> Iterator[Row]:
        if self.here is None:
            return
        if self.words:
            loaded = [source for level in self.levels.values() for source in level.articles]
            found = matching(self._entries(loaded), self.words)
            if found:
                yield Heading("Files")
                yield from (FileRow(entry, 0) for entry in found)
            return
        yield Heading("Files")
        yield from self._folder_rows(self.here, 0)

    def _folder_rows(self, folder: Path, depth: int) -> Iterator[Row]:
        is_open = folder in self.open_folders
        yield FolderRow(folder, depth, is_open)
        level = self.levels.get(folder)
        if not is_open or level is None:
            return
        if level.trouble:
            yield Note(f"cannot be listed: {level.trouble}", trouble=True, depth=depth + 1)
        elif not level.folders and not level.articles:
            yield Note("no articles and no folders in it", depth=depth + 1)
        for below in level.folders:
            yield from self._folder_rows(below, depth + 1)
        yield from (FileRow(entry, depth + 1) for entry in self._entries(level.articles))

    def _sample_rows(self) -> Iterator[Row]:
        found = matching(self._entries(self._samples), self.words)
        if found and self.is_loaded:  # not before it is known whether they come first or last
            yield Heading("Sample articles", captions=not self.recent)
            yield from (ArticleRow(entry, SAMPLES) for entry in found)
