"""Floors: figures that the bundled model must not fall below, on data that must not change unnoticed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from models.evaluation.quality import Result
from models.evaluation.sets import EvaluationSet, file_digest, read_set

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Floors:
    """What `floors.toml` says: the file, its digest, how much of it is used, and the least allowed figures."""

    data: str
    sha256: str
    lines: int
    beam: int
    bleu: float
    chrf: float
    numbers: float
    """Per cent of the numbers."""
    names: float
    """Per cent of the names."""
    empty: int
    loops: int
    """Guarded outputs that may be empty, or loop."""
    model: str
    """Version of the weights that the floors were set with."""


def read_floors(path: Path = HERE / "floors.toml") -> Floors:
    """Read the floors. Raises TypeError for missing or unknown keys."""
    return Floors(**tomllib.loads(path.read_text(encoding="utf-8")))


def floor_set(floors: Floors) -> EvaluationSet:
    """The data that the floors are for. Raises ValueError when the file has changed."""
    path = HERE / "data" / floors.data
    if file_digest(path) != floors.sha256:
        raise ValueError(f"{floors.data} has changed: measure again and set the floors anew, saying why")
    return read_set(path).first(floors.lines)


def below(floors: Floors, result: Result) -> list[str]:
    """What has fallen below its floor, in words."""
    numbers = 100 * result.numbers.kept / max(1, result.numbers.all)
    names = 100 * result.names.kept / max(1, result.names.all)
    least = (
        ("BLEU", result.bleu, floors.bleu),
        ("chrF++", result.chrf, floors.chrf),
        ("numbers kept", numbers, floors.numbers),
        ("names kept", names, floors.names),
    )
    most = (("empty", result.guarded_empty, floors.empty), ("loops", result.guarded_loops, floors.loops))
    return [f"{name}: {value:.2f} is below {floor}" for name, value, floor in least if value < floor] + [
        f"{name}: {value} is above {ceiling}" for name, value, ceiling in most if value > ceiling
    ]
