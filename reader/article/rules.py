"""The rules of `rules.toml`, compiled, and the names of `names.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Zone = Literal["head", "body", "tail"]
_ZONES: Final[tuple[Zone, ...]] = ("head", "body", "tail")

_BETWEEN: Final = re.compile(r"[\W_]+")

LONGEST: Final = 600
"""Longest line, in code points, that may be furniture. Keeps every pattern cheap on hostile lines."""


@dataclass(frozen=True)
class Rule:
    """One rule of `rules.toml`; its fields are described there."""

    id: str
    pattern: re.Pattern[str]
    where: frozenset[Zone]
    example: str
    ends: bool = False
    takes_next: bool = False
    inline: bool = False


@dataclass(frozen=True)
class Names:
    """Known outlets and places, squashed (see `squash`)."""

    outlets: frozenset[str]
    places: frozenset[str]
    long_places: frozenset[tuple[str, ...]]
    """Places of several words, in lower case, as words."""


def squash(text: str) -> str:
    """Letters and digits of `text` in one case: what two spellings of a name or a line share."""
    return _BETWEEN.sub("", text.casefold())


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    return tuple(_rule(entry) for entry in _table("rules.toml")["rule"])


@cache
def names() -> Names:
    """Known names."""
    table = _table("names.toml")
    places: list[str] = table["places"]
    return Names(
        outlets=frozenset(map(squash, table["outlets"])),
        places=frozenset(map(squash, places)),
        long_places=frozenset(tuple(place.lower().split()) for place in places if " " in place),
    )


def furniture(line: str, *zones: Zone) -> Rule | None:
    """The first rule that takes the whole of `line` in one of `zones`."""
    if len(line) > LONGEST:
        return None
    # One by one: all of them in one pattern would match sooner, but take longer to compile than a page to read.
    return next((rule for rule in _whole_line(zones) if rule.pattern.fullmatch(line)), None)


@cache
def inline_rules(zone: Zone) -> tuple[Rule, ...]:
    """Rules that take a piece out of a line in `zone`."""
    return tuple(rule for rule in rules() if rule.inline and zone in rule.where)


@cache
def _whole_line(zones: tuple[Zone, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if not rule.inline and rule.where.intersection(zones))


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        pattern=re.compile(entry["pattern"], re.IGNORECASE),
        where=frozenset(_zones(entry["where"])),
        example=entry["example"],
        ends=entry.get("ends", False),
        takes_next=entry.get("next", False),
        inline=entry.get("inline", False),
    )


def _zones(where: str | list[str]) -> tuple[Zone, ...]:
    return _ZONES if where == "any" else tuple(zone for zone in _ZONES if zone == where or zone in where)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("reader.article").joinpath(name).read_text("utf-8"))
