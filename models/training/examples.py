"""Prepared training text: one example a line, five tab-separated columns.

Columns: kind (names a share of the mix), source, target, word alignment in Pharaoh form (may be empty), origin file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.training.files import replacing

BACK_TRANSLATED = "backtranslated"
"""The kind whose Indonesian side a model wrote; the network sees a tag before it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence pair with its word alignment over white-space words."""

    kind: str
    source: str
    target: str
    links: tuple[tuple[int, int], ...] = ()
    origin: str = ""


def reversed_example(example: Example) -> Example:
    """The same pair from English to Indonesian."""
    links = tuple(sorted((j, i) for i, j in example.links))
    return Example(example.kind, example.target, example.source, links, example.origin)


def parse_links(text: str) -> tuple[tuple[int, int], ...]:
    """`0-0 1-2` as pairs."""
    return tuple((int(i), int(j)) for i, _, j in (link.partition("-") for link in text.split()))


def format_links(links: Iterable[tuple[int, int]]) -> str:
    """The inverse of `parse_links`."""
    return " ".join(f"{i}-{j}" for i, j in links)


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of a prepared file. Raises ValueError for a line that has not five columns."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 5:
                raise ValueError(f"{path.name}:{number}: five columns expected, {len(columns)} found")
            kind, source, target, links, origin = columns
            yield Example(kind, source, target, parse_links(links), origin)


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Write a prepared file, all or nothing; returns the number of examples."""
    count = 0
    with replacing(path) as out:
        for example in examples:
            columns = (example.kind, example.source, example.target, format_links(example.links), example.origin)
            out.write("\t".join(columns) + "\n")
            count += 1
    return count
