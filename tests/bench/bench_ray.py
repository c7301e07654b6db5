"""The engine `ray` on this machine, and from that what a larger cluster would do.

    python tests/bench/bench_ray.py [ARTICLES] [ROUNDS]

Made articles, nothing cached, the bundled model, one thread a worker. Measured: the time until the cluster is up, until
the first group of articles comes back (a worker is started, the model loaded, the group translated), the rate after
that with one worker and with two, in turns, and how many articles a second this process writes when it has nothing
else to do, which is what bounds the number of workers. A worker's processor time is measured beside its rate, for other
programs may be at work here: the rest is worked out from that, T = start + first + A / (N * rate), with the rate of a
worker that has a core to itself. Needs the extra `ray`.
"""

import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psutil

from reader.article import find_sources
from reader.batch.answers import Answer
from reader.batch.article_worker import article_task, plain_worker
from reader.batch.outputs import name_outputs
from reader.batch.ray_cluster import answers, cluster
from reader.batch.ray_engine import MOST
from reader.batch.recipes import Order, recipes
from reader.batch.run import Engine, Part, Run, translate_sources
from reader.commands.progress import Quiet
from reader.config import Settings
from reader.document import Source
from reader.pipeline import FOLDER
from reader.services import open_services
from tests.support.made import make_articles

SENTENCES = 12
"""Of an article."""
CLUSTERS = (8, 32, 128)
"""Workers, for what is worked out."""
MANY = 1_000_000
"""Articles, for what is worked out."""


@dataclass(frozen=True)
class Measured:
    """One run."""

    start: float
    """Seconds until the cluster was up."""
    first: float
    """Seconds from then to the first answer."""
    rate: float
    """Articles a second and worker, after that."""
    begun: float
    """Processor seconds of a worker until then."""
    cost: float
    """Processor seconds of a worker an article, after that."""
    answers: list[Answer]


def distributed(sources: Sequence[Source], workers: int) -> Measured:
    """A run on a cluster of this machine with a cold cache."""
    order = Order(Path(), ("txt", "jsonl"))
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), workers=workers, threads=1)
        with open_services(settings) as services:
            wanted = recipes(services, services.pipeline(None, FOLDER).matcher, order)
            named = zip(sources, name_outputs(sources), strict=True)
            tasks = [article_task(stem.as_posix(), source, wanted) for source, stem in named]
            plain = plain_worker(services, order)
            begin = time.perf_counter()
            with cluster(settings) as crew:
                up = time.perf_counter()
                times, costs, got = [], [], []
                for answer in answers("articles", plain, tasks, crew, MOST):
                    times.append(time.perf_counter())
                    costs.append(processor_seconds())
                    got.append(answer)
    # The rest of the first groups is there already, and at the end not every worker has something to do.
    first, last = len(got) // 4, 3 * len(got) // 4
    done = last - first
    return Measured(
        start=up - begin,
        first=times[0] - up,
        rate=done / (times[last] - times[first]) / workers,
        begun=costs[0] / workers,
        cost=(costs[last] - costs[first]) / done,
        answers=got,
    )


def processor_seconds() -> float:
    """What all workers of this process have taken so far."""
    found = (one for one in psutil.Process().children(recursive=True) if one.name().startswith("ray::MapWorker"))
    return sum(sum(one.cpu_times()[:2]) for one in found)


def local(sources: Sequence[Source], scratch: Path) -> float:
    """Articles a second of the local engine with one thread, the load of the model included."""
    with tempfile.TemporaryDirectory() as home, open_services(Settings(home=Path(home), threads=1)) as services:
        report = translate_sources(services, sources, Order(scratch / "local", ("txt", "jsonl")), Quiet())
    return report.written / report.seconds


def writing(sources: Sequence[Source], got: Sequence[Answer], scratch: Path) -> float:
    """Articles a second that this process writes when the answers are there already."""
    seconds = 0.0
    by_key = {answer.key: answer for answer in got}

    def write(run: Run, parts: Sequence[Part]) -> None:
        nonlocal seconds
        begin = time.perf_counter()
        for part in parts:
            for source, stem in part.items:
                item = run.todo(source, stem, part.recipes)
                answer = Answer.from_row(by_key[stem.as_posix()].row())
                run.store(item, answer.files, answer.tally)
        seconds = time.perf_counter() - begin

    with tempfile.TemporaryDirectory() as home, open_services(Settings(home=Path(home))) as services:
        order = Order(scratch / "again", ("txt", "jsonl"))
        report = translate_sources(services, sources, order, Quiet(), (), Engine("ray", write))
    return report.written / seconds


def main(count: int, rounds: int) -> int:
    """Measure, print, work out."""
    logging.getLogger("reader").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        sources = find_sources([str(make_articles(scratch / "in", count, SENTENCES))])
        sources = [replace(source, name=source.relative.as_posix()) for source in sources if source.relative]
        runs = [(distributed(sources, 1), distributed(sources, 2)) for _ in range(rounds)]
        here = statistics.median(local(sources, scratch / str(number)) for number in range(rounds))
        written = writing(sources, runs[-1][1].answers, scratch)
    start = statistics.median(run.start for pair in runs for run in pair)
    first = statistics.median(run.first for pair in runs for run in pair)
    one, two = (statistics.median(pair[which].rate for pair in runs) for which in (0, 1))
    print(f"{count} articles of {SENTENCES} sentences and a title, {rounds} rounds")
    print(f"cluster up after {start:.1f} s, first group of articles back {first:.1f} s later")
    cost = statistics.median(run.cost for pair in runs for run in pair)
    begun = statistics.median(run.begun for pair in runs for run in pair)
    print(f"one worker   {one:5.2f} articles a second")
    print(f"two workers  {two:5.2f} articles a second each, {two / one:.2f} of one alone")
    print(
        f"processor    {cost:5.2f} seconds an article, {1 / cost:.2f} a second, and {begun:.1f} until the first is back"
    )
    print(f"local engine {here:5.2f} articles a second with one thread, the model's load included")
    print(f"this process writes {written:.0f} articles a second: enough for {written * cost:.0f} workers")
    print(f"worked out for {MANY:,} articles, a core a worker:")
    for workers in CLUSTERS:
        rate = min(workers / cost, written)
        hours = (start + first + MANY / rate) / 3600
        print(f"  {workers:4d} workers: {rate:6.0f} articles a second, {hours:6.1f} hours")
    return 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*[*given, *(96, 2)[len(given) :]]))
