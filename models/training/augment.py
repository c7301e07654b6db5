"""Augment: other numbers, names, places and forms on both sides, so that they are copied, not recalled."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from models.training.config import Augment
from models.training.examples import Example
from models.training.figures import (
    Figure,
    english_figures,
    indonesian_figures,
    other_value,
    write_english,
    write_indonesian,
)
from models.training.gazetteer import CITIES, COUNTRIES
from models.training.names import invented_name
from models.training.spelled import countable, paired_words, spell_figure, swap_words
from models.training.templates import Two, write_templates
from models.training.text import fold

COPIED_KINDS = frozenset({"news", "reports", "general", "business", "software"})

_NAME = re.compile(r"^[A-Z][a-z]{3,14}$")
_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_SAID_SOURCE = re.compile(
    r"^(?P<said>[^\"“”]{25,}),\s+(?P<rest>(?:kata|ujar|tutur|ucap|jelas|tegas|papar|ungkap|imbuh|tambah)(?:nya)?\b[^\"“”]*)$"
)
_SAID_TARGET = re.compile(
    r"^(?P<said>[^\"“”]{25,}),\s+(?P<rest>[^,\"“”]*\b(?:said|says|told|added|explained|stated)\b[^\"“”]*)$"
)


def paired_figures(example: Example) -> list[tuple[Figure, Figure]]:
    """The numbers that stand once on each side with the same value."""
    source, target = indonesian_figures(example.source), english_figures(example.target)
    counts = Counter(f.value for f in source), Counter(f.value for f in target)
    by_value = {f.value: f for f in target}
    return [(f, by_value[f.value]) for f in source if counts[0][f.value] == 1 and counts[1][f.value] == 1]


def _put(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def swap_numbers(example: Example, rng: random.Random) -> Example | None:
    """The pair with other numbers; None when no number stands on both sides (1 and 0 stay: they govern grammar)."""
    pairs = [pair for pair in paired_figures(example) if pair[0].value > 1]
    if not pairs:
        return None
    source, target = [], []
    for here, there in pairs:
        value = other_value(here, rng)
        source.append((here.start, here.end, write_indonesian(value, here)))
        target.append((there.start, there.end, write_english(value, there if there.grouped else here)))
    return replace(example, source=_put(example.source, source), target=_put(example.target, target))


def shared_names(example: Example) -> list[str]:
    """Capitalised words that stand once on each side in the same form and inside the sentence."""
    counts = Counter(_EDGE.sub(r"\2", word) for word in example.source.split())
    others = Counter(_EDGE.sub(r"\2", word) for word in example.target.split())
    inside = {_EDGE.sub(r"\2", word) for word in example.source.split()[1:]}
    return [word for word in counts if counts[word] == 1 == others[word] and word in inside and _NAME.match(word)]


def _swap_word(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)


def swap_names(example: Example, names: Sequence[str], rng: random.Random) -> Example | None:
    """The pair with other names: from `names`, or invented. None when there is no name on both sides."""
    found = shared_names(example)
    if not found:
        return None
    source, target = example.source, example.target
    for old in found:
        new = rng.choice(names) if names and rng.random() < 0.6 else invented_name(rng)
        source, target = _swap_word(source, old, new), _swap_word(target, old, new)
    return replace(example, source=source, target=target)


_PLACES = {source: (source, target) for source, target, _ in COUNTRIES if len(source) > 2} | {
    source: (source, target) for source, target in CITIES
}


def shared_places(example: Example) -> list[Two]:
    """Places of the gazetteer that stand once on each side, the English without an article before it."""
    words = {_EDGE.sub(r"\2", word) for word in example.source.split()}
    found = []
    for source in words & _PLACES.keys():
        target = _PLACES[source][1].removeprefix("the ")
        if example.source.count(source) == 1 == example.target.count(target):
            found.append((source, target))
    return found


def swap_places(example: Example, rng: random.Random) -> Example | None:
    """The pair with other one-word places. None when the gazetteer knows none on both sides."""
    found = shared_places(example)
    if not found:
        return None
    source, target = example.source, example.target
    for here, there in found:
        new = rng.choice(_SINGLE)
        source, target = _swap_word(source, here, new[0]), _swap_word(target, there, new[1])
    return replace(example, source=source, target=target)


_SINGLE = [pair for pair in _PLACES.values() if " " not in pair[0] + pair[1]]


def restore_quotes(example: Example, rng: random.Random) -> Example | None:
    """Quotation marks around reported speech whose marks the corpus has lost. None when the pair has another form."""
    source, target = _SAID_SOURCE.match(example.source), _SAID_TARGET.match(example.target)
    if not source or not target:
        return None
    opening, closing = rng.choice((('"', '"'), ("“", "”"), ("“", "”")))
    return replace(
        example,
        source=f"{opening}{source['said']},{closing} {source['rest']}",
        target=f'"{target["said"]}," {target["rest"]}',
    )


def shout(example: Example) -> Example:
    """A headline in capitals; its English stays in ordinary letters, which is what one wants to read."""
    return replace(example, source=example.source.upper())


def copied(example: Example) -> Example:
    """An English sentence that stays as it is, as quotations and lines of software in an Indonesian page should."""
    words = range(len(example.target.split()))
    return replace(example, kind="copied", source=example.target, links=tuple((i, i) for i in words))


def name_pool(examples: Sequence[Example]) -> list[str]:
    """Names that pairs share."""
    counts = Counter(name for example in examples for name in shared_names(example))
    lower = Counter(word for example in examples for word in example.source.split() if word.islower())
    return sorted(name for name, count in counts.items() if count >= 2 and not lower[name.lower()])


def _some(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Endless random draws; nothing from nothing."""
    while examples:
        yield rng.choice(examples)


def _swapped(
    sentences: Sequence[Example], names: Sequence[str], settings: Augment, rng: random.Random
) -> Iterator[Example]:
    """Copies with other numbers, names and places, each source once."""

    def numbers(example: Example) -> Example | None:
        swapped = swap_numbers(example, rng)
        return (swap_names(swapped, names, rng) or swapped) if swapped and rng.random() < 0.3 else swapped

    def figured(example: Example) -> bool:
        return any(here.value > 1 for here, _ in paired_figures(example))

    def counted(example: Example) -> bool:
        return any(countable(example, *pair) for pair in paired_figures(example))

    ways: tuple[tuple[int, Callable[[Example], object], Callable[[Example], Example | None]], ...] = (
        (settings.swapped // 2, figured, numbers),
        (settings.swapped // 2, shared_names, lambda example: swap_names(example, names, rng)),
        (settings.spelled // 2, paired_words, lambda example: swap_words(example, rng)),
        (settings.spelled // 2, counted, lambda example: spell_figure(example, paired_figures(example), rng)),
        (settings.placed, shared_places, lambda example: swap_places(example, rng)),
    )
    seen: set[str] = set()
    for count, fit, change in ways:
        fitting = [example for example in sentences if fit(example)]
        for example, _ in zip(_some(fitting, rng), range(count), strict=False):
            changed = change(example)
            if changed is not None and (key := fold(changed.source)) not in seen:
                seen.add(key)
                yield replace(changed, kind="swapped")


def write_copies(examples: Sequence[Example], count: int, rng: random.Random) -> Iterator[Example]:
    """About `count` English sentences to copy, half of them with figures where there are as many."""
    english = [e for e in examples if e.kind in COPIED_KINDS and 4 <= len(e.target.split()) <= 40]
    figured = [e for e in english if english_figures(e.target)]
    for part in (figured, [e for e in english if not english_figures(e.target)]):
        yield from (copied(e) for e in rng.sample(part, min(len(part), count // 2)))


def augment(examples: Sequence[Example], settings: Augment, rng: random.Random) -> Iterator[Example]:
    """All augmented examples, of the kinds swapped, quoted, shouted, copied and templates."""
    sentences = [e for e in examples if e.kind in {"news", "reports", "general"} and len(e.source.split()) > 4]
    names = name_pool(sentences)
    yield from _swapped(sentences, names, settings, rng)
    quotable = [e for e in sentences if _SAID_SOURCE.match(e.source)]
    for example, _ in zip(rng.sample(quotable, len(quotable)), range(settings.quoted), strict=False):
        if (quoted := restore_quotes(example, rng)) is not None:
            yield replace(quoted, kind="quoted")
    short = [e for e in sentences if len(e.source.split()) <= 12]
    for example, _ in zip(_some(short, rng), range(settings.shouted), strict=False):
        yield replace(shout(example), kind="shouted")
    yield from write_copies(examples, settings.copied, rng)
    yield from write_templates(settings.templates, names, rng)
