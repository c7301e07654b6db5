"""The library: what was read, collections, a folder tree, samples; or the articles of one collection."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from reader.document import Source
from reader.library.places import Listing, current_folder
from reader.library.shelves import Shelves
from reader.ui import found
from reader.ui.commands.command import Command, bindings
from reader.ui.commands.library import LIBRARY, LIBRARY_NOTES
from reader.ui.messages import ArticleChosen, ListLeft
from reader.ui.parts.arranging import Arranging
from reader.ui.widgets.bars import Bar, StatusBar
from reader.ui.widgets.shelf import Shelf
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.library.glance import Glancer
    from reader.services import Services

_WHAT = "Indonesian news beside its English"


class LibraryScreen(Arranging):
    """Shows what there is to read; Enter opens it."""

    CSS_PATH = "library.tcss"
    AUTO_FOCUS = ""  # the keys are the screen's own
    BINDINGS: ClassVar = [*bindings(LIBRARY)]
    commands: ClassVar[Sequence[Command]] = LIBRARY
    help_notes: ClassVar = LIBRARY_NOTES

    def __init__(self, services: "Services", listing: Listing | None = None, glancer: "Glancer | None" = None) -> None:
        """Everything, or the articles of `listing` alone. `glancer`: the one that looked at articles before."""
        super().__init__(services, Shelves(listing) if listing else Shelves(None, current_folder(), _samples()))
        self.glancer = glancer
        self._noticed: set[str] = set()

    def compose(self) -> ComposeResult:
        """A line above, the list, lines below."""
        yield Bar(id="top")
        yield Shelf(id="shelf")
        yield StatusBar(id="status")

    def on_mount(self) -> None:
        """Begin to look for what there is."""
        top, listing = self.query_one("#top", Bar), self.shelves.listing
        top.left = f"dwibaca   {self.shown_name(listing.name)}".rstrip() if listing else "dwibaca"
        top.right = (_WHAT,)
        if listing is not None and listing.collection is not None:
            with self.keeping() as memory:
                memory.collect(listing.collection)
        self.show_rows()

    def on_screen_resume(self) -> None:
        """The first time, and after something was read or chosen: what was translated meanwhile is to be seen."""
        self.look_anew()
        self.look_again()

    def on_screen_suspend(self) -> None:
        """An article is read now: its translation needs the processor. A panel over the list needs nothing."""
        if not self.app.screen.is_modal:
            self.workers.cancel_group(self, "looks")

    # What the workers say

    @on(found.RecentFound)
    def _recent_found(self, event: found.RecentFound) -> None:
        shelves = self.shelves
        shelves.take_recent(event.entries, more=event.more)
        for problem in event.problems:
            self._notice(problem)
        if shelves.is_new and not self.settled and shelves.here is not None:
            shelves.open_folders.add(shelves.here)  # where there is little to show, there is room for it
        self.plan_looks()
        self.show_rows()

    @on(found.CollectionsFound)
    def _collections_found(self, event: found.CollectionsFound) -> None:
        self.shelves.collections = event.collections
        self.show_rows()

    @on(found.CollectionCounted)
    def _counted(self, event: found.CollectionCounted) -> None:
        self.shelves.counts[event.name] = event.counts
        self.plan_looks()
        self.show_rows()

    @on(found.LevelFound)
    def _level_found(self, event: found.LevelFound) -> None:
        self.shelves.levels[event.folder] = event.level
        self.show_rows()

    @on(found.ArticlesLookedAt)
    def _looked_at(self, event: found.ArticlesLookedAt) -> None:
        self.shelves.take_looks(event.looks)
        self.show_rows()

    @on(found.ListingFound)
    async def _listing_found(self, event: found.ListingFound) -> None:
        self.look_for("")
        await self.close_lines()
        listing = event.listing
        if listing.collection is None and len(listing.sources) == 1:
            self.post_message(ArticleChosen(listing.sources, 0))
        elif self.is_current:
            self.app.push_screen(LibraryScreen(self.services, listing, self.glancer))

    @on(found.NothingFound)
    def _nothing_found(self, event: found.NothingFound) -> None:
        self.look_for("")
        if event.typed:
            self.tell_fault(str(event.error))
        else:
            self.say(str(event.error), "error")

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """A worker broke in a way that nobody foresaw: say so; what was found stays."""
        if event.state is WorkerState.ERROR:
            self.say(f"The program itself went wrong: {event.worker.error!r}", "error")

    def action_back(self) -> None:
        """Leave."""
        self.post_message(ListLeft())

    def _notice(self, text: str) -> None:
        """Say something for good above the list, once."""
        if text not in self._noticed:
            self._noticed.add(text)
            self.mount(Static(inert(text), classes="notice", markup=False), after="#top")


def _samples() -> list[Source]:
    from reader import samples

    return [Source(name=path.name, path=path) for path in samples.paths()]
