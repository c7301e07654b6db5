"""How well the checks tell a changed value from a value in another form.

    PYTHONPATH=. python tests/bench/bench_check.py [TSV] [--pairs 400] [--seed 20211223] [--show]

From human references that hold numbers, dates or money, half of the pairs are altered in form only (digits to words, a
date in another order, 1,500,000 to 1.5 million), the other half get one planted fault (a digit changed, thousands
shifted, million to billion, another month or day, another currency, a number dropped). A pair counts as caught when
`check` gives a warning of the kind number, date or money.

Negation, names and units each have a row of their own, made in the same way; a form is then also the untouched
reference. The last row is the share of all untouched references that get a warning of any kind.

TSV: the last two columns are Indonesian and English; lines that start with `#` are comments.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.check import check
from tests.bench.check_alterations import (
    COUNTED,
    NAME_FORMS,
    NEGATION_FAULTS,
    NEGATION_FORMS,
    UNIT_FAULTS,
    UNIT_FORMS,
    VALUE_FAULTS,
    VALUE_FORMS,
    Alteration,
    Ways,
    name_faults,
    names_of,
)

SAMPLE = Path(__file__).parents[2] / "models" / "evaluation" / "data" / "flores_sample.tsv"
_ROUNDS = 4
VALUES = frozenset({"number", "date", "money"})
"""Kinds of the findings on values."""


@dataclass(frozen=True)
class Case:
    """An altered pair, and whether it is now wrong."""

    source: str
    target: str
    how: str
    wrong: bool


@dataclass(frozen=True)
class Result:
    """What the checks made of the cases."""

    precision: float
    recall: float
    pairs: int
    by_way: dict[str, tuple[int, int]]
    """For each alteration: warned, of how many."""
    mistakes: tuple[tuple[Case, str], ...]
    cases: tuple[Case, ...]


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """The Indonesian-English pairs of a TSV file."""
    pairs = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if len(fields) >= 2 and not line.startswith("#"):
            pairs.append((fields[-2], fields[-1]))
    return pairs


def _with_value(pair: tuple[str, str]) -> bool:
    """Whether the English holds a digit or a number word."""
    return re.search(rf"\d|\b(?:{'|'.join(COUNTED)})\b", pair[1]) is not None


def _any(_: tuple[str, str]) -> bool:
    return True


def cases_of(pairs: list[tuple[str, str]], ways: Ways, wrong: bool, wanted: int, seed: int) -> list[Case]:
    """`wanted` different cases, the ways taken in turn so that rare ones are there too; fewer if there are no more.

    When every pair has had its turn, faults are drawn again, and pairs that were altered in form are altered once more.
    """
    chance = random.Random(seed)
    cases: dict[tuple[str, str], Case] = {}
    stock = pairs
    for _ in range(_ROUNDS):
        queues = {name: chance.sample(stock, len(stock)) for name in ways}
        while len(cases) < wanted and any(queues.values()):
            for name, alter in ways.items():
                case = _next_case(queues[name], name, alter, wrong, chance)
                new = case and (name.endswith("as it is") or (case.source, case.target) not in stock)
                if case and new and len(cases) < wanted:
                    cases.setdefault((case.source, case.target), case)
        stock = stock if wrong else list(cases)
    return list(cases.values())


def _next_case(
    queue: list[tuple[str, str]], name: str, alter: Alteration, wrong: bool, chance: random.Random
) -> Case | None:
    while queue:
        altered = alter(*queue.pop(), chance)
        if altered is not None:
            return Case(*altered, name, wrong)
    return None


def measure(cases: Iterable[Case], kinds: frozenset[str] = VALUES) -> Result:
    """Runs the checks over the cases; findings of other kinds than `kinds` do not count."""
    warned: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    mistakes = []
    caught = false = planted = 0
    cases = tuple(cases)
    for case in cases:
        findings = [finding for finding in check(case.source, case.target) if finding.kind in kinds]
        hit = any(finding.severity == "warn" for finding in findings)
        all_of[case.how] += 1
        warned[case.how] += hit
        planted += case.wrong
        caught += hit and case.wrong
        false += hit and not case.wrong
        if hit != case.wrong:
            mistakes.append((case, "; ".join(finding.message for finding in findings)))
    return Result(
        precision=caught / (caught + false) if caught else 0.0,
        recall=caught / planted if planted else 0.0,
        pairs=sum(all_of.values()),
        by_way={how: (warned[how], all_of[how]) for how in all_of},
        mistakes=tuple(mistakes),
        cases=cases,
    )


@dataclass(frozen=True)
class Aspect:
    """One sort of fault, and the pairs in which it can be planted."""

    forms: Ways
    faults: Ways
    fits: Callable[[tuple[str, str]], bool]
    kinds: frozenset[str]
    share: float = 1.0
    """Of the pairs that are wanted."""


def aspects(pairs: list[tuple[str, str]]) -> dict[str, Aspect]:
    """What is measured, by the name of its row."""
    stock = sorted({name for pair in pairs for name in names_of(*pair)})
    return {
        "values": Aspect(VALUE_FORMS, VALUE_FAULTS, _with_value, VALUES),
        "negation": Aspect(NEGATION_FORMS, NEGATION_FAULTS, _any, frozenset({"negation"}), 0.5),
        "names": Aspect(NAME_FORMS, name_faults(stock), _any, frozenset({"name"}), 0.5),
        "units": Aspect(UNIT_FORMS, UNIT_FAULTS, _any, VALUES, 0.25),
    }


def run(path: Path = SAMPLE, pairs: int = 400, seed: int = 20211223, aspect: str = "values") -> Result:
    """Builds the cases of one aspect from `path` and measures the checks on them."""
    all_pairs = pairs_of(path)
    what = aspects(all_pairs)[aspect]
    usable = [pair for pair in all_pairs if what.fits(pair)]
    half = round(pairs * what.share) // 2
    return measure(
        [
            *cases_of(usable, what.forms, False, half, seed),
            *cases_of(usable, what.faults, True, half, seed + 1),
        ],
        what.kinds,
    )


def untouched(path: Path = SAMPLE) -> tuple[int, int]:
    """How many references get a warning as they are, and how many there are."""
    pairs = pairs_of(path)
    return sum(any(finding.severity == "warn" for finding in check(*pair)) for pair in pairs), len(pairs)


def report(name: str, result: Result, show: bool) -> Iterator[str]:
    """The result as lines of text."""
    yield f"{name:9} pairs {result.pairs}  precision {result.precision:.3f}  recall {result.recall:.3f}"
    faults = {case.how for case in result.cases if case.wrong}
    for how, (warned, count) in result.by_way.items():
        yield f"  {'fault' if how in faults else 'form':5}  {how:28} warned {warned:3} of {count:3}"
    for case, messages in result.mistakes if show else ():
        yield f"{'missed' if case.wrong else 'false alarm'} ({case.how}) {messages}\n  {case.source}\n  {case.target}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tsv", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20211223)
    parser.add_argument("--show", action="store_true", help="print every mistake")
    options = parser.parse_args()
    for name in aspects([]):
        result = run(options.tsv, options.pairs, options.seed, name)
        for line in report(name, result, options.show):
            sys.stdout.write(f"{line}\n")
    warned, count = untouched(options.tsv)
    sys.stdout.write(f"untouched references warned: {warned} of {count} = {100 * warned / count:.2f} %\n")


if __name__ == "__main__":
    main()
