"""Values of numbers, dates and times in both languages."""

from collections import Counter

import pytest

from models.evaluation.values import english_values, indonesian_values, kept_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.250.000,5", ["1250000.5"]),
        ("Rp 1,5 triliun", ["1500000000000"]),
        ("Rp250.000", ["250000"]),
        ("naik 12,5 persen", ["12.5"]),
        ("dua puluh lima orang", ["25"]),
        ("dua ratus lima puluh ribu rumah", ["250000"]),
        ("seribu lima ratus", ["1500"]),
        ("tiga belas hari", ["13"]),
        ("pukul 19.30 WIB", ["19:30"]),
        ("23 Desember 2021 - 00:46 WIB", ["0:46", "2021", "23"]),
        ("Kamis (13/1)", ["13/1"]),
        ("Rabu (22/12/2021)", ["22/12/2021"]),
        ("13 Januari 2022", ["13", "2022"]),
        ("ke-5", ["5"]),
        ("2-3", ["2", "3"]),
        ("salah satu dari mereka", []),
        ("130.000", ["130000"]),
        ("1,2 juta dolar AS", ["1200000"]),
    ],
)
def test_indonesian(text: str, values: list[str]) -> None:
    assert indonesian_values(text) == Counter(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,250,000.5", ["1250000.5"]),
        ("Rp 1.5 trillion", ["1500000000000"]),
        ("twenty-five people", ["25"]),
        ("two hundred and fifty thousand houses", ["250000"]),
        ("the fifth", ["5"]),
        ("7.30 p.m.", ["19:30"]),
        ("19:30", ["19:30"]),
        ("12 a.m.", ["0:00"]),
        ("the 22nd", ["22"]),
        ("13/1", ["13/1"]),
        ("nineteen ninety", ["19", "90"]),
        ("one of them", []),
    ],
)
def test_english(text: str, values: list[str]) -> None:
    assert english_values(text) == Counter(values)


@pytest.mark.parametrize(
    ("source", "translation", "kept"),
    [
        ("Rp 1,5 triliun", "Rp 1.5 trillion", (1, 1)),
        ("Rp 1,5 triliun", "Rp 1,500 billion", (1, 1)),
        ("Rp 1,5 triliun", "Rp 1,5 trillion", (0, 1)),
        ("130.000 orang", "130.000 people", (0, 1)),
        ("130.000 orang", "130,000 people", (1, 1)),
        ("Kamis (13/1)", "Thursday (13/1)", (1, 1)),
        ("Kamis (13/1)", "Thursday, January 13", (1, 1)),
        ("Kamis (13/1)", "Thursday, March 13", (0, 1)),
        ("pukul 19.30", "at 7:30 p.m.", (1, 1)),
        ("pukul 12.00", "at noon", (1, 1)),
        ("pukul 19.30", "at 7:30", (1, 1)),
        ("pukul 19.30", "at 7:30 a.m.", (0, 1)),
        ("pukul 7 malam", "at 7 p.m.", (1, 1)),
        ("pukul 07.30 dan pukul 19.30", "at 7:30 p.m.", (1, 2)),
        ("pukul 07.30 dan pukul 19.30", "at 7:30 a.m. and 7:30 p.m.", (2, 2)),
        ("Rabu (22/12/2021)", "Wednesday, December 22, 2021", (1, 1)),
        ("Rabu (22/12/21)", "Wednesday, December 22, 2021", (1, 1)),
        ("Rabu (22/12/2021)", "Wednesday, December 22, 2019", (0, 1)),
        ("5 dari 5 orang", "5 people", (1, 2)),
        ("ke-7", "the seventh", (1, 1)),
        ("tidak ada angka", "no numbers", (0, 0)),
    ],
)
def test_kept(source: str, translation: str, kept: tuple[int, int]) -> None:
    assert kept_values(source, translation) == kept
