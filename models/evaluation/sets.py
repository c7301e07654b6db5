"""Evaluation sets: pairs of sentences from tab-separated files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
SAMPLE = DATA / "flores_sample.tsv"
HAND_ALIGNED = DATA / "hand_alignments.tsv"

Links = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class EvaluationSet:
    """Source sentences and their references, line for line."""

    name: str
    sources: tuple[str, ...]
    references: tuple[str, ...]

    def first(self, count: int | None) -> EvaluationSet:
        """The first `count` pairs; all of them for None."""
        return EvaluationSet(self.name, self.sources[:count], self.references[:count])


@dataclass(frozen=True)
class AlignedPair:
    """A pair with its word links by hand; `possible` holds the sure ones too."""

    source: str
    target: str
    sure: Links
    possible: Links


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.removesuffix("\r").split("\t") for line in lines if line.strip() and not line.startswith("#")]


def read_set(path: Path) -> EvaluationSet:
    """Read a set of two columns, or of three when the first is a line number.

    Raises ValueError for a file without pairs.
    """
    pairs = []
    for row in _rows(path):
        columns = row[1:] if len(row) > 2 and row[0].isdigit() else row
        if len(columns) >= 2 and columns[0] and columns[1]:
            pairs.append((columns[0], columns[1]))
    if not pairs:
        raise ValueError(f"no sentence pairs in {path.name}")
    sources, references = zip(*pairs, strict=True)
    return EvaluationSet(path.stem, sources, references)


def read_sets(folder: Path | None) -> list[EvaluationSet]:
    """Every `.tsv` of a folder, by name; without a folder the sample that ships."""
    if folder is None:
        return [read_set(SAMPLE)]
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise ValueError(f"no .tsv file in {folder}")
    return [read_set(path) for path in files]


def read_hand_aligned(path: Path = HAND_ALIGNED) -> list[AlignedPair]:
    """The pairs aligned by hand: line number, source, target, links (`3-2` sure, `3p2` possible)."""
    pairs = []
    for _, source, target, links in _rows(path):
        sure = frozenset(_link(link, "-") for link in links.split() if "-" in link)
        possible = frozenset(_link(link, "p") for link in links.split() if "p" in link)
        pairs.append(AlignedPair(source, target, sure, sure | possible))
    return pairs


def _link(text: str, mark: str) -> tuple[int, int]:
    source, _, target = text.partition(mark)
    return int(source), int(target)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, line ends as LF, so that a check-out's settings do not matter."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
