"""Collect: unpack the corpus's files into examples, without any sentence of an evaluation set."""

from __future__ import annotations

import fnmatch
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.training.config import English, Recipe, Source
from models.training.examples import Example
from models.training.text import fold, tidy

SHORT = 5
"""An English evaluation sentence of at most this many words may be common property ("Thank you very much.")."""


class Blocklist:
    """The evaluation sets' sentences, which must not be trained on: whole, and as part of a training line."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._sources: set[str] = set()
        self._targets: set[str] = set()
        self._shingles: set[str] = set()
        for source, target in pairs:
            self._sources.add(fold(source))
            if len(target.split()) > SHORT:
                self._targets.add(fold(target))
            for side in (source, target):
                self._shingles.update(_shingles(fold(side)))

    def blocks(self, source: str, target: str) -> bool:
        """Whether a pair occurs in an evaluation set, or shares a run of ten words with one of its sentences."""
        folded = fold(source), fold(target)
        if folded[0] in self._sources or folded[1] in self._targets:
            return True
        return any(shingle in self._shingles for side in folded for shingle in _shingles(side))


def _shingles(folded: str, length: int = 10) -> Iterator[str]:
    words = folded.split()
    for start in range(len(words) - length + 1):
        yield " ".join(words[start : start + length])


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The first two columns of a `.tsv` or `.tsv.xz` file, tidied; lines with fewer are skipped."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= 2 and all(columns[:2]):
                yield tidy(columns[0]), tidy(columns[1])


def files_of(source: Source | English, data: Path) -> list[Path]:
    """The files that a source's patterns name, in a fixed order. Raises FileNotFoundError for a pattern without any."""
    found: list[Path] = []
    for pattern in source.files:
        matches = sorted(data.glob(pattern))
        if not matches:
            raise FileNotFoundError(f"no file of the corpus matches {pattern}")
        found.extend(m for m in matches if not any(fnmatch.fnmatch(m.name, part) for part in source.exclude))
    return found


def evaluation_block(recipe: Recipe, data: Path) -> Blocklist:
    """What must not be trained on: every pair of the recipe's evaluation sets."""
    return Blocklist(pair for name in recipe.evaluation for pair in read_pairs(data / name))


_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))[a-z]")
_ALONE = re.compile(r"\bi(?=\b(?:'|\s|$|[,.!?]))")


def with_capitals(english: str) -> str:
    """Capitals at sentence starts and for `I`, which lower-case English has lost."""
    return _ALONE.sub("I", _SENTENCE_START.sub(lambda match: match.group().upper(), english))


def collect(recipe: Recipe, data: Path) -> Iterator[Example]:
    """Every pair of the corpus once, the first occurrence wins; nothing of an evaluation set."""
    blocked = evaluation_block(recipe, data)
    seen: set[tuple[str, str]] = set()
    for source in recipe.sources:
        for path in files_of(source, data):
            for indonesian, english in read_pairs(path):
                key = fold(indonesian), fold(english)
                if key in seen or not all(key) or blocked.blocks(indonesian, english):
                    continue
                seen.add(key)
                target = with_capitals(english) if source.lower_case else english
                yield Example(source.kind, indonesian, target, origin=path.name.split(".")[0])
