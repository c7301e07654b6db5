"""The keys and the marks, made from the list of commands."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, ItemGrid, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from reader.ui.commands import grouped, shown_keys

_MARKS = (
    ("!", "a number, name or the like needs a look"),
    ("~", "a glossary term is missing in the English"),
    ("×", "this sentence could not be translated"),
    ("…", "not translated yet"),
    ("▌", "the current sentence"),
)
_APP = (("Ctrl+p", "Every command, and the colours"), ("Ctrl+q", "Quit at once"))


class HelpScreen(ModalScreen[None]):
    """What can be done on the screen below."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar = [Binding("escape,question_mark,enter,q", "dismiss", "Close", id="help.close")]

    def __init__(self, below: Screen[None]) -> None:
        """`below` is the screen that is explained: its `commands`, with the keys that they have now."""
        super().__init__()
        self._groups: dict[str, list[tuple[str, str]]] = {
            group: [(shown_keys(below, command), command.does) for command in members]
            for group, members in grouped(getattr(below, "commands", ())).items()
        }
        self._groups["Everywhere"] = [*_APP]
        self._groups["Marks beside the English"] = [*_MARKS]

    def compose(self) -> ComposeResult:
        """One panel, with as many columns as fit."""
        with VerticalScroll(id="panel") as panel:
            panel.border_title = "Keys and marks"
            panel.border_subtitle = "Esc closes"
            with ItemGrid(min_column_width=44):
                for group, lines in self._groups.items():
                    with Vertical(classes="group"):
                        yield Static(group, classes="heading", markup=False)
                        for key, does in lines:
                            with Horizontal(classes="line"):
                                yield Static(key, classes="key", markup=False)
                                yield Static(does, classes="does", markup=False)
