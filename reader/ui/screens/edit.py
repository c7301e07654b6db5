"""Writing the English of a sentence by hand."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader.diagnostics import one_line
from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import EDIT
from reader.ui.wrap import inert


class Written(NamedTuple):
    """What the field held when it was left."""

    text: str
    """In one line. Empty: the model's wording is wanted again."""
    kept: bool
    """Whether it is to be kept, or was only begun."""


class EditScreen(ModalScreen[Written | None]):
    """Gives what was written; None when that is what stood there."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [*bindings(EDIT)]
    commands: ClassVar[Commands] = EDIT

    def __init__(
        self,
        source: str,
        target: str,
        *,
        kept: bool,
        begun: str | None = None,
        cut_off: Callable[[str], None] | None = None,
    ) -> None:
        """`kept`: whether `target` is the person's own wording already. `begun`: what they wrote and did not keep.

        `cut_off` gets what is written when the program ends while the field is open.
        """
        super().__init__()
        self._source, self._target, self._kept, self._begun = source, target, kept, begun
        self._cut_off, self._typed = cut_off, ""

    def compose(self) -> ComposeResult:
        """The Indonesian, and a field with the English."""
        with VerticalScroll(id="panel", can_focus=False) as panel:
            panel.border_title = "Your own English"
            panel.border_subtitle = keys_line(self.app, EDIT)
            yield Static("Indonesian", classes="label", markup=False)
            yield Static(inert(self._source), classes="text", markup=False)
            yield Static("English", classes="label", markup=False)
            yield TextArea(inert(self._target), soft_wrap=True, tab_behavior="focus")
            if self._begun is not None:
                begun = "This is what you wrote last time and did not keep. Ctrl+Z brings back what stands there."
                yield Static(begun, classes="note", markup=False)
            again = " Empty it to have the model's wording back." if self._kept else ""
            note = f"What you write here is kept for this sentence wherever it stands, whatever a model says.{again}"
            yield Static(note, classes="note", markup=False)

    def on_mount(self) -> None:
        """The cursor at the end."""
        area = self.query_one(TextArea)
        if self._begun is not None:  # as if it was written just now, so that it can be undone
            area.replace(inert(self._begun), area.document.start, area.document.end)
        area.move_cursor(area.document.end)
        area.focus()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        self._typed = one_line(event.text_area.text)  # the field may be gone before the screen is

    def on_unmount(self) -> None:
        """Nothing that was written is lost, whatever closes the screen."""
        if self._cut_off is not None and self._typed not in ("", one_line(self._target)):
            self._cut_off(self._typed)

    def action_save(self) -> None:
        """Give it back, to be kept."""
        self._give(kept=True)

    def action_leave(self) -> None:
        """Give it back as something that was only begun."""
        self._give(kept=False)

    def _give(self, *, kept: bool) -> None:
        written = one_line(self.query_one(TextArea).text)
        self._cut_off = None
        self.dismiss(None if written == one_line(self._target) else Written(written, kept))
