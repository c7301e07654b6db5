"""Looking for 10,000 terms against looking for 100, in the same sentences.

    python tests/bench/bench_match.py [TSV] [RUNS]

The hundred terms are drawn, by a seeded script, from those of the built-in glossary that stand in the sentences; the
ten thousand are these, the rest of the built-in glossary, and names made of two words of the sentences (a pair that
does not occur in them), so that both glossaries find as near as can be the same and the long one is full of wordings
that begin like the text. The two matchers take turns over the whole text. Exit code 1 when the ten thousand take more
than twice as long.

TSV: Indonesian is the last column but one; lines that start with `#` are comments. The shipped 300 pairs unless given.
"""

import random
import statistics
import sys
import time
from pathlib import Path

from reader.glossary.builtin import built_in_terms
from reader.glossary.match import Matcher
from reader.glossary.terms import Term

SAMPLE = Path(__file__).parents[2] / "models" / "evaluation" / "data" / "flores_sample.tsv"
FEW, MANY, SEED, LIMIT = 100, 10_000, 20211223, 2.0


def sentences_of(path: Path) -> list[str]:
    """The Indonesian side of a TSV file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[-2] for line in lines if "\t" in line and not line.startswith("#")]


def glossaries(sentences: list[str], seed: int = SEED) -> tuple[list[Term], list[Term]]:
    """A hundred terms, and ten thousand that hold them."""
    chance = random.Random(seed)
    whole = Matcher(built_in_terms())
    there = {match.term.key: match.term for text in sentences for match in whole.find(text)}
    few = chance.sample(sorted(there.values(), key=lambda term: term.key), min(FEW, len(there)))
    many = {term.key: term for term in (*few, *(term for term in built_in_terms() if term.key not in there))}
    words = sorted({word for text in sentences for word in text.split() if word.isalpha() and len(word) > 3})
    text = "\n".join(sentences).casefold()
    while len(many) < MANY:
        pair = " ".join(chance.sample(words, 2))
        if pair.casefold() not in text:
            many.setdefault(pair.casefold(), Term(source=pair, target=pair))
    return few, list(many.values())


def seconds(matcher: Matcher, sentences: list[str]) -> float:
    """The time for all sentences."""
    start = time.perf_counter()
    for text in sentences:
        matcher.find(text)
    return time.perf_counter() - start


def main(path: Path, runs: int) -> int:
    """Measure, print, judge."""
    sentences = sentences_of(path)
    few, many = (Matcher(terms) for terms in glossaries(sentences))
    times = [(seconds(few, sentences), seconds(many, sentences)) for _ in range(runs)]
    ratio = statistics.median(long / short for short, long in times)
    for matcher, column in ((few, 0), (many, 1)):
        found = sum(len(match.spans) for text in sentences for match in matcher.find(text))
        best = min(pair[column] for pair in times) / len(sentences) * 1e6
        print(f"{len(matcher.terms):6} terms  {best:6.1f} us a sentence   {found} places found")
    print(f"ratio, median of {runs} pairs  {ratio:.2f}   (limit {LIMIT})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]) if given else SAMPLE, int(given[1]) if len(given) > 1 else 21))
