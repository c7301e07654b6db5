"""Acronyms that a text explains: `Badan Meteorologi, Klimatologi, dan Geofisika (BMKG)`.

The method is that of A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text", Pacific Symposium on Biocomputing 8 (2003): the characters of the short form are looked for from the
right in the words before it, the first of them at the beginning of a word.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BRACKETS: Final = re.compile(r"\(([^()\n]{2,120})\)")
_REACH: Final = 400
"""Characters before the brackets that are looked at."""
_SENTENCE_END: Final = re.compile(r"[.!?;:]\s|[\n(){}\[\]\"“”]")
_SHORT: Final = re.compile(r"[A-Z][\w.-]{0,13}(?: [A-Z][\w-]{0,9})?")
_WORD: Final = re.compile(r"\S+")
_LAST_WORD: Final = re.compile(r"(?<![\w-])([A-Z][\w-]*[A-Z][\w-]*)\s*$")


class Definition(NamedTuple):
    """A short form and what the text says it stands for."""

    short: str
    long: str


def definitions(text: str) -> Iterator[Definition]:
    """What `text` explains in brackets, in either order: `long (short)` and `short (long)`."""
    for brackets in _BRACKETS.finditer(text):
        inside = brackets[1].strip()
        before = text[max(0, brackets.start() - _REACH) : brackets.start()]
        if _is_short(inside):
            if long := _long_form(inside, _candidate(before, inside)):
                yield Definition(inside, long)
        elif (last := _LAST_WORD.search(before)) and _is_short(last[1]) and " " in inside:
            long = _long_form(last[1], inside)
            if long and len(long) >= len(inside) - 1:
                yield Definition(last[1], long)


def _is_short(text: str) -> bool:
    """Two to ten letters with two capitals or more, or one word like Kemenkeu."""
    if not _SHORT.fullmatch(text) or not 2 <= len(text) <= 14:
        return False
    return sum(character.isupper() for character in text) > 1 or (text.isalpha() and text[0].isupper())


def _candidate(before: str, short: str) -> str:
    """The words before the brackets in which the long form may be."""
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    words = list(_WORD.finditer(before, ends[-1] if ends else 0))
    most = min(len(short) + 5, 2 * len(short))
    return before[words[-min(most, len(words))].start() :].strip() if words else ""


def _long_form(short: str, words: str) -> str:
    """The shortest end of `words` that holds the characters of `short` in their order; empty if there is none."""
    place = len(words) - 1
    letters = [character for character in short.casefold() if character.isalnum()]
    text = words.casefold()
    if len(text) != len(words) or not letters:
        return ""
    for index in range(len(letters) - 1, -1, -1):
        while place >= 0 and not (
            text[place] == letters[index] and (index or not place or not text[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return ""
        place -= 1
    long = words[place + 1 :].strip(" ,")
    # As the paper has it: more than one word, longer than the short form, which is no part of it.
    return long if " " in long and len(long) > len(short) and short not in long.split() else ""
