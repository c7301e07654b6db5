"""The development figures that the learning curve is drawn from."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import sacrebleu

from models.engine import CTranslate2Translator
from models.evaluation.sets import EvaluationSet
from models.training.checkpoint import Checkpoint
from models.training.export import export
from models.types import DecodingOptions, Request


def backwards_options() -> DecodingOptions:
    """How the model from English to Indonesian is asked."""
    plain = DecodingOptions(beam_size=1)
    return replace(plain, source_language=plain.target_language, target_language=plain.source_language)


class Development:
    """Greedy BLEU and chrF++ of the averaged weights, exported to int8, on a fixed part of the development set."""

    def __init__(
        self, part: EvaluationSet, tokenizer: Path, folder: Path, *, most: int = 300, backwards: bool = False
    ) -> None:
        pairs = list(zip(part.sources, part.references, strict=True))
        self._options = DecodingOptions(beam_size=1)
        if backwards:
            pairs = [(target, source) for source, target in pairs]
            self._options = backwards_options()
        self._pairs = random.Random(0).sample(pairs, most) if len(pairs) > most else pairs
        self._tokenizer, self._folder = tokenizer, folder

    def __call__(self, state: Checkpoint) -> Mapping[str, float]:
        """Export to the folder, load it with the program's own engine, translate."""
        export(state.average, state.shape, self._tokenizer, self._folder, quantization="int8")
        translator = CTranslate2Translator.open(self._folder, device="cpu")
        requests = [Request(source) for source, _ in self._pairs]
        outputs = [best[0].text for best in translator.translate(requests, self._options)]
        references = [[target for _, target in self._pairs]]
        bleu = sacrebleu.corpus_bleu(outputs, references)
        return {
            "bleu": round(bleu.score, 2),
            "chrf": round(sacrebleu.corpus_chrf(outputs, references, word_order=2).score, 2),
            "length": round(bleu.sys_len / max(1, bleu.ref_len), 3),
        }
