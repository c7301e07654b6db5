"""Numbers written in digits: which values `1.500`, `19.30`, `2:1` or `1.234,56` may stand for."""

import re
from dataclasses import dataclass
from fractions import Fraction

from reader.check.marks import LONGEST, Reading

_MARKS = re.compile(r"[.,:]")


@dataclass(slots=True)
class Digits:
    """A number token, read."""

    readings: set[Reading]
    value: Fraction | None = None
    """The likeliest value, for a scale word to multiply."""
    parts: tuple[Reading, ...] = ()
    clock: bool = False
    """It can be nothing but a time of day."""


def clock(hour: int, minute: int) -> str:
    """The reading of a time of day, on a twelve-hour dial: `pukul 19.30` and `7:30 pm` are the same."""
    return f"t{hour % 12 * 60 + minute}"


def is_clock(hour: int, minute: int) -> bool:
    """Whether there is such a time of day."""
    return hour <= 24 and minute < 60


def read_digits(text: str, decimal: str) -> Digits:
    """`text` is a number token (digits with inner `.`, `,` or `:`); `decimal` is the language's decimal mark."""
    groups = _MARKS.split(text)
    literal = f"#{text}"
    if any(len(group) > LONGEST for group in groups):
        return Digits({literal})
    signs = set(_MARKS.findall(text))
    if not signs:
        return Digits({int(text)}, Fraction(int(text)))
    if ":" in signs:
        return _with_colons(text, decimal)
    if len(groups) > 2:
        return _mixed(text, literal) if len(signs) == 2 else _many_groups(literal, groups)
    return _two_groups(literal, groups[0], groups[1], signs.pop(), decimal)


def _with_colons(text: str, decimal: str) -> Digits:
    """A time of day, a score (`2:1`) or a ratio (`16:9`, `1:10.000`)."""
    groups = text.split(":")
    readings: set[Reading] = {f"#{text}"}
    if not all(group.isdigit() for group in groups):
        parts = [read_digits(group, decimal).value for group in groups]
        return Digits(readings, parts=tuple(part for part in parts if part is not None))
    numbers = tuple(int(group) for group in groups)
    timely = len(groups[1]) == 2 and is_clock(numbers[0], numbers[1])
    if timely:
        readings.add(clock(numbers[0], numbers[1]))
        if numbers[1] == 0:
            readings.add(numbers[0])
    return Digits(readings, parts=numbers, clock=timely)


def _mixed(text: str, literal: str) -> Digits:
    """Both marks: the last one is the decimal mark, whoever wrote it."""
    cut = max(text.rfind("."), text.rfind(","))
    whole, rest = re.sub(r"[.,]", "", text[:cut]), text[cut + 1 :]
    if len(whole) > LONGEST:
        return Digits({literal})
    value = _decimal(whole, rest)
    return Digits({literal, value}, value)


def _many_groups(literal: str, groups: list[str]) -> Digits:
    """Thousands (`1.234.567`), or something with a form of its own: a version, an address, a section number."""
    joined = "".join(groups)
    if len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and len(joined) <= LONGEST:
        return Digits({literal, int(joined)}, Fraction(int(joined)))
    return Digits({literal})


def _two_groups(literal: str, first: str, second: str, sign: str, decimal: str) -> Digits:
    readings: set[Reading] = {literal}
    grouped = len(second) == 3 and len(first) <= 3 and not first.startswith("0")
    if grouped and sign != decimal:
        value = Fraction(int(first + second))
    else:
        value = _decimal(first, second)
        if grouped and sign == ",":
            readings.add(
                int(first + second)
            )  # English thousands are common in Indonesian text; the reverse is an error
    readings.add(value)
    if sign == "." and len(second) == 2 and is_clock(int(first), int(second)):
        readings.add(clock(int(first), int(second)))
    return Digits(readings, value)


def _decimal(whole: str, rest: str) -> Fraction:
    return int(whole) + Fraction(int(rest), 10 ** len(rest))
