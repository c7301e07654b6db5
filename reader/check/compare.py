"""Findings on values: numbers, dates and money that a translation lost, changed or made up."""

from collections.abc import Iterator
from itertools import islice

from reader.check.marks import Kind, Mark
from reader.check.money import same
from reader.check.scan import Scan, scan_english, scan_indonesian
from reader.check.units import PERCENT, agree, convertible, is_one, is_time
from reader.document import Finding

_TAGS: tuple[tuple[Kind, str], ...] = (("date", "w"), ("number", "~"), ("number", "/"))
"""Readings that need no answer but must not change: weekdays, powers of ten, shares."""
_COMPARED = 60
"""Numbers of a sentence whose units are looked at."""
_MOST = 6
"""Findings on values for one sentence; a sentence that is all wrong need not say so twenty times."""


def compare_values(source: str, target: str) -> list[Finding]:
    """Findings of the kinds number, date and money: `warn`, but for thousands marks that were copied (`info`)."""
    here, there = scan_indonesian(source), scan_english(target)
    lost = list(islice(_unanswered(here, there, target), _MOST))
    added = list(islice(_unanswered(there, here, source), _MOST))
    findings = [*_amounts(lost, added), *_swapped(here, there), *_half_days(here, there)]
    findings.extend(_currencies(here, there))
    findings.extend(_units(here, there))
    findings.extend(_copied_thousands(here, there))
    return findings[:_MOST]


def _unanswered(scan: Scan, other: Scan, other_text: str) -> Iterator[Mark]:
    seen: set[str] = set()
    measures = [mark for mark in other.marks[:_COMPARED] if mark.unit]
    for mark in scan.marks:
        if not mark.firm or mark.text in seen or mark.answered_by(other.pool):
            continue
        if mark.spelled and mark.text.istitle() and mark.text in other_text:
            continue  # a name, copied: `Lima` in Peru
        if mark.unit and (any(convertible(mark, twin) for twin in measures) or is_one(mark, other.units)):
            continue  # "62 miles" for `100 km`, "a year" for `12 bulan`
        seen.add(mark.text)
        yield mark


def _amounts(lost: list[Mark], added: list[Mark]) -> Iterator[Finding]:
    """A lost value and an added one of the same kind, in order, are one that changed."""
    rest = list(added)
    for mark in lost:
        twin = next((other for other in rest if other.kind == mark.kind), rest[0] if rest else None)
        if twin is None:
            yield Finding(kind=mark.kind, severity="warn", message=f"“{mark.text}” is missing in the translation")
        else:
            rest.remove(twin)
            yield Finding(kind=_kind(mark, twin), severity="warn", message=f"“{mark.text}” became “{twin.text}”")
    for mark in rest:
        yield Finding(kind=mark.kind, severity="warn", message=f"“{mark.text}” is not in the original")


def _kind(one: Mark, other: Mark) -> Kind:
    return one.kind if one.kind != "number" else other.kind


def _swapped(here: Scan, there: Scan) -> Iterator[Finding]:
    """A weekday, a rough number, a share, a span of time or an ordinal that became another one.

    One that is only left out or put in is the translator's choice. So it is with ordinals that are spelled out.
    """
    for kind, tag in _TAGS:
        lost = [mark for mark in here.marks if _is_tagged(mark, tag) and not mark.answered_by(there.pool)]
        if lost:
            added = [mark for mark in there.marks if _is_tagged(mark, tag) and not mark.answered_by(here.pool)]
            yield from _became(kind, lost, added)
    spans = [mark for mark in here.marks if _is_span(mark)]
    if spans:
        ours, theirs = here.units, there.units
        lost = [mark for mark in spans if mark.unit not in theirs]
        added = [mark for mark in there.marks if _is_span(mark) and mark.unit not in ours]
        yield from _became("date", lost, added)
    lost = [mark for mark in here.marks if mark.ordinal and not mark.answered_by(there.pool)]
    if lost:
        yield from _became("number", lost, [m for m in there.marks if m.ordinal and not m.answered_by(here.pool)])


def _half_days(here: Scan, there: Scan) -> Iterator[Finding]:
    """A time that came out twelve hours off: `pukul 20.00`, "8 a.m."."""
    for mark in here.marks:
        if not mark.half:
            continue
        twins = [other for other in there.marks if not mark.readings.isdisjoint(other.readings)]
        if twins and all(other.half not in ("", mark.half) for other in twins):
            message = f"“{mark.text}” ({mark.half}) became “{twins[0].text}” ({twins[0].half})"
            yield Finding(kind="date", severity="warn", message=message)


def _became(kind: Kind, lost: list[Mark], added: list[Mark]) -> Iterator[Finding]:
    for one, other in zip(lost, added, strict=False):
        yield Finding(kind=kind, severity="warn", message=f"“{one.text}” became “{other.text}”")


def _is_tagged(mark: Mark, tag: str) -> bool:
    """Whether a reading of the mark has the tag. Weekdays that are also other words need their capital."""
    tagged = any(isinstance(reading, str) and reading[0] == tag for reading in mark.readings)
    return tagged and (tag != "w" or mark.text[0].isupper())


def _is_span(mark: Mark) -> bool:
    """One day, one month: `sepekan`, `a week`."""
    return mark.value == 1 and is_time(mark.unit)


def _units(here: Scan, there: Scan) -> Iterator[Finding]:
    """A value that came through with another unit, or lost or won a percent sign."""
    percents = [sum(mark.unit == PERCENT for mark in scan.marks) for scan in (here, there)]
    for mark in here.marks[:_COMPARED]:
        if not mark.firm or (not mark.unit and percents[0] >= percents[1]):
            continue
        twins = [other for other in there.marks if not mark.readings.isdisjoint(other.readings)]
        if any(_same_unit(mark, other, percents) for other in twins):
            continue
        for other in twins[:1]:
            message = f"“{mark.measure}” became “{other.measure}”"
            yield Finding(kind="number", severity="warn", message=message)


def _same_unit(mark: Mark, other: Mark, percents: list[int]) -> bool:
    """Whether the two may be of one unit. A percent sign counts where one side has more of them."""
    if PERCENT in (mark.unit, other.unit) and "" in (mark.unit, other.unit) and mark.value == other.value:
        return percents[0] == percents[1] or (percents[0] > percents[1]) != (mark.unit == PERCENT)
    return agree(mark.unit, other.unit) or convertible(mark, other)


def _copied_thousands(here: Scan, there: Scan) -> Iterator[Finding]:
    """`130.000` left as it was: an English reader sees a hundred and thirty."""
    for mark in here.marks:
        if (
            mark.value is not None
            and mark.value >= 1000
            and "." in mark.text
            and mark.readings & there.pool == {f"#{mark.text}"}
        ):
            message = f"“{mark.text}” keeps the Indonesian thousands mark"
            yield Finding(kind="number", severity="info", message=message)


def _currencies(here: Scan, there: Scan) -> Iterator[Finding]:
    """A currency of an amount that the other side does not name."""
    named_there = {mention.code for mention in there.named}
    named_here = {mention.code for mention in here.named}
    lost = sorted(code for code in here.currencies if not any(same(code, other) for other in named_there))
    added = sorted(code for code in there.currencies if not any(same(code, other) for other in named_here))
    for code in lost:
        if added:
            yield Finding(kind="money", severity="warn", message=f"{code} became {added.pop(0)}")
        else:
            yield Finding(kind="money", severity="warn", message=f"the currency {code} is missing in the translation")
    for code in added:
        yield Finding(kind="money", severity="warn", message=f"the currency {code} is not in the original")
