"""What the program is, on one screen, the first time that it is started."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.commands.catalogue import commands_by_id
from reader.ui.commands.command import shown_keys

_WHAT = (
    "An Indonesian article and its English translation, sentence beside sentence. "
    "The translation is made on this machine: nothing is sent anywhere."
)
_DRAFTS = (
    "The translations are drafts: the model that comes with the program is small and makes mistakes. "
    "What looks wrong is marked; other mistakes look right."
)
_LARGER = (
    "NLLB, a large model, translates far better: {key}, or `dwibaca models get nllb-600m`. "
    "It is not for commercial use."
)
_ROOMY = 22
"""Rows of a screen that has room for empty lines."""
_KEYS = ("library.choose", "sentence.next", "finding.next", "help", "app.palette")


class WelcomeScreen(ModalScreen[None]):
    """Any key or a click leaves it."""

    CSS_PATH = "panel.tcss"

    def compose(self) -> ComposeResult:
        """One panel."""
        known = commands_by_id()
        with VerticalScroll(id="panel", can_focus=False) as panel:
            panel.border_title = "Welcome"
            panel.border_subtitle = "Any key goes on"
            panel.set_class(self.app.size.height >= _ROOMY, "-roomy")
            yield Static(_WHAT, classes="said what", markup=False)
            for command in (known[name] for name in _KEYS):
                with Horizontal(classes="key-line"):
                    yield Static(shown_keys(self.app, command), classes="key", markup=False)
                    yield Static(command.does, classes="does", markup=False)
            yield Static(_DRAFTS, classes="said", markup=False)
            key = shown_keys(self.app, known["app.models"])
            yield Static(_LARGER.format(key=key), classes="said", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Go on, and do nothing else."""
        event.stop()
        event.prevent_default()
        self.dismiss()

    def on_click(self) -> None:
        """The same."""
        self.dismiss()
