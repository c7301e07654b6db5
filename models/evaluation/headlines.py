"""How well headlines come through: those that a set has, and its sentences made into headlines.

Capitals are not compared: a headline's translation has its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.engine import CTranslate2Translator
from models.evaluation.quality import score, translate
from models.evaluation.sets import EvaluationSet
from models.guard import guarded
from models.guards.capitals import SMALL_WORDS, in_title_case

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class HeadlinesResult:
    """BLEU and chrF++ of one kind of lines, by the engine alone and with the guards."""

    set: str
    kind: str
    lines: int
    bleu: float
    chrf: float
    guarded_bleu: float
    guarded_chrf: float


def evaluate_headlines(
    translator: CTranslate2Translator, part: EvaluationSet, most: int, beam_size: int
) -> list[HeadlinesResult]:
    """Translate the headlines of a set, and its first `most` other lines as they are, as headlines and in capitals."""
    real = [index for index, source in enumerate(part.sources) if in_title_case(source)]
    rest = [index for index, source in enumerate(part.sources) if not in_title_case(source)][:most]
    kinds: tuple[tuple[str, Sequence[int], Callable[[str], str]], ...] = (
        ("headlines of the set", real, str),
        ("sentences", rest, str),
        ("sentences made headlines", rest, as_headline),
        ("sentences in capitals", rest, str.upper),
    )
    careful = guarded(translator, compact=True)
    results = []
    for kind, indexes, change in kinds:
        if not indexes:
            continue
        sources = [change(part.sources[index]) for index in indexes]
        references = [part.references[index].lower() for index in indexes]
        scores = [
            score([text.lower() for text in translate(model, sources, beam_size)], references)[:2]
            for model in (translator, careful)
        ]
        figures = [round(figure, 2) for pair in scores for figure in pair]
        results.append(HeadlinesResult(part.name, kind, len(indexes), *figures))
    return results


def as_headline(sentence: str) -> str:
    """`sentence` with a capital at every word but the small ones."""
    return _WORD.sub(
        lambda match: match[0] if match.start() and match[0] in SMALL_WORDS else match[0][0].upper() + match[0][1:],
        sentence,
    )
