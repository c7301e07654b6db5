"""Bringing a missing term into a translation: never blindly, the model is always asked.

Each step makes other translations of the same sentence, all sentences of a batch together. One of them is taken only
if it has the term, keeps every term that was there, gives the checks nothing more to say, and the model itself finds
it nearly as likely as what it said first. Otherwise the sentence stays as it was, and the term is missing.

The first step makes its candidate without the model, which then has to score it: that takes a third of the time of
another translation, and most missing terms are one wrong name in a sentence that needs no other change.

Going on from a forced beginning is Wuebker et al. (2016), "Models and Inference for Prefix-Constrained Machine
Translation"; the English term in the source is Song et al. (2019), "Code-Switching for Enhancing NMT with
Pre-Specified Translation".
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from models.types import Alignment, DecodingOptions, Hypothesis, Request, Translator
from reader.diagnostics import one_line
from reader.document import Span
from reader.glossary.match import Match, english_of, uses

Step = Literal["exchange", "prefix", "source", "places", "n-best"]
"""`exchange`: the term in the place of the words that the alignment links with it. `prefix`: the translation up to
where the term belongs, the term, and what the model says from there. `source`: the English term in the source.
`places`: as `prefix`, where else the term might stand. `n-best`: the other hypotheses of a wider search."""
STEPS: tuple[Step, ...] = ("exchange", "prefix", "source")
"""In the order that measurement favours (tests/bench/bench_terms.py): what repairs most at its cost comes first."""
MARGIN = 2.0
"""How much a repair may cost: the fall of the model's score, the mean log probability of a token, at most.

Fitted on other sentences than those that are reported (`bench_terms.py --fit`): up to here each step of the margin
repairs more and chrF++ rises with it; beyond, it hardly does.
"""
_HYPOTHESES = 4
_PLACES = 2
"""Places after the likeliest one that are tried."""
_ALIGNED: tuple[Step, ...] = ("exchange", "prefix", "places")
"""The steps that ask where the term belongs."""
_STOPS = '.!?…"”»)'
_ARTICLES = frozenset({"a", "an", "the"})
_SMALL = _ARTICLES | {
    "and",
    "as",
    "at",
    "by",
    "for",
    "from",
    "here",
    "in",
    "into",
    "it",
    "its",
    "of",
    "on",
    "or",
    "that",
}
_SMALL |= {"to", "with", "was", "were", "is", "are", "be", "been", "has", "have", "had", "will", "not", "this", "these"}
"""Words that are linked with a term by mistake, or along with others: they stay."""
_INSIDE = frozenset({"of", "the"})
"""Small words that a name may have inside."""
_ODD = re.compile(r"\w[.\-‐–/]\w")
"""In a word: an abbreviation, or a compound that only begins or ends with what the term means."""
_BEFORE = re.compile(r"^\W*")
_AFTER = re.compile(r"(?:['’]s)?\W*$")

Align = Callable[[Sequence[tuple[str, str]]], Sequence[Alignment]]
"""Word alignments of (source, target) pairs, in order."""
Faults = Callable[[str, str, Collection[str]], int]
"""How much the checks have to say of a source and its target, given the English wordings of the terms in it."""


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
        """Repair what is missing, several terms of a sentence one after the other. Raises EngineError.

        A sentence goes on to its next step or term without waiting for the others, and the requests of all go to the
        model together: with a small model a request for one sentence takes half as long as one for ten.
        """
        states = [_State(sentence, self._steps) for sentence in sentences]
        while busy := [state for state in states if state.term is not None]:
            self._align_best([state for state in busy if state.step in _ALIGNED and state.best.alignment is None])
            exchanged = [(state, found) for state in busy if state.step == "exchange" for found in _exchanges(state)]
            asked = [(state, request) for state in busy for request in _requests(state)]
            self._take_best([*exchanged, *self._answers(asked)])
            for state in busy:
                state.go_on()
        return [Outcome(state.best, state.repaired) for state in states]

    def _answers(self, asked: Sequence[tuple["_State", Request]]) -> Iterator[tuple["_State", Hypothesis]]:
        """What the model says, with the sentence that it is for."""
        wide = replace(self._options, beam_size=_HYPOTHESES, n_best=_HYPOTHESES)
        for options, is_wide in ((self._options, False), (wide, True)):
            some = [(state, request) for state, request in asked if (state.step == "n-best") is is_wide]
            results = self._translator.translate([request for _, request in some], options) if some else []
            for (state, _), hypotheses in zip(some, results, strict=True):
                yield from ((state, tidy(hypothesis)) for hypothesis in hypotheses)

    def _take_best(self, answers: Iterable[tuple["_State", Hypothesis]]) -> None:
        """For each sentence take the candidate that the model likes best, of those that are sound."""
        sound = {
            (id(state), candidate.text): (state, candidate)
            for state, candidate in answers
            if self._is_sound(state, candidate)
        }
        # The candidates are scored as translations of the sentence itself: what a search says of them counts no forced
        # token, and may be about another source.
        pairs = [(state.source, candidate.text) for state, candidate in sound.values()]
        scores = self._translator.score(pairs, self._options) if pairs else []
        for score, (state, candidate) in sorted(zip(scores, sound.values(), strict=True), key=lambda entry: -entry[0]):
            if not state.settled and state.best.score - score <= self._margin:
                state.accept(replace(candidate, score=score))

    def _align_best(self, states: Sequence["_State"]) -> None:
        """Word links for translations that came without."""
        found = self._align([(state.source, state.best.text) for state in states]) if states else ()
        for state, alignment in zip(states, found, strict=True):
            state.best = replace(state.best, alignment=alignment)

    def _is_sound(self, state: "_State", candidate: Hypothesis) -> bool:
        """Whether it has the term, no oftener than the source, no term less, and no fault more than before."""
        if state.term is None or not candidate.text or candidate.faults or candidate.truncated:
            return False
        used = _used(state.matches, candidate.text)
        if not state.used <= used.keys() or not 0 < used.get(state.term.spans, 0) <= len(state.term.spans):
            return False
        terms = english_of(state.matches)
        faults = self._faults(state.source, candidate.text, terms)
        return not faults or faults <= self._faults(state.source, state.best.text, terms)


class _State:
    """How far a sentence is."""

    def __init__(self, sentence: Sentence, steps: Sequence[Step]) -> None:
        self.source, self.matches = sentence.text, sentence.matches
        self.best = sentence.plain
        self.used = _used(self.matches, self.best.text).keys()
        """Places in the source of the terms whose English is there."""
        self.repaired: dict[str, Step] = {}
        self.term: Match | None = None
        """The term at hand; None when nothing is left to repair."""
        self.settled = False
        self._steps = steps
        self._step = 0
        self._left = [match for match in self.matches if match.term.enforce and match.spans not in self.used]
        self._next_term()

    @property
    def step(self) -> Step:
        """What is tried for the term at hand."""
        return self._steps[self._step]

    def accept(self, hypothesis: Hypothesis) -> None:
        """`hypothesis` has the term at hand, and perhaps others that were missing."""
        used = _used(self.matches, hypothesis.text).keys()
        self.repaired |= {match.term.source: self.step for match in self.matches if match.spans in used - self.used}
        self.best, self.used, self.settled = hypothesis, used, True

    def go_on(self) -> None:
        """To the next step, or the next term that is still missing."""
        self._step += 1
        if self.settled or self._step == len(self._steps):
            self._next_term()

    def _next_term(self) -> None:
        self.term, self.settled, self._step = None, False, 0
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


def _requests(state: _State) -> list[Request]:
    """What the model is asked for the term at hand, at the step at hand."""
    match state.step:
        case "exchange":
            return []
        case "prefix":
            return [Request(state.source, prefix) for prefix in _prefixes(state)[:1]]
        case "places":
            return [Request(state.source, prefix) for prefix in _prefixes(state)[1 : 1 + _PLACES]]
        case "source":
            return [Request(_with_english(state))]
        case "n-best":
            return [Request(state.source)]


def _exchanges(state: _State) -> list[Hypothesis]:
    """The translation with the term instead of the words linked with its Indonesian.

    None where these are scattered, stand for other Indonesian words too, or what is around them would not fit the term.
    Small words at either end stay, and the marks. The links of the other words are kept.
    """
    words, alignment = state.best.text.split(), state.best.alignment or ()
    if state.term is None or len(state.term.spans) != 1:
        return []
    first, last = _words(state.source, state.term.spans[0])
    linked = {there for here, there in alignment if first <= here <= last and there < len(words)}
    start, end = min(linked, default=0), max(linked, default=-1) + 1
    while start < end and words[start].lower() in _SMALL:
        start += 1
    while start < end and words[end - 1].lower() in _SMALL:
        end -= 1
    if start == end or not linked >= set(range(start, end)):
        return []
    if any(start <= there < end and not first <= here <= last for here, there in alignment):
        return []
    target = state.term.term.target
    if not _fits(target, words, start, end):
        return []
    if not start:
        target = target[0].upper() + target[1:]
    before, after = _BEFORE.search(words[start]), _AFTER.search(words[end - 1])
    new = f"{before.group() if before else ''}{target}{after.group() if after else ''}".split()
    moved = len(new) - (end - start)
    links = [(here, there + moved * (there >= end)) for here, there in alignment if not start <= there < end]
    links += [(here, start + there) for here in range(first, last + 1) for there in range(len(new))]
    text = " ".join([*words[:start], *new, *words[end:]])
    return [replace(state.best, text=text, alignment=tuple(sorted(links)))]


def _fits(target: str, words: Sequence[str], start: int, end: int) -> bool:
    """Whether `target` may stand for the words from `start` to `end`: with the article before it, and the marks."""
    inner = {word.lower() for word in words[start + 1 : end - 1]}
    if inner & _SMALL - _INSIDE or _ODD.search(words[start]) or _ODD.search(words[end - 1]):
        return False
    if words[end - 1].endswith(".") and end < len(words):
        return False  # of an abbreviation: in the middle of a sentence nothing else has it
    article, of_its_own = words[start - 1].lower() if start else "", target.split(maxsplit=1)[0].lower() in _ARTICLES
    if article in _ARTICLES and of_its_own:
        return False
    # "a" before a name is before what the name says of something else: "a Korean ship".
    return article not in ("a", "an") or (target.islower() and (article == "an") == (target[0] in "aeiou"))


def _prefixes(state: _State) -> list[str]:
    """The translation up to a place for the term at hand, and the term; the likeliest place first.

    That is where the alignment puts it, and after that what follows the words before it; each with and without an
    article.
    """
    if state.term is None:
        return []
    words, alignment = state.best.text.split(), state.best.alignment or ()
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
