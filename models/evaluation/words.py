"""Numbers in words, `dua puluh lima` and `twenty-five`, from 2 on: `satu` and `one` are articles too."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_WORD = re.compile(r"[^\W\d_]+")
_ONES = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
_INDONESIAN = {word: value for value, word in enumerate(_ONES.split())} | {"seratus": 100}
_FACTORS = {"puluh": 10, "ratus": 100}
_INDONESIAN_SCALES = {
    "ribu": 10**3,
    "juta": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_UNITS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ENGLISH = {word: value for value, word in enumerate(_UNITS.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 2)
}
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_UNITS.split(), 1)}
_ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def _runs(text: str, known: Collection[str], glue: str = "") -> Iterator[list[str]]:
    """Number words that stand together, with white space, a hyphen or the word `glue` between."""
    run: list[str] = []
    last = 0
    for match in _WORD.finditer(text.lower()):
        joined = text[last : match.start()].strip() in {"", "-"}
        if run and not (joined and (match.group() in known or match.group() == glue)):
            yield run
            run = []
        if match.group() in known:
            run.append(match.group())
        last = match.end()
    if run:
        yield run


def indonesian_numbers(text: str) -> list[int]:
    """Every number from 2 that a run of words spells."""
    found = []
    known = {*_INDONESIAN, *_FACTORS, *_INDONESIAN_SCALES, "belas", "seribu"}
    for run in _runs(text, known):
        if run[0] in _INDONESIAN or run[0] == "seribu":
            found.append(_indonesian_value(run))
    return [value for value in found if value > 1]


def _indonesian_value(run: list[str]) -> int:
    total = group = 0
    for word in run:
        if word == "belas":
            group += 10
        elif word == "seribu":
            total += 1000
        elif word in _FACTORS:  # only the last digit is multiplied: `dua ratus lima puluh`
            group += (group % 10) * (_FACTORS[word] - 1)
        elif word in _INDONESIAN_SCALES:
            total, group = total + max(1, group) * _INDONESIAN_SCALES[word], 0
        else:
            group += _INDONESIAN[word]
    return total + group


def english_numbers(text: str) -> list[int]:
    """Every number from 2 that a run of words spells; ordinals are numbers."""
    found: list[int] = []
    known = {*_ENGLISH, *_ORDINALS, *_ENGLISH_SCALES, "hundred"}
    for run in _runs(text, known, glue="and"):
        if run[0] not in _ENGLISH_SCALES:  # after a figure, where the figure's own rule reads it
            found.extend(_english_value(part) for part in _parted(run))
    return [value for value in found if value > 1]


def _parted(run: list[str]) -> Iterator[list[str]]:
    """A run cut where a new number must begin: `nineteen ninety`, `two five`; `twenty-five` is one."""
    part: list[str] = []
    for word in run:
        value = _ENGLISH.get(word, _ORDINALS.get(word))
        before = _ENGLISH.get(part[-1]) if part else None
        closed = bool(part) and part[-1] in _ORDINALS
        if closed or (value is not None and before is not None and not (before >= 20 and value < 10)):
            yield part
            part = []
        part.append(word)
    if part:
        yield part


def _english_value(part: list[str]) -> int:
    total = group = 0
    for word in part:
        if word == "hundred":
            group = max(1, group) * 100
        elif word in _ENGLISH_SCALES:
            total, group = total + max(1, group) * _ENGLISH_SCALES[word], 0
        else:
            group += _ENGLISH.get(word, _ORDINALS.get(word, 0))
    return total + group
