"""Opening: what the cursor is on, and what is typed in a line, with completion."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.library.complete import candidates, common, unquoted
from reader.library.entry import Entry
from reader.library.places import is_remote
from reader.library.shelves import ArticleRow, CollectionRow, FileRow, FolderRow, MoreRow, entry_of
from reader.ui.commands.command import Commands, bindings
from reader.ui.commands.library import OPENING
from reader.ui.found import CandidatesFound
from reader.ui.messages import ArticleChosen
from reader.ui.parts.browsing import Browsing
from reader.ui.widgets.shelf import Shelf
from reader.ui.wrap import cells, inert, shortened

_HINT = "a file, a folder, https://… or feed:https://…; Tab completes"
_SEVERAL = 200
"""Candidates that are looked at for the line that shows them."""


class PathSuggester(Suggester):
    """Suggests how a path or an address may go on, and tells what else it could be."""

    def __init__(self, found: Callable[[CandidatesFound], object], known: Callable[[], Sequence[str]]) -> None:
        """`found` is told of all candidates; `known` are addresses that were opened before."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._found, self._known = found, known

    async def get_suggestion(self, value: str) -> str | None:
        """The first candidate that begins as `value` does. Folders are listed on another thread."""
        found = await asyncio.to_thread(candidates, value, self._known())
        self._found(CandidatesFound(value, found))
        return next((name for name in found if name.startswith(value)), None)


class PathInput(Input):
    """Takes a path or an address; Tab completes it."""

    BINDINGS: ClassVar = [*bindings(OPENING)]
    commands: ClassVar[Commands] = OPENING

    def __init__(self, found: Callable[[CandidatesFound], object], known: Callable[[], Sequence[str]]) -> None:
        """See `PathSuggester`."""
        super().__init__(placeholder=_HINT, id="open", compact=True, suggester=PathSuggester(found, known))
        self._known = known

    def action_complete(self) -> None:
        """As far as all candidates agree."""
        found = candidates(self.value, self._known()) if self.value else []
        completed = common(self.value, found) if found else self.value
        if completed == self.value and found and not found[0].startswith(self.value):
            completed = found[0]  # only the capitals are others
        self.value = completed
        self.cursor_position = len(completed)


class Opening(Browsing):
    """Opens what the cursor is on, or what is typed, and keeps what was typed until that could be opened."""

    # What the cursor is on

    @on(Shelf.Clicked)
    def _clicked(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Open what the cursor is on."""
        self.settled = True
        match self.row:
            case ArticleRow(entry=entry) | FileRow(entry=entry):
                self._open_article(entry)
            case FolderRow(is_open=is_open):
                self.action_fold(not is_open)
            case CollectionRow(collection=collection):
                self.look_for(self.shown_name(collection.name))
                self.open_collection(collection)
            case MoreRow():
                self.shelves.every_collection = True
                self.show_rows()

    def action_fold(self, is_open: bool) -> None:
        """Unfold the folder, or fold it up; on something inside of one, fold that up."""
        self.settled = True
        row = self.row
        if isinstance(row, FolderRow) and (is_open or row.is_open):
            folder = row.path
        elif isinstance(row, FolderRow | FileRow) and not is_open and row.depth:
            folder = row.path.parent if isinstance(row, FolderRow) else Path(row.entry.key[0]).parent
        else:
            return
        if is_open:
            self.shelves.open_folders.add(folder)
            self.read_level(folder)
        else:
            self.shelves.open_folders.discard(folder)
        self.show_rows(FolderRow(folder, 0, is_open).key)

    def action_collect(self) -> None:
        """All articles below the folder that the cursor is on, or in."""
        match self.row:
            case FolderRow(path=folder):
                pass
            case FileRow(entry=entry):
                folder = Path(entry.key[0]).parent
            case _:
                self.say("This goes with a folder: choose one under Files, or press o")
                return
        self.look_for(self.shown_name(str(folder)))
        self.find(str(folder))

    def _open_article(self, entry: Entry) -> None:
        path = entry.source.path
        if path is not None and not path.exists():
            self.shelves.take_trouble(entry, "no longer there")
            self.show_rows()
            self.say(f"No longer there: {path}", "warning")
            return
        # The articles beside it, in the order in which they stand here, are the next and the previous one.
        row, rows = self.row, self.shelf.rows
        section = row.section if isinstance(row, ArticleRow) else None
        beside = [one for one in rows if (one.section if isinstance(one, ArticleRow) else None) == section]
        sources = tuple(found.source for one in beside if (found := entry_of(one)) is not None)
        self.post_message(ArticleChosen(sources, sources.index(entry.source)))

    # What is typed

    async def action_open(self) -> None:
        """Ask for a path or an address."""
        if self.query("#open"):
            self.query_one("#open", PathInput).focus()
            return
        field = PathInput(self.post_message, self._known_addresses)
        await self.ask_in(field, "Open:", Static("", id="candidates", classes="beside", markup=False))

    def tell_fault(self, text: str) -> None:
        """Say in one line why it could not be opened. What was typed stays."""
        for line in self.query("#candidates").results(Static):
            line.set_class(True, "-fault")
            line.update(shortened(inert(text), max(1, self.size.width - 2)))

    @on(Input.Changed, "#open")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if not event.value or self.query("#candidates.-fault"):
            self._show_candidates(())

    @on(Input.Submitted, "#open")
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        name = unquoted(event.value)
        if name:
            self.look_for(name)
            self.find(name)

    def _known_addresses(self) -> Sequence[str]:
        """Addresses that were opened before."""
        read = [entry.source.name for entry in self.shelves.recent if entry.source.path is None]
        return [*read, *(one.name for one in self.shelves.collections if is_remote(one.name))]

    @on(CandidatesFound)
    def _candidates_found(self, event: CandidatesFound) -> None:
        for field in self.query("#open").results(PathInput):
            # A completion that was long in coming must not wipe out what is said of the path since.
            if field.value == event.typed and not self.query("#candidates.-fault"):
                self._show_candidates(event.candidates)

    def _show_candidates(self, found: Sequence[str]) -> None:
        """As many as the line has room for, by their last parts, and how many there are besides."""
        names = [inert(name.rstrip("/").rpartition("/")[2] + ("/" if name.endswith("/") else "")) for name in found]
        room, shown = self.size.width - 12, ""
        count = 0
        for name in names[:_SEVERAL]:
            if cells(shown) + cells(name) + 2 > room:
                break
            shown += ("  " if shown else "") + name
            count += 1
        rest = len(names) - count
        for line in self.query("#candidates").results(Static):
            line.set_class(False, "-fault")
            line.update(f"{shown}  … {rest} more" if rest and shown else shown)
