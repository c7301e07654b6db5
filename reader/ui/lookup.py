"""What a word became where it was met: its counterparts by the alignment, with how often, and examples. Pure."""

from collections import Counter
from collections.abc import Iterable
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


@dataclass(frozen=True)
class Entry:
    """A glossary entry that has the word."""

    source: str
    target: str
    kind: str
    note: str = ""


def look_up(pairs: Iterable[Pair], wording: str, side: Side) -> Met:
    """Where `wording`, one word or several of the language `side`, stands in `pairs`. Capitals do not matter.

    Of pairs with the same words the first one counts, and its alignment.
    """
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    examples: dict[tuple[str, str], None] = {}
    met = 0
    unique: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        unique.setdefault((pair.source, pair.target), pair)
    for pair in unique.values():
        here, there = (pair.source, pair.target) if side is Side.SOURCE else (pair.target, pair.source)
        places = places_in(here, wording)
        met += len(places)
        for place in places:
            found = _counterpart(pair.alignment, place, there, side)
            if found:
                counts[found.casefold()] += 1
                spelled.setdefault(found.casefold(), found)
        if places:
            examples[pair.source, pair.target] = None
    shortest = sorted(examples, key=lambda example: len(example[0]))[:_EXAMPLES]
    return Met(tuple((spelled[key], count) for key, count in counts.most_common()), tuple(shortest), met)


def _counterpart(alignment: Alignment, words: range, there: str, side: Side) -> str:
    """The words of `there` that are aligned with `words`, from the first to the last; empty without any."""
    near, far = (0, 1) if side is Side.SOURCE else (1, 0)
    places = spans(there)
    aligned = sorted({link[far] for link in alignment if link[near] in words and link[far] < len(places)})
    # A stray link far away would bring in half the sentence: only what stands together with the first.
    together = [index for number, index in enumerate(aligned) if index <= aligned[0] + number + len(words)]
    return bare(there[places[together[0]][0] : places[together[-1]][1]]) if together else ""
