"""Sentences as articles should not have them, and what must hold of their translation all the same."""

import random
from collections.abc import Callable, Sequence

from models.engine import CTranslate2Translator
from models.evaluation.sets import SAMPLE, read_set
from models.guard import compact_knows, find_loop, guarded
from models.guards.marks import clean, plain, set_aside
from models.types import DecodingOptions, Hypothesis, Request

_SIGNS = "“”‘’«»–—…!?.,;:()[]{}<>\"'-_/\\|*#@%&=+~^$€©™°½²"
_SCRIPTS = "東京مرحباपृथ्वीПриветΑθήναไทย한국어"
_EMOJI = ["😀", "👨‍👩‍👧", "🇮🇩", "👍🏽", "❤️", "1️⃣", "✅"]

Mutation = Callable[[random.Random, list[str]], list[str]]


def _shuffled(chance: random.Random, words: list[str]) -> list[str]:
    return chance.sample(words, len(words))


def _repeated(chance: random.Random, words: list[str]) -> list[str]:
    start = chance.randrange(len(words))
    return [*words[:start], *words[start : start + 3] * chance.randint(2, 30), *words[start + 3 :]]


def _sprinkled(chance: random.Random, words: list[str]) -> list[str]:
    pool = chance.choice([list(_SIGNS), list(_SCRIPTS), _EMOJI, ["\u200b", "\x07", "\u202e", "\ufeff", "\u00ad"]])
    return [word + chance.choice(pool) * chance.randint(0, 2) for word in words]


def _numbers(chance: random.Random, words: list[str]) -> list[str]:
    return [str(chance.randrange(10**9)) if chance.random() < 0.5 else word for word in words]


MUTATIONS: tuple[Mutation, ...] = (
    lambda chance, words: words,
    lambda chance, words: [word.upper() for word in words],
    lambda chance, words: words[: chance.randint(1, 3)],
    lambda chance, words: words * chance.randint(2, 12),
    lambda chance, words: ["".join(words)],
    lambda chance, words: [chance.choice(words)[:1] * chance.randint(1, 300)],
    lambda chance, words: [chr(chance.randrange(0x20, 0x3000)) for _ in range(chance.randint(1, 60))],
    lambda chance, words: [chance.choice(_SIGNS) for _ in range(chance.randint(1, 80))],
    _shuffled,
    _repeated,
    _sprinkled,
    _numbers,
)


def fuzzed(count: int, seed: int) -> list[str]:
    """`count` texts, the same for the same seed: shipped sentences, changed once or twice."""
    chance = random.Random(seed)
    sources = read_set(SAMPLE).sources
    texts = []
    for _ in range(count):
        words = chance.choice(sources).split()
        for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 2)):
            words = mutation(chance, words) or ["x"]
        texts.append(" ".join(words)[:6000])
    return texts


class Listening:
    """The engine, and all that it was given."""

    def __init__(self, engine: CTranslate2Translator) -> None:
        self.engine = engine
        self.heard: list[str] = []

    name, digest = "listening", "0" * 64

    def count_tokens(self, text: str) -> int:
        return self.engine.count_tokens(text)

    def knows(self, character: str) -> bool:
        return self.engine.knows(character)

    def has_piece(self, character: str) -> bool:
        return self.engine.has_piece(character)

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        self.heard += [request.text for request in batch]
        return self.engine.translate(batch, options)

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        return self.engine.score(pairs, options)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[tuple[int, int], ...]]:
        return self.engine.align(pairs)


def fuzz(engine: CTranslate2Translator, count: int, seed: int) -> list[str]:
    """Translate fuzzed sentences guarded; what went wrong, in words. Raises whatever is raised on the way."""
    problems = []
    for text in fuzzed(count, seed):
        inner = Listening(engine)
        careful = guarded(inner, compact=True)
        (found,) = careful.translate([Request(text)], DecodingOptions(beam_size=1))
        best = found[0]
        given = _letters(set_aside(plain(clean(text))[0], compact_knows(engine))[0])
        # What is asked again comes after all that was asked first; what was never asked is copied as it is.
        whole = _letters("".join(inner.heard)).startswith(given) if inner.heard else best.text == clean(text)
        if not whole:
            problems.append(f"cut on the way in: {text[:80]!r}")
        if find_loop(best.text, text) and "loop" not in best.faults:
            problems.append(f"a loop unsaid: {text[:80]!r} -> {best.text[:80]!r}")
        if not best.text.strip() and text.strip() and "empty" not in best.faults and given:
            problems.append(f"empty and unsaid: {text[:80]!r}")
        if best.truncated and "cut" not in best.faults:
            problems.append(f"cut and unsaid: {text[:80]!r}")
    return problems


def _letters(text: str) -> str:
    """What must not be lost, whatever the case."""
    return "".join(character for character in text.casefold() if character.isalnum())
