"""The workers of the library: they read what is remembered, walk folders, look at articles, and touch no widget."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from reader.document import Source
from reader.errors import ReaderError, UnreadableError
from reader.library.entry import Entry, Key, key_of, remembered
from reader.library.places import Listing, as_collection, contents, count, is_remote, level
from reader.ui.found import (
    ArticlesLookedAt,
    CollectionCounted,
    CollectionsFound,
    LevelFound,
    ListingFound,
    NothingFound,
    RecentFound,
)
from reader.ui.manners import stand_back
from reader.ui.parts.asking import Asking

if TYPE_CHECKING:
    from cache.memory import Collection, Visit
    from reader.library.glance import Glancer
    from reader.services import Services

_FIRST, _STEP = 200, 500
"""Articles that are shown at once, before the others are there; and how many of those are read at a time."""
_REST = 0.002
"""Seconds between two steps, for the screen."""
_TOGETHER = 0.25
"""Seconds of looking at articles between two messages."""


class Gathering(Asking):
    """Finds what there is to read."""

    def __init__(self, services: "Services") -> None:
        """Nothing is looked for yet."""
        super().__init__(services)
        self.wanted: Sequence[Source] = ()
        """Articles to look at that are on the screen. Written by the screen, read by the worker."""
        self.later: deque[Source] = deque()
        """Others, that are looked at when there is nothing more urgent. Taken by the worker one by one."""
        self.glancer: Glancer | None = None
        """Who looks at them, and remembers what was seen."""

    @work(thread=True, group="memory", exclusive=True, exit_on_error=False)
    def read_memory(self, known: Mapping[Key, Entry]) -> None:
        """What was read before, and collections with their counts. `known` is what is shown already."""
        worker, memory = get_current_worker(), self.services.memory
        collections = memory.collections()
        visits = memory.recent(_FIRST)
        entries = remembered(visits, known)
        more = len(visits) == _FIRST
        if worker.is_cancelled:  # it was asked for anew meanwhile, and this is old
            return
        self.post_message(CollectionsFound(collections))
        self.post_message(RecentFound(entries, more, tuple(memory.problems)))
        stand_back()
        while more:
            some = memory.recent(_STEP, after=len(visits))
            more = len(some) == _STEP
            visits += some
            entries += remembered(some, known)
            for entry in entries[-len(some) :]:
                _ = entry.folded  # worked out here, and not at the first letter of a filter
            if worker.is_cancelled:
                return
            if not more:
                self.post_message(RecentFound(entries, more=False))
            time.sleep(_REST)
        read = {entry.key: entry.visit for entry in entries if entry.visit}
        self._count(collections, read, lambda: worker.is_cancelled)

    def _chosen(self) -> object:
        settings = self.services.settings
        return settings.beam, settings.language

    def _count(
        self, collections: "Iterable[Collection]", read: "Mapping[Key, Visit]", stop: Callable[[], bool]
    ) -> None:
        for collection in collections:
            counts = count(collection, read, stop)
            if stop():
                return
            self.post_message(CollectionCounted(collection.name, counts))

    @work(thread=True, group="levels", exit_on_error=False)
    def read_level(self, folder: Path) -> None:
        """One level of a folder."""
        self.post_message(LevelFound(folder, level(folder)))

    @work(thread=True, group="open", exclusive=True, exit_on_error=False)
    def find(self, name: str) -> None:
        """What the person has typed."""
        from reader.article import find_sources

        worker = get_current_worker()
        private = self.services.settings.allow_private
        try:
            sources = find_sources([name], allow_private=private, stop=lambda: worker.is_cancelled)
        except UnreadableError as error:
            if not worker.is_cancelled:
                self.post_message(NothingFound(error, typed=True))
            return
        if not worker.is_cancelled:
            self.post_message(ListingFound(Listing(tuple(sources), name, as_collection(name, sources))))

    @work(thread=True, group="open", exclusive=True, exit_on_error=False)
    def open_collection(self, collection: "Collection") -> None:
        """The articles of a collection: as they are now, or, where the network is out of reach, as they were."""
        from reader.article import find_sources

        worker = get_current_worker()
        private, name, note = self.services.settings.allow_private, collection.name, ""
        try:
            sources = find_sources([name], allow_private=private, stop=lambda: worker.is_cancelled)
        except UnreadableError as error:
            if not (is_remote(name) and collection.links):
                self.post_message(NothingFound(error, typed=False))
                return
            sources = contents(collection)
            note = f"Not asked anew, these are from last time: {error}"
        if not worker.is_cancelled:
            kept = as_collection(name, sources) or collection
            self.post_message(ListingFound(Listing(tuple(sources), name, kept, note)))

    @work(thread=True, group="looks", exclusive=True, exit_on_error=False)
    def look_at_articles(self) -> None:
        """Look at what is wanted, until nothing is."""
        from reader.library.glance import Glancer

        stand_back()
        worker = get_current_worker()
        if self.glancer is None:
            self.glancer = Glancer(lambda folder: self.services.pipeline(folder, drafts="off"), self._chosen)
        looks: dict[Key, Visit | str] = {}
        told = time.monotonic()
        seen: set[Key] = set()
        while not worker.is_cancelled:
            source = next((source for source in self.wanted if key_of(source) not in seen), None)
            if source is None and self.later:
                source = self.later.popleft()
            if looks and (source is None or time.monotonic() - told > _TOGETHER):
                self.post_message(ArticlesLookedAt(dict(looks)))
                looks.clear()
                told = time.monotonic()
            if source is None:
                return
            key = key_of(source)
            if key in seen:
                continue
            seen.add(key)
            try:
                looks[key] = self.glancer.look(source)
            except ReaderError as error:
                looks[key] = error.what
