"""Findings on names: a capitalised name of the original that the translation does not have.

A name may come through in another spelling (`Sergei`, "Sergey"; `Moskow`, "Moscow") or with an English ending
("Israeli"). Words that only look like names are left alone: the first word of a sentence, headlines, and what is
translated by rights (`Menteri`, `Laut Hitam`, `Yunani`), as `models.words` and the built-in glossary know it.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple

from reader.document import Finding

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]*(?:['’][^\W\d_]+)*")
_SHORTEST = 3
_LONGEST = 40
"""Letters of a name; a longer word is noise, and slow to compare."""
_MOST = 3
"""Findings for one sentence."""
_COMPARED = 40
"""Names of a sentence that are looked for, and capitalised words of the translation that they are compared with."""
_OPENS = frozenset(".?!:;\"“”‘’'*(-—–[|/•…")
"""What stands before a word that owes its capital to its place."""
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
_HEADLINE = 0.6
"""Share of capitalised words above which capitals say nothing."""
_ALIKE = 0.7
"""Similarity (Ratcliff and Obershelp 1988, as difflib has it) from which two spellings are one name."""
_SAME_SOUND = (
    (re.compile("oe|ou"), "u"),
    (re.compile("dj"), "j"),
    (re.compile("tj"), "c"),
    (re.compile("kh|ck|ch|c|q"), "k"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("x"), "ks"),
    (re.compile("sy|sh|z|th(?=s)"), "s"),
    (re.compile("(?<=.)h"), ""),
    (re.compile("ee|ie"), "i"),
    (re.compile("[yj]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)


class Capital(NamedTuple):
    """A capitalised word."""

    text: str
    folded: str
    start: int
    opens: bool
    """It stands where any word has a capital."""


class Translation:
    """An English sentence in which names are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold(text)

    def has(self, name: str) -> bool:
        """Whether the folded `name` stands there in some spelling."""
        return self.copies(name) or name in self._joined or self._sounds_like(name)

    def copies(self, name: str) -> bool:
        """Whether the folded `name` stands there as it is."""
        return name in self._folded

    @cached_property
    def _joined(self) -> str:
        """Without the marks and spaces that part the words: `Kualalumpur`, "Kuala Lumpur"."""
        return re.sub(r"[\W_]", "", self._folded)

    @cached_property
    def _capitals(self) -> list[tuple[str, str]]:
        """The capitalised words, and how they sound."""
        found = (match[0].removesuffix("'s").removesuffix("’s") for match in _CAPITAL.finditer(self._text))
        folded = dict.fromkeys(fold(word) for word in found if len(word) <= _LONGEST)
        return [(word, _sound(word)) for word in islice(folded, _COMPARED)]

    def _sounds_like(self, name: str) -> bool:
        sound = _sound(name)
        for word, other in self._capitals:
            if len(name) > 4 and word.startswith(name[:-1]):
                return True  # `Denmarka`, "Denmark"; `Kroasia`, "Croatia" is the glossary's
            if sound == other or (min(len(sound), len(other)) > 3 and sound.startswith(other)):
                return True
            if len(sound) > 3 and (other.startswith(sound) or SequenceMatcher(None, sound, other).ratio() >= _ALIKE):
                return True
        return False


def check_names(source: str, target: str) -> Iterator[Finding]:
    """Findings of the kind name, in the order of the source; words side by side are one name."""
    translation = Translation(target)
    lost: list[Capital] = []
    looked_for = 0
    for word, following in _with_next(capitals(source)):
        if translation.copies(word.folded) or _is_plain(word.folded):
            continue
        # At the head of a sentence only a name of several words is known for one.
        if word.opens and (following is None or not _adjacent(word, following) or _is_plain(following.folded)):
            continue
        looked_for += 1
        if looked_for > _COMPARED:
            break
        if not translation.has(word.folded):
            lost.append(word)
    if lost and not is_headline(source):
        for name in _joined(lost, source)[:_MOST]:
            yield Finding(kind="name", severity="warn", message=f"the name “{name}” is missing in the translation")


def capitals(text: str) -> list[Capital]:
    """The capitalised words of `text`, acronyms apart."""
    found = []
    for match in _CAPITAL.finditer(text):
        word = match[0]
        if _SHORTEST <= len(word) <= _LONGEST and not word.isupper() and word[0].isupper():
            before = text[max(0, match.start() - 3) : match.start()].rstrip()
            opens = not before or before[-1] in _OPENS
            found.append(Capital(word, fold(word), match.start(), opens))
    return found


def fold(text: str) -> str:
    """`text` in small letters, without accents, apostrophes and typographic marks."""
    if not text.isascii():
        text = text.translate(_MARKS)
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return text.lower().replace("'", "")


def is_headline(text: str) -> bool:
    """Whether most words of `text` have a capital."""
    long = [match[0] for match in _WORD.finditer(text) if len(match[0]) > _SHORTEST]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) > _HEADLINE * len(long)


def _sound(word: str) -> str:
    """What is left of the folded `word` where spellings of the same name agree."""
    for pattern, instead in _SAME_SOUND:
        word = pattern.sub(instead, word)
    return word[:-1] if len(word) > 4 and word[-1] in "aeiou" else word


def _is_plain(word: str) -> bool:
    from models import words

    return words.is_plain(word) or word in _glossary_words()


@cache
def _glossary_words() -> frozenset[str]:
    """The words of the built-in glossary, whose terms are proved elsewhere."""
    from reader.glossary.builtin import built_in_terms

    forms = (form for term in built_in_terms() for form in term.forms)
    return frozenset(fold(word) for form in forms for word in _WORD.findall(form))


def _with_next(found: list[Capital]) -> Iterator[tuple[Capital, Capital | None]]:
    return zip(found, [*found[1:], None], strict=True) if found else iter(())


def _adjacent(word: Capital, following: Capital) -> bool:
    return following.start == word.start + len(word.text) + 1 and not following.opens


def _joined(found: list[Capital], text: str) -> list[str]:
    """The words as names: those side by side are one. No name twice."""
    spans: list[tuple[int, int]] = []
    for word in found:
        end = word.start + len(word.text)
        if spans and spans[-1][1] + 1 == word.start and text[word.start - 1] == " ":
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((word.start, end))
    return list(dict.fromkeys(text[start:end] for start, end in spans))
