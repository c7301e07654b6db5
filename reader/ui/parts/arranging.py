"""Arranging the library: filter, sort, take off the list and put back. No file is ever touched."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from reader.library.entry import Entry, Order, fold
from reader.library.shelves import RECENT, ArticleRow, CollectionRow, FileRow, Shelves
from reader.ui.parts.opening import Opening

if TYPE_CHECKING:
    from cache.memory import Collection, Forgotten, Memory, Visit
    from reader.services import Services


class Arranging(Opening):
    """Changes what the list shows."""

    def __init__(self, services: "Services", shelves: Shelves) -> None:
        """Nothing to put back yet."""
        super().__init__(services, shelves)
        self._undo: list[Callable[[Memory], object]] = []
        """What was taken off, the latest last: each puts it back, and leaves alone what was read or opened since."""

    async def action_filter(self) -> None:
        """Ask for a part of a title, an outlet or a name."""
        await self.ask("filter", "Filter:", " ".join(self.shelves.words), "titles in both languages, outlets, names")

    @on(Input.Changed, "#filter")
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self._set_filter(event.value)

    @on(Input.Submitted, "#filter")
    def _filter_given(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(None)
        self.action_choose()

    async def action_unfilter(self) -> None:
        """Close the line that is open and stop what it asked for; show everything again."""
        self.workers.cancel_group(self, "open")
        await self.close_lines()
        self._set_filter("")
        self.look_for("")

    def _set_filter(self, typed: str) -> None:
        words = fold(typed).split()
        if words != self.shelves.words:
            self.shelves.words = words
            # While one types the cursor is on the first match; after that it stays where the person leaves it.
            self.settled = not words
            self.show_rows()
            self.settled = True

    def action_sort(self) -> None:
        """The next way to sort articles."""
        self.settled = True
        orders = [Order.READ, Order.PUBLISHED, Order.TITLE]
        if self.shelves.listing is not None:
            orders.insert(0, Order.GIVEN)
        self.shelves.set_order(orders[(orders.index(self.shelves.order) + 1) % len(orders)])
        self.show_rows()

    def action_forget(self) -> None:
        """Take an article or a collection off the list. No file is touched."""
        match self.row:
            case ArticleRow(entry=Entry(visit=visit, unread=False)) | FileRow(entry=Entry(visit=visit, unread=False)):
                if visit is not None:
                    self._forget(visit)
            case CollectionRow(collection=collection):
                with self.keeping() as memory:
                    memory.forget_collection(collection.name)
                    self._forgotten(partial(_collect_again, collection), "Taken off the list; u puts it back")
            case _:
                self.say("Only what you have read, and collections, can be taken off; files are never touched")

    def _forget(self, visit: "Visit") -> None:
        in_recent = isinstance(self.row, ArticleRow) and self.row.section == RECENT
        told = "Taken off the list; u puts it back" if in_recent else "Unread again; u takes that back"
        with self.keeping() as memory:
            forgotten = memory.forget(visit.article)
            if forgotten is not None:
                self._forgotten(partial(_put_back, forgotten), told)

    def _forgotten(self, undo: "Callable[[Memory], object]", told: str) -> None:
        self._undo.append(undo)
        self.say(told)
        self.look_again()

    def action_undo(self) -> None:
        """Put back what was taken off last."""
        if not self._undo:
            self.say("Nothing to put back")
            return
        with self.keeping() as memory:
            self._undo[-1](memory)
            self._undo.pop()  # not before it is done: what fails can be tried again
            self.say("Put back")
            self.look_again()


def _put_back(forgotten: "Forgotten", memory: "Memory") -> None:
    since = memory.visited(forgotten.visit.article)
    memory.put_back(replace(forgotten, visit=since) if since is not None else forgotten)


def _collect_again(collection: "Collection", memory: "Memory") -> None:
    if all(one.name != collection.name for one in memory.collections()):
        memory.collect(collection)
