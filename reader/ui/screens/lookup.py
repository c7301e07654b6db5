"""What is known of a word: its counterparts where it was met, and what the glossary says of it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.lookup import Entry, Met
from reader.ui.palette import QUIET
from reader.ui.wrap import inert


class LookupScreen(ModalScreen[bool]):
    """One panel; true when the word is to become a glossary term."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [
        Binding("escape,enter,q,l", "dismiss(False)", "Close", id="lookup.close"),
        Binding("a", "dismiss(True)", "Make it a glossary term", id="lookup.term"),
    ]

    def __init__(self, wording: str, met: Met, entries: Sequence[Entry]) -> None:
        """`entries` of the glossary have the wording."""
        super().__init__()
        self._wording, self._met, self._entries = wording, met, entries

    def compose(self) -> ComposeResult:
        """Counterparts, glossary, examples."""
        with VerticalScroll(id="panel") as panel:
            panel.border_title = inert(self._wording)
            panel.border_subtitle = "a makes it a glossary term   Esc closes"
            times = "once" if self._met.count == 1 else f"{self._met.count} times"
            yield Static(f"Met {times}, translated as", classes="label", markup=False)
            if not self._met.counterparts:
                yield Static("Nothing is aligned with it so far.", classes="text", markup=False)
            for counterpart, count in self._met.counterparts:
                how_often = (f"   {count} ×", QUIET)
                yield Static(Content.assemble(inert(counterpart), how_often), classes="text", markup=False)
            if self._entries:
                yield Static("In the glossary", classes="label", markup=False)
            for entry in self._entries:
                about = f"   {entry.kind}" + (f": {inert(entry.note)}" if entry.note else "")
                line = Content.assemble(f"{inert(entry.source)} → {inert(entry.target)}", (about, QUIET))
                yield Static(line, classes="text", markup=False)
            if self._met.examples:
                yield Static("For example", classes="label", markup=False)
            for source, target in self._met.examples:
                lines = Content.assemble(inert(source), (f"\n{inert(target)}", QUIET))
                yield Static(lines, classes="text", markup=False)
