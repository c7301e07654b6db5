"""What a translation model gets wrong by nature, caught around any `Translator` (PEERS 4.1).

Before the model: a line without words is copied; several sentences are taken apart, and an over-long one is split at
clause marks, never cut silently; headlines become sentences; quotation marks and dashes become plain; emoji and
characters that the model does not know are set aside. After it, all that is put back, and parts are joined.

An output that loops, is empty or runs into its limit is decoded again with repeats forbidden. The better outcome is
kept; what is still wrong with it is said in `Hypothesis.faults`.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import Protocol

from models.guards import capitals, marks
from models.guards.loops import find_loop, has_loop
from models.guards.split import split_at_clauses, split_sentences
from models.types import Alignment, DecodingOptions, Fault, Hypothesis, Request, Translator

__all__ = ["MAX_TOKENS", "GuardedTranslator", "compact_knows", "find_loop", "guarded", "has_loop", "split_at_clauses"]

MAX_TOKENS = 200
"""Pieces in one request: NLLB was trained on sentences and drops content in long inputs."""
_COMPACT_MAX_TOKENS = 100
"""The same for the bundled model, which saw nothing longer than 124 pieces in training."""
_COPIED_BYTES = "°€£¥§¶±"
_SEVERITY: dict[Fault, int] = {"cut": 1, "loop": 2, "empty": 3}


@dataclass(frozen=True)
class _Task:
    """A request as the model gets it, and how its translation becomes that of the request."""

    parts: tuple[Request, ...]
    """None: the text is copied."""
    text: str
    style: marks.Style = field(default_factory=marks.Style)
    asides: tuple[marks.Aside, ...] = ()
    words: int = 0
    """Of the request: where the model saw as many, its word links are those of the request."""
    stop: str = ""
    """A full stop that the model was given and the text has not: sentences end with one, headlines do not."""

    def finish(self, hypothesis: Hypothesis) -> Hypothesis:
        said = hypothesis.text.removesuffix(self.stop)
        text = marks.put_back(marks.restore(said, self.style), self.asides)
        same = len(self.text.split()) == self.words and len(text.split()) == len(hypothesis.text.split())
        return replace(hypothesis, text=text, alignment=hypothesis.alignment if same else None)


class GuardedTranslator:
    """A `Translator` around another, with the guards above."""

    def __init__(
        self,
        inner: Translator,
        count_tokens: Callable[[str], int],
        max_tokens: int = MAX_TOKENS,
        knows: Callable[[str], bool] = lambda character: True,
        *,
        title_case: bool = True,
    ) -> None:
        """`count_tokens` is the inner model's own measure of a sentence, `max_tokens` the most it gets in one.

        `knows` tells whether the inner model has a token for a character, `title_case` whether it reads a headline that
        has a capital at every word as well as a sentence.
        """
        self._inner = inner
        self._count = count_tokens
        self._most = max_tokens
        self._knows = knows
        self._title_case = title_case

    @property
    def name(self) -> str:
        """The inner model's."""
        return self._inner.name

    @property
    def digest(self) -> str:
        """The inner model's."""
        return self._inner.digest

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        """The inner model's, of both texts as it would see them."""
        tasks = [self._plain(source) for source, _ in pairs]
        targets = [self._target(target) + task.stop for task, (_, target) in zip(tasks, pairs, strict=True)]
        return self._inner.score([(task.text, target) for task, target in zip(tasks, targets, strict=True)], options)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        """The inner model's."""
        return self._inner.align(pairs)

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        """See `Translator.translate`.

        A text that was taken apart has the best combinations of its parts' hypotheses; their score is the mean of the
        parts', weighted by words, which is what the model would give the whole if it saw no more than each part.
        """
        tasks = [self._task(request) for request in batch]
        flat = [part for task in tasks for part in task.parts]
        translated = iter(self._with_retry(flat, options) if flat else [])
        results = []
        for task in tasks:
            parts = list(islice(translated, len(task.parts)))
            hypotheses = _joined(parts, options.n_best) if parts else [Hypothesis(task.text, 0.0)]
            if len(parts) > 1:  # sound parts may make a loop together
                hypotheses = [_flagged(Request(task.text), hypothesis) for hypothesis in hypotheses]
            results.append([task.finish(hypothesis) for hypothesis in hypotheses])
        return results

    def _task(self, request: Request) -> _Task:
        task = self._plain(request.text)
        if not any(character.isalpha() for character in task.text):
            return _Task((), marks.clean(request.text))
        if request.target_prefix:
            return replace(task, parts=(Request(task.text, self._target(request.target_prefix)),))
        parts = [
            part
            for sentence in split_sentences(task.text)
            for part in ([sentence] if self._count(sentence) <= self._most else self._split(sentence))
        ]
        return replace(task, parts=tuple(Request(part) for part in parts))

    def _plain(self, text: str) -> _Task:
        """A text as the model gets it, in one part."""
        words = len(text.split())
        text, style = marks.plain(marks.clean(text))
        text, asides = marks.set_aside(text, self._knows)
        stop = ""
        if capitals.in_capitals(text):
            text = capitals.sentence_case(text)
        elif not self._title_case and capitals.in_title_case(text):
            stop = "." if text[-1].isalnum() else ""
            text = capitals.without_title_case(text) + stop
        return _Task((Request(text),), text, style, asides, words, stop)

    def _target(self, text: str) -> str:
        """A translation, or how it is to begin, as the model would write it."""
        return marks.set_aside(marks.plain(marks.clean(text))[0], self._knows)[0]

    def _split(self, sentence: str) -> list[str]:
        return split_at_clauses(sentence, self._most, self._count)

    def _with_retry(self, batch: list[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        results = self._inner.translate(batch, options)
        results = [
            [_flagged(request, hypothesis) for hypothesis in found]
            for request, found in zip(batch, results, strict=True)
        ]
        doubtful = [index for index, found in enumerate(results) if found[0].faults]
        if not doubtful or options.no_repeat_ngram_size:
            return results
        careful = replace(options, no_repeat_ngram_size=3, repetition_penalty=1.1)
        for empty in (False, True):
            # Wide beams favour the empty sentence (Stahlberg and Byrne, 2019): a narrow one finds words.
            again = [index for index in doubtful if ("empty" in results[index][0].faults) is empty]
            search = replace(careful, beam_size=1) if empty else careful
            answers = self._inner.translate([batch[index] for index in again], search) if again else []
            for index, answer in zip(again, answers, strict=True):
                second = [_flagged(batch[index], hypothesis) for hypothesis in answer]
                results[index] = _better(results[index], second)
        return results


class Engine(Translator, Protocol):
    """A translator that tells how it takes a text apart."""

    def count_tokens(self, text: str) -> int:
        """The number of pieces of `text`."""
        ...

    def knows(self, character: str) -> bool:
        """Whether the model has a token for this character, of its own or byte by byte."""
        ...

    def has_piece(self, character: str) -> bool:
        """Whether it has one of its own."""
        ...


def guarded(engine: Engine, *, compact: bool) -> GuardedTranslator:
    """`engine` with the guards that a large model needs, or the bundled one (`compact`)."""
    if not compact:
        return GuardedTranslator(engine, engine.count_tokens, MAX_TOKENS, engine.knows)
    return GuardedTranslator(engine, engine.count_tokens, _COMPACT_MAX_TOKENS, compact_knows(engine), title_case=False)


def compact_knows(engine: Engine) -> Callable[[str], bool]:
    """Whether the bundled model copies a character: byte by byte it has learned Latin letters and a few signs only."""

    @cache
    def knows(character: str) -> bool:
        return (
            character in _COPIED_BYTES
            or engine.has_piece(character)
            or unicodedata.name(character, "").startswith(("LATIN ", "COMBINING "))
        )

    return knows


def _flagged(request: Request, hypothesis: Hypothesis) -> Hypothesis:
    """The hypothesis, with what is wrong with it."""
    found: dict[Fault, bool] = {
        "cut": hypothesis.truncated,
        "loop": bool(find_loop(hypothesis.text, request.text)),
        "empty": not hypothesis.text,
    }
    return replace(hypothesis, faults=tuple(fault for fault in found if found[fault] or fault in hypothesis.faults))


def _better(first: list[Hypothesis], second: list[Hypothesis]) -> list[Hypothesis]:
    """The second answer if it is better; else the first one, its best hypothesis before the others."""
    if _severity(second[0]) < min(map(_severity, first)):
        return second
    return sorted(first, key=_severity)


def _severity(hypothesis: Hypothesis) -> int:
    return sum(_SEVERITY[fault] for fault in hypothesis.faults)


def _joined(parts: list[list[Hypothesis]], wanted: int) -> list[Hypothesis]:
    """Whole texts from the hypotheses of their parts: the best of each part, then those with one part changed."""
    if len(parts) == 1:
        return parts[0]
    best = [found[0] for found in parts]
    others = [
        _whole([*best[:index], other, *best[index + 1 :]]) for index, found in enumerate(parts) for other in found[1:]
    ]
    others.sort(key=lambda hypothesis: -hypothesis.score)
    return [_whole(best), *others[: max(0, wanted - 1)]]


def _whole(parts: list[Hypothesis]) -> Hypothesis:
    weights = [len(part.text.split()) + 1 for part in parts]
    return Hypothesis(
        " ".join(part.text for part in parts if part.text),
        sum(part.score * weight for part, weight in zip(parts, weights, strict=True)) / sum(weights),
        truncated=any(part.truncated for part in parts),
        faults=tuple(fault for fault in _SEVERITY if any(fault in part.faults for part in parts)),
    )
