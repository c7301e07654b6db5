"""A folder of articles: pooled against one by one, memory with few and with many, and reruns.

    python tests/bench/bench_batch.py [--articles N] [--many N] [--only pooled,rerun,memory] [--write FILE.md]

Articles are made by script (`tests/support/made.py`). Everything compared runs in this one call:

- pooled: sentences of many articles in batches of like lengths, several batches side by side and articles read
  ahead, against article by article, with the bundled model, fresh caches and the same articles, taking turns;
- rerun: the same folder again, whole processes: skipped because nothing changed, and with `--force` written anew
  from the cache; articles a second of one core's time, the start of the program taken off (that of a run over one
  article), for a busy machine makes differences of whole runs worthless;
- memory: the peak of a process over few and over MANY short articles that have few different sentences, so that
  most are cached, and the rate at which a rerun skips those.

Exit code 1 when a limit does not hold.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from models.cores import usable_cores  # noqa: E402
from reader.article import find_sources  # noqa: E402
from reader.batch import run as batch  # noqa: E402
from reader.batch.recipes import Order  # noqa: E402
from reader.batch.report import Failure, Report  # noqa: E402
from reader.config import load_settings  # noqa: E402
from reader.document import Kind, Segment  # noqa: E402
from reader.pipeline import FOLDER, Pools  # noqa: E402
from reader.services import open_services  # noqa: E402
from tests.support.made import made_article, make_articles  # noqa: E402

ONE_BY_ONE = Pools(first=FOLDER.batch, batch=FOLDER.batch)
LOADING = Segment(paragraph=0, sentence=0, kind=Kind.BODY, text="Selamat pagi.")
FASTER = 1.0
"""Least ratio of pooled to article by article."""
SKIPPED, REWRITTEN = 300, 20
"""Least articles a second."""
GROWTH = 4.0
"""Most kB an article that the peak may grow by: names, counts and ledger of each are kept."""
FEW = 200


class Nobody:
    """Listens to nothing."""

    def update(self, report: Report) -> None:
        """Nothing."""

    def failed(self, failure: Failure) -> None:
        """Nothing should."""
        raise AssertionError(failure.error)

    def stopping(self) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    figure: str
    limit: str = ""
    holds: bool = True


def translate_once(articles: Path, pools: Pools) -> tuple[float, float]:
    """Sentences a second, and milliseconds of processor time a sentence, of a run over `articles` in a new home; the
    model is loaded before."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        with open_services(load_settings(home=home)) as services:
            services.pipeline(None, pools).alternatives(LOADING, 1)
            batch.FOLDER = pools  # type: ignore[attr-defined]
            sources = find_sources([str(articles)])
            start, used = time.perf_counter(), time.process_time()
            report = batch.translate_sources(services, sources, Order(Path(scratch) / "out"), Nobody())
            seconds, used = time.perf_counter() - start, time.process_time() - used
            batch.FOLDER = FOLDER  # type: ignore[attr-defined]
    return report.tally.sentences / seconds, 1000 * used / report.tally.sentences


def pooled(articles: Path, runs: int) -> Iterator[Row]:
    """Pooled against one by one."""
    ways = {"pooled": FOLDER, "article by article": ONE_BY_ONE}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, pools in ways.items():
            found[name].append(translate_once(articles, pools))
    for name, runs_of in found.items():
        rate, used = (statistics.median(column) for column in zip(*runs_of, strict=True))
        yield Row(f"{name}: sentences", f"{rate:.1f} a second, {used:.1f} ms of a core each")
    pairs = list(zip(*found.values(), strict=True))
    faster = statistics.median(one[0] / other[0] for one, other in pairs)
    cheaper = statistics.median(other[1] / one[1] for one, other in pairs)
    yield Row("pooled: times as fast", f"{faster:.2f}", f"> {FASTER}", faster > FASTER)
    yield Row("pooled: times less processor time", f"{cheaper:.2f}", f"> {FASTER}", cheaper > FASTER)


@dataclass(frozen=True)
class Used:
    """What a run of the program took."""

    seconds: float
    processor: float
    """Seconds of one core."""
    megabytes: float
    """At the peak."""


def program(home: Path, *arguments: object) -> Used:
    """Run `dwibaca ARGUMENTS`."""
    environment = {**os.environ, "DWIBACA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.cli", *map(str, arguments)], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"dwibaca {arguments} ended with {process.returncode}")
    return Used(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def rerun(articles: Path, scratch: Path) -> Iterator[Row]:
    """Skipped, and rewritten from the cache."""
    home, report = scratch / "home", scratch / "report.json"
    one = make_articles(scratch / "one", 1)
    count = len(find_sources([str(articles)]))
    program(home, "translate", one, "-o", scratch / "one-out", "--quiet")
    program(home, "translate", articles, "-o", scratch / "out", "--quiet")
    for what, more, least in (("skipped", (), SKIPPED), ("written anew from the cache", ("--force",), REWRITTEN)):
        rates = []
        for _ in range(3):
            start = program(home, "translate", one, "-o", scratch / "one-out", "--quiet", *more)
            whole = program(home, "translate", articles, "-o", scratch / "out", "--quiet", "--report", report, *more)
            rates.append((count - 1) / max(1e-3, whole.processor - start.processor))
        told = json.loads(report.read_text())
        rate = statistics.median(rates)
        good = rate >= least and not told["translated"] and told["skipped" if not more else "written"] == count
        yield Row(f"rerun of {count} articles, {what}", f"{rate:.0f} articles a second", f">= {least}", good)


def memory(many: int, scratch: Path) -> Iterator[Row]:
    """Peak memory with few and with many."""
    peaks = {}
    for count in (FEW, many):
        folder, home, out = scratch / f"short-{count}", scratch / f"home-{count}", scratch / f"out-{count}"
        for number in range(count):  # 50 different articles, over and over
            path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made_article(number % 50, 3), encoding="utf-8")
        used = program(home, "translate", folder, "-o", out, "--quiet")
        peaks[count] = used.megabytes
        told = f"{used.megabytes:.0f} MB ({count / used.seconds:.0f} a second)"
        yield Row(f"peak memory, {count:,} short articles", told)
    growth = 1024 * (peaks[many] - peaks[FEW]) / (many - FEW)
    yield Row("growth of the peak", f"{growth:.2f} kB an article", f"<= {GROWTH}", growth <= GROWTH)
    rate = many / program(home, "translate", folder, "-o", out, "--quiet").seconds
    yield Row(f"rerun of {many:,}, skipped", f"{rate:.0f} articles a second", f">= {SKIPPED}", rate >= SKIPPED)
    shutil.rmtree(folder)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--only", default="pooled,rerun,memory")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    wanted = given.only.split(",")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        articles = make_articles(scratch / "articles", given.articles, sentences=12)
        parts = {
            "pooled": lambda: pooled(articles, given.runs),
            "rerun": lambda: rerun(articles, scratch),
            "memory": lambda: memory(given.many, scratch),
        }
        for part in wanted:
            for row in parts[part]():
                rows.append(row)
                print(f"{row.what:48} {row.figure:28} {row.limit:8} {'' if row.holds else 'MISSED'}", flush=True)
    if given.write is not None:
        lines = [f"| {row.what} | {row.figure} | {row.limit} | {'yes' if row.holds else 'no'} |" for row in rows]
        setting = f"`python tests/bench/bench_batch.py`, {usable_cores()} cores, bundled model, beam 4."
        head = ["# A folder of articles", "", setting]
        table = ["", "| what | measured | limit | holds |", "|---|---|---|---|", *lines]
        given.write.write_text("\n".join([*head, *table]) + "\n", encoding="utf-8")
    return int(not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
