"""How well the checks tell a changed value from a value in another form.

    python tests/bench/bench_check.py [TSV] [--pairs 400] [--seed 20211223] [--show]

From human references that hold numbers, dates or money, half of the pairs are altered in form only (digits to words, a
date in another order, 1,500,000 to 1.5 million), the other half get one planted fault (a digit changed, thousands
shifted, million to billion, another month or day, another currency, a number dropped). A pair counts as caught when
`check` gives a warning of the kind number, date or money. The alterations know nothing of the checker's own tables.

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

Alteration = Callable[[str, str, random.Random], tuple[str, str] | None]
"""Takes a pair and gives it back altered, or none where there is nothing to alter."""

SAMPLE = Path(__file__).parents[2] / "models" / "evaluation" / "data" / "flores_sample.tsv"
_ROUNDS = 4
KINDS = frozenset({"number", "date", "money"})


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = _words("January February March April May June July August September October November December")
_MONTH = "|".join(MONTHS)
_UNITS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = _words("- - twenty thirty forty fifty sixty seventy eighty ninety")
_ID_UNITS = _words("nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas")
_ORDINALS = _words(
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth"
)
_COUNTED = _UNITS[2:13]
_PLAIN = r"(?<![\w.,:/$€£-])(\d{1,3})(?![\w:/]|[.,]\d|-\d)"
"""A small whole number that stands alone."""
_ANY = r"(?<![\w.,:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,]\d|-\d)"
_YEAR = r"(?<![\w.,:/$-])(1[5-9]\d\d|20\d\d)(?![\w:/]|[.,]\d|-\d)"

_NO_UNIT = r"(?! ?(?:%|percent|thousand|million|billion))"
_DOLLARS = r"(?<![\w$])(?:US)?\$ ?(\d+(?:,\d{3})*(?:\.\d+)?(?: (?:million|billion|trillion))?)(?![\w.,-]|\s?mil)"
_THOUSANDS = r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?![\w,.])|(?<![\w.,/:$-])[1-9]\d{2,5}(?![\w,.:/-])"
_DATED_MONTH = rf"\b({_MONTH})\b(?=,? \d)|(?<=\d )({_MONTH})\b"
_DAY = rf"\b(?:{_MONTH}) \d{{1,2}}(?![\d,.]\d|\d)|(?<![\d.,:/-])\b\d{{1,2}} (?:{_MONTH})\b"
_MONEY = r"US\$|(?<!\w)Rp|[$£€](?=\d)|(?<=\d )(?:dollars|euros|yen|rupiah)\b|(?<=illion )(?:dollars|euros)\b"


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


def in_english(number: int) -> str:
    """0 to 999 in English words."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    rest = f" and {in_english(number % 100)}" if number % 100 else ""
    return f"{_UNITS[number // 100]} hundred{rest}"


def in_indonesian(number: int) -> str:
    """0 to 999 in Indonesian words."""
    if number < 12:
        return _ID_UNITS[number]
    if number < 20:
        return f"{_ID_UNITS[number - 10]} belas"
    if number < 100:
        return f"{_ID_UNITS[number // 10]} puluh" + (f" {_ID_UNITS[number % 10]}" if number % 10 else "")
    head = "seratus" if number < 200 else f"{_ID_UNITS[number // 100]} ratus"
    return head + (f" {in_indonesian(number % 100)}" if number % 100 else "")


def _swap(text: str, pattern: str, new: Callable[[re.Match[str]], str | None], chance: random.Random) -> str | None:
    """`text` with one match of `pattern`, drawn by chance, put anew; none without a match or a new text."""
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = chance.choice(found)
    put = new(match)
    if put is None or put == match.group():
        return None
    return text[: match.start()] + put + text[match.end() :]


def _target(pattern: str, new: Callable[[re.Match[str], random.Random], str | None]) -> Alteration:
    def alter(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
        put = _swap(target, pattern, lambda match: new(match, chance), chance)
        return None if put is None else (source, put)

    return alter


def _source(pattern: str, new: Callable[[re.Match[str], random.Random], str | None]) -> Alteration:
    def alter(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
        put = _swap(source, pattern, lambda match: new(match, chance), chance)
        return None if put is None else (put, target)

    return alter


# -- the same value in another form


def _rounded(match: re.Match[str], _: random.Random) -> str | None:
    """1,500,000 -> 1.5 million"""
    value = int(match.group().replace(",", ""))
    for scale, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if value >= scale and value % (scale // 10) == 0:
            return f"{value / scale:g} {word}"
    return None


def _written_out(match: re.Match[str], _: random.Random) -> str | None:
    """1.5 million -> 1,500,000"""
    value = round(float(match[1]) * {"thousand": 10**3, "million": 10**6, "billion": 10**9}[match[2]])
    return f"{value:,}"


def _ordinal(match: re.Match[str], _: random.Random) -> str | None:
    """19th -> nineteenth"""
    number = int(match[1])
    return _ORDINALS[number - 3] if 3 <= number <= 19 else None


def _evening(match: re.Match[str], _: random.Random) -> str | None:
    """8:30 p.m. -> 20:30"""
    hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
    return f"{hour}:{match[2]}"


FORMS: dict[str, Alteration] = {
    "digits to words": _target(_PLAIN + _NO_UNIT, lambda m, _: in_english(int(m[1]))),
    "words to digits": _target(rf"(?<!-)\b({'|'.join(_COUNTED)})\b(?!-)", lambda m, _: str(_UNITS.index(m[1]))),
    "digits to Indonesian words": _source(_PLAIN + r"(?! ?%)", lambda m, _: in_indonesian(int(m[1]))),
    "rounded to a scale word": _target(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,.])", _rounded),
    "scale word written out": _target(r"(?<![\w.,])(\d+(?:\.\d+)?) (thousand|million|billion)\b", _written_out),
    "thousands mark dropped": _target(r"(?<![\w.,])(\d{1,3}),(\d{3})(?![\w,.])", lambda m, _: m[1] + m[2]),
    "Indonesian scale word": _source(r"(?<![\w.,])(\d{1,3})\.000(?![\w,.])", lambda m, _: f"{m[1]} ribu"),
    "month and day turned": _target(rf"\b({_MONTH}) (\d{{1,2}})(?!\d)", lambda m, _: f"{m[2]} {m[1]}"),
    "day and month turned": _target(rf"\b(\d{{1,2}}) ({_MONTH})\b", lambda m, _: f"{m[2]} {m[1]}"),
    "date in digits": _target(
        rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})", lambda m, _: f"{MONTHS.index(m[1]) + 1}/{m[2]}/{m[3]}"
    ),
    "month shortened": _target(rf"\b({_MONTH})(?= \d)", lambda m, _: f"{m[1][:3]}." if m[1] != "May" else None),
    "percent spelled": _target(r"(?<=\d)%", lambda _, __: " percent"),
    "percent sign": _target(r"(?<=\d) ?(?:percent|per cent)\b", lambda _, __: "%"),
    "currency spelled": _target(_DOLLARS, lambda m, _: f"{m[1]} dollars"),
    "ordinal spelled": _target(r"\b(\d{1,2})(?:st|nd|rd|th)\b", _ordinal),
    "decade shortened": _target(r"\b19(\d0)s\b", lambda m, _: f"'{m[1]}s"),
    "24-hour clock": _target(r"\b(\d{1,2}):(\d\d) ?([ap])\.?m\.?", _evening),
}


# -- planted faults


def _digit(match: re.Match[str], chance: random.Random) -> str:
    """One digit of the number is another one; the first never becomes 0."""
    text = match.group()
    place = chance.choice([index for index, letter in enumerate(text) if letter.isdigit()])
    others = [digit for digit in "0123456789" if digit != text[place] and not (place == 0 and digit == "0")]
    return text[:place] + chance.choice(others) + text[place + 1 :]


def _shifted(match: re.Match[str], chance: random.Random) -> str | None:
    """1,500 -> 15,000 or 150"""
    value = int(match.group().replace(",", ""))
    return f"{value * 10:,}" if chance.random() < 0.5 or value % 10 else f"{value // 10:,}"


def _day(match: re.Match[str], chance: random.Random) -> str:
    """22 December -> 7 December"""
    return re.sub(r"\d+", lambda day: str(chance.choice([d for d in range(1, 29) if d != int(day[0])])), match.group())


def _other(words: list[str]) -> Callable[[re.Match[str], random.Random], str]:
    return lambda match, chance: chance.choice([word for word in words if word != match.group()])


def _currency(match: re.Match[str], _: random.Random) -> str:
    text = match.group()
    signs = {"$": "€", "US$": "€", "£": "$", "€": "£", "Rp": "$"}
    signs |= {"dollars": "euros", "euros": "pounds", "yen": "dollars", "rupiah": "dollars"}
    return signs[text]


FAULTS: dict[str, Alteration] = {
    "digit changed": _target(_ANY, _digit),
    "year changed": _target(_YEAR, _digit),
    "thousands shifted": _target(_THOUSANDS, _shifted),
    "scale changed": _target(r"\b(thousand|million|billion|trillion)\b", _other(["thousand", "million", "billion"])),
    "month changed": _target(_DATED_MONTH, _other(MONTHS)),
    "day changed": _target(_DAY, _day),
    "currency changed": _target(_MONEY, _currency),
    "number dropped": _target(_ANY + r" ?", lambda _, __: ""),
    "number word changed": _target(rf"(?<!-)\b({'|'.join(_COUNTED)})\b(?!-)", _other(_COUNTED)),
}


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """The Indonesian-English pairs of a TSV file whose English holds a digit or a number word."""
    pairs = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if len(fields) >= 2 and not line.startswith("#"):
            pairs.append((fields[-2], fields[-1]))
    return [pair for pair in pairs if re.search(rf"\d|\b(?:{'|'.join(_COUNTED)})\b", pair[1])]


def cases_of(
    pairs: list[tuple[str, str]], ways: dict[str, Alteration], wrong: bool, wanted: int, seed: int
) -> list[Case]:
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
                if case and len(cases) < wanted and (case.source, case.target) not in stock:
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


def measure(cases: Iterable[Case]) -> Result:
    """Runs the checks over the cases."""
    warned: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    mistakes = []
    caught = false = planted = 0
    for case in cases:
        findings = [finding for finding in check(case.source, case.target) if finding.kind in KINDS]
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
    )


def run(path: Path = SAMPLE, pairs: int = 400, seed: int = 20211223) -> Result:
    """Builds the cases from `path` and measures the checks on them."""
    usable = pairs_of(path)
    return measure(
        [
            *cases_of(usable, FORMS, False, pairs // 2, seed),
            *cases_of(usable, FAULTS, True, pairs - pairs // 2, seed + 1),
        ]
    )


def report(result: Result, show: bool) -> Iterator[str]:
    """The result as lines of text."""
    yield f"pairs {result.pairs}  precision {result.precision:.3f}  recall {result.recall:.3f}"
    for how, (warned, count) in result.by_way.items():
        yield f"  {'fault' if how in FAULTS else 'form':5}  {how:28} warned {warned:3} of {count:3}"
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
    for line in report(run(options.tsv, options.pairs, options.seed), options.show):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
