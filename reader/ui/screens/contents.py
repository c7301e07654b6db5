"""The outline of an article: its title, headings and bookmarks."""

from collections.abc import Set
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from reader.document import Kind
from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import CHOOSE, CONTENTS
from reader.ui.palette import QUIET
from reader.ui.state import ArticleState, Place
from reader.ui.widgets.lines import Lines
from reader.ui.widgets.painter import BOOKMARK
from reader.ui.wrap import shortened

_LENGTH = 60  # cells of each language


class ContentsScreen(ModalScreen[Place | None]):
    """Gives the sentence to go to, None when nothing was chosen."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [*bindings(CONTENTS)]
    commands: ClassVar[Commands] = CONTENTS

    def __init__(self, state: ArticleState, bookmarks: Set[Place], current: Place) -> None:
        """The cursor stands on the last entry at or before `current`."""
        super().__init__()
        self._state, self._bookmarks = state, bookmarks
        self._places = [place for place in state.places if place in bookmarks or self._is_heading(place)]
        here = state.order(current)
        self._at = max((index for index, place in enumerate(self._places) if state.order(place) <= here), default=0)

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel") as panel:
            panel.border_title = "Headings and bookmarks"
            panel.border_subtitle = keys_line(self.app, [CHOOSE.hinted("goes there"), *CONTENTS])
            if not any(self._is_heading(place) and place[0] >= 0 for place in self._places):
                yield Static("This article has no headings of its own.", classes="note", markup=False)
            yield Lines(*map(self._option, self._places), markup=False, compact=True)

    def on_mount(self) -> None:
        """The cursor."""
        lines = self.query_one(Lines)
        lines.highlighted = self._at if self._places else None
        lines.focus()

    @on(Lines.OptionSelected)
    def _selected(self, event: Lines.OptionSelected) -> None:
        self.dismiss(self._places[event.option_index])

    def _is_heading(self, place: Place) -> bool:
        return place[1] == 0 and self._state.blocks[place[0]].kind in (Kind.TITLE, Kind.HEADING)

    def _option(self, place: Place) -> Option:
        mark = BOOKMARK if place in self._bookmarks else " "
        number = f"{place[0] + 1:>4}" if place[0] >= 0 else "    "
        heading = "bold" if self._is_heading(place) else ""
        lines = [(f"{mark}{number}  ", QUIET), (shortened(self._state.source(place), _LENGTH), heading)]
        english = self._state.target(place)
        if english:
            lines.append((f"\n       {shortened(english, _LENGTH)}", QUIET))
        return Option(Content.assemble(*lines))
