"""What a translation model gets wrong by nature, caught around any `Translator` (PEERS 4.1).

- An over-long sentence is split at clause marks and put together again, never cut silently.
- A repetition loop or an empty output is decoded again with repeats forbidden; the better outcome is kept.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from models.types import Alignment, DecodingOptions, Hypothesis, Request, Translator

MAX_TOKENS = 200
"""Pieces in one request: NLLB was trained on sentences and drops content in long inputs."""
COMPACT_MAX_TOKENS = 100
"""The same for the bundled model, which saw nothing longer than 124 pieces in training."""
_CLAUSE = re.compile(r"(?<=[;:,])\s+|\s+(?=[–—-]\s)")
_WORD = re.compile(r"\S+\s*")
_LOOP = re.compile(r"(\b.{2,60}?)(?:[\s,.;]+\1\b){2,}", re.IGNORECASE | re.DOTALL)
_LOOKED_AT = 4000
"""Characters of an output that are searched for loops: the search is quadratic in a bad case."""


def has_loop(text: str) -> bool:
    """Whether a stretch of `text` stands three or more times in a row."""
    return _LOOP.search(text[:_LOOKED_AT]) is not None


class GuardedTranslator:
    """A `Translator` around another, with the guards above."""

    def __init__(self, inner: Translator, count_tokens: Callable[[str], int], max_tokens: int = MAX_TOKENS) -> None:
        """`count_tokens` is the inner model's own measure of a sentence, `max_tokens` the most it gets in one."""
        self._inner = inner
        self._count = count_tokens
        self._most = max_tokens

    @property
    def name(self) -> str:
        """The inner model's."""
        return self._inner.name

    @property
    def digest(self) -> str:
        """The inner model's."""
        return self._inner.digest

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        """The inner model's."""
        return self._inner.align(pairs)

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        """See `Translator.translate`. A sentence that had to be split has one hypothesis, scored by its parts' mean."""
        parts = [self._parts(request) for request in batch]
        flat = [part for request in parts for part in request]
        translated = iter(self._with_retry(flat, options))
        return [
            _joined([next(translated) for _ in request]) if len(request) > 1 else next(translated) for request in parts
        ]

    def _with_retry(self, batch: list[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        results = self._inner.translate(batch, options)
        doubtful = [
            index
            for index, hypotheses in enumerate(results)
            if _is_doubtful(hypotheses[0]) and not has_loop(batch[index].text)
        ]
        if not doubtful or options.no_repeat_ngram_size:
            return results
        careful = replace(options, no_repeat_ngram_size=3, repetition_penalty=1.1)
        for index, hypotheses in zip(
            doubtful, self._inner.translate([batch[index] for index in doubtful], careful), strict=True
        ):
            if not _is_doubtful(hypotheses[0]):
                results[index] = hypotheses
        return results

    def _parts(self, request: Request) -> list[Request]:
        if self._count(request.text) <= self._most or request.target_prefix:
            return [request]
        return [Request(part) for part in split_at_clauses(request.text, self._most, self._count)]


def split_at_clauses(text: str, limit: int, count: Callable[[str], int]) -> list[str]:
    """`text` in parts of at most `limit` tokens, split at clause marks, else between words, else inside a word.

    Joining the parts with spaces gives the text back, up to white space (a word split inside apart).
    """
    parts: list[str] = []
    for clause in _CLAUSE.split(text):
        if parts and count(f"{parts[-1]} {clause}") <= limit:
            parts[-1] = f"{parts[-1]} {clause}"
        elif count(clause) <= limit:
            parts.append(clause)
        else:
            parts.extend(_split_words(clause, limit, count))
    return [part for part in parts if part.strip()]


def _split_words(text: str, limit: int, count: Callable[[str], int]) -> list[str]:
    parts: list[str] = []
    current: list[str] = []
    used = 0
    for word in _WORD.findall(text):
        # Counted word by word: linear, and never less than what the words take together.
        for bit in _short_enough(word, limit, count):
            cost = count(bit)
            if current and used + cost > limit:
                parts.append("".join(current).strip())
                current, used = [], 0
            current.append(bit)
            used += cost
    return [*parts, "".join(current).strip()]


def _short_enough(word: str, limit: int, count: Callable[[str], int]) -> list[str]:
    if count(word) <= limit:
        return [word]
    # A piece is at least one code point, but one code point may be four byte pieces.
    step = max(1, limit // 4)
    return [word[start : start + step] for start in range(0, len(word), step)]


def _is_doubtful(hypothesis: Hypothesis) -> bool:
    return hypothesis.truncated or not hypothesis.text or has_loop(hypothesis.text)


def _joined(parts: list[list[Hypothesis]]) -> list[Hypothesis]:
    best = [hypotheses[0] for hypotheses in parts]
    return [
        Hypothesis(
            " ".join(part.text for part in best if part.text),
            sum(part.score for part in best) / len(best),
            truncated=any(part.truncated for part in best),
        )
    ]
