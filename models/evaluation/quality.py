"""Translate evaluation sets and measure what came out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.engine import CTranslate2Translator
from models.evaluation.names import kept_names, likely_names, shared_names
from models.evaluation.sets import EvaluationSet
from models.evaluation.values import kept_values
from models.guard import guarded, has_loop
from models.types import DecodingOptions, Request, Translator


@dataclass(frozen=True)
class Kept:
    """How many of something came through."""

    kept: int
    all: int

    def __str__(self) -> str:
        """`95.0 % (19 of 20)`."""
        return f"{100 * self.kept / self.all:.1f} % ({self.kept} of {self.all})" if self.all else "none there"


@dataclass(frozen=True)
class Result:
    """What one set gave. `length_ratio` is output over reference length in sacrebleu's tokens."""

    set: str
    lines: int
    beam: int
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str
    numbers: Kept
    names: Kept
    empty: int
    loops: int
    guarded_empty: int
    guarded_loops: int
    length_ratio: float
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def translate(translator: Translator, sources: Sequence[str], beam_size: int) -> list[str]:
    """The best translation of each source."""
    requests = [Request(source) for source in sources]
    options = DecodingOptions(beam_size=beam_size)
    return [hypotheses[0].text for hypotheses in translator.translate(requests, options)]


def total(parts: Sequence[tuple[int, int]]) -> Kept:
    """The sum of pairs (kept, all)."""
    return Kept(sum(kept for kept, _ in parts), sum(count for _, count in parts))


def score(outputs: Sequence[str], references: Sequence[str]) -> tuple[float, float, str, str, float]:
    """BLEU, chrF++, their signatures, and the length ratio."""
    import sacrebleu

    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF(word_order=2)
    bleu_score = bleu.corpus_score(list(outputs), [list(references)])
    chrf_score = chrf.corpus_score(list(outputs), [list(references)])
    ratio = bleu_score.sys_len / max(1, bleu_score.ref_len)
    return bleu_score.score, chrf_score.score, str(bleu.get_signature()), str(chrf.get_signature()), ratio


def evaluate_set(translator: CTranslate2Translator, part: EvaluationSet, beam_size: int) -> Result:
    """Translate and measure one set, the plain engine; loops and empty outputs also of the guarded one."""
    began = time.perf_counter()
    outputs = translate(translator, part.sources, beam_size)
    seconds = time.perf_counter() - began
    again = translate(guarded(translator, compact=True), part.sources, beam_size)
    bleu, chrf, bleu_signature, chrf_signature, ratio = score(outputs, part.references)
    triples = list(zip(part.sources, part.references, outputs, strict=True))
    return Result(
        set=part.name,
        lines=len(outputs),
        beam=beam_size,
        bleu=round(bleu, 2),
        chrf=round(chrf, 2),
        bleu_signature=bleu_signature,
        chrf_signature=chrf_signature,
        numbers=total([kept_values(source, output) for source, _, output in triples]),
        names=total([kept_names(shared_names(source, ref), output) for source, ref, output in triples]),
        empty=sum(not text.strip() for text in outputs),
        loops=sum(map(has_loop, outputs)),
        guarded_empty=sum(not text.strip() for text in again),
        guarded_loops=sum(map(has_loop, again)),
        length_ratio=round(ratio, 3),
        seconds=round(seconds, 1),
    )


def evaluate_sets(
    model: Path, sets: Sequence[EvaluationSet], *, beam_size: int, compute_type: str = "auto"
) -> list[Result]:
    """Load a model folder and measure it on several sets, on the CPU. Raises EngineError.

    `compute_type` as in `CTranslate2Translator.open`: float32 weights are measured as such only if it says so.
    """
    translator = CTranslate2Translator.open(model, device="cpu", compute_type=compute_type)
    return [evaluate_set(translator, part, beam_size) for part in sets]


@dataclass(frozen=True)
class PagesResult:
    """What whole articles gave: they have no reference, so only numbers and likely names are counted."""

    sentences: int
    numbers: Kept
    names: Kept


def read_pages(folder: Path) -> list[str]:
    """The sentences of the text files in a folder; lines of fewer than five words are page furniture."""
    from sentencex import segment

    lines = (line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines())
    long = (line for line in lines if len(line.split()) >= 5)
    return [sentence.strip() for line in long for sentence in segment("id", line) if sentence.strip()]


def evaluate_pages(translator: Translator, sentences: Sequence[str], beam_size: int) -> tuple[PagesResult, list[str]]:
    """Numbers and names kept in articles, engine alone; and the translations."""
    outputs = translate(translator, sentences, beam_size)
    pairs = list(zip(sentences, outputs, strict=True))
    numbers = total([kept_values(source, output) for source, output in pairs])
    names = total([kept_names(likely_names(source), output) for source, output in pairs])
    return PagesResult(len(outputs), numbers, names), outputs
