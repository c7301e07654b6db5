"""What is known of a word: its counterparts where it was met, and what the glossary says of it."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.diagnostics import counted
from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import LOOKUP
from reader.ui.lookup import Entry, Met
from reader.ui.palette import QUIET
from reader.ui.wrap import inert

_COUNTERPARTS = 30
"""More of them are hardly its meanings."""


class LookupScreen(ModalScreen[bool]):
    """One panel, which fills as more is found; true when the word is to become a glossary term."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [*bindings(LOOKUP)]
    commands: ClassVar[Commands] = LOOKUP

    def __init__(self, wording: str) -> None:
        """Nothing is found yet."""
        super().__init__()
        self.wording = wording
        self.over = False
        """Whether all was looked through."""

    def compose(self) -> ComposeResult:
        """Counterparts, glossary, examples."""
        with VerticalScroll(id="panel") as panel:
            panel.border_title = inert(self.wording)
            panel.border_subtitle = keys_line(self.app, LOOKUP)
            yield Static("Looking …", id="met", classes="label", markup=False)
            yield Static("", id="counterparts", classes="text", markup=False)
            for name, label in (("entries", "In the glossary"), ("examples", "For example")):
                # Hidden here and not when the screen is mounted: a quick look-up has shown its words by then.
                for text, key in ((label, f"{name}-label"), ("", name)):
                    part = Static(text, id=key, classes="label" if text else "text", markup=False)
                    part.display = False
                    yield part

    def show(self, met: Met, entries: Sequence[Entry], *, over: bool) -> None:
        """Show what is known so far."""
        self.over = over
        times = "once" if met.count == 1 else f"{met.count} times"
        if over:
            head = f"Met {times}, translated as" if met.count else "Not met in any sentence that is translated"
        else:
            head = f"Met {times} so far, still looking …"
        self.query_one("#met", Static).update(head)
        found = [
            Content.assemble(inert(counterpart), (f"   {count} ×", QUIET))
            for counterpart, count in met.counterparts[:_COUNTERPARTS]
        ]
        if len(met.counterparts) > _COUNTERPARTS:
            found.append(Content.styled(f"and {counted(len(met.counterparts) - _COUNTERPARTS, 'other')}", QUIET))
        if not found:
            found.append(Content("Nothing is aligned with it so far."))
        self._fill("counterparts", found)
        self._fill("entries", map(_entry, entries))
        self._fill(
            "examples",
            (Content.assemble(inert(source), (f"\n{inert(target)}", QUIET)) for source, target in met.examples),
        )

    def _fill(self, name: str, lines: Iterable[Content]) -> None:
        """Put these lines there, and hide what stays empty."""
        filled = list(lines)
        text = self.query_one(f"#{name}", Static)
        text.update(Content("\n").join(filled))
        text.display = bool(filled)
        for label in self.query(f"#{name}-label"):
            label.display = bool(filled)


def _entry(entry: Entry) -> Content:
    about = f"   {entry.kind}" + (f": {inert(entry.note)}" if entry.note else "")
    return Content.assemble(f"{inert(entry.source)} → {inert(entry.target)}", (about, QUIET))
