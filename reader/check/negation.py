"""Findings on negation: a `tidak` that the translation lost, a "not" that it made up.

Each side is searched for what plainly denies, and the other side for anything that may answer it: another denial, an
opposite in one word (`tidak jauh`, "nearby"), a verb that denies (`tidak bisa`, "failed to"). Only a denial that finds
no answer is a finding, so that a translator's freedom is not taken for a fault.
"""

import re
from collections.abc import Iterator
from itertools import islice

from reader.check.denials import (
    DENIALS,
    DENY,
    ENGLISH_IDIOMS,
    FILLERS,
    IDIOMS,
    MAY_ANSWER_NOT,
    NEGATIVE_ENDS,
    NOT_UN,
    STRONG,
    WEAK,
    WEAK_FOR,
    opposites,
)
from reader.document import Finding

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CLITIC = re.compile(r"(?<=...)(?:lah|pun|kah)\Z")  # not in `galah`
_MOST = 12
"""Denials of one sentence that are looked at."""
_JOINS = frozenset({"dan", "atau", "maupun", "serta"})
_NEAR, _NEAR_SHARE = 4, 0.15
"""Words by which a weak answer may stand away from where the denial would stand: a few, and a share of the sentence."""


def check_negation(source: str, target: str) -> Iterator[Finding]:
    """At most one finding of the kind negation: one side denies, and nothing on the other side may answer that."""
    here, there = source.lower(), target.lower().replace("’", "'")
    said = [_CLITIC.sub("", word) for word in _WORD.findall(here)]
    if not DENIALS.isdisjoint(said):
        lost = _lost(_WORD.findall(IDIOMS.sub(_blank, here)), _WORD.findall(there))
        if lost:
            yield _finding(f"{lost} is missing in the translation")
        return
    added = DENY.search(there) and DENY.search(ENGLISH_IDIOMS.sub(" ", there))
    if added and not any(map(MAY_ANSWER_NOT.has, said)):
        yield _finding(f"the negation “{added[0]}” is not in the original")


def _lost(said: list[str], translated: list[str]) -> str:
    """Which denial among the Indonesian words the English ones leave without an answer; "" if none."""
    answers = sum(map(_denies, translated))
    open_ones: list[str] = []
    shared = 0  # `tidak A dan tidak B` may be "not A or B"
    denials = ((index, word) for index, word in enumerate(said) if _CLITIC.sub("", word) in DENIALS)
    for index, word in islice(denials, _MOST):
        if not _answered(_CLITIC.sub("", word), index, said, translated):
            open_ones.append(word)
            shared += index > 0 and said[index - 1] in (word, *_JOINS)
    if not open_ones or (answers and len(open_ones) - shared <= answers):
        return ""
    if answers:
        return "one of the negations " + ", ".join(f"“{word}”" for word in open_ones)
    return f"the negation “{open_ones[0]}”"


def _answered(denial: str, index: int, said: list[str], translated: list[str]) -> bool:
    """Whether an English word about the same place answers this denial, or is the opposite of what it denies."""
    place = (index + 0.5) / len(said) * len(translated)
    reach = _NEAR + _NEAR_SHARE * len(translated)
    near = translated[max(0, round(place - reach)) : round(place + reach)]
    own = WEAK_FOR.get(denial)
    if any(WEAK.has(word) or (own is not None and own.has(word)) for word in near):
        return True
    denied = next((word for word in said[index + 1 :] if word not in FILLERS), "")
    opposite = opposites().get(denied)
    return opposite is not None and any(map(opposite.has, translated))


def _denies(word: str) -> bool:
    return STRONG.has(word) or word.endswith(NEGATIVE_ENDS) or (word.startswith("un") and not word.startswith(NOT_UN))


def _blank(match: re.Match[str]) -> str:
    """As many words that say nothing."""
    return " ".join("-x" for _ in match[0].split())


def _finding(message: str) -> Finding:
    return Finding(kind="negation", severity="warn", message=message)
