"""Texts too much for one request: several sentences, and sentences that are too long."""

import re
from collections.abc import Callable

_BOUNDARY = re.compile(r"(?P<stop>[.!?…])(?P<closing>[\"”’')\]]*)\s+(?=[\"“‘(\[]*[A-ZÀ-Þ])")
_LAST_WORD = re.compile(r"[\w%-]+(?=[\"”’')\]]*$)")
_ABBREVIATIONS = (
    "dll dsb dst dkk tgl hlm jln tel telp tlp fax vol ed eds red cet prof drg jend letjen mayjen brigjen irjen komjen "
    "letkol mayor kapt kompol muh moh abd inc ltd corp co mrs mr ms dr jr sr st no"
)
_SHORT = frozenset(_ABBREVIATIONS.split())
"""Words that a full stop shortens."""
_LEAST = 2
"""Words on both sides of a boundary: what is shorter stays with its neighbour."""
_CLAUSE = re.compile(r"(?<=[;:,])\s+|\s+(?=[–—-]\s)")
_WORD = re.compile(r"\S+\s*")


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`; joined with spaces they give it back, up to white space.

    Careful rather than complete: the reader has its own rules and sends one sentence at a time, and a sentence cut in
    two is worse than two left together.
    """
    sentences: list[str] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        before, after = text[start : match.end("closing")], text[match.end() :]
        if _ends(text[start : match.start()], match["stop"]) and min(_words(before), _words(after)) >= _LEAST:
            sentences.append(before.strip())
            start = match.end()
    return [*sentences, text[start:].strip()]


def _ends(text: str, stop: str) -> bool:
    """Whether a stop after `text` ends the sentence."""
    if stop != ".":
        return True
    word = _LAST_WORD.search(text)
    if word is None or word[0].lower() in _SHORT:
        return False
    # A short word with a capital may be a title, an initial or an acronym: `Ir. Soekarno`, `H. Amin`, `PT. Timah`.
    return len(word[0]) > 3 or (len(word[0]) > 1 and (word[0].islower() or word[0].isdecimal()))


def _words(text: str) -> int:
    return sum(any(character.isalpha() for character in word) for word in text.split())


def split_at_clauses(text: str, limit: int, count: Callable[[str], int]) -> list[str]:
    """`text` in parts of at most `limit` tokens, split at clause marks, else between words, else inside a word.

    Joining the parts with spaces gives the text back, up to white space (a word split inside apart).
    """
    parts: list[str] = []
    for clause in _CLAUSE.split(text):
        if parts and count(f"{parts[-1]} {clause}") <= limit:
            parts[-1] = f"{parts[-1]} {clause}"
        elif count(clause) <= limit:
            parts.append(clause)
        else:
            parts.extend(_split_words(clause, limit, count))
    return [part for part in parts if part.strip()]


def _split_words(text: str, limit: int, count: Callable[[str], int]) -> list[str]:
    parts: list[str] = []
    current: list[str] = []
    used = 0
    for word in _WORD.findall(text):
        # Counted word by word: linear, and never less than what the words take together.
        for bit in _short_enough(word, limit, count):
            cost = count(bit)
            if current and used + cost > limit:
                parts.append("".join(current).strip())
                current, used = [], 0
            current.append(bit)
            used += cost
    return [*parts, "".join(current).strip()]


def _short_enough(word: str, limit: int, count: Callable[[str], int]) -> list[str]:
    if count(word) <= limit:
        return [word]
    # A piece is at least one code point, but one code point may be four byte pieces.
    step = max(1, limit // 4)
    return [word[start : start + step] for start in range(0, len(word), step)]
