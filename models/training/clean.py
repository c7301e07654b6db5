"""Clean: what pairs are fit to learn from. Each rule has a name, so that the report says what went and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from models.training.config import Cleaning
from models.training.examples import Example
from models.training.text import digit_runs, fold, skeleton

_ODD = re.compile(r"https?://|www\.|[{}<>|\\^~_=]{2,}|�|\(\)|\[\]")
_FREQUENT_ENGLISH = "the of and to is are was were that with for this have has not you they from which"
_FREQUENT_INDONESIAN = "yang dan di dengan untuk dari ini itu tidak pada adalah akan oleh dalam ke kami anda"
_ENGLISH, _INDONESIAN = frozenset(_FREQUENT_ENGLISH.split()), frozenset(_FREQUENT_INDONESIAN.split())
_NUMBER_WORDS = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|half|dozen|twice|noon|midnight"
    r"|\w+teen|\w+ty|hundred|thousand|million|billion|trillion|\w+th)\b",
    re.IGNORECASE,
)


def _copied(example: Example) -> bool:
    source, target = fold(example.source), fold(example.target)
    return source == target and len(source.split()) > 3


def _wrong_language(example: Example) -> bool:
    source, target = fold(example.source).split(), fold(example.target).split()

    def share(words: list[str], of: frozenset[str]) -> float:
        return sum(word in of for word in words) / max(1, len(words))

    if min(len(source), len(target)) < 6:
        return False
    return share(source, _ENGLISH) > share(source, _INDONESIAN) + 0.1 or share(target, _INDONESIAN) > 0.12


def _lost_numbers(example: Example) -> bool:
    """A number of two digits and more on one side only, and no number word that could stand for it."""
    source, target = Counter(digit_runs(example.source)), Counter(digit_runs(example.target))
    if source == target:
        return False
    missing = [run for run in (source - target) if len(run) > 1]
    added = [run for run in (target - source) if len(run) > 1]
    if not missing and not added:
        return False
    return not _NUMBER_WORDS.search(example.target) and len(missing) + len(added) > 1


class Cleaner:
    """Applies the rules before the alignment; `dropped` counts by rule."""

    def __init__(self, settings: Cleaning) -> None:
        self._settings = settings
        self._skeletons: set[str] = set()
        self.dropped: Counter[str] = Counter()

    def _fault(self, example: Example) -> str:
        settings = self._settings
        words = len(example.source.split()), len(example.target.split())
        sizes = len(example.source), len(example.target)
        rules = (
            ("too long", max(words) > settings.longest),
            ("no letters", not re.search(r"[^\W\d_]{2}", example.source)),
            ("markup", bool(_ODD.search(example.source) or _ODD.search(example.target))),
            ("length ratio", max(sizes) > 20 and max(sizes) / min(sizes) > settings.ratio),
            ("copied", _copied(example)),
            ("wrong language", _wrong_language(example)),
            ("numbers lost", _lost_numbers(example)),
        )
        return next((name for name, broken in rules if broken), "")

    def _near_duplicate(self, example: Example) -> bool:
        key = skeleton(example.source)
        if len(key) < 25:
            return False
        if key in self._skeletons:
            return True
        self._skeletons.add(key)
        return False

    def clean(self, examples: Iterable[Example]) -> Iterator[Example]:
        """The examples that pass."""
        for example in examples:
            fault = self._fault(example) or ("near-duplicate" if self._near_duplicate(example) else "")
            if fault:
                self.dropped[fault] += 1
            else:
                yield example


def well_covered(example: Example, least: float) -> bool:
    """Whether enough of the source's words have a link. Short pairs always pass."""
    words = len(example.source.split())
    return words <= 6 or len({i for i, _ in example.links}) >= least * words
