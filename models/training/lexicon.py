"""Term lists as single-word examples, each entry checked against what the sentences themselves say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from models.training.collect import read_pairs
from models.training.examples import Example
from models.training.gazetteer import BODIES, CITIES, COUNTRIES, OFFICES

_WORD = re.compile(r"^[A-Za-z][A-Za-z' -]{2,30}$")
TRUSTED = frozenset({"countries_languages", "mined_institutions"})
"""Lists made from translators' own files; the others are taken only where the corpus is silent or agrees."""
KNOWN = 3
"""Occurrences from which a word counts as known to the corpus."""


def read_lexicon(folder: Path, phrases: Mapping[tuple[str, str], int]) -> Iterator[Example]:
    """Entries of the kind lexicon: the gazetteer's, then those of the lists in the folder, if there is one.

    `phrases` are the phrase pairs of the corpus with their counts. An entry of a list that is not trusted is taken when
    its Indonesian word is rarer than `KNOWN`, or when the corpus translates it the same way.
    """
    for here, there in (*(country[:2] for country in COUNTRIES), *CITIES, *BODIES, *OFFICES):
        yield Example("lexicon", here, there, origin="gazetteer")
    counts: Counter[str] = Counter()
    translations: dict[str, set[str]] = defaultdict(set)
    for (source, target), count in phrases.items():
        counts[source.lower()] += count
        translations[source.lower()].add(target.lower())
    for path in sorted(folder.glob("*.tsv")):
        for source, target in read_pairs(path):
            if not _WORD.match(source) or not _WORD.match(target) or source.lower() == target.lower():
                continue
            agreed = target.lower() in translations[source.lower()]
            if path.stem in TRUSTED or agreed or (counts[source.lower()] < KNOWN and " " not in source):
                yield Example("lexicon", source, target, origin=path.stem)
