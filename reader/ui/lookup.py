"""What a word became where it was met: its counterparts by the alignment, with how often, and examples. Pure."""

from collections import Counter
from dataclasses import dataclass

from models.types import Alignment
from reader.ui.geometry import Side
from reader.ui.words import bare, places_in, spans

_EXAMPLES = 3


@dataclass(frozen=True)
class Pair:
    """A sentence with its translation."""

    source: str
    target: str
    alignment: Alignment


@dataclass(frozen=True)
class Met:
    """What was found."""

    counterparts: tuple[tuple[str, int], ...]
    """The most frequent first."""
    examples: tuple[tuple[str, str], ...]
    """(sentence, translation), the shortest first."""
    count: int
    """How often the word was met, aligned or not."""
    sentences: int
    """In how many sentences."""


@dataclass(frozen=True)
class Entry:
    """A glossary entry that has the word."""

    source: str
    target: str
    kind: str
    note: str = ""


class Lookup:
    """Takes in pairs, and tells at any time what `wording`, one word or several of the language `side`, became.

    Capitals do not matter. Of the translations of one sentence the first one counts: what another model, or another
    glossary, once made of it says nothing new.
    """

    def __init__(self, wording: str, side: Side) -> None:
        """Nothing is met yet."""
        self._wording, self._side = wording, side
        self._counts: Counter[str] = Counter()
        self._spelled: dict[str, str] = {}
        self._examples: list[tuple[str, str]] = []
        self._known: set[str] = set()
        self._met = 0

    def take(self, pair: Pair) -> bool:
        """Look for the wording in a sentence; whether it stands there, and was not met there before."""
        if pair.source in self._known:
            return False
        texts = pair.source, pair.target
        here, there = texts if self._side is Side.SOURCE else texts[::-1]
        places = places_in(here, self._wording)
        if not places:
            return False
        self._known.add(pair.source)
        self._met += len(places)
        for place in places:
            found = _counterpart(pair.alignment, place, there, self._side)
            if found:
                self._counts[found.casefold()] += 1
                self._spelled.setdefault(found.casefold(), found)
        self._examples = sorted([*self._examples, texts], key=lambda example: len(example[0]))[:_EXAMPLES]
        return True

    @property
    def met(self) -> Met:
        """What was found so far."""
        counterparts = tuple((self._spelled[key], count) for key, count in self._counts.most_common())
        return Met(counterparts, tuple(self._examples), self._met, len(self._known))


def _counterpart(alignment: Alignment, words: range, there: str, side: Side) -> str:
    """The words of `there` that are aligned with `words`, from the first to the last; empty without any."""
    near, far = (0, 1) if side is Side.SOURCE else (1, 0)
    places = spans(there)
    aligned = sorted({link[far] for link in alignment if link[near] in words and link[far] < len(places)})
    # A stray link far away would bring in half the sentence: only what stands together with the first.
    together = [index for number, index in enumerate(aligned) if index <= aligned[0] + number + len(words)]
    return bare(there[places[together[0]][0] : places[together[-1]][1]]) if together else ""
