"""Small facts about text that collecting, cleaning and augmenting share."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORDS = re.compile(r"[^\w]+")
EDGES = re.compile(r"^\W+|\W+$")
"""Punctuation around a word."""
_DIGITS = re.compile(r"\d+")


def tidy(text: str) -> str:
    """One line, composed characters, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(c if unicodedata.category(c)[0] != "C" or c.isspace() else "" for c in composed)
    return " ".join(visible.split())


def fold(text: str) -> str:
    """What a sentence is compared by: letters and digits, lower case."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def skeleton(text: str) -> str:
    """What near-duplicates share: the fold without digits and order-bearing short words."""
    return " ".join(word for word in _DIGITS.sub("0", fold(text)).split() if len(word) > 2)


def bare_words(text: str) -> list[str]:
    """White-space words without the punctuation at their edges, lower case, as the aligner reads them."""
    return [EDGES.sub("", word).lower() or word for word in text.split()]


def digit_runs(text: str) -> list[str]:
    """All runs of digits, grouping marks removed (`130.000` and `130,000` are both `130000`)."""
    return _DIGITS.findall(re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", text))
