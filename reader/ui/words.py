"""Words of a sentence, and their counterparts in the other language by the alignment. Pure.

A word is what stands between white space, as in the alignment; its punctuation is cut off where it is used as a term.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from models.types import Alignment
from reader.ui.geometry import Side
from reader.ui.state import ArticleState, Place
from reader.ui.wrap import Line

_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"^\W+|\W+$")


class Words(NamedTuple):
    """Some words in a row of one side of a sentence: what the cursor stands on, or what is selected."""

    place: Place
    side: Side
    first: int
    last: int
    """The last word, itself included."""


def spans(text: str) -> list[Line]:
    """Where the words of `text` stand."""
    return [match.span() for match in _WORD.finditer(text)]


def word_at(text: str, offset: int) -> int | None:
    """The word that `offset` is in; None between words."""
    return next((index for index, (start, end) in enumerate(spans(text)) if start <= offset < end), None)


def partners(alignment: Alignment, words: Words) -> list[int]:
    """The words of the other side that are aligned with `words`, in order."""
    here, there = (0, 1) if words.side is Side.SOURCE else (1, 0)
    return sorted({link[there] for link in alignment if words.first <= link[here] <= words.last})


def side_text(state: ArticleState, place: Place, side: Side) -> str:
    """One side of a sentence; empty while it is not there."""
    return state.source(place) if side is Side.SOURCE else state.target(place) or ""


def counterpart(state: ArticleState, words: Words) -> Words | None:
    """The other side's words from the first aligned one to the last; None without any."""
    sentence = state.ready.get(words.place)
    found = partners(sentence.alignment, words) if sentence else []
    side = other(words.side)
    count = len(spans(side_text(state, words.place, side)))
    inside = [index for index in found if index < count]
    return Words(words.place, side, inside[0], inside[-1]) if inside else None


def text_of(state: ArticleState, words: Words) -> str:
    """The words without the punctuation around them."""
    text = side_text(state, words.place, words.side)
    there = spans(text)[words.first : words.last + 1]
    return bare(text[there[0][0] : there[-1][1]]) if there else ""


def places_in(text: str, wording: str) -> list[range]:
    """Where `wording` stands in `text`, as words; capitals, and punctuation around words, do not matter."""
    wanted = [_bare(word) for word in wording.split()]
    if not wanted or wanted[0] not in text.casefold():
        return []
    words = [_bare(word) for word in text.split()]
    size = len(wanted)
    return [range(i, i + size) for i in range(len(words) - size + 1) if words[i : i + size] == wanted]


def bare(text: str) -> str:
    """Without the punctuation around it."""
    return _EDGE.sub("", text)


def lights(state: ArticleState, words: Iterable[Words], place: Place, side: Side) -> list[tuple[int, int, str]]:
    """What is lit on one side of a sentence: the words themselves, and on the other side their counterparts."""
    lit = []
    for some in words:
        if some.place != place:
            continue
        there = spans(side_text(state, place, side))
        if some.side is side:
            chosen = there[some.first : some.last + 1]
            if chosen:
                lit.append((chosen[0][0], chosen[-1][1], "word"))
        elif sentence := state.ready.get(place):
            lit += [(*there[index], "partner") for index in partners(sentence.alignment, some) if index < len(there)]
    return lit


def other(side: Side) -> Side:
    """The other side."""
    return Side.TARGET if side is Side.SOURCE else Side.SOURCE


def _bare(word: str) -> str:
    return bare(word).casefold()
