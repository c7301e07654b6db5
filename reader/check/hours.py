"""Which half of the day a time of day is in, where the sentence says so: `pukul 20.00`, `jam 8 pagi`, "8 a.m."."""

import re
from typing import Literal

from reader.check.marks import Token

Half = Literal["", "am", "pm"]

_HOUR = re.compile(r"([0-9]{1,2})(?:[.:][0-9]{2})?\Z")
_SAID: dict[str, Half] = {
    "am": "am",
    "a.m": "am",
    "pm": "pm",
    "p.m": "pm",
    "dini": "am",
    "pagi": "am",
    "morning": "am",
    "afternoon": "pm",
    "sore": "pm",
    "petang": "pm",
    "evening": "pm",
}
_DAYLIGHT = range(7, 12)
"""Hours of the morning that some call `siang`."""
_BETWEEN = frozenset({"wib", "wita", "wit", "waktu", "in", "at", "the"})


def half_of_day(text: str, whole: int | None, following: list[Token], *, timely: bool, zeros: bool) -> Half:
    """The half of the day of the time `text`; "" where it is not sure. `following` are the few tokens after it.

    `whole` is its value where that is whole, in words or digits. `timely` says that it can be nothing but a time, and
    `zeros` that the language writes hours before ten with one, so that `08.00` is in the morning. A word that is there
    counts for more: `pukul 08.00 malam`.
    """
    digits = _HOUR.match(text)
    hour = int(digits[1]) if digits else whole
    if hour is None or hour > 24:
        return ""
    if said := _said(hour, following):
        return said
    if not timely:
        return ""
    if 13 <= hour < 24:
        return "pm"
    return "am" if zeros and digits and text.startswith("0") else ""


def _said(hour: int, following: list[Token]) -> Half:
    for token in following:
        if token.low in _SAID:
            return _SAID[token.low]
        if token.low == "siang":
            return "am" if hour in _DAYLIGHT else "pm"
        if token.low in ("malam", "night"):
            return "pm" if 6 <= hour <= 11 or 12 < hour < 24 else "am"
        if token.low not in _BETWEEN:
            return ""
    return ""
