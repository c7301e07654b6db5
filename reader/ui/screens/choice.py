"""A short list to choose one thing from."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import CHOICE, CHOOSE
from reader.ui.palette import QUIET
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import cells, inert


class Choice(NamedTuple):
    """A line of the list."""

    name: str
    about: str = ""
    """Said in quieter letters after the name."""


class ChoiceScreen(ModalScreen[int | None]):
    """Gives the index of what was chosen, None when nothing was. Digits choose, too."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [
        *bindings(CHOICE),
        *(Binding(str(digit), f"take({digit - 1})", f"Number {digit}", show=False) for digit in range(1, 10)),
    ]
    HELP = "A digit takes the line with that number."
    commands: ClassVar[Commands] = CHOICE

    def __init__(self, title: str, choices: Sequence[Choice], *, note: str = "", at: int = 0) -> None:
        """`at` is the line on which the cursor stands first."""
        super().__init__()
        self._title, self._choices, self._note, self._at = title, choices, note, at
        self._width = max((cells(inert(choice.name)) for choice in choices if choice.about), default=0)

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel") as panel:
            panel.border_title = inert(self._title)
            panel.border_subtitle = keys_line(self.app, [CHOOSE, *CHOICE])
            if self._note:
                yield Static("\n".join(map(inert, self._note.split("\n"))), classes="note", markup=False)
            yield Lines(*map(self._option, range(len(self._choices))), markup=False, compact=True)

    def on_mount(self) -> None:
        """The cursor."""
        lines = self.query_one(Lines)
        lines.highlighted = self._at
        lines.focus()

    def _option(self, index: int) -> Option:
        choice = self._choices[index]
        digit = f"{index + 1}" if index < 9 else " "
        name = inert(choice.name)
        gap = " " * (self._width - cells(name) + 3)
        return Option(Content.assemble((f"{digit} ", QUIET), name, (f"{gap}{inert(choice.about)}", QUIET)))

    def action_take(self, index: int) -> None:
        """Choose by number."""
        if index < len(self._choices):
            self.dismiss(index)

    @on(Lines.OptionSelected)
    def _selected(self, event: Lines.OptionSelected) -> None:
        self.dismiss(event.option_index)
