"""Terms of a glossary in the training text: as entries of their own, put in the place of others of their kind, and in
the place of names that a back-translation left in English.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.training.examples import Example

NAMES = frozenset({"acronym", "organisation", "person", "place", "title"})
"""Kinds whose terms are names: another one in its place leaves a sentence a sentence."""
_LONGEST = 6  # words
_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_WITH_ARTICLE = re.compile(
    r"^(United|Republic|Kingdom|Commonwealth)\b|\b(Islands|States|Emirates|Union|Sea|Strait|Ocean)$"
)
_TAKES_ARTICLE = frozenset({"Netherlands", "Philippines", "Gambia", "Bahamas", "Maldives", "Vatican"})
_CHANGED = 3.0
"""How much oftener a name with another form in English is put in: a network copies the others anyway."""


@dataclass(frozen=True)
class Term:
    """An Indonesian term and its English."""

    source: str
    target: str
    kind: str

    @property
    def family(self) -> tuple[str, bool, bool]:
        """Terms of one family can stand for each other: of a kind, both abbreviated or not, both with "the" or not."""
        article = bool(_WITH_ARTICLE.search(self.target)) or self.target in _TAKES_ARTICLE
        return self.kind, self.target.isupper(), article and self.kind == "place"


def read_terms(path: Path) -> list[Term]:
    """Terms and their variants from a TSV as `dwibaca glossary export --all FILE.tsv` writes it. Raises ValueError."""
    found: dict[Term, None] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        if not {"source", "target", "variants", "kind"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path.name} is not a glossary with the columns source, target, variants and kind")
        for row in rows:
            for source in (row["source"], *(variant.strip() for variant in row["variants"].split("|"))):
                if source:
                    found[Term(source, row["target"], row["kind"])] = None
    return list(found)


class Swapper:
    """Puts other terms into sentences that have one on both sides."""

    def __init__(self, terms: Sequence[Term]) -> None:
        """Only terms that are names take part."""
        self._by_source: dict[str, Term] = {}
        self._families: dict[tuple[str, bool, bool], dict[Term, float]] = defaultdict(dict)
        for term in terms:
            if term.kind in NAMES:
                self._by_source.setdefault(term.source, term)
                self._families[term.family][term] = 1.0 if term.source == term.target else _CHANGED

    def find(self, example: Example) -> tuple[Term, int, int] | None:
        """The first term that stands once on each side, and the numbers of its first words there."""
        source, target = example.source.split(), example.target.split()
        for start in range(len(source)):
            for end in range(min(len(source), start + _LONGEST), start, -1):
                term = self._by_source.get(_bare(source[start:end]))
                if term is None:
                    continue
                there = _places(target, term.target)
                if len(there) == 1 and len(_places(source, term.source)) == 1:
                    return term, start, there[0]
                break  # the longest term here has no counterpart: a shorter one inside it would be another's part
        return None

    def swap(self, example: Example, rng: random.Random) -> Example | None:
        """The pair with another term of the family, its word links put right; None without a term on both sides."""
        found = self.find(example)
        if found is None:
            return None
        term, here, there = found
        family = self._families[term.family]
        (new,) = rng.choices(list(family), list(family.values()))
        source, target = example.source.split(), example.target.split()
        lengths = [len(text.split()) for text in (term.source, new.source, term.target, new.target)]
        _put(source, here, lengths[0], new.source)
        _put(target, there, lengths[2], new.target)
        if there and target[there - 1] in {"a", "an"}:
            target[there - 1] = "an" if new.target[0] in "AEIOU" else "a"
        links = {
            (_moved(i, here, lengths[0], lengths[1]), _moved(j, there, lengths[2], lengths[3]))
            for i, j in example.links
            if not here <= i < here + lengths[0] and not there <= j < there + lengths[2]
        }
        links |= {(here + i, there + j) for i in range(lengths[1]) for j in range(lengths[3])}
        return replace(
            example, source=" ".join(source), target=" ".join(target), links=tuple(sorted(links)), kind="terms"
        )


class Exonyms:
    """Gives back-translated sentences the Indonesian form of names that the reverse model left in English."""

    def __init__(self, terms: Sequence[Term]) -> None:
        """Places, and other names of several words, that Indonesian writes in another way.

        None whose English form is an Indonesian one of another name; and single words only of places: an army is not
        always the one of the glossary.
        """
        indonesian = {term.source for term in terms}
        self._forms: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            same_sort = term.source.isupper() == term.target.isupper()
            name = term.kind == "place" or (term.kind in NAMES and " " in term.target)
            if name and term.target not in indonesian and term.target[0].isupper() and same_sort:
                self._forms[term.target].append(term.source)
        names = sorted(self._forms, key=len, reverse=True)
        self._english = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w$-])") if names else None

    def put_in(self, example: Example, rng: random.Random) -> Example:
        """The pair, not aligned yet, with Indonesian names where both sides had the same English one."""

        def indonesian(found: re.Match[str]) -> str:
            name = found.group()
            if name not in example.target or _inside_a_name(found, example.target):
                return name
            return rng.choice(self._forms[name])

        return replace(example, source=self._english.sub(indonesian, example.source)) if self._english else example


def write_terms(
    examples: Sequence[Example], terms: Sequence[Term], count: int, rng: random.Random
) -> Iterator[Example]:
    """Every term as an example of the kind `termlist`, and up to `count` copies of the kind `terms`.

    The sentences that have a term are taken in turn, each time with another term in its place.
    """
    for term in terms:
        lengths = len(term.source.split()), len(term.target.split())
        links = tuple((i, j) for i in range(lengths[0]) for j in range(lengths[1]))
        yield Example("termlist", term.source, term.target, links, "glossary")
    swapper = Swapper(terms)
    fitting = [example for example in examples if swapper.find(example) is not None]
    for number in range(count if fitting else 0):
        swapped = swapper.swap(fitting[number % len(fitting)], rng)
        if swapped is not None:
            yield swapped


def _inside_a_name(found: re.Match[str], target: str) -> bool:
    """Whether the name and a word beside it stand together on both sides, as "Jordan" does in a person's name."""
    before, name, after = found.string[: found.start()].split(" ")[-2:], found.group(), found.string[found.end() :]
    longer = [f"{before[0]} {name}"] if len(before) > 1 and not before[1] and before[0] else []
    longer += [f"{name} {after.split()[0]}"] if after.startswith(" ") and after.strip() else []
    return any(text in target for text in longer)


def _bare(words: Sequence[str]) -> str:
    """Words as one string, without the marks before the first and after the last."""
    return _EDGE.sub(r"\2", " ".join(words))


def _places(words: Sequence[str], term: str) -> list[int]:
    """Where `term` begins in `words`."""
    length = len(term.split())
    return [start for start in range(len(words) - length + 1) if _bare(words[start : start + length]) == term]


def _put(words: list[str], start: int, length: int, new: str) -> None:
    """Put `new` in the place of some words, between the marks that stood around them."""
    before = _EDGE.sub(r"\1", words[start])
    after = _EDGE.sub(r"\3", words[start + length - 1])
    words[start : start + length] = f"{before}{new}{after}".split()


def _moved(word: int, start: int, old: int, new: int) -> int:
    """The number of a word behind a stretch that is `new` words long and was `old`."""
    return word + new - old if word >= start + old else word
