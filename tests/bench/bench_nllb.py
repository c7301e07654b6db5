"""NLLB on this machine: this program's engine against CTranslate2 as it comes and against Transformers, side by side.

    python tests/bench/bench_nllb.py [--torch-python PYTHON] [--folder DIR] [--size tiny] [--rounds N] [--minutes M]

Random weights of NLLB-200-distilled-600M's exact shape, the same for all (see `nllb/weights.py`), and the sentences of
a shipped article. Each contender is a process of its own; they take turns, this program's before and after every
other, and a ratio is that of a run to the two beside it, so that a busy machine weighs on both. Writes the table to
`tests/bench/nllb.md` and the picture to `tests/bench/nllb.svg`. Without `--torch-python`, a Python that has PyTorch and
Transformers, those two and the machine's limits are left out.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models import bundled, layout
from models.cores import usable_cores
from tests.bench.nllb import report
from tests.bench.nllb.weights import FULL, TINY, Shape

HERE = Path(__file__).resolve().parent
MAPPED = 45_000
"""Tokens in the map: what `models.prepare` makes of a tokenizer of 256,000 pieces in 42 languages."""
BATCH = 16
READING, FOLDER = (4, 16), (64, 64)
"""The pools that the reader and the batch command hand over (`reader.pipeline`)."""


class Worker:
    """A contender in a process of its own."""

    def __init__(self, python: str, kind: str, folder: Path, threads: int) -> None:
        """Start it, and wait until its model is loaded. Raises RuntimeError."""
        self.kind = kind
        script = str(HERE / "nllb" / "worker.py")
        self._process = subprocess.Popen(
            [python, script, kind, str(folder), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.loaded = self._answer()

    def run(self, sentences: list[str], beam: int, pools: tuple[int, ...]) -> dict[str, float]:
        """One job. Raises RuntimeError when the process has died."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"sentences": sentences, "beam": beam, "pools": pools}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.kind} ended with exit code {self._process.wait()}")
        answer: dict[str, float] = json.loads(line)
        return answer


@dataclass
class Bench:
    """What is measured with, and what came out: runs by (job, beam, contender)."""

    workers: dict[str, Worker]
    deadline: float
    runs: dict[tuple[str, int, str], list[dict[str, float]]] = field(default_factory=dict)
    ratios: dict[tuple[str, int, str], list[tuple[float, float]]] = field(default_factory=dict)
    """Of this program to another: by the clock, and by processor time."""
    asked: Counter[tuple[str, int, str]] = field(default_factory=Counter)

    def turn(self, job: str, beam: int, rival: str, sentences: list[str], pools: tuple[int, ...]) -> None:
        """This program, the rival, and this program again; unless an earlier run has done this turn."""
        ours = report.OURS[job]
        key = (job, beam, rival)
        self.asked[key] += 1
        if len(self.ratios.get(key, [])) >= self.asked[key]:
            return
        if time.monotonic() > self.deadline:
            print(f"{job:9} beam {beam}  {rival:24} left out: no time", flush=True)
            return
        before = self._run(job, beam, ours, sentences, pools)
        other = self._run(job, beam, rival, sentences, pools)
        after = self._run(job, beam, ours, sentences, pools)
        both = {key: before[key] + after[key] for key in ("tokens", "seconds", "cpu")}
        self.ratios.setdefault(key, []).append(
            tuple((both["tokens"] / both[key]) / (other["tokens"] / other[key]) for key in ("seconds", "cpu"))  # type: ignore[arg-type]
        )

    def save(self, path: Path, found: dict[str, float]) -> None:
        """Write all that was measured."""
        runs = [[*key, value] for key, value in self.runs.items()]
        ratios = [[*key, value] for key, value in self.ratios.items()]
        text = json.dumps({"limits": found, "runs": runs, "ratios": ratios}, indent=1)
        path.write_text(text + "\n", encoding="utf-8")

    def take_up(self, path: Path) -> dict[str, float]:
        """Go on from what an earlier run has written; the limits that it found."""
        data = json.loads(path.read_text(encoding="utf-8"))
        self.runs = {(job, beam, kind): value for job, beam, kind, value in data["runs"]}
        self.ratios = {(job, beam, kind): [(a, b) for a, b in value] for job, beam, kind, value in data["ratios"]}
        limits: dict[str, float] = data["limits"]
        return limits

    def _run(self, job: str, beam: int, kind: str, sentences: list[str], pools: tuple[int, ...]) -> dict[str, float]:
        result = self.workers[kind].run(sentences, beam, pools)
        self.runs.setdefault((job, beam, kind), []).append(result)
        speed = result["tokens"] / result["seconds"]
        print(f"{job:9} beam {beam}  {kind:24} {speed:8.1f} tokens/s  {result['seconds']:6.1f} s", flush=True)
        return result


def article() -> list[str]:
    """The sentences of a shipped article, in reading order."""
    from reader.article import find_sources, read_article
    from reader.samples import paths

    (source,) = find_sources([str(paths()[0])])
    return [segment.text for segment in read_article(source).segments()]


def build(folder: Path, size: str, torch_python: str | None) -> None:
    """Write the weights where they are not there yet. Raises CalledProcessError."""
    tokenizer = str(bundled.path() / layout.TOKENIZER)
    script = str(HERE / "nllb" / "weights.py")
    if not (folder / layout.MODEL).is_file():
        print(f"building {size} weights for CTranslate2", flush=True)
        subprocess.run([sys.executable, script, "ctranslate2", size, tokenizer, str(folder)], check=True)
        tokens = layout.read_vocabulary(folder / "shared_vocabulary.json")
        first = tokens[: min(MAPPED, len(tokens) // 2)]
        layout.write_map(folder / layout.MAP, dict.fromkeys([*first, "eng_Latn"]))
    if torch_python and not (folder / "float32" / "model.safetensors").is_file():
        print("the same for Transformers", flush=True)
        subprocess.run([torch_python, script, "transformers", size, tokenizer, str(folder)], check=True)


def limits(torch_python: str | None, threads: int) -> dict[str, float]:
    """What `nllb/limits.py` measures; nothing without PyTorch."""
    if not torch_python:
        return {}
    script = str(HERE / "nllb" / "limits.py")
    done = subprocess.run(
        [torch_python, "-W", "ignore", script, str(threads)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def contenders(folder: Path, torch_python: str | None, threads: int) -> Iterator[dict[str, Worker]]:
    """Every contender, loaded; ended at the end."""
    kinds = {"ours": sys.executable, "ours, replicas": sys.executable}
    kinds |= {"ctranslate2 batched": sys.executable, "ctranslate2 one by one": sys.executable}
    if torch_python:
        kinds |= {"transformers bfloat16": torch_python, "transformers float32": torch_python}
    with ExitStack() as stack:
        workers = {}
        for kind, python in kinds.items():
            worker = workers[kind] = Worker(python, kind, folder, threads)
            stack.callback(worker.close)
            print(f"{kind} loaded in {worker.loaded['load']:.1f} s", flush=True)
        yield workers


def measure(bench: Bench, sentences: list[str], rounds: int) -> None:
    """Every job, the quick rivals several times."""
    slow = [kind for kind in ("transformers bfloat16", "transformers float32") if kind in bench.workers]
    for worker in bench.workers.values():
        worker.run(sentences[:2], 1, READING)  # the first batch pays for what is set up once
    first, folder = sentences[:BATCH], (sentences * 3)[: FOLDER[0]]
    for beam in (1, 4):
        bench.turn("batch", beam, "ctranslate2 batched", first, (BATCH,))
        bench.turn("batch", beam, "ctranslate2 one by one", first, (BATCH,))
    for kind in slow:
        for beam in (1, 4):
            bench.turn("batch", beam, kind, first, (BATCH,))
    for beam in (1, 4):
        bench.turn("one by one", beam, "ctranslate2 one by one", first[:6], (1,))
        bench.turn("article", beam, "ctranslate2 batched", sentences, READING)
    for _ in range(rounds - 1):
        for beam in (1, 4):
            bench.turn("batch", beam, "ctranslate2 batched", first, (BATCH,))
            bench.turn("article", beam, "ctranslate2 batched", sentences, READING)
    # Last, and by a process of their own for each kind: what a folder takes must not count as what reading takes.
    for rival in ("ours", "ctranslate2 batched", *slow[:1], "ctranslate2 one by one"):
        for beam in (1, 4):
            bench.turn("folder", beam, rival, folder, FOLDER)


@click.command()
@click.option("--torch-python", help="A Python with PyTorch and Transformers.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where the weights are built, and kept (4.4 GB).")
@click.option("--size", type=click.Choice(["full", "tiny"]), default="full", show_default=True)
@click.option("--rounds", default=3, show_default=True, help="Turns against batched CTranslate2 on the article.")
@click.option("--minutes", default=12.0, show_default=True, help="After this, what is left is left out.")
@click.option("--resume", is_flag=True, help="Go on with what an earlier run had no time for.")
@click.option("--out", type=click.Path(path_type=Path), default=HERE / "nllb", help="Table and picture, less suffix.")
def main(
    torch_python: str | None, folder: Path | None, size: str, rounds: int, minutes: float, resume: bool, out: Path
) -> None:
    """Build, measure, and write the table and the picture."""
    shape: Shape = FULL if size == "full" else TINY
    threads = usable_cores()
    with ExitStack() as stack:
        folder = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        build(folder, size, torch_python)
        sentences, raw = article(), out.with_suffix(".json")
        weights = (folder / layout.MODEL).stat().st_size
        with contenders(folder, torch_python, threads) as workers:
            bench = Bench(workers, time.monotonic() + minutes * 60)
            found = bench.take_up(raw) if resume else limits(torch_python, threads)
            try:
                measure(bench, sentences, rounds)
            finally:
                bench.save(raw, found)
        mapped = len(layout.read_map(folder / layout.MAP))
        results = report.Results(shape, mapped, weights, threads, len(sentences), found, bench.runs, bench.ratios)
    text = report.table(results)
    out.with_suffix(".md").write_text(text, encoding="utf-8")
    out.with_suffix(".svg").write_text(report.picture(results), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
