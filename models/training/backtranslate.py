"""Back-translation: English news with an Indonesian side from a model of the other direction.

Sennrich et al. (2016) showed what such pairs are worth where translated text is short. They carry a tag as the first
source piece (Caswell et al., 2019), so that the network learns English from them without learning to expect the reverse
model's Indonesian. The reverse model decodes greedily: sampling, which is better for models with much text, is worse
for those with little (Edunov et al., 2018).
"""

from __future__ import annotations

import lzma
import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from models.evaluation.values import kept_values
from models.guard import has_loop
from models.training.clean import Cleaner, well_covered
from models.training.collect import Blocklist, files_of
from models.training.config import BackTranslation, Cleaning
from models.training.examples import BACK_TRANSLATED, Example
from models.training.text import EDGES, bare_words, digit_runs, fold, tidy

CHUNK = 1024
"""Sentences translated before they are written: what a kill can lose."""

_ODD = re.compile(r"[|<>{}_=*#^~\\]|https?:|www\.")
_NAME = re.compile(r"[A-Z][\w'-]{2,}")
_ENDED = re.compile(r"[.?!][\"')\]]*$")

Translate = Callable[[Sequence[str]], list[str]]


def _fits(sentence: str, settings: BackTranslation) -> bool:
    words = sentence.split()
    lower = sum(word.islower() for word in words)
    return (
        settings.shortest <= len(words) <= settings.longest
        and lower >= len(words) // 3
        and sentence[0] in "\"'" + sentence[0].upper()
        and not _ODD.search(sentence)
    )


def choose_english(
    settings: BackTranslation, data: Path, blocked: Blocklist, rng: random.Random
) -> list[tuple[str, str]]:
    """Sentences to translate, each with its file's name: a share of every source, in random order, each once.

    Raises FileNotFoundError for a pattern without any file.
    """
    chosen: list[tuple[str, str]] = []
    seen: set[str] = set()
    for source in settings.sources:
        for path in files_of(source, data):
            with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    if rng.random() >= source.share:
                        continue
                    sentence = tidy(line)
                    key = fold(sentence)
                    if key and key not in seen and _fits(sentence, settings) and not blocked.blocks("", sentence):
                        seen.add(key)
                        chosen.append((sentence, path.name.split(".")[0]))
    rng.shuffle(chosen)
    return chosen[: settings.most]


def read_translations(path: Path) -> dict[str, str]:
    """English sentences and their translations, as far as they were written; a torn last line is left out."""
    if not path.exists():
        return {}
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if whole != text:
        path.write_bytes(whole)
    pairs = (line.partition("\t") for line in whole.decode("utf-8").split("\n")[:-1])
    return {english: indonesian for english, _, indonesian in pairs}


def translate_all(
    sentences: Sequence[str], path: Path, translate: Translate, stopped: Callable[[], bool], say: Callable[[str], None]
) -> dict[str, str]:
    """Translate what the file has not yet, writing as it goes; gives all that the file has then.

    A chunk's sentences go in by length, so that a batch has little padding.
    """
    done = read_translations(path)
    waiting = [sentence for sentence in sentences if sentence not in done]
    with path.open("a", encoding="utf-8", newline="\n") as out:
        for start in range(0, len(waiting), CHUNK):
            if stopped():
                break
            part = sorted(waiting[start : start + CHUNK], key=len)
            for english, indonesian in zip(part, translate(part), strict=True):
                done[english] = tidy(indonesian)
                out.write(f"{english}\t{done[english]}\n")
            out.flush()
            say(f"back-translated {len(done)} of {len(sentences)} sentences")
    return done


def same_values(example: Example) -> bool:
    """Whether both sides have the same digits, and the English every number that the Indonesian spells."""
    if Counter(digit_runs(example.source)) != Counter(digit_runs(example.target)):
        return False
    kept, wanted = kept_values(example.source, example.target)
    return kept == wanted


def usable(examples: Iterable[Example], cleaning: Cleaning, dropped: Counter[str]) -> Iterator[Example]:
    """The pairs whose machine-made side is fit to learn from; `dropped` counts the others by fault."""
    cleaner = Cleaner(cleaning)
    for example in examples:
        if not example.source:
            dropped["empty"] += 1
        elif has_loop(example.source):
            dropped["loop"] += 1
        elif _ENDED.search(example.target) and not _ENDED.search(example.source):
            dropped["cut off"] += 1
        elif not same_values(example):
            dropped["numbers"] += 1
        else:
            yield from cleaner.clean([example])
    dropped.update(cleaner.dropped)


def repair_names(example: Example, known: Collection[str]) -> Example:
    """The pair with the English spelling of names that the reverse model garbled.

    A name is an English word with a capital inside the sentence; it is garbled when the Indonesian has it nowhere and
    it is linked to one capitalised word that is no word of the corpus (`known`, lower case). Left as they are, such
    pairs would teach the network to invent names.
    """
    source = example.source.split()
    there = set(bare_words(example.source))
    for j, word in enumerate(example.target.split()):
        name = _NAME.fullmatch(_core(word))
        linked = [i for i, other in example.links if other == j]
        if j == 0 or not name or name.group().lower() in there or len(linked) != 1:
            continue
        garbled = _core(source[linked[0]])
        if _NAME.fullmatch(garbled) and garbled.lower() not in known:
            source[linked[0]] = source[linked[0]].replace(garbled, name.group())
    return replace(example, source=" ".join(source))


def _core(word: str) -> str:
    """A word without punctuation around it and without the possessive."""
    return EDGES.sub("", word).removesuffix("'s")


def finish(aligned: Iterable[Example], known: Collection[str], covered: float) -> Iterator[Example]:
    """Aligned pairs with whole names (see `repair_names`); badly covered ones go: a model made them up."""
    return (repair_names(example, known) for example in aligned if well_covered(example, covered))


def pairs_of(chosen: Sequence[tuple[str, str]], translations: dict[str, str]) -> Iterator[Example]:
    """Examples of the kind `BACK_TRANSLATED` from what has been translated."""
    for english, origin in chosen:
        if english in translations:
            yield Example(BACK_TRANSLATED, translations[english], english, origin=origin)
