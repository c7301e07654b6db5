"""Bringing a missing term into a translation: never by replacing words, always by asking the model again.

Each step makes other translations of the same sentence, all sentences of a batch together. One of them is taken only
if it has the term, keeps every term that was there, gives the checks nothing more to say, and the model itself finds
it nearly as likely as what it said first. Otherwise the sentence stays as it was, and the term is missing.

Going on from a forced beginning is Wuebker et al. (2016), "Models and Inference for Prefix-Constrained Machine
Translation"; the English term in the source is Song et al. (2019), "Code-Switching for Enhancing NMT with
Pre-Specified Translation".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from models.types import Alignment, DecodingOptions, Hypothesis, Request, Translator
from reader.diagnostics import one_line
from reader.document import Span
from reader.glossary.match import Match, uses

Step = Literal["prefix", "source", "places", "n-best"]
"""`prefix`: the translation up to where the term belongs, the term, and what the model says from there. `source`: the
English term in the source. `places`: as `prefix`, where else the term might stand. `n-best`: the other hypotheses of a
wider search."""
STEPS: tuple[Step, ...] = ("prefix", "source", "places")
"""In the order that measurement favours (tests/bench/bench_terms.py): what repairs most at its cost comes first."""
MARGIN = 1.0
"""How much a repair may cost: the fall of the model's score, the mean log probability of a token, at most.

Fitted on other sentences than those that are reported (`bench_terms.py --fit`): up to here each step of the margin
repairs more and chrF++ rises with it; beyond, chrF++ stands still.
"""
_HYPOTHESES = 4
_PLACES = 2
"""Places after the likeliest one that are tried."""
_STOPS = '.!?…"”»)'
_ARTICLES = frozenset({"a", "an", "the"})

Align = Callable[[Sequence[tuple[str, str]]], Sequence[Alignment]]
"""Word alignments of (source, target) pairs, in order."""
Faults = Callable[[str, str], int]
"""How much the checks have to say of a (source, target) pair."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, its terms, and what the model says of itself."""

    text: str
    matches: tuple[Match, ...]
    plain: Hypothesis


@dataclass(frozen=True)
class Outcome:
    """The translation with as many terms as the model would take."""

    hypothesis: Hypothesis
    repaired: Mapping[str, Step] = field(default_factory=dict)
    """By the source of a term, as the glossary has it: the step that brought it in."""


class Enforcer:
    """Repairs missing terms with one model."""

    def __init__(
        self,
        translator: Translator,
        options: DecodingOptions,
        align: Align,
        faults: Faults,
        *,
        steps: Sequence[Step] = STEPS,
        margin: float = MARGIN,
    ) -> None:
        """`options` are those of the plain translation. `align` is asked where the model told no word links."""
        self._translator = translator
        # Greedy: what comes after the term hardly differs, and a wider beam costs half as much again.
        self._options = replace(options, beam_size=1, n_best=1)
        self._align, self._faults = align, faults
        self._steps, self._margin = tuple(steps), margin

    def enforce(self, sentences: Sequence[Sentence]) -> list[Outcome]:
        """Repair what is missing, several terms of a sentence one after the other. Raises EngineError."""
        states = [_State(sentence) for sentence in sentences]
        while busy := [state for state in states if state.term is not None]:
            for step in self._steps:
                unsettled = [state for state in busy if not state.settled]
                if unsettled:
                    self._try(step, unsettled)
            for state in busy:
                state.go_on()
        return [Outcome(state.best, state.repaired) for state in states]

    def _try(self, step: Step, states: Sequence["_State"]) -> None:
        """Make candidates for the term at hand of each state, and take the best that is sound."""
        sound = [
            (state, candidate)
            for state, candidates in zip(states, self._candidates(step, states), strict=True)
            for candidate in {candidate.text: candidate for candidate in candidates}.values()
            if self._is_sound(state, candidate)
        ]
        # The candidates are scored as translations of the sentence itself: what a search says of them counts no forced
        # token, and may be about another source.
        pairs = [(state.source, candidate.text) for state, candidate in sound]
        scores = self._translator.score(pairs, self._options) if pairs else []
        for score, (state, candidate) in sorted(zip(scores, sound, strict=True), key=lambda entry: -entry[0]):
            if not state.settled and state.best.score - score <= self._margin:
                state.accept(replace(candidate, score=score), step)

    def _candidates(self, step: Step, states: Sequence["_State"]) -> list[list[Hypothesis]]:
        options = self._options
        match step:
            case "prefix":
                self._find_prefixes(states)
                requests = [[Request(state.source, prefix) for prefix in state.prefixes[:1]] for state in states]
            case "places":
                requests = [
                    [Request(state.source, prefix) for prefix in state.prefixes[1 : 1 + _PLACES]] for state in states
                ]
            case "source":
                requests = [[Request(_with_english(state))] for state in states]
            case "n-best":
                requests = [[Request(state.source)] for state in states]
                options = replace(options, beam_size=_HYPOTHESES, n_best=_HYPOTHESES)
        flat = [request for some in requests for request in some]
        results = iter(self._translator.translate(flat, options) if flat else [])
        return [[tidy(hypothesis) for _ in some for hypothesis in next(results)] for some in requests]

    def _find_prefixes(self, states: Sequence["_State"]) -> None:
        """The beginnings that end with the term, for each translation."""
        unknown = [state for state in states if state.best.alignment is None]
        found = iter(self._align([(state.source, state.best.text) for state in unknown]) if unknown else [])
        for state in states:
            alignment = state.best.alignment if state.best.alignment is not None else next(found)
            state.prefixes = _prefixes(state, alignment)

    def _is_sound(self, state: "_State", candidate: Hypothesis) -> bool:
        """Whether it has the term, no oftener than the source, no term less, and no fault more than before."""
        if state.term is None or not candidate.text or candidate.faults or candidate.truncated:
            return False
        used = _used(state.matches, candidate.text)
        if not state.used <= used.keys() or not 0 < used.get(state.term.spans, 0) <= len(state.term.spans):
            return False
        return self._faults(state.source, candidate.text) <= self._faults(state.source, state.best.text)


class _State:
    """How far a sentence is."""

    def __init__(self, sentence: Sentence) -> None:
        self.source, self.matches = sentence.text, sentence.matches
        self.best = sentence.plain
        self.used = _used(self.matches, self.best.text).keys()
        """Places in the source of the terms whose English is there."""
        self.repaired: dict[str, Step] = {}
        self.term: Match | None = None
        """The term at hand; None when nothing is left to repair."""
        self.settled = False
        self.prefixes: list[str] = []
        """Beginnings that end with the term at hand, the likeliest first."""
        self._left = [match for match in self.matches if match.term.enforce and match.spans not in self.used]
        self.go_on()

    def accept(self, hypothesis: Hypothesis, step: Step) -> None:
        """`hypothesis` has the term at hand, and perhaps others that were missing."""
        used = _used(self.matches, hypothesis.text).keys()
        self.repaired |= {match.term.source: step for match in self.matches if match.spans in used - self.used}
        self.best, self.used, self.settled = hypothesis, used, True

    def go_on(self) -> None:
        """To the next term that is still missing."""
        self.term, self.settled, self.prefixes = None, False, []
        while self._left and self.term is None:
            match = self._left.pop(0)
            if match.spans not in self.used:
                self.term = match


def tidy(hypothesis: Hypothesis) -> Hypothesis:
    """The hypothesis on one harmless line, whatever the model was made to say; its word links if no word is gone."""
    text = one_line(hypothesis.text)
    same = len(text.split()) == len(hypothesis.text.split())
    return replace(hypothesis, text=text, alignment=hypothesis.alignment if same else None)


def _used(matches: Iterable[Match], target: str) -> dict[tuple[Span, ...], int]:
    """By their places in the source, the terms whose English stands in `target`, and how often."""
    return {use.source_spans: len(use.target_spans) for use in uses(matches, target) if use.status == "used"}


def _prefixes(state: _State, alignment: Alignment) -> list[str]:
    """The translation up to a place for the term at hand, and the term; the likeliest place first.

    That is where the alignment puts it, and after that what follows the words before it; each with and without an
    article.
    """
    if state.term is None:
        return []
    words = state.best.text.split()
    starts: dict[int, None] = {}
    for span in state.term.spans:
        first, last = _words(state.source, span)
        starts |= dict.fromkeys(sorted(there for here, there in alignment if first <= here <= last)[:1])
        starts[max((there + 1 for here, there in alignment if here < first), default=0)] = None
    if words:  # a term after the last word still stands before the full stop
        words[-1] = words[-1].rstrip(_STOPS) or words[-1]
    heads = [words[:start] for start in starts]
    heads += [
        head[:-1] if head and head[-1].lower() in _ARTICLES else [*head, "the" if head else "The"] for head in heads
    ]
    target = state.term.term.target
    return list(dict.fromkeys(" ".join([*head, target if head else target[0].upper() + target[1:]]) for head in heads))


def _words(text: str, span: Span) -> tuple[int, int]:
    """The numbers of the first and the last white-space word that `span` touches."""
    return len(text[: span.start + 1].split()) - 1, len(text[: span.end].split()) - 1


def _with_english(state: _State) -> str:
    """The sentence with the English term in the place of the Indonesian one."""
    if state.term is None:
        return state.source
    text = state.source
    for span in reversed(state.term.spans):
        text = text[: span.start] + state.term.term.target + text[span.end :]
    return text
