"""Places, bodies and offices of the news whose names differ between the languages, from `gazetteer.tsv`."""

from __future__ import annotations

from pathlib import Path


def _entries(kind: str) -> list[list[str]]:
    text = (Path(__file__).parent / "gazetteer.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return [row[1:] for row in rows if row[0] == kind]


def _pairs(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in _entries(kind))


COUNTRIES = tuple((row[0], row[1], row[2]) for row in _entries("country"))
"""Indonesian, English, English adjective."""

CITIES = _pairs("city")
"""Cities and regions: Indonesian, English."""

BODIES = _pairs("body")
"""Institutions: Indonesian, English with its article."""

OFFICES = _pairs("office")
"""Titles that stand before a name."""

GROUPS = _pairs("group")
"""Nouns that a country's adjective stands before."""
