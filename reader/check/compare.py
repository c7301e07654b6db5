"""Findings on values: numbers, dates and money that a translation lost, changed or made up."""

from collections.abc import Iterator
from itertools import islice

from reader.check.marks import Kind, Mark
from reader.check.money import same
from reader.check.scan import Scan, scan_english, scan_indonesian
from reader.document import Finding

_MOST = 6
"""Findings on values for one sentence; a sentence that is all wrong need not say so twenty times."""


def compare_values(source: str, target: str) -> list[Finding]:
    """Findings of the kinds number, date and money: `warn`, but for thousands marks that were copied (`info`)."""
    here, there = scan_indonesian(source), scan_english(target)
    lost = list(islice(_unanswered(here, there, target), _MOST))
    added = list(islice(_unanswered(there, here, source), _MOST))
    findings = [*_amounts(lost, added), *_weekdays(here, there)]
    findings.extend(_currencies(here, there))
    findings.extend(_copied_thousands(here, there))
    return findings[:_MOST]


def _unanswered(scan: Scan, other: Scan, other_text: str) -> Iterator[Mark]:
    seen: set[str] = set()
    for mark in scan.marks:
        if not mark.firm or mark.text in seen or mark.answered_by(other.pool):
            continue
        if mark.spelled and mark.text.istitle() and mark.text in other_text:
            continue  # a name, copied: `Lima` in Peru
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


def _weekdays(here: Scan, there: Scan) -> Iterator[Finding]:
    """A weekday that became another one. One that is only left out is the translator's choice."""
    lost = [
        mark for mark in here.marks if mark.text[0].isupper() and _is_day(mark) and not mark.answered_by(there.pool)
    ]
    added = [mark for mark in there.marks if _is_day(mark) and not mark.answered_by(here.pool)]
    for one, other in zip(lost, added, strict=False):
        yield Finding(kind="date", severity="warn", message=f"“{one.text}” became “{other.text}”")


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


def _is_day(mark: Mark) -> bool:
    return any(isinstance(reading, str) and reading[0] == "w" for reading in mark.readings)


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
