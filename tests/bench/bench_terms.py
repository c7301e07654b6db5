"""How well glossary terms are enforced, on sentences and terms that nobody chose by hand.

    python tests/bench/bench_terms.py --data FOLDER [--fit] [--json FILE]

FOLDER holds evaluation sets as tab-separated files, Indonesian and English (`models.evaluation.sets`). The script draws
sentences (seeded) and for each one term from its human reference: a consistent phrase pair (Och and Ney, 2004) of the
word alignment, of up to three words, seen at least twice in all sets, that looks like a noun phrase. At most half of
the sentences have their term from the model unaided. It prints the share of terms used, repaired by each step, and
missing, and chrF++ before and after. Every step alone is measured too, with its time as a multiple of that of plain
translation, both on one thread and in processor time.

`--fit` does the same on the development set (a file with `valid` in its name, which is never drawn from otherwise) for
several margins.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models import bundled
from models.engine import CTranslate2Translator
from models.evaluation.sets import read_set
from models.guard import guarded
from models.types import Alignment, DecodingOptions, EngineError, Hypothesis, Request
from reader.check import check
from reader.glossary.enforce import MARGIN, STEPS, Enforcer, Outcome, Sentence, Step
from reader.glossary.match import Matcher, uses
from reader.glossary.terms import Term

SENTENCES = 300
PAIRS = 1000
"""Of each set that are aligned and drawn from."""
SEED = 20261122
LONGEST = 3
"""Words of a term on either side."""
SEEN, SURE, NOUN = 2, 0.25, 0.15
"""A pair counts when it was seen so often, is so large a share of what either side is aligned to, and its last English
word so often follows an article, a demonstrative or `of`."""
MORE: tuple[Step, ...] = ("places", "n-best")
"""Steps that enforcement leaves out."""
MARGINS = (0.5, 1.0, 1.5, 2.0, 3.0)
BATCH = 16
LETTERS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
EDGES = ".,;:!?\"'“”‘’()[]–—-…"
BEFORE_NOUNS = {"the", "a", "an", "this", "these", "of"}
SMALL = set(
    re.findall(
        r"\w+",
        """
        a about after all also an and are as at be been before between both but by can could did do does during
        each for from had has have he her here him his how i if in into is it its just may me might more most
        must my no not of on one only or other our out over own said same say says she should so some such than
        that the their them then there these they this those through to two under up us very was we were what
        when where which while who why will with would you your ada adalah akan anda antara atas atau bagi bahwa
        belum bisa bukan dalam dan dapat dari dengan di dia dua hal hanya harus hingga ia ini itu juga kami
        karena kata ke ketika kita lebih maka masih mereka namun oleh pada para paling pula pun saat sampai
        sangat satu saya sebagai sebelum secara sedang sejak seperti serta setelah sudah tapi telah tersebut
        tetapi tidak tiga ujar untuk yang
        """,
    )
)
Pair = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """A sentence with the term that was drawn for it."""

    text: str
    reference: str
    term: Term
    plain: Hypothesis

    @property
    def sentence(self) -> Sentence:
        """For the enforcer."""
        return Sentence(self.text, Matcher([self.term]).find(self.text), self.plain)

    @property
    def unaided(self) -> bool:
        """Whether the model says the term of itself."""
        return all(use.status == "used" for use in uses(self.sentence.matches, self.plain.text))


class Drawer:
    """Draws terms from references."""

    def __init__(self, corpus: Sequence[tuple[str, str, Alignment]]) -> None:
        """`corpus`: source, reference and their word links; what is counted is counted in all of it."""
        self._pairs: Counter[Pair] = Counter()
        self._sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._words: Counter[str] = Counter()
        self._after: Counter[str] = Counter()
        for source, target, links in corpus:
            for one, other in {(one.lower(), other.lower()) for one, other in phrase_pairs(source, target, links)}:
                self._pairs[one, other] += 1
                self._sides[0][one] += 1
                self._sides[1][other] += 1
            words = [word.strip(EDGES).lower() for word in target.split()]
            self._words.update(words)
            self._after.update(word for first, word in pairwise(words) if first in BEFORE_NOUNS)

    def terms(self, source: str, target: str, links: Alignment) -> list[Pair]:
        """The pairs of one sentence that may be terms."""
        return [pair for pair in phrase_pairs(source, target, links) if self._is_term(*pair)]

    def _is_term(self, source: str, target: str) -> bool:
        source, target = source.lower(), target.lower()
        seen = self._pairs[source, target]
        last = target.split()[-1]
        return (
            seen >= SEEN
            and seen >= SURE * self._sides[0][source]
            and seen >= SURE * self._sides[1][target]
            and self._after[last] >= NOUN * self._words[last]
        )


def phrase_pairs(source: str, target: str, links: Alignment) -> Iterator[Pair]:
    """Stretches of up to LONGEST words that are aligned to each other alone, letters only, no small words."""
    here, there = source.split(), target.split()
    forth: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for word, image in links:
        forth[word].add(image)
        back[image].add(word)
    for start in range(len(here)):
        for end in range(start + 1, min(start + LONGEST, len(here)) + 1):
            linked = set().union(*(forth[word] for word in range(start, end)))
            if not (forth[start] and forth[end - 1]) or max(linked) - min(linked) >= LONGEST:
                continue
            span = range(min(linked), max(linked) + 1)
            if any(not start <= word < end for other in span for word in back[other]):
                continue
            one = " ".join(here[start:end]).strip(EDGES)
            other = " ".join(there[word] for word in span).strip(EDGES)
            small = SMALL & {*one.lower().split(), *other.lower().split()}
            if not small and min(len(one), len(other)) > 2 and LETTERS.fullmatch(one) and LETTERS.fullmatch(other):
                yield one, other


def draw(sets: Sequence[Path], drawn: Sequence[Path], engine: CTranslate2Translator, count: int) -> list[Item]:
    """`count` sentences of the sets `drawn`, each with a term; at most half of them have it unaided."""
    corpus: dict[Path, list[tuple[str, str, Alignment]]] = {}
    for path in sets:
        pairs = read_set(path).first(PAIRS)
        found = engine.align(list(zip(pairs.sources, pairs.references, strict=True)))
        corpus[path] = list(zip(pairs.sources, pairs.references, found, strict=True))
    drawer = Drawer([entry for entries in corpus.values() for entry in entries])
    chance = random.Random(SEED)
    pool = [entry for path in drawn for entry in corpus[path]]
    chance.shuffle(pool)
    careful = guarded(engine, compact=True)
    kept: dict[bool, list[Item]] = {True: [], False: []}
    for source, reference, links in pool:
        pairs_here = drawer.terms(source, reference, links)
        if not pairs_here:
            continue
        one, other = chance.choice(pairs_here)
        term = Term(source=one, target=other, case="any")
        if not Matcher([term]).find(source):
            continue
        try:
            plain = careful.translate([Request(source)], DecodingOptions())[0][0]
        except EngineError:  # longer than the model takes
            continue
        item = Item(source, reference, term, plain)
        if len(kept[item.unaided]) < (count - count // 2 if not item.unaided else count // 2):
            kept[item.unaided].append(item)
        if sum(map(len, kept.values())) == count:
            break
    return [*kept[True], *kept[False]]


def faults(source: str, target: str, terms: Collection[str]) -> int:
    """As the pipeline counts them."""
    return sum(finding.severity == "warn" for finding in check(source, target, terms))


@dataclass(frozen=True)
class Result:
    """What became of the items."""

    steps: dict[str, float]
    """Share of all items that each step repaired."""
    used: float
    missing: float
    chrf_all: tuple[float, float]
    chrf_with: tuple[float, float]
    """Before and after: all sentences; those whose term was missing, the reference having it."""
    cost: float
    """Processor time for a sentence with a missing term, as a multiple of its plain translation."""

    def line(self, name: str) -> str:
        """For the table."""
        steps = " ".join(f"{step} {share:.1%}" for step, share in self.steps.items())
        return (
            f"{name:18} used {self.used:.1%} repaired {sum(self.steps.values()):.1%} ({steps})"
            f" missing {self.missing:.1%} | chrF++ all {self.chrf_all[0]:.2f} -> {self.chrf_all[1]:.2f},"
            f" with a missing term {self.chrf_with[0]:.2f} -> {self.chrf_with[1]:.2f} | cost {self.cost:.2f} x plain"
        )


class Bench:
    """The items and what plain translation of them costs."""

    def __init__(self, items: Sequence[Item], engine: CTranslate2Translator) -> None:
        """Measures plain translation."""
        self.items = list(items)
        self._model = guarded(engine, compact=True)
        self._open = [item for item in items if not item.unaided]
        self._metric = CHRF(word_order=2)
        start = time.process_time()
        for batch in batches(self._open):
            self._model.translate([Request(item.text) for item in batch], DecodingOptions())
        self._plain = time.process_time() - start

    def measure(self, steps: Sequence[Step], margin: float = MARGIN) -> Result:
        """Enforce with these steps and this margin."""
        enforcer = Enforcer(self._model, DecodingOptions(), self._model.align, faults, steps=steps, margin=margin)
        outcomes: dict[int, Outcome] = {}
        start = time.process_time()
        for batch in batches(self._open):
            made = enforcer.enforce([item.sentence for item in batch])
            outcomes |= {id(item): outcome for item, outcome in zip(batch, made, strict=True)}
        cost = (time.process_time() - start) / self._plain
        total = len(self.items)
        by_step = Counter(step for outcome in outcomes.values() for step in outcome.repaired.values())
        after = [outcomes[id(item)].hypothesis.text if id(item) in outcomes else item.plain.text for item in self.items]
        missing = sum(not outcome.repaired for outcome in outcomes.values())
        return Result(
            steps={step: by_step[step] / total for step in steps},
            used=(total - len(self._open)) / total,
            missing=missing / total,
            chrf_all=(self._chrf([item.plain.text for item in self.items], self.items), self._chrf(after, self.items)),
            chrf_with=(
                self._chrf([item.plain.text for item in self._open], self._open),
                self._chrf([outcomes[id(item)].hypothesis.text for item in self._open], self._open),
            ),
            cost=cost,
        )

    def _chrf(self, targets: Sequence[str], items: Sequence[Item]) -> float:
        return float(self._metric.corpus_score(list(targets), [[item.reference for item in items]]).score)


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """As the pipeline hands them over."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def main() -> None:
    """Draw, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    sets = sorted(given.data.glob("*.tsv"))
    drawn = [path for path in sets if ("valid" in path.name) is given.fit]
    if not drawn:
        parser.error(f"no {'development' if given.fit else 'evaluation'} set in {given.data}")
    engine = CTranslate2Translator.open(bundled.path(), name="compact", threads=1, aligns=True)
    bench = Bench(draw(sets, drawn, engine, given.sentences), engine)
    print(f"{len(bench.items)} sentences of {', '.join(path.stem for path in drawn)}, seed {SEED}")
    results: dict[str, Result] = {}
    if given.fit:
        for margin in MARGINS:
            results[f"margin {margin}"] = bench.measure(STEPS, margin)
    else:
        for step in (*STEPS, *MORE):
            results[f"{step} alone"] = bench.measure([step])
        results["all but exchange"] = bench.measure([*STEPS[1:], "places"])
        results["all"] = bench.measure(STEPS)
    for name, result in results.items():
        print(result.line(name))
    if given.json:
        given.json.write_text(json.dumps({name: vars(result) for name, result in results.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
