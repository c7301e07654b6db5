"""Numbers in words inside real sentences: `dua puluh tujuh personel` and `twenty-seven personnel`."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from models.evaluation.words import english_numbers, indonesian_numbers
from models.training.examples import Example
from models.training.figures import Figure
from models.training.templates import number_words

Span = tuple[int, int, int]
"""Start, end, value."""

_HERE = "dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|seratus|belas|puluh|ratus"
_THERE = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_RUN_HERE = re.compile(rf"\b(?:{_HERE})(?: (?:{_HERE}|satu))*\b", re.IGNORECASE)
_RUN_THERE = re.compile(rf"\b(?:{_THERE})(?:(?: and |[ -])(?:{_THERE}|one))*\b", re.IGNORECASE)
_SCALED = re.compile(r"^(?: (?:ribu|juta|miliar|milyar|triliun|thousand|million|billion|trillion)|[- ]?\d|,\d)")
_COUNTED = re.compile(r"^ [a-z]{3,}")
_NOT_A_COUNT = re.compile(
    r"(?:pasal|tanggal|pukul|jam|nomor|ayat|abad|bab|halaman|kelas|usia|ke|Rp|[$€£\d/:.,-])\s*$", re.I
)


def _spans(text: str, run: re.Pattern[str], values: Callable[[str], list[int]]) -> list[Span]:
    found = []
    for match in run.finditer(text):
        (value, *rest) = values(match.group()) or [0]
        if value and not rest and not _SCALED.match(text[match.end() :]):
            found.append((match.start(), match.end(), value))
    return found


def paired_words(example: Example) -> list[tuple[Span, Span]]:
    """The numbers in words that stand once on each side with the same value."""
    here = _spans(example.source, _RUN_HERE, indonesian_numbers)
    there = _spans(example.target, _RUN_THERE, english_numbers)
    counts = Counter(value for *_, value in here), Counter(value for *_, value in there)
    by_value = {span[2]: span for span in there}
    return [(span, by_value[span[2]]) for span in here if counts[0][span[2]] == 1 == counts[1][span[2]]]


def countable(example: Example, here: Figure, there: Figure) -> bool:
    """Whether a number in figures counts things, so that words can stand for it on both sides."""
    plain = 2 <= here.value <= 999 and not here.decimals and not there.decimals
    after = example.source[here.end :], example.target[there.end :]
    before = example.source[: here.start], example.target[: there.start]
    return (
        plain
        and all(_COUNTED.match(text) and not _SCALED.match(text) for text in after)
        and not any(_NOT_A_COUNT.search(text) for text in before)
    )


def _other(rng: random.Random) -> int:
    return rng.choice((rng.randrange(2, 13), rng.randrange(11, 20), rng.randrange(20, 100), rng.randrange(20, 1000)))


def _put(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + (words.capitalize() if text[start].isupper() or not start else words) + text[end:]


def swap_words(example: Example, rng: random.Random) -> Example | None:
    """The pair with another number in words; None when none stands on both sides."""
    pairs = paired_words(example)
    if not pairs:
        return None
    here, there = rng.choice(pairs)
    words = number_words(_other(rng))
    return replace(
        example,
        source=_put(example.source, here[0], here[1], words[0]),
        target=_put(example.target, there[0], there[1], words[1]),
    )


def spell_figure(example: Example, pairs: list[tuple[Figure, Figure]], rng: random.Random) -> Example | None:
    """The pair with one of its figures (`pairs`, equal on both sides) as another number in words; None without one."""
    fit = [pair for pair in pairs if countable(example, *pair)]
    if not fit:
        return None
    here, there = rng.choice(fit)
    words = number_words(_other(rng))
    return replace(
        example,
        source=_put(example.source, here.start, here.end, words[0]),
        target=_put(example.target, there.start, there.end, words[1]),
    )
