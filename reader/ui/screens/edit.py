"""Writing the English of a sentence by hand."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader.diagnostics import one_line
from reader.ui.wrap import inert


class EditScreen(ModalScreen[str | None]):
    """Gives what was written, in one line; None when nothing is to change. Empty: the model's wording again."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [
        Binding("enter,ctrl+s", "save", "Keep it", id="edit.save", priority=True),
        Binding("escape", "dismiss", "Leave it as it was", id="edit.cancel"),
    ]

    def __init__(self, source: str, target: str, *, kept: bool) -> None:
        """`kept`: whether `target` is the person's own wording already."""
        super().__init__()
        self._source, self._target, self._kept = source, target, kept

    def compose(self) -> ComposeResult:
        """The Indonesian, and a field with the English."""
        with VerticalScroll(id="panel", can_focus=False) as panel:
            panel.border_title = "Your own English"
            panel.border_subtitle = "Enter keeps it   Esc leaves it"
            yield Static("Indonesian", classes="label", markup=False)
            yield Static(inert(self._source), classes="text", markup=False)
            yield Static("English", classes="label", markup=False)
            yield TextArea(inert(self._target), soft_wrap=True, tab_behavior="focus")
            again = " Empty it to have the model's wording back." if self._kept else ""
            note = f"What you write here is kept for this sentence wherever it stands, whatever a model says.{again}"
            yield Static(note, classes="note", markup=False)

    def on_mount(self) -> None:
        """The cursor at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_save(self) -> None:
        """Give it back."""
        written = one_line(self.query_one(TextArea).text)
        self.dismiss(None if written == one_line(self._target) else written)
