"""All that is known of one sentence."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.document import AlignedSentence
from reader.ui.state import ArticleState, Place
from reader.ui.wrap import inert

_ORIGINS = {
    "model": "translated just now",
    "cache": "translated before, kept on this machine",
    "edited": "your own wording",
    "draft": "a draft; a better one may follow",
    "copied": "copied: there is nothing to translate",
}
_STATUS = {"used": "used", "repaired": "put in by the program", "missing": "~ missing in the English"}


class DetailsScreen(ModalScreen[None]):
    """Source, translation, where it comes from, its terms, and what is doubtful about it."""

    CSS_PATH = "details.tcss"
    BINDINGS: ClassVar = [
        Binding("escape,enter,q", "dismiss", "Close", id="details.close"),
        Binding("y", "copy", "Copy the sentence in both languages", id="details.copy"),
    ]

    def __init__(self, state: ArticleState, place: Place) -> None:
        """The sentence at `place`, as it is now."""
        super().__init__()
        self._state, self._place = state, place

    def compose(self) -> ComposeResult:
        """One panel."""
        state, place = self._state, self._place
        with VerticalScroll(id="panel") as panel:
            panel.border_title = f"Sentence {state.order(place) + 1} of {len(state.places)}"
            panel.border_subtitle = "Esc closes   y copies"
            yield Static("Indonesian", classes="label", markup=False)
            yield Static(state.source(place), classes="text", markup=False)
            yield Static("English", classes="label", markup=False)
            yield Static(self._english(), classes="text", markup=False)
            sentence = state.ready.get(place)
            if sentence is not None:
                yield from self._about(sentence)

    def action_copy(self) -> None:
        """The sentence in both languages."""
        source, target = self._state.source(self._place), self._state.target(self._place)
        self.app.copy_to_clipboard(f"{source}\n{target}" if target else source)
        self.notify("Copied", timeout=3, markup=False)

    def _english(self) -> str:
        if self._place in self._state.failed:
            return f"Not translated: {self._state.failed[self._place]}"
        return self._state.target(self._place) or "Not translated yet."

    def _about(self, sentence: AlignedSentence) -> ComposeResult:
        if sentence.findings:
            yield Static("To check", classes="label", markup=False)
            for finding in sentence.findings:
                mark = "!" if finding.severity == "warn" else "·"
                style = "$text-warning" if finding.severity == "warn" else ""
                text = Content.assemble((f"{mark} {finding.kind}: ", style), inert(finding.message))
                yield Static(text, classes="text", markup=False)
        if sentence.terms:
            yield Static("Glossary terms", classes="label", markup=False)
            for use in sentence.terms:
                line = f"{inert(use.source)} → {inert(use.target)}   ({use.kind}, {_STATUS[use.status]})"
                yield Static(line, classes="text", markup=False)
        yield Static("Where it comes from", classes="label", markup=False)
        origin = _ORIGINS[sentence.origin]
        made = "" if sentence.origin in ("edited", "copied") else f", by {inert(sentence.model)}"
        yield Static(f"{origin[0].upper()}{origin[1:]}{made}", classes="text", markup=False)
        if sentence.score is not None:
            score = f"Score {sentence.score:.2f}: how sure the model was of its own words (0 is certain, -1 is not)"
            yield Static(score, classes="text", markup=False)
