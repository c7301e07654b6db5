"""What glossary, checks and alignment cost, as a share of the time that translation takes.

    python tests/bench/bench_trust_cost.py [FOLDER...] [--news FILE.tsv] [--threads N] [--json FILE]

Reads the articles below each FOLDER, 300 sentences drawn from the pairs of FILE.tsv, and the shipped samples, and
translates them with the bundled model and the starter glossary as the pipeline does when someone reads: in batches of
16, beam 4. Every part is timed apart in one run, in
processor time (another program on the machine does not count), each batch by the best of five rounds: what else the
machine does slows a batch now and then, and would fall on one part or the other.

The goal is at most 25 % of plain translation for what people write. The samples stand apart: they were written to show
terms, and a fourth of their sentences lacks one after the translation, which is what costs.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models import bundled
from models.engine import CTranslate2Translator
from models.evaluation.sets import read_set
from models.guard import GuardedTranslator, guarded
from models.types import DecodingOptions, Hypothesis, Request
from reader import samples
from reader.article import read_article
from reader.article.load import find_sources
from reader.check import check
from reader.config import Settings
from reader.document import Article
from reader.glossary.enforce import Enforcer, Outcome, Sentence
from reader.glossary.match import Match, Matcher, english_of, uses
from reader.pipeline import needs_translation
from reader.services import Services

ROUNDS = 5
BATCH = 16
GOAL = 0.25
DRAWN = 300
SEED = 6
OPTIONS = DecodingOptions()
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Processor seconds of the fastest of ROUNDS rounds, and what the work gave."""
    ((fastest, result),) = timed_by_turns(work)
    return fastest, result


def timed_by_turns(*works: Callable[[], T]) -> list[tuple[float, T]]:
    """The same of several works that are to be compared: each round does all of them."""
    rounds: list[list[tuple[float, T]]] = []
    for _ in range(ROUNDS):
        rounds.append([])
        for work in works:
            start = time.process_time()
            result = work()
            rounds[-1].append((time.process_time() - start, result))
    return [min(of_one, key=lambda entry: entry[0]) for of_one in zip(*rounds, strict=True)]


@dataclass(frozen=True)
class Cost:
    """Seconds for one group of articles."""

    sentences: int
    missing: int
    """Sentences in which a term had to be asked for."""
    translation: float
    matching: float
    repairs: float
    checks: float
    alignment: float

    @property
    def share(self) -> float:
        """Of all that is not translation, in translation."""
        return (self.matching + self.repairs + self.checks + self.alignment) / self.translation

    def line(self, name: str) -> str:
        """For the table."""
        parts = "".join(
            f"{part / self.translation:9.1%}" for part in (self.matching, self.repairs, self.checks, self.alignment)
        )
        speed = self.sentences / self.translation
        return f"{name:24}{self.sentences:6}{self.missing:9}{speed:10.1f}{parts}{self.share:9.1%}"


HEAD = (
    f"{'':24}{'sent.':>6}{'missing':>9}{'sent./s':>10}{'glossary':>9}{'repairs':>9}{'checks':>9}{'links':>9}{'all':>9}"
)


class Bench:
    """The bundled model, once without and once with word links."""

    def __init__(self, threads: int, matcher: Matcher) -> None:
        """Loads the model twice."""
        self._bare, self._aligning = (
            guarded(CTranslate2Translator.open(bundled.path(), threads=threads, aligns=aligns), compact=True)
            for aligns in (False, True)
        )
        self._matcher = matcher

    def measure(self, articles: Sequence[Article]) -> Cost:
        """Translate `articles`, part by part."""
        texts = [s.text for article in articles for s in article.segments() if needs_translation(s.text)]
        translation = with_links = repairs = 0.0
        plain: list[Hypothesis] = []
        outcomes: list[Outcome] = []
        for batch in batches(texts):
            (bare, _), (linked, made) = timed_by_turns(
                partial(_translate, self._bare, batch), partial(_translate, self._aligning, batch)
            )
            translation, with_links, plain = translation + bare, with_links + linked, plain + made
        matching, matches = timed(lambda: self._match(articles))
        enforcer = Enforcer(self._aligning, OPTIONS, self._aligning.align, _faults)
        for sentences in batches([Sentence(*parts) for parts in zip(texts, matches, plain, strict=True)]):
            took, repaired = timed(partial(enforcer.enforce, sentences))
            repairs, outcomes = repairs + took, outcomes + repaired
        targets = [outcome.hypothesis.text for outcome in outcomes]
        lookup, _ = timed(lambda: [uses(found, target) for found, target in zip(matches, targets, strict=True)])
        checks, _ = timed(
            lambda: [
                check(text, target, english_of(found))
                for text, target, found in zip(texts, targets, matches, strict=True)
            ]
        )
        unknown = [
            (text, outcome.hypothesis.text)
            for text, outcome in zip(texts, outcomes, strict=True)
            if outcome.hypothesis.alignment is None
        ]
        forced, _ = timed(lambda: self._aligning.align(unknown) if unknown else [])
        missing = sum(
            any(use.status == "missing" for use in uses(found, hypothesis.text))
            for found, hypothesis in zip(matches, plain, strict=True)
        )
        alignment = max(0.0, with_links - translation) + forced
        return Cost(len(texts), missing, translation, matching + lookup, repairs, checks, alignment)

    def _match(self, articles: Sequence[Article]) -> list[tuple[Match, ...]]:
        found = []
        for article in articles:
            matcher = self._matcher.for_article(article)
            found += [matcher.find(s.text) for s in article.segments() if needs_translation(s.text)]
        return found


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As the pipeline hands them over."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _translate(model: GuardedTranslator, texts: Sequence[str]) -> list[Hypothesis]:
    return [found[0] for found in model.translate([Request(text) for text in texts], OPTIONS)]


def _faults(source: str, target: str, terms: Collection[str]) -> int:
    return sum(finding.severity == "warn" for finding in check(source, target, terms))


def read(paths: Sequence[Path]) -> list[Article]:
    """The articles of `paths`, and below those that are folders."""
    return [read_article(source) for source in find_sources([str(path) for path in paths])]


def drawn(pairs: Path) -> Article:
    """Sentences of the pairs' Indonesian side, as paragraphs of an article."""
    sources = read_set(pairs).sources
    text = "\n\n".join(random.Random(SEED).sample(sources, min(DRAWN, len(sources))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.txt"
        path.write_text(text, encoding="utf-8")
        (article,) = read([path])
    return article


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    bench = Bench(given.threads, Services(Settings()).matcher())
    groups = {f"articles of {folder.name}": read([folder]) for folder in given.folders}
    if given.news:
        groups[given.news.stem] = [drawn(given.news)]
    print(HEAD)
    costs: dict[str, Cost] = {}
    for name, articles in groups.items():
        costs[name] = bench.measure(articles)
        print(costs[name].line(name), flush=True)
    if costs:
        spent = sum(cost.share * cost.translation for cost in costs.values())
        print(f"together {spent / sum(cost.translation for cost in costs.values()):.1%}, goal at most {GOAL:.0%}")
    costs["shipped samples"] = bench.measure(read(samples.paths()))
    print(costs["shipped samples"].line("apart: shipped samples"), flush=True)
    if given.json:
        given.json.write_text(json.dumps({name: vars(cost) for name, cost in costs.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
