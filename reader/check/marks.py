"""What the checks read off a sentence: tokens, and marks (a stretch of text with the values it may stand for)."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

Reading = Fraction | int | str
"""A value to compare: a number as itself, all else as a tagged string.

`m5` the month of May, `w3` Wednesday, `t450` half past seven on a twelve-hour dial, `c19` the 19th century,
`#2.0.1` digits to be compared as they are written.
"""

Kind = Literal["number", "date", "money"]

LONGEST = 15
"""Digits in a row that are still read as a number; longer ones are account numbers or noise, compared as text."""

_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:[.,:][0-9]+)*)"
    r"|(?P<word>\b[ap]\.m\b|[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>[^\w\s]|_)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.|(?<!\w)[@#](?=\w*[A-Za-z]))\S+|\b\w{1,60}(?:\.\w{1,60}){0,3}\.(?:com|org|net|id|io)\b(?:/\S*)?"
)
_FIXED_SPACE = re.compile(r"(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_VULGAR = {"½": "5", "¼": "25", "¾": "75"}
_AFTER_DIGIT = re.compile(r"(?<=[0-9]) ?([½¼¾])")
_IN_WORD = re.compile(r"(?<=[^\W\d_])[½¼¾]")
_TIDY = str.maketrans(
    {"‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "⁄": "/", "½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
)

SENTENCE_ENDS = frozenset('.?!:;"“”‘•*(-—')


class Token(NamedTuple):
    """A number, a word or a sign, with its place in the tidied text."""

    kind: Literal["number", "word", "sign"]
    text: str
    low: str
    start: int
    end: int


@dataclass(slots=True)
class Mark:
    """A stretch of a sentence that says a value, and every value it may say."""

    text: str
    start: int
    end: int
    readings: set[Reading]
    parts: tuple[Reading, ...] = ()
    """Values that together say the same as one reading: `2:1` is also 2 and 1."""
    firm: bool = True
    """It must be answered on the other side. A mark that is not firm only answers others."""
    kind: Kind = "number"
    value: Fraction | None = None
    """The value before a scale word, where the mark has none of its own: `5` in `5-10 juta`."""
    scale: int = 1
    spelled: bool = False
    """Written in words."""
    unit: str = ""
    """The unit of measure after it, as `reader.check.units` calls it."""
    unit_text: str = ""
    """The unit as it is written."""
    half: str = ""
    """For a time of day, am or pm, where that is sure."""
    ordinal: bool = False
    """Written in words, and an ordinal that need not be answered: `kedua`, "first"."""

    @property
    def measure(self) -> str:
        """The number with its unit."""
        return f"{self.text} {self.unit_text}".strip()

    def answered_by(self, pool: set[Reading]) -> bool:
        """Whether the other side, whose readings `pool` holds, says this value."""
        return not self.readings.isdisjoint(pool) or (bool(self.parts) and all(part in pool for part in self.parts))


def tidy(text: str, decimal: str) -> str:
    """`text` with dashes, fraction signs and fixed spaces between digits in one form, and without web addresses.

    `decimal` is the language's decimal mark.
    """
    text = _ADDRESS.sub(" ", text)
    if text.isascii():
        return text
    text = _FIXED_SPACE.sub("", text)
    text = _IN_WORD.sub("", text)  # the debris of a wrong encoding
    text = _AFTER_DIGIT.sub(lambda match: decimal + _VULGAR[match[1]], text)
    return text.translate(_TIDY)


def tokenise(text: str, suffix: str) -> list[Token]:
    """The tokens of a tidied text, in order; white space parts them and is not among them.

    `suffix` is taken off the lower-case form of long words: `kelimanya`, `October's`.
    """
    tokens = []
    for match in _TOKEN.finditer(text):
        whole = match.group()
        low = whole.lower().replace("’", "'")
        kind = match.lastgroup
        if kind == "word" and len(low) > 5:
            low = low.removesuffix(suffix)
        tokens.append(Token(kind, whole, low, match.start(), match.end()))  # type: ignore[arg-type]
    return tokens


def opens_sentence(tokens: list[Token], index: int) -> bool:
    """Whether the word there may owe its capital to its place."""
    return index == 0 or tokens[index - 1].text in SENTENCE_ENDS


def touching(left: Token, right: Token) -> bool:
    """Nothing stands between the two."""
    return left.end == right.start
