"""Numbers as the two languages write them, for swapping values in training pairs."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from decimal import Decimal

_INDONESIAN = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w]|[.,]\d)|(?<![\w.,])\d+(?:,\d+)?(?![\w]|[.,]\d)"
)
_ENGLISH = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w]|[.,]\d)|(?<![\w.,])\d+(?:\.\d+)?(?![\w]|[.,]\d)")


@dataclass(frozen=True)
class Figure:
    """A number as it stands in a text: where, its value, its decimals, and whether it is grouped."""

    start: int
    end: int
    value: Decimal
    decimals: int
    grouped: bool


def _find(text: str, pattern: re.Pattern[str], group: str, point: str) -> list[Figure]:
    found = []
    for match in pattern.finditer(text):
        written = match.group()
        whole, _, fraction = written.partition(point)
        value = Decimal(whole.replace(group, "") + ("." + fraction if fraction else ""))
        found.append(Figure(match.start(), match.end(), value, len(fraction), group in whole))
    return found


def indonesian_figures(text: str) -> list[Figure]:
    """`1.250.000,5` is 1250000.5. Numbers glued to letters are left alone."""
    return _find(_unglued(text), _INDONESIAN, ".", ",")


def english_figures(text: str) -> list[Figure]:
    """`1,250,000.5` is 1250000.5."""
    return _find(_unglued(text), _ENGLISH, ",", ".")


def _unglued(text: str) -> str:
    """The currency before a figure as spaces, so that offsets stay."""
    return re.sub(r"(?:Rp|US\$|USD|A\$|S\$|\$|€|£)(?=\d)", lambda match: " " * len(match.group()), text)


def _written(value: Decimal, like: Figure, group: str, point: str) -> str:
    text = f"{value:,.{like.decimals}f}" if like.grouped or value >= 10_000 else f"{value:.{like.decimals}f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", group)


def write_indonesian(value: Decimal, like: Figure) -> str:
    """`value` in Indonesian, with the decimals and the grouping of `like`."""
    return _written(value, like, ".", ",")


def write_english(value: Decimal, like: Figure) -> str:
    """`value` in English, with the decimals and the grouping of `like`."""
    return _written(value, like, ",", ".")


def other_value(figure: Figure, rng: random.Random) -> Decimal:
    """Another number of the same sort: a year for a year, a day for a day, the same size for the rest."""
    value = figure.value
    if figure.decimals:
        whole = rng.randrange(max(2, int(value) * 3))
        return Decimal(whole) + Decimal(rng.randrange(1, 10**figure.decimals)).scaleb(-figure.decimals)
    if figure.grouped:
        return Decimal(
            rng.choice((rng.randrange(1_000, 1_000_000), rng.randrange(10, 900) * 1000, rng.randrange(10**6, 10**9)))
        )
    if 1900 <= value <= 2099:
        return Decimal(rng.randrange(1945, 2027))
    if value <= 31:
        return Decimal(rng.randrange(2, 29))
    return Decimal(rng.randrange(32, max(100, 10 ** len(str(int(value))))))
