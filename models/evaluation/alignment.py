"""Word alignment by the model's taught head against links made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.evaluation.sets import AlignedPair
from models.types import Alignment, Translator


@dataclass(frozen=True)
class AlignmentResult:
    """Och and Ney's measures: precision counts possible links as right, recall counts the sure ones."""

    pairs: int
    precision: float
    recall: float
    error_rate: float


def compare(pairs: Sequence[AlignedPair], alignments: Iterable[Alignment]) -> AlignmentResult:
    """Measure alignments against the hand's, over all links of all pairs."""
    made = in_sure = in_possible = sure = 0
    for pair, alignment in zip(pairs, alignments, strict=True):
        links = set(alignment)
        made += len(links)
        sure += len(pair.sure)
        in_sure += len(links & pair.sure)
        in_possible += len(links & pair.possible)
    return AlignmentResult(
        pairs=len(pairs),
        precision=in_possible / made if made else 0.0,
        recall=in_sure / sure if sure else 0.0,
        error_rate=1 - (in_sure + in_possible) / (made + sure) if made + sure else 0.0,
    )


def evaluate_alignment(translator: Translator, pairs: Sequence[AlignedPair]) -> AlignmentResult:
    """Align the pairs by forced decoding and measure. Raises EngineError."""
    return compare(pairs, translator.align([(pair.source, pair.target) for pair in pairs]))
