"""Finding words in an article, in both languages. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from reader.ui.geometry import Side
from reader.ui.state import ArticleState, Place

_PATIENCE = 0.2
"""Seconds that a regular expression may take over one sentence: some never come to an end."""
Spans = Callable[[str], Iterator[tuple[int, int]]]


class BadPatternError(ValueError):
    """A regular expression is wrong, or takes too long. The message says which in a few words."""


class Wanted(NamedTuple):
    """What is looked for."""

    text: str
    regex: bool = False


class Match(NamedTuple):
    """A place where the text that is looked for stands."""

    place: Place
    side: Side
    start: int
    end: int
    """Offsets in the sentence."""


def find_matches(
    state: ArticleState, wanted: Wanted, sides: Iterable[Side], places: Iterable[Place] | None = None
) -> tuple[Match, ...]:
    """Where it stands in these places (all without any), in their order and that of `sides`.

    Capitals do not matter, nor do kinds of space where it is no regular expression. Raises BadPatternError.
    """
    if not wanted.text.split():
        return ()
    spans = _regular(wanted.text) if wanted.regex else _plain(wanted.text)
    shown = tuple(sides)
    matches = []
    for place in state.places if places is None else places:
        for side in shown:
            sentence = state.source(place) if side is Side.SOURCE else state.target(place)
            if sentence:
                matches += [Match(place, side, start, end) for start, end in spans(sentence)]
    return tuple(matches)


def merged(state: ArticleState, known: Iterable[Match], places: Iterable[Place], fresh: Iterable[Match]) -> list[Match]:
    """`known` with the matches in `places` replaced by the `fresh` ones, in reading order."""
    changed = set(places)
    matches = [*(match for match in known if match.place not in changed), *fresh]
    return sorted(matches, key=lambda match: (state.order(match.place), match.side is Side.TARGET, match.start))


def _plain(text: str) -> Spans:
    pattern = re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)
    return lambda sentence: (match.span() for match in pattern.finditer(sentence))


def _regular(text: str) -> Spans:
    import regex  # type: ignore[import-untyped]  # unlike `re` it gives up in time; it takes time to import, and few people need it

    try:
        pattern = regex.compile(text, regex.IGNORECASE)
    except (regex.error, OverflowError) as error:
        raise BadPatternError("not a regular expression") from error

    def spans(sentence: str) -> Iterator[tuple[int, int]]:
        try:
            for match in pattern.finditer(sentence, timeout=_PATIENCE):
                if match.end() > match.start():
                    yield match.span()
        except TimeoutError as error:
            raise BadPatternError("this regular expression takes too long") from error

    return spans
