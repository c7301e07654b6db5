"""Names in Indonesian text: runs of words with a capital, and what kind of name each is by the words about it."""

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from reader.document import Span
from reader.glossary.match import Match
from reader.glossary.terms import TermKind

_TOKEN: Final = re.compile(r"[^\W_](?:[\w’'.&-]*\w)?")
_ROMAN: Final = re.compile(r"[IVXLC]+")
_DOUBLED: Final = re.compile(r"(\w{3,})-\1\w*", re.IGNORECASE)
_ONLY_IN_ORGANISATIONS: Final = frozenset({"dan", "untuk", "for"})
_PERSON_WORDS: Final = range(2, 5)


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (resources.files("reader.glossary") / "data" / "words" / "names.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


def _words(name: str) -> frozenset[str]:
    """The words of this list in `data/words/names.toml`."""
    return _lists()[name]


class Candidate(NamedTuple):
    """A name at one place of a sentence."""

    text: str
    span: Span
    sure: bool
    """Not at the beginning of a sentence, where every word has a capital; or an acronym."""
    hints: frozenset[TermKind]
    """What the words before and after it say of its kind."""


def candidates(text: str, matches: Collection[Match], ordinary: Collection[str]) -> Iterator[Candidate]:
    """The names in a sentence that are none of `matches`.

    `ordinary` are words (small letters) that the text also writes without a capital: at the beginning of a sentence
    they are no part of a name.
    """
    taken = [(span, match.term.kind) for match in matches for span in match.spans]
    for run in _runs(text):
        words = list(run)
        first = _begins_sentence(text, words[0].start())
        while words and (
            words[0][0] in _words("ordinary")
            or _DOUBLED.fullmatch(words[0][0])
            or (first and words[0][0].casefold() in ordinary)
        ):
            del words[0]
            first = False
        if not words:
            continue
        for part in _parts(words, taken):
            found = text[part[0].start() : part[-1].end()]
            if not _is_name(found, len(part)):
                continue
            span = Span(start=part[0].start(), end=part[-1].end())
            sure = is_acronym(found) or not (first and part[0] is words[0])
            yield Candidate(found, span, sure, frozenset(_hints(text, span, taken)))


def kind_of(name: str, hints: Collection[TermKind]) -> TermKind:
    """The kind that `name` seems to be: by its first word, then by what stood about it."""
    head = name.split(maxsplit=1)[0]
    if is_acronym(name):
        return "acronym"
    if head in _words("organisation"):
        return "organisation"
    if head in _words("place"):
        return "place"
    if "person" in hints:
        return "person"
    if "place" in hints:
        return "place"
    return "person" if len(name.split()) in _PERSON_WORDS and not re.search(r"\d", name) else "term"


def is_acronym(word: str) -> bool:
    """Whether `word` is two to eight capitals, and neither a Roman number nor a zone of time."""
    return word.isupper() and word.isalpha() and 2 <= len(word) <= 8 and not _ROMAN.fullmatch(word)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words with a capital that follow each other with a space between; small words may stand inside a long name."""
    run: list[re.Match[str]] = []
    pending: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        adjacent = run and text[(pending or run)[-1].end() : token.start()] == " "
        if not adjacent:
            if run:
                yield run
            run, pending = [], []
        if token[0][0].isupper():
            run += [*pending, token]
            pending = []
        elif run and token[0] in _words("inside") and (_heads(run) or token[0] not in _ONLY_IN_ORGANISATIONS):
            pending.append(token)
        else:
            if run:
                yield run
            run, pending = [], []
    if run:
        yield run


def _heads(words: list[re.Match[str]]) -> bool:
    """Whether `words` begin the name of an organisation."""
    return words[0][0] in _words("organisation")


def _parts(words: list[re.Match[str]], taken: list[tuple[Span, TermKind]]) -> Iterator[list[re.Match[str]]]:
    """`words` without those that are terms already; an organisation keeps what is in its name."""
    if not words:
        return
    free = [not any(span.start < word.end() and word.start() < span.end for span, _ in taken) for word in words]
    if _heads(words) and free[0] and len(words) > 1:
        beyond = [span.start for span, _ in taken if span.start < words[-1].end() < span.end]
        yield _trimmed([word for word in words if not beyond or word.end() <= beyond[0]])
        return
    part: list[re.Match[str]] = []
    for word, is_free in zip(words, free, strict=True):
        if is_free and (part or word[0][0].isupper()):
            part.append(word)
        elif part:
            yield _trimmed(part)
            part = []
    if part:
        yield _trimmed(part)


def _trimmed(part: list[re.Match[str]]) -> list[re.Match[str]]:
    """`part` without small words at its end."""
    while len(part) > 1 and not part[-1][0][0].isupper():
        part = part[:-1]
    return part


def _is_name(text: str, words: int) -> bool:
    if words == 1:
        if text in _words("organisation") or text in _words("place") or text in _words("ordinary") or len(text) < 2:
            return False
        return not text.isupper() or is_acronym(text)
    return any(character.islower() for character in text)


def _begins_sentence(text: str, place: int) -> bool:
    """Whether nothing but marks stands before `place`, or a quotation begins there."""
    before = text[:place].rstrip()
    return not any(character.isalnum() for character in before) or before[-1] in "\"“‘'«:.!?"


def _hints(text: str, span: Span, taken: list[tuple[Span, TermKind]]) -> Iterator[TermKind]:
    before = text[: span.start].split()
    after = text[span.end :].split()
    if before and before[-1].strip('"”,').casefold() in _words("before_people"):
        yield "person"
    if after and after[0].casefold() in _words("after_people"):
        yield "person"
    if before and before[-1].casefold() in _words("before_places"):
        yield "place"
    if any(kind == "title" and text[other.end : span.start] in {" ", ", "} for other, kind in taken):
        yield "person"
