"""Glossary terms and where they come from: TOML files, the later ones over the earlier ones."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from reader.errors import ReaderError, UsageError
from reader.validated import Frozen

TermKind = Literal["person", "place", "organisation", "title", "acronym", "term"]


class Term(Frozen):
    """One entry: what stands in the Indonesian text, and the English that it should become."""

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)
    variants: tuple[str, ...] = ()
    """Other spellings of the source."""
    accept: tuple[str, ...] = ()
    """Other English wordings that are as good as `target`."""
    kind: TermKind = "term"
    case: Literal["exact", "any"] | None = None
    """Whether capitals must agree. Left out: exact for all capitals (`AS` is a country, `as` is not)."""
    note: str | None = None

    @model_validator(mode="after")
    def _no_empty_wording(self) -> "Term":
        if not all(text.strip() for text in (*self.forms, *self.wordings)):
            raise ValueError("a wording is empty")
        return self

    @property
    def forms(self) -> tuple[str, ...]:
        """Every Indonesian wording."""
        return (self.source, *self.variants)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every English wording that counts as used, the preferred one first."""
        return (self.target, *self.accept)

    def exact(self, form: str) -> bool:
        """Whether capitals must agree for this wording of the source."""
        return form.isupper() if self.case is None else self.case == "exact"


class GlossaryFile(Frozen):
    """The TOML format: `[[term]]` tables."""

    term: tuple[Term, ...] = ()


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of a TOML glossary. Raises ReaderError that names the file and the entry."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError("the glossary cannot be read", path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise ReaderError("the glossary cannot be read", path, "it is not UTF-8 text") from error
    return _parse(text, str(path))


@cache
def built_in_terms() -> tuple[Term, ...]:
    """The starter glossary that ships with the program."""
    data = resources.files("reader.glossary") / "data"
    files = sorted((entry for entry in data.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(term for file in files for term in _parse(file.read_text(encoding="utf-8"), file.name))


def merged(layers: Iterable[Iterable[Term]]) -> tuple[Term, ...]:
    """All layers as one glossary: a later layer's term replaces an earlier one with the same source."""
    terms: dict[str, Term] = {}
    for layer in layers:
        for term in layer:
            key = term.source if term.exact(term.source) else term.source.casefold()
            terms[key] = term
    return tuple(terms.values())


def _parse(text: str, name: str) -> tuple[Term, ...]:
    try:
        return GlossaryFile.model_validate(tomllib.loads(text)).term
    except tomllib.TOMLDecodeError as error:
        raise ReaderError("the glossary is not valid TOML", name, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = list(first["loc"])
        entry = ""
        if len(place) > 1 and isinstance(place[1], int):  # ("term", number, field)
            entry, place = f"entry {place[1] + 1}: ", place[2:]
        where = ".".join(str(part) for part in place)
        hint = f"{entry}{where + ': ' if where else ''}{first['msg']}"
        raise ReaderError("the glossary has a wrong entry", name, hint) from error
