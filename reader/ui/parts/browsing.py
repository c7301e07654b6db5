"""The list of the library: what it shows, the cursor in it, and what is looked at next."""

from collections import deque
from typing import TYPE_CHECKING

from textual import getters, on

from reader.library.shelves import Heading, Row, Shelves, can_be_chosen, entry_of
from reader.ui.parts.gathering import Gathering
from reader.ui.widgets.bars import Bar
from reader.ui.widgets.shelf import Shelf

if TYPE_CHECKING:
    from reader.services import Services


class Browsing(Gathering):
    """Shows what was gathered, and moves in it."""

    shelf = getters.query_one("#shelf", Shelf)
    status = getters.query_one("#status", Bar)

    settled = False
    """Whether the cursor was put somewhere: by the person, or once what was read before was known."""

    looking_for = ""
    """What is being opened; empty when nothing is."""

    def __init__(self, services: "Services", shelves: Shelves) -> None:
        """`shelves` hold what is known by now."""
        super().__init__(services)
        self.shelves = shelves

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
        return self.shelf.row

    def shown_name(self, name: str) -> str:
        """A path or an address, short."""
        return self.shelf.short(name)

    # Showing

    def show_rows(self, at: str = "") -> None:
        """Show what is known by now, with the cursor on the row of the key `at`, or where it was.

        Until the person has moved it stands on what was read last, else on the first article.
        """
        self.shelf.show(self.shelves.rows(), at, anew=not (at or self.settled))
        self.show_status()

    def show_status(self) -> None:
        """Bring the line at the bottom up to date."""
        told = self.shelves.told(self.shelf.rows)
        self.status.left = f"opening {self.looking_for}; Esc stops" if self.looking_for else told

    def look_for(self, name: str) -> None:
        """This is being opened; for no name, nothing is."""
        self.looking_for = name
        self.show_status()

    # Looking

    def look_again(self) -> None:
        """What is remembered, or what lies in the folders, may have changed."""
        self.read_memory({entry.key: entry for entry in self.shelves.recent})
        if self.shelves.here is not None:
            for folder in (self.shelves.here, *self.shelves.open_folders):
                self.read_level(folder)

    def look_anew(self, *, everything: bool = False) -> None:
        """What was seen of the articles may be old, or is not to count at all."""
        self.workers.cancel_group(self, "looks")  # it goes by what was; the next look begins with what is found
        self.shelves.look_anew()
        if self.glancer is not None:
            self.glancer.look_anew(everything=everything)

    def plan_looks(self) -> None:
        """What there is to look at has changed."""
        self.later = deque(self.shelves.wanted_later())

    def action_refresh_list(self) -> None:
        """Look again for what there is, and at everything."""
        self.look_anew(everything=True)
        self.look_again()

    @on(Shelf.Scrolled)
    def _scrolled(self) -> None:
        self.settled = True

    @on(Shelf.Moved)
    def _moved(self) -> None:
        """Look at the articles that are on the screen now, before the others."""
        self.wanted = self.shelves.wanted(self.shelf.seen())
        is_looking = any(worker.group == "looks" and not worker.is_finished for worker in self.workers)
        if (self.wanted or self.later) and not is_looking:
            self.look_at_articles()

    # Moving

    def action_move(self, step: int) -> None:
        """To another line."""
        self.settled = True
        self.shelf.move(step)

    def action_page(self, step: int) -> None:
        """A page further, or back."""
        self.settled = True
        self.shelf.page(step)

    def action_first(self) -> None:
        """To the first line."""
        self.settled = True
        self.shelf.first()

    def action_last(self) -> None:
        """To the last line."""
        self.settled = True
        self.shelf.last()

    def action_section(self, step: int) -> None:
        """To the beginning of the next section, or of the one before; round at the ends."""
        rows, at = self.shelf.rows, self.shelf.current
        starts = [
            index
            for index, row in enumerate(rows)
            if index and isinstance(rows[index - 1], Heading) and can_be_chosen(row)
        ]
        if at is None or not starts:
            return
        self.settled = True
        ahead = [start for start in starts if (start > at if step > 0 else start < at)]
        self.shelf.go((ahead or starts)[0 if step > 0 else -1])

    def action_unread(self, step: int) -> None:
        """To the next article that was not read, or the one before; round at the ends."""
        self.settled = True
        rows, at = self.shelf.rows, self.shelf.current or 0
        order = [(at + step * distance) % len(rows) for distance in range(1, len(rows) + 1)] if rows else []
        found = next((i for i in order if (entry := entry_of(rows[i])) is not None and entry.unread), None)
        if found is None:
            self.say("No unread articles here")
        else:
            self.shelf.go(found)
