"""The rules of `rules.toml`, compiled, and the names of `names.toml`."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from ahocorasick_rs import AhoCorasick

from reader.article.patterns import pattern
from reader.article.shapes import REMEMBERED

Zone = Literal["head", "body", "tail"]
_ZONES: Final[tuple[Zone, ...]] = ("head", "body", "tail")

_BETWEEN: Final = pattern(r"[\W_]+")
_ASCII_BETWEEN: Final = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
"""The same for plain ASCII, which this takes out many times faster."""

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
    has: tuple[str, ...] = ()

    def may_take(self, low: str) -> bool:
        """Whether the pattern is worth trying on a line that is `low` in lower case."""
        return not self.has or any(map(low.__contains__, self.has))


@dataclass(frozen=True)
class Names:
    """Known outlets and places, squashed (see `squash`)."""

    outlets: frozenset[str]
    places: frozenset[str]
    long_places: frozenset[tuple[str, ...]]
    """Places of several words, in lower case, as words."""


def squash(text: str) -> str:
    """Letters and digits of `text` in one case: what two spellings of a name or a line share."""
    text = text.casefold()
    return text.translate(_ASCII_BETWEEN) if text.isascii() else _BETWEEN.sub("", text)


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
    return _furniture(line, zones)


@lru_cache(maxsize=REMEMBERED)
def _furniture(line: str, zones: tuple[Zone, ...]) -> Rule | None:
    # One by one: all of them in one pattern would match sooner, but take longer to compile than a page to read.
    return next((rule for rule in _sieve(zones).left(line.lower()) if rule.pattern.fullmatch(line)), None)


class _Sieve:
    """Finds the rules that may take a line by what is in it, in one pass however many rules there are."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        owners: dict[str, list[int]] = {}
        for index, rule in enumerate(self._rules):
            for word in rule.has:
                owners.setdefault(word, []).append(index)
        self._owners = tuple(owners.values())
        self._words = AhoCorasick(list(owners))
        self._always = frozenset(index for index, rule in enumerate(self._rules) if not rule.has)

    def left(self, low: str) -> Iterator[Rule]:
        """Those that are worth trying on a line that is `low` in lower case, in their order."""
        found = {word for word, _, _ in self._words.find_matches_as_indexes(low, overlapping=True)}
        for index in sorted(self._always.union(*(self._owners[word] for word in found))):
            yield self._rules[index]


@cache
def inline_rules(zone: Zone) -> tuple[Rule, ...]:
    """Rules that take a piece out of a line in `zone`."""
    return tuple(rule for rule in rules() if rule.inline and zone in rule.where)


@cache
def _sieve(zones: tuple[Zone, ...]) -> _Sieve:
    return _Sieve(rule for rule in rules() if not rule.inline and rule.where.intersection(zones))


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        pattern=pattern(entry["pattern"], re.IGNORECASE),
        where=frozenset(_zones(entry["where"])),
        example=entry["example"],
        ends=entry.get("ends", False),
        takes_next=entry.get("next", False),
        inline=entry.get("inline", False),
        has=tuple(entry.get("has", ())),
    )


def _zones(where: str | list[str]) -> tuple[Zone, ...]:
    return _ZONES if where == "any" else tuple(zone for zone in _ZONES if zone == where or zone in where)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
