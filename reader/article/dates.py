"""Dates as Indonesian and English news pages print them, read by a table of names.

dateparser knows these too, but costs about a tenth of a second to load and guesses at what is no date; it is asked
only about a short line of a page's head that has a year in it and fits none of the layouts here.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from reader.article.patterns import pattern
from reader.article.shapes import REMEMBERED, word_set

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb peb", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu agt ags aug agst", "september sept sep",
            "oktober october okt oct", "november nopember nov nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS: Final = word_set(
    "senin selasa rabu kamis jumat jum'at jum’at sabtu minggu ahad "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun sen sel rab kam jum sab min"
)
_ZONES: Final = {"wib": 7, "wita": 8, "wit": 9, "gmt": 0, "utc": 0, "z": 0}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_NAME = rf"(?:\b(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})\b\.?\s*[,/]?\s*)?"
_DATE = pattern(
    rf"{_DAY_NAME}(?:tanggal\s+)?(?:"
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s/.-]{{1,3}}(?P<m1>{_MONTH})\b[\s.,/-]{{1,3}}(?P<y1>\d{{4}})\b"
    rf"|\b(?P<m2>{_MONTH})\b\.?\s{{1,3}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y2>\d{{4}})\b"
    r"|\b(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})(?=\D|$)"
    r"|\b(?P<d4>\d{1,2})[/.-](?P<m4>\d{1,2})[/.-](?P<y4>\d{4})\b)",
    re.I,
)
_TIME = pattern(
    r"(?<![\d.,:])T?(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:\.\d{1,9})?)?(?![\d])"
    r"(?:\s*(?P<half>[ap]\.?m\b\.?))?"
    r"(?:\s*\(?\s*(?P<zone>(?:wib|wita|wit|gmt|utc|z)\b)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?\)?)?",
    re.I,
)
# What may stand round a date that is a line of its own.
_LABEL = pattern(
    r"\b(?:di(?:terbitkan|publikasikan|perbarui|muat|tayangkan|posting)|terbit|tayang|publikasi|publish(?:ed)?|posted"
    r"|pada|on|tanggal|pukul|pkl|jam|at|update[ds]?|terakhir|last|waktu|rilis|hari|created|kali)\b",
    re.I,
)
_UPDATED = pattern(r"\b(?:diperbarui|updated?|terakhir|diubah|modified)\b", re.I)
_DIGIT = pattern(r"\d")
_LONGEST: Final = 160
_ODD: Final = 48
"""Longest line that dateparser is asked about."""
_LANGUAGES: Final = ["id", "en", "ms", "nl", "de", "fr", "es", "pt"]
"""What it is asked in. Left to itself it loads some two hundred languages and tries each."""


@dataclass(frozen=True)
class DateLine:
    """A date found in a line, and what the line holds besides."""

    when: datetime
    rest: str
    """The line without the date, the time and the words that announce them."""
    updated: bool
    """The line says that this is when the page was last changed."""
    timed: bool
    """It states a time of day."""


def parse_date(text: str) -> datetime | None:
    """The first date in `text`, with its time and zone as far as stated. None where there is none."""
    found = find_date(text, ask=True)
    return found.when if found else None


def find_date(line: str, *, ask: bool = False) -> DateLine | None:
    """The date that `line` holds. A line too long to be a date line holds none. With `ask`, dateparser is asked about
    what fits no layout here: a few milliseconds, so only for the lines of a page's head."""
    if len(line) > _LONGEST or not _DIGIT.search(line):
        return None
    return _find_date(line) or (_odd(line) if ask else None)


@lru_cache(maxsize=REMEMBERED)
def _find_date(line: str) -> DateLine | None:
    for match in _DATE.finditer(line):
        day = _day(match)
        if day is None:
            continue
        around = line[: match.start()] + " | " + line[match.end() :]
        time = next((found for found in _TIME.finditer(around) if _valid(found)), None)
        if time:
            around = around[: time.start()] + " " + around[time.end() :]
            day = _at(day, time)
        rest = " ".join(_LABEL.sub(" ", around).split()).strip(" |,:;-–—•·/()[]")
        return DateLine(when=day, rest=rest, updated=bool(_UPDATED.search(line)), timed=time is not None)
    return None


def is_day(word: str) -> bool:
    """Whether `word` is the name of a day of the week."""
    return word.lower().strip(".,") in _DAYS


def starts_with_date(text: str) -> bool:
    """Whether `text` begins with a date or a time of day, as what stands behind a day's name does."""
    start = text[:60]
    date, time = _DATE.match(start), _TIME.match(start)
    return bool(date or (time and (time["zone"] or time.end() == len(text))))


def parse_iso(text: str) -> datetime | None:
    """A machine-readable date, as in `<time datetime>` and JSON-LD."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return parse_date(text.strip())


def _day(match: re.Match[str]) -> datetime | None:
    groups = match.groupdict()
    for index in "1234":
        if groups[f"d{index}"]:
            month = groups[f"m{index}"]
            number = int(month) if month.isdigit() else _MONTHS[month.lower()]
            try:
                return datetime(int(groups[f"y{index}"]), number, int(groups[f"d{index}"]))  # noqa: DTZ001 - as stated
            except ValueError:
                return None
    return None


def _valid(time: re.Match[str]) -> bool:
    return int(time["h"]) < 24 and int(time["m"]) < 60 and int(time["s"] or 0) < 60


def _at(day: datetime, time: re.Match[str]) -> datetime:
    hour = int(time["h"])
    if time["half"] and hour <= 12:
        hour = hour % 12 + (12 if time["half"].lower().startswith("p") else 0)
    return day.replace(hour=hour, minute=int(time["m"]), second=int(time["s"] or 0), tzinfo=_zone(time))


def _zone(time: re.Match[str]) -> tzinfo | None:
    name, offset = time["zone"], time["offset"]
    if not name and not offset:
        return None
    hours: float = _ZONES[name.lower()] if name else 0
    if offset and (not name or name.lower() in {"gmt", "utc"}):
        digits = offset[1:].replace(":", "")
        size = int(digits[:-2]) + int(digits[-2:]) / 60 if len(digits) > 2 else int(digits)
        hours = size if offset[0] == "+" else -size
    return timezone(timedelta(hours=hours)) if abs(hours) < 24 else None


def _odd(line: str) -> DateLine | None:
    """A date in a layout or language of its own, by dateparser. Nothing relative, and a full date only."""
    words = re.findall(r"[^\W\d_]{2,}", line)
    if len(line) > _ODD or len(words) > 3 or not re.search(r"\b(?:19|20)\d\d\b", line):
        return None
    if not words or len(re.findall(r"\d+", line)) < 2:
        return None
    from dateparser import parse

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "PREFER_DATES_FROM": "past"}
    when = parse(line, languages=_LANGUAGES, settings=settings)
    return DateLine(when=when, rest="", updated=False, timed=bool(_TIME.search(line))) if when else None
