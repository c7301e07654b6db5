"""Finding words in an article, in both languages. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from reader.ui.layout import Side
from reader.ui.state import ArticleState, Place


class Match(NamedTuple):
    """A place where the text that is looked for stands."""

    place: Place
    side: Side
    start: int
    end: int
    """Offsets in the sentence."""


def find_matches(
    state: ArticleState, text: str, sides: Iterable[Side], places: Iterable[Place] | None = None
) -> tuple[Match, ...]:
    """Where `text` stands in these places (all without any), in their order, Indonesian before English.

    Capitals and kinds of space do not matter.
    """
    words = text.split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    shown = tuple(sides)
    matches = []
    for place in state.places if places is None else places:
        for side in shown:
            sentence = state.source(place) if side is Side.SOURCE else state.target(place)
            if sentence:
                matches += [Match(place, side, hit.start(), hit.end()) for hit in pattern.finditer(sentence)]
    return tuple(matches)


def merged(state: ArticleState, known: Iterable[Match], places: Iterable[Place], fresh: Iterable[Match]) -> list[Match]:
    """`known` with the matches in `places` replaced by the `fresh` ones, in reading order."""
    changed = set(places)
    matches = [*(match for match in known if match.place not in changed), *fresh]
    return sorted(matches, key=lambda match: (state.order(match.place), match.side is Side.TARGET, match.start))
