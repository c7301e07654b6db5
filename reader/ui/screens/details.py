"""All that is known of one sentence, and what can be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from models.types import EngineError, Hypothesis
from reader.document import AlignedSentence, Finding
from reader.errors import ReaderError
from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import CHOOSE, DETAILS, TO_WORDINGS
from reader.ui.palette import QUIET
from reader.ui.state import ArticleState, Place
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import inert

ORIGINS = {
    "model": "translated just now",
    "cache": "translated before, kept on this machine",
    "edited": "your own wording or choice",
    "draft": "a draft; a better one may follow",
    "copied": "copied: there is nothing to translate",
}
_STATUS = {"used": "used", "repaired": "put in by the program", "missing": "~ missing in the English"}
_MEANINGS: dict[str, str] = {
    "number": "Every number of the Indonesian is looked for in the English, by its value.",
    "date": "Every date of the Indonesian is looked for in the English.",
    "money": "Amounts of money are compared by value and currency.",
    "name": "Names should come over as they are, or as the glossary has them.",
    "negation": "One side says no or not, and the other does not.",
    "length": "One side is much longer than the other: something may be left out or made up.",
    "repetition": "The model has said the same thing over again: a loop.",
    "untranslated": "Indonesian words are left in the English.",
    "quote": "Quotation marks on one side have no partner on the other.",
}

Alternatives = Callable[[], Sequence[Hypothesis]]
"""Asks the model. Called on a worker's thread. Raises EngineError and ReaderError."""


class Wish(NamedTuple):
    """What the person wants done with the sentence."""

    what: Literal["choose", "edit", "retranslate", "undo"]
    target: str = ""
    """The alternative that was chosen."""


class DetailsScreen(ModalScreen[Wish | None]):
    """Source, translation, its terms, what is doubtful about it, where it comes from, and other wordings."""

    CSS_PATH = "panel.tcss"
    AUTO_FOCUS = ""  # the list takes the keys when there is one
    BINDINGS: ClassVar = [*bindings(DETAILS)]
    commands: ClassVar[Commands] = DETAILS

    @dataclass
    class Found(Message, bubble=False):
        """The model has said what else it might have said."""

        hypotheses: tuple[Hypothesis, ...]

    @dataclass
    class NotFound(Message, bubble=False):
        """The model cannot be asked."""

        reason: str

    def __init__(self, state: ArticleState, place: Place, alternatives: Alternatives) -> None:
        """The sentence at `place`, as it is now."""
        super().__init__()
        self._state, self._place, self._ask = state, place, alternatives
        self._others: list[Hypothesis] = []

    def compose(self) -> ComposeResult:
        """One panel."""
        state, place = self._state, self._place
        with VerticalScroll(id="panel", can_focus=False) as panel:
            panel.border_title = f"Sentence {state.order(place) + 1} of {len(state.places)}"
            panel.border_subtitle = keys_line(self.app, DETAILS)
            yield Static("Indonesian", classes="label", markup=False)
            yield Static(state.source(place), classes="text", markup=False)
            yield Static("English", classes="label", markup=False)
            yield Static(self._english(), classes="text", markup=False)
            sentence = state.ready.get(place)
            if sentence is not None:
                yield from _to_check(sentence)
            if sentence is None or sentence.origin != "copied":
                yield Static("Other wordings", classes="label", markup=False)
                yield Static("asking the model …", id="asking", classes="text", markup=False)
                yield Lines(id="others", markup=False, compact=True)
            if sentence is not None:
                yield from self._about(sentence)

    def on_mount(self) -> None:
        """Ask for other wordings."""
        for others in self.query("#others").results(Lines):
            others.display = False
            self._look_for_others()

    @work(thread=True, group="alternatives", exit_on_error=False)
    def _look_for_others(self) -> None:
        try:
            self.post_message(self.Found(tuple(self._ask())))
        except (EngineError, ReaderError) as error:
            self.post_message(self.NotFound(str(error)))

    @on(Found)
    def _found(self, event: Found) -> None:
        now = self._state.target(self._place)
        self._others = [hypothesis for hypothesis in event.hypotheses if inert(hypothesis.text) != now]
        asking, others = self.query_one("#asking", Static), self.query_one("#others", Lines)
        if not self._others:
            asking.update("The model has no other.")
            return
        asking.display = False
        score = QUIET
        others.add_options(
            Option(Content.assemble((f"{hypothesis.score:6.2f}  ", score), inert(hypothesis.text)))
            for hypothesis in self._others
        )
        # Enter takes one only after the person has gone to the list: it may be out of sight.
        others.display = True
        self.query_one("#panel").border_subtitle = keys_line(
            self.app, [TO_WORDINGS.hinted("to the wordings"), *DETAILS]
        )

    @on(NotFound)
    def _not_found(self, event: NotFound) -> None:
        self.query_one("#asking", Static).update(f"The model cannot be asked: {inert(event.reason)}")

    @on(Lines.OptionSelected)
    def _selected(self, event: Lines.OptionSelected) -> None:
        self.dismiss(Wish("choose", self._others[event.option_index].text))

    def action_wish(self, what: Literal["edit", "retranslate", "undo"]) -> None:
        """Have something done by the reading screen."""
        self.dismiss(Wish(what))

    def action_move(self, step: int) -> None:
        """To the other wordings, where the list takes the keys; without any, scroll."""
        others = next(iter(self.query("#others").results(Lines)), None)
        if others is None or not others.display:
            self.query_one("#panel").scroll_relative(y=step, animate=False)
        elif not others.has_focus:
            others.focus()
            others.highlighted = 0
            self.query_one("#panel").border_subtitle = keys_line(self.app, [CHOOSE.hinted("takes it"), *DETAILS])

    def action_copy(self) -> None:
        """The sentence in both languages."""
        source, target = self._state.source(self._place), self._state.target(self._place)
        self.app.copy_to_clipboard(f"{source}\n{target}" if target else source)
        self.notify("Copied", timeout=3, markup=False)

    def _english(self) -> str:
        if self._place in self._state.failed:
            return f"Not translated: {self._state.failed[self._place]} (r tries again, e writes your own)"
        return self._state.target(self._place) or "Not translated yet."

    def _about(self, sentence: AlignedSentence) -> ComposeResult:
        if sentence.terms:
            yield Static("Glossary terms", classes="label", markup=False)
            for use in sentence.terms:
                line = f"{inert(use.source)} → {inert(use.target)}   ({use.kind}, {_STATUS[use.status]})"
                yield Static(line, classes="text", markup=False)
        yield Static("Where it comes from", classes="label", markup=False)
        origin = ORIGINS[sentence.origin]
        made = "" if sentence.origin in ("edited", "copied") else f", by {inert(sentence.model)}"
        yield Static(f"{origin[0].upper()}{origin[1:]}{made}", classes="text", markup=False)
        if sentence.before:
            yield Static(f"Before the glossary: {inert(sentence.before)}", classes="text", markup=False)
        if sentence.score is not None:
            score = f"Score {sentence.score:.2f}: how sure the model was of its own words (0 is certain, -1 is not)"
            yield Static(score, classes="text", markup=False)


def _to_check(sentence: AlignedSentence) -> ComposeResult:
    """What `]` stops for: findings and missing terms."""
    missing = [use for use in sentence.terms if use.status == "missing"]
    if sentence.findings or missing:
        yield Static("To check", classes="label", markup=False)
    for finding in sentence.findings:
        yield Static(_explained(finding), classes="text", markup=False)
    for use in missing:
        about = ("\n  The glossary has it so. e writes it in; a, on the word, changes the glossary.", QUIET)
        line = Content.assemble(f"~ {inert(use.source)}: {inert(use.target)} is missing", about)
        yield Static(line, classes="text", markup=False)


def _explained(finding: Finding) -> Content:
    """The finding, and below it what that kind of finding is."""
    warn = finding.severity == "warn"
    mark, style = ("!", "$text-warning") if warn else ("?", "")
    meaning = _MEANINGS.get(finding.kind, "")
    about = (f"\n  {meaning}" if meaning else "", QUIET)
    return Content.assemble((f"{mark} {finding.kind}: ", style), inert(finding.message), about)
