"""A short list to choose one thing from."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.ui.palette import QUIET
from reader.ui.wrap import inert


class Choice(NamedTuple):
    """A line of the list."""

    name: str
    about: str = ""
    """Said in quieter letters after the name."""


class ChoiceScreen(ModalScreen[int | None]):
    """Gives the index of what was chosen, None when nothing was. Digits choose, too."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [
        Binding("escape,q", "dismiss", "Close", id="choice.close"),
        Binding("j", "move(1)", "Next", show=False),
        Binding("k", "move(-1)", "Previous", show=False),
        *(Binding(str(digit), f"take({digit - 1})", f"Number {digit}", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], *, note: str = "", at: int = 0) -> None:
        """`at` is the line on which the cursor stands first."""
        super().__init__()
        self._title, self._choices, self._note, self._at = title, choices, note, at

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel") as panel:
            panel.border_title = inert(self._title)
            panel.border_subtitle = "Enter chooses   Esc closes"
            if self._note:
                yield Static(inert(self._note), classes="note", markup=False)
            yield OptionList(*map(self._option, range(len(self._choices))), markup=False, compact=True)

    def on_mount(self) -> None:
        """The cursor."""
        options = self.query_one(OptionList)
        options.highlighted = self._at
        options.focus()

    def _option(self, index: int) -> Option:
        choice = self._choices[index]
        digit = f"{index + 1}" if index < 9 else " "
        about = (f"   {inert(choice.about)}", QUIET)
        return Option(Content.assemble((f"{digit} ", QUIET), inert(choice.name), about))

    def action_move(self, step: int) -> None:
        """The cursor down or up."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_take(self, index: int) -> None:
        """Choose by number."""
        if index < len(self._choices):
            self.dismiss(index)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
