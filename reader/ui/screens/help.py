"""The keys and the marks, made from the lists of commands."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from reader.ui.commands.command import Commands, bindings, grouped, in_force, keys_line, shown_keys
from reader.ui.commands.panels import HELPING

_TWO_COLUMNS = 96  # cells


class HelpScreen(ModalScreen[None]):
    """What can be done where the person is: in the widget that has the focus, on its screen, and everywhere."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar = [*bindings(HELPING)]
    commands: ClassVar[Commands] = HELPING

    def __init__(self, below: Screen[Any]) -> None:
        """`below` is the screen that is explained.

        Its commands are told, and what it says of itself in `HELP` (a line or two) and in `help_notes` (more groups).
        """
        super().__init__()
        self._about: str = next((text for node in [below.focused, below] if node and (text := node.HELP)), "")
        self._groups: dict[str, list[tuple[str, str]]] = {}
        commands = {command.id: command for _, some in in_force(below) for command in some}
        for group, members in grouped(commands.values()).items():
            self._groups[group] = [(shown_keys(below.app, command), command.does) for command in members]
        notes: Mapping[str, Sequence[tuple[str, str]]] = getattr(below, "help_notes", {})
        self._groups.update((group, [*lines]) for group, lines in notes.items())

    def compose(self) -> ComposeResult:
        """One panel, in one column or two."""
        with VerticalScroll(id="panel") as panel:
            panel.border_title = "Keys and marks"
            panel.border_subtitle = keys_line(self.app, HELPING)
            if self._about:
                yield Static(self._about, classes="about", markup=False)
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
        cut = min(range(1, len(names) + 1), key=lambda cut: abs(sum(heights[:cut]) - sum(heights[cut:])))
        return names[:cut], names[cut:]
