"""Units beside numbers: which they are, and when two measures are one."""

import pytest

from reader.check.marks import Mark, tokenise
from reader.check.scan import scan_english, scan_indonesian
from reader.check.units import agree, convertible, mentioned, unit_at


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("km", "km"),
        ("kilometer per jam", "km/h"),
        ("miles an hour", "mi/h"),
        ("km/jam", "km/h"),
        ("meter persegi", "m2"),
        ("square-meter", "m2"),
        ("cubic meters", "m3"),
        ("-year-old", "yr"),
        ("derajat Celsius", "°C"),
        ("°F", "°F"),
        ("degrees", "°"),
        ("kilowatt-hours", "kWh"),
        ("kilowatts", "kW"),
        ("poin persentase", "% points"),
        ("poin", ""),
        ("orang", ""),
        ("", ""),
    ],
)
def test_the_unit_after_a_number(text: str, unit: str) -> None:
    assert unit_at(tokenise(text, "'s"), 0) == unit


def first(text: str, *, english: bool) -> Mark:
    """The first number of the text."""
    scan = scan_english(text) if english else scan_indonesian(text)
    return next(mark for mark in scan.marks if mark.value is not None)


@pytest.mark.parametrize(
    ("source", "target", "same"),
    [
        ("100 kilometer", "62 miles", True),
        ("100 kilometer", "82 miles", False),
        ("30 derajat Celsius", "86 degrees Fahrenheit", True),
        ("30 derajat Celsius", "80 degrees Fahrenheit", False),
        ("48 jam", "two days", True),
        ("1,5 ton", "1,500 kilograms", True),
        ("5 ton", "5 hours", False),
        ("5 orang", "5 people", False),
    ],
)
def test_the_same_measure_in_another_unit(source: str, target: str, *, same: bool) -> None:
    assert convertible(first(source, english=False), first(target, english=True)) is same


def test_degrees_of_no_scale_are_any_degrees() -> None:
    assert agree("°C", "°")
    assert not agree("°C", "°F")
    assert agree("km", "")


def test_the_first_number_of_a_range_has_its_unit() -> None:
    marks = scan_indonesian("Jaraknya 5 sampai 10 km.").marks
    assert [mark.unit for mark in marks] == ["km", "km"]


def test_a_date_has_no_unit() -> None:
    assert not any(mark.unit for mark in scan_indonesian("Rapat digelar Rabu (22/12/2021).").marks)


def test_units_are_named_without_a_number_too() -> None:
    assert mentioned(tokenise("laporan tahunan selama sepekan", "nya")) == {"yr", "wk"}
