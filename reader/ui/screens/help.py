"""The keys and the marks, made from the list of commands."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from reader.ui.commands import grouped, shown_keys

_MARKS = (
    ("!", "a number, name or the like needs a look"),
    ("~", "a glossary term is missing in the English"),
    ("×", "this sentence could not be translated"),
    ("…", "not translated yet"),
    ("°", "a draft: a better translation is being made"),
    ("e", "your own wording or choice"),
    ("·", "translated before, and kept"),
    ("*", "a bookmark (beside the Indonesian)"),
    ("▌", "the current sentence"),
)
_MOUSE = (
    ("point", "A word and its counterpart light up"),
    ("click", "Choose the sentence and the word"),
    ("drag", "Choose several words; move the border"),
    ("double click", "Details of the sentence"),
)
_TWO_COLUMNS = 96  # cells
_APP = (("Ctrl+P", "Every command, and the colours"), ("Ctrl+Q", "Quit at once"))


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
        self._groups["Mouse"] = [*_MOUSE]
        self._groups["Marks beside the English"] = [*_MARKS]

    def compose(self) -> ComposeResult:
        """One panel, in one column or two."""
        with VerticalScroll(id="panel") as panel:
            panel.border_title = "Keys and marks"
            panel.border_subtitle = "Esc closes"
            if self.app.size.width < _TWO_COLUMNS:
                yield from self._column(list(self._groups))
                return
            with Horizontal(id="columns"):
                for names in self._halves():
                    with Vertical(classes="column"):
                        yield from self._column(names)

    def _column(self, names: Sequence[str]) -> ComposeResult:
        for name in names:
            with Vertical(classes="group"):
                yield Static(name, classes="heading", markup=False)
                for key, does in self._groups[name]:
                    with Horizontal(classes="line"):
                        yield Static(key, classes="key", markup=False)
                        yield Static(does, classes="does", markup=False)

    def _halves(self) -> tuple[list[str], list[str]]:
        """The groups in two columns of about the same height."""
        names = list(self._groups)
        heights = [len(self._groups[name]) + 2 for name in names]
        cut = min(range(1, len(names)), key=lambda cut: abs(sum(heights[:cut]) - sum(heights[cut:])))
        return names[:cut], names[cut:]
