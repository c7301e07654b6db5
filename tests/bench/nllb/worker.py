"""One contender in a process of its own, told what to do line by line: `python worker.py KIND FOLDER THREADS`.

A line on stdin is a job, `{"sentences": [...], "beam": 4}`; the answer on stdout is one line of JSON. The process
stays, so that contenders can take turns; its memory is its own.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from models.machine import peak_memory
from tests.bench.nllb.weights import EOS, PAD

BATCH = 16
LONGEST = 250
SOURCE, TARGET = "ind_Latn", "eng_Latn"
Batch = tuple[int, int]
"""Sentences done, and tokens of English in them."""
Translate = Callable[[Sequence[str], int, Sequence[int]], Iterator[Batch]]
"""Sentences, beam size and pools (which only this program has) to what is done, as it is done."""


def ours(folder: Path, threads: int, *, replicas: int) -> Translate:
    """This program's engine, text in and text out, with its vocabulary map.

    `pools` are the reader's: a few sentences first, in reading order, then more at a time.
    """
    from models.engine import CTranslate2Translator
    from models.types import DecodingOptions, Request

    class Counting(CTranslate2Translator):
        tokens = 0

        def _text(self, tokens: Sequence[str]) -> str:
            Counting.tokens += len(tokens) - 1
            return super()._text(tokens)

    engine = Counting.open(folder, device="cpu", threads=threads, replicas=replicas, use_map=True)

    def translate(sentences: Sequence[str], beam: int, pools: Sequence[int]) -> Iterator[Batch]:
        options = DecodingOptions(beam_size=beam)
        start = 0
        while start < len(sentences):
            pool = sentences[start : start + pools[min(start, len(pools) - 1)]]
            start += len(pool)
            for _ in engine.stream([Request(sentence) for sentence in pool], options):
                yield 1, Counting.tokens
                Counting.tokens = 0

    return translate


def plain(folder: Path, threads: int, *, size: int) -> Translate:
    """CTranslate2 as its documentation shows it, `size` sentences at a time, longest first."""
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    model = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8", intra_threads=threads)

    def translate(sentences: Sequence[str], beam: int, pools: Sequence[int]) -> Iterator[Batch]:
        sources = [[SOURCE, *pieces.encode(sentence, out_type=str), "</s>"] for sentence in sentences]
        if size > 1:
            sources.sort(key=len, reverse=True)
        for start in range(0, len(sources), size):
            batch = sources[start : start + size]
            results = model.translate_batch(
                batch, target_prefix=[[TARGET]] * len(batch), beam_size=beam, max_decoding_length=LONGEST
            )
            for result in results:
                pieces.decode(result.hypotheses[0][1:])
            yield len(batch), sum(len(result.hypotheses[0]) - 1 for result in results)

    return translate


def transformers(folder: Path, threads: int, *, dtype: str) -> Translate:
    """Transformers with PyTorch, `BATCH` sentences at a time, longest first."""
    import numpy as np
    import sentencepiece
    import torch
    from transformers import M2M100ForConditionalGeneration

    torch.set_num_threads(threads)
    model = M2M100ForConditionalGeneration.from_pretrained(folder / dtype, dtype=getattr(torch, dtype)).eval()
    positions = np.load(folder / dtype / "positions.npz")
    for side, part in (("encoder", model.model.encoder), ("decoder", model.model.decoder)):
        table = part.embed_positions.weights
        values = torch.from_numpy(positions[side]).to(table.dtype)
        table[part.embed_positions.offset :][: len(values)] = values  # they are made, not stored
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    vocabulary = json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))
    numbers = {token: number for number, token in enumerate(vocabulary)}

    def run(batch: list[list[int]], beam: int) -> int:
        width = max(map(len, batch))
        rows = torch.tensor([row + [PAD] * (width - len(row)) for row in batch])
        with torch.inference_mode():
            out = model.generate(
                input_ids=rows,
                attention_mask=rows.ne(PAD).long(),
                num_beams=beam,
                do_sample=False,
                forced_bos_token_id=numbers[TARGET],
                max_new_tokens=LONGEST,
            )
        text = [[vocabulary[number] for number in row if number > EOS] for row in out.tolist()]
        for tokens in text:
            pieces.decode(tokens[1:])
        return sum(len(tokens) - 1 for tokens in text)

    def translate(sentences: Sequence[str], beam: int, pools: Sequence[int]) -> Iterator[Batch]:
        sources = [
            [numbers[token] for token in (SOURCE, *pieces.encode(sentence, out_type=str), "</s>")]
            for sentence in sentences
        ]
        sources.sort(key=len, reverse=True)
        for start in range(0, len(sources), BATCH):
            batch = sources[start : start + BATCH]
            yield len(batch), run(batch, beam)

    return translate


KINDS: dict[str, Callable[[Path, int], Translate]] = {
    "ours": lambda folder, threads: ours(folder, threads, replicas=1),
    "ours, replicas": lambda folder, threads: ours(folder, threads, replicas=threads),
    "ctranslate2 batched": lambda folder, threads: plain(folder, threads, size=BATCH),
    "ctranslate2 one by one": lambda folder, threads: plain(folder, threads, size=1),
    "transformers bfloat16": lambda folder, threads: transformers(folder, threads, dtype="bfloat16"),
    "transformers float32": lambda folder, threads: transformers(folder, threads, dtype="float32"),
}


def main(kind: str, folder: str, threads: str) -> None:
    """Load, say so, and then do one job a line."""
    began = time.perf_counter()
    translate = KINDS[kind](Path(folder), int(threads))
    _answer({"load": time.perf_counter() - began, "memory": peak_memory()})
    for line in sys.stdin:
        job = json.loads(line)
        began, busy = time.perf_counter(), time.process_time()
        first, sentences, tokens = 0.0, 0, 0
        for done, counted in translate(job["sentences"], job["beam"], job.get("pools", [])):
            first = first or time.perf_counter() - began
            sentences += done
            tokens += counted
        _answer(
            {
                "seconds": time.perf_counter() - began,
                "cpu": time.process_time() - busy,
                "first": first,
                "sentences": sentences,
                "tokens": tokens,
                "memory": peak_memory(),
            }
        )


def _answer(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
