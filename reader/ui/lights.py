"""What lights up a sentence: glossary terms and matches, as named stretches of its text. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from reader.document import AlignedSentence, TermUse
from reader.ui.geometry import Side
from reader.ui.state import ArticleState, Place

KINDS = ("person", "place", "organisation", "title", "acronym", "term")
"""Kinds of glossary terms, in the order of the legend."""
MISSING = "missing"

Light = tuple[int, int, str]
"""Start, end, and the name of what is lit there; offsets in the sentence."""


def term_lights(state: ArticleState, place: Place, side: Side) -> list[Light]:
    """Glossary terms on one side of a sentence, by kind; on the Indonesian side also those that are missing."""
    lights = []
    for use in state.terms(place):
        spans = use.source_spans if side is Side.SOURCE else use.target_spans
        lights += [(span.start, span.end, _name(use)) for span in spans]
    return lights


def lit_kinds(sentences: Iterable[AlignedSentence]) -> set[str]:
    """The names that are lit in these sentences."""
    return {_name(use) for sentence in sentences for use in sentence.terms}


def cut(text: str, start: int, lights: Sequence[Light]) -> list[tuple[str, tuple[str, ...]]]:
    """`text`, which begins at `start` of its sentence, cut where a light begins or ends; with the names lit there."""
    end = start + len(text)
    edges = {start, end}
    for first, last, _ in lights:
        edges.update(edge for edge in (first, last) if start < edge < end)
    return [
        (text[a - start : b - start], tuple(name for first, last, name in lights if first <= a < last))
        for a, b in pairwise(sorted(edges))
    ]


def by_sentence(lights: Iterable[tuple[Place, Side, Light]]) -> Mapping[tuple[Place, Side], list[Light]]:
    """Lights by the sentence and side that they stand on."""
    found: dict[tuple[Place, Side], list[Light]] = {}
    for place, side, light in lights:
        found.setdefault((place, side), []).append(light)
    return found


def _name(use: TermUse) -> str:
    if use.status == "missing":
        return MISSING
    return use.kind if use.kind in KINDS else "term"
