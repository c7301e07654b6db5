"""Numbers, dates and clock times by value: `Rp 1,5 triliun` and `Rp 1.5 trillion` hold the same.

Values are plain strings, so that two of them compare with `==`: `1500000000000`, `19:30` for a time, `13/1` for a
day and month. The number 1 is left out: as a word it is an article as often as a number.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from models.evaluation.words import english_numbers, indonesian_numbers

_SCALES = {
    "ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12,
    "thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12,
}  # fmt: skip
_ID_SCALE = r"(?:\s*(?P<scale>ribu|rb|juta|jt|mil[iy]ar|tril[iy]un)(?:an)?\b)?"
_EN_SCALE = r"(?:[\s-]*(?P<scale>thousand|million|mn|billion|bn|trillion)s?\b)?"
_SLASHED = r"(?P<slashed>(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/]))"
_ID = re.compile(
    rf"{_SLASHED}|(?:pukul|jam|jelang|pkl\.?)\s+(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d{{2}}))?(?!\d)"
    rf"|(?P<hour2>(?<![\d.,:])\d{{1,2}}):(?P<minute2>\d{{2}})(?!\d)"
    rf"|(?P<figure>(?<![\d.,])(?:\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,\d+)?)(?!\d){_ID_SCALE}",
    re.IGNORECASE,
)
_EN = re.compile(
    rf"{_SLASHED}|(?P<hour>(?<![\d.,:])\d{{1,2}})(?:(?P<colon>:)(?P<minute>\d{{2}})(?!\d)|[.](?P<dotted>\d{{2}})(?=\s*[ap]\.?m\b))?"
    rf"(?:\s*(?P<half>[ap])\.?m\b\.?)|(?P<hour2>(?<![\d.,:])\d{{1,2}}):(?P<minute2>\d{{2}})(?!\d)"
    rf"|(?P<figure>(?<![\d.,])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?:st|nd|rd|th)?(?!\d){_EN_SCALE}",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb", "maret march mar", "april apr", "mei may", "juni june jun",
            "juli july jul", "agustus august aug agt", "september sept sep", "oktober october oct okt",
            "november nov nopember", "desember december dec des",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _scaled(figure: str, scale: str | None) -> str:
    value = Decimal(figure)
    if scale:
        value = value.scaleb(_SCALES[scale.lower()])
    return _plain(value)


def _slashed(text: str) -> str:
    parts = [str(int(part)) for part in text.split("/")]
    return "/".join(parts)


def _clock(hour: str, minute: str | None, half: str | None = None) -> str:
    value = int(hour)
    if half:
        value = value % 12 + (12 if half.lower() == "p" else 0)
    return f"{value}:{minute or '00'}"


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with what the pattern finds as gaps that no run of words crosses."""
    return pattern.sub(lambda match: "|" * len(match.group()), text)


def indonesian_values(text: str) -> Counter[str]:
    """The values in an Indonesian text."""
    found: Counter[str] = Counter()
    for match in _ID.finditer(text):
        if match["slashed"]:
            found[_slashed(match["slashed"])] += 1
        elif match["hour"]:
            found[_clock(match["hour"], match["minute"])] += 1
        elif match["hour2"]:
            found[_clock(match["hour2"], match["minute2"])] += 1
        else:
            found[_scaled(match["figure"].replace(".", "").replace(",", "."), match["scale"])] += 1
    found.update(str(value) for value in indonesian_numbers(_without(text, _ID)))
    del found["1"], found["0"]
    return found


def english_values(text: str) -> Counter[str]:
    """The values in an English text, read generously: noon and midnight are times, ordinals are numbers."""
    found: Counter[str] = Counter()
    for match in _EN.finditer(text):
        if match["slashed"]:
            found[_slashed(match["slashed"])] += 1
        elif match["hour"]:
            found[_clock(match["hour"], match["minute"] or match["dotted"], match["half"])] += 1
        elif match["hour2"]:
            found[_clock(match["hour2"], match["minute2"])] += 1
        else:
            found[_scaled(match["figure"].replace(",", ""), match["scale"])] += 1
    found.update(str(value) for value in english_numbers(_without(text, _EN)))
    lower = text.lower()
    found["12:00"] += len(re.findall(r"\bnoon\b", lower))
    found["0:00"] += len(re.findall(r"\bmidnight\b", lower))
    del found["1"], found["0"]
    return +found


def _month_days(text: str) -> set[tuple[str, int]]:
    """Days with their month, `January 13` or `13 January`."""
    days = set()
    for match in re.finditer(
        r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]{3,9})|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?!\d)", text
    ):
        day, month = match.group(1) or match.group(4), (match.group(2) or match.group(3)).lower()
        if month in _MONTHS:
            days.add((str(int(day)), _MONTHS[month]))
    return days


def _told_halves(text: str) -> Counter[str]:
    """The clock times that say which half of the day they mean."""
    clocks = (match for match in _EN.finditer(text) if match["half"])
    return Counter(_clock(match["hour"], match["minute"] or match["dotted"], match["half"]) for match in clocks)


def kept_values(source: str, translation: str) -> tuple[int, int]:
    """How many of the Indonesian text's values the English has, each used once, and how many there are.

    A time is also found in the twelve-hour clock, a slashed date also as a date with its month's name.
    """
    wanted, found = indonesian_values(source), english_values(translation)
    total, kept = sum(wanted.values()), 0
    halves, days = _told_halves(translation), _month_days(translation)
    exact = wanted & found
    kept += sum(exact.values())
    wanted, found = wanted - exact, found - exact
    for value, count in wanted.items():
        if "/" in value:
            kept += _has_date(value, days, translation)
            continue
        hits = 0
        for form in _other_forms(value):
            # `19.30` is not 7:30 a.m., but `pukul 7` may be in the evening.
            closed = halves[form] if ":" in form and int(value.partition(":")[0]) > 12 else 0
            hit = min(count - hits, max(0, found[form] - closed))
            found[form] -= hit
            hits += hit
        kept += hits
    return kept, total


def _has_date(value: str, days: set[tuple[str, int]], translation: str) -> bool:
    """Whether `13/1` or `13/1/2022` is among the days with a month's name, and the year in the text."""
    day, month, *year = value.split("/")
    return (day, int(month)) in days and all(re.search(rf"{part}(?!\d)", translation) for part in year)


def _other_forms(value: str) -> tuple[str, ...]:
    hour, colon, minute = value.partition(":")
    if not colon:
        return (f"{value}:00",) if value.isdigit() and int(value) <= 24 else ()
    other = (int(hour) + 12) % 24
    return (f"{other}:{minute}", *((hour,) if minute == "00" else ()))
