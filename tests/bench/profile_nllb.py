"""Where the processor is while NLLB translates: why the ratios of `bench_nllb.py` are what they are.

    python tests/bench/profile_nllb.py [--folder DIR] [--size tiny]

Needs Linux's `perf` (Debian: linux-perf). Translates one batch of 16 sentences with the random weights of
`bench_nllb.py`, one thread, beam 1, with the vocabulary map and without, and prints each part's share of the samples.
oneDNN, which multiplies for CTranslate2 on this processor, is told to name the code that it makes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.bench_nllb import BATCH, article, build

PARTS = (
    ("weights laid out anew for a product", r"_copy_"),
    ("8-bit products", r"gemm_[su]8[su]8s32"),
    ("other products", r"gemm|gemv"),
    ("to 8 bits and back, activations", r"quantize|u8_compensation|parallel_unary"),
    ("softmax and the best tokens", r"softmax|TopK"),
)
"""By the names of functions, the first that fits."""
NAMES_FOR_PERF = "2"
"""DNNL_JIT_PROFILE_LINUX_PERFMAP."""


def translate(folder: Path, *, mapped: bool) -> None:
    """What is profiled: three times the same batch, after one to warm up."""
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    model = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8", intra_threads=1)
    batch = [["ind_Latn", *pieces.encode(sentence, out_type=str), "</s>"] for sentence in article()[:BATCH]]
    for _ in range(4):
        model.translate_batch(batch, target_prefix=[["eng_Latn"]] * BATCH, beam_size=1, use_vmap=mapped)


def shares(folder: Path, scratch: Path, *, mapped: bool) -> dict[str, float]:
    """Each part's share of the samples. Raises CalledProcessError."""
    data = scratch / f"perf-{mapped}.data"
    work = [
        sys.executable,
        str(Path(__file__).resolve()),
        "--folder",
        str(folder),
        "--only",
        "map" if mapped else "all",
    ]
    environment = {**os.environ, "ONEDNN_JIT_PROFILE": NAMES_FOR_PERF}
    record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "-o", str(data)]
    subprocess.run([*record, *work], check=True, env=environment)
    report = ["perf", "report", "-i", str(data), "--stdio", "--no-children", "-s", "symbol", "-q"]
    lines = subprocess.run(report, check=True, capture_output=True, text=True).stdout.splitlines()
    found: defaultdict[str, float] = defaultdict(float)
    for line in lines:
        match = re.match(r"\s*([\d.]+)%\s+(.*)", line)
        if match:
            part = next((name for name, pattern in PARTS if re.search(pattern, match[2])), "the rest")
            found[part] += float(match[1]) / 100
    return dict(found)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), help="Where the weights are built, and kept.")
@click.option("--size", type=click.Choice(["full", "tiny"]), default="full", show_default=True)
@click.option("--only", type=click.Choice(["map", "all"]), hidden=True)
def main(folder: Path | None, size: str, only: str | None) -> None:
    """Profile, and print a table."""
    if only and folder:
        translate(folder, mapped=only == "map")
        return
    if not shutil.which("perf"):
        raise click.ClickException("this needs perf (Debian: apt-get install linux-perf)")
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = folder or scratch / "weights"
        build(folder, size, None)
        everything, mapped = (shares(folder, scratch, mapped=mapped) for mapped in (False, True))
    print("| | whole vocabulary | with the map |\n|---|--:|--:|")
    for part in (*(name for name, _ in PARTS), "the rest"):
        print(f"| {part} | {everything.get(part, 0):.0%} | {mapped.get(part, 0):.0%} |")


if __name__ == "__main__":
    main()
