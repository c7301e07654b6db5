"""The glossary that ships with the program."""

from functools import cache
from importlib import resources

from pydantic import TypeAdapter

from reader.glossary.terms import Term

FILE = "built_in.json"
"""Made by `python -m reader.glossary.generate` from the TOML files beside it and from CLDR: read in a few
milliseconds, where the TOML files would take a tenth of a second at every start."""


@cache
def built_in_terms() -> tuple[Term, ...]:
    """The starter glossary, and the countries, languages, currencies, months and days of CLDR."""
    data = (resources.files("reader.glossary") / "data" / FILE).read_bytes()
    return TypeAdapter(tuple[Term, ...]).validate_json(data)
