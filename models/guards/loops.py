"""Outputs that say something over and over: the one detector, for the guards, the checks and the evaluation."""

import re

_COPIES = dict.fromkeys(range(1, 6), 3)
"""Copies of a block of words, end to end, that make a loop, by the words in the block; two of a longer one. Of 196,615
human translations 19 are called loops, nearly all of them rightly (`total anarchy, total anarchy, total anarchy`)."""
_LONGEST_BLOCK = 16
_LOOKED_AT = 20_000
"""Characters searched. The search is linear, but no sentence is as long as that."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:/]\d+)*")
_STUTTER = re.compile(r"([^\W\d_]{1,6}?)\1{5,}|(\S{1,4}?)(?:\s?\2){9,}")
"""A loop inside one word (`hahahahahaha`), or of signs (`! ! ! ! ! ! ! ! ! !`)."""


def find_loop(text: str, source: str = "") -> str:
    """What `text` says over and over; empty if nothing. A repetitive `source` may be translated as it is.

    A loop is a block of words that comes several times end to end, one to five words three times and more words twice,
    or a stretch of letters or signs within words. Two copies of anything are enough to call the source repetitive.
    """
    block = _block(text[:_LOOKED_AT], _COPIES)
    if block and not (source and _block(source[:_LOOKED_AT], {})):
        return " ".join(block)
    stutter = _STUTTER.search(text[:_LOOKED_AT])
    if stutter and not (source and _STUTTER.search(source[:_LOOKED_AT])):
        return str(stutter[1] or stutter[2])
    return ""


def has_loop(text: str) -> bool:
    """Whether `text` says something over and over, whatever it is a translation of."""
    return bool(find_loop(text))


def _block(text: str, copies: dict[int, int]) -> list[str]:
    """The block of words that comes several times end to end, if there is one. Linear in the words."""
    said = [word.lower() for word in _WORD.findall(text)]
    for size in range(1, min(_LONGEST_BLOCK, len(said) // 2) + 1):
        needed = size * (copies.get(size, 2) - 1)
        run = 0
        for place in range(size, len(said)):
            run = run + 1 if said[place] == said[place - size] else 0
            if run >= needed:
                return said[place - size + 1 : place + 1]
    return []
