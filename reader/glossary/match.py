"""Finding terms in a sentence, and their English in its translation.

Every wording is looked for at once (Aho and Corasick 1975), so that a sentence costs about the same whether the
glossary has a hundred terms or ten thousand. What is found counts only as whole words, with the endings and prefixes
that Indonesian hangs on a word, and with the capitals that the term asks for; of places that overlap, the longest.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from reader.document import Article, Span, TermUse
from reader.glossary.english import find_wording
from reader.glossary.terms import CaseRule, Term, plain


@dataclass(frozen=True)
class Match:
    """A term at the places where it stands in one sentence."""

    term: Term
    text: str
    """As it stands there the first time."""
    spans: tuple[Span, ...]


class Form(NamedTuple):
    """A wording to look for, and the term that it stands for."""

    text: str
    term: Term
    rule: CaseRule


class _Hit(NamedTuple):
    start: int
    end: int
    term: Term
    form: str


_ENDING = re.compile(r"(?:nya|lah|kah|pun|[km]u)(?:lah|kah|pun)?(?!\w)")
"""Clitics."""
_BEGINNING = re.compile(r"(?<![\w@#])(?:di|ke|se|ber|pro|non|anti|antar|pasca|eks)$")
_SHORT = 5
"""Letters below which a form takes no `-ku` and `-mu` without a hyphen, which end many other words too."""
_WIDE_SPACE = re.compile(r"\s\s+|[^\S ]")
_LONGEST_BEGINNING = 6


class Matcher:
    """The terms of a glossary, ready to be looked for. Never changes; may be used by several threads."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Compile `terms`; where two have the same wording, the later one has it."""
        self.terms = tuple(terms)
        self._index = _Index(_forms(self.terms))
        self._aliases: _Index | None = None
        self._hidden: frozenset[str] = frozenset()

    def find(self, text: str) -> tuple[Match, ...]:
        """The terms that stand in `text`, in the order of their first place. Places never overlap."""
        found: dict[str, list[_Hit]] = {}
        for hit in self._chosen(text):
            found.setdefault(hit.term.source, []).append(hit)
        return tuple(_match(hits, text) for hits in found.values())

    def for_article(self, article: Article) -> "Matcher":
        """A matcher that also knows what `article` itself says of its terms, or this one if it says nothing.

        `Organisasi Kesehatan Dunia (WHO)` makes WHO a term; `Madrasah Aliyah (MA)` keeps MA from being taken for the
        Supreme Court; after `Sergey Lavrov`, `Lavrov` is he. Where in the article that stands does not matter: a
        title uses short forms that only the text below explains. Changes nothing; takes a few milliseconds.
        """
        from reader.glossary.context import learn

        aliases, hidden = learn(self, article)
        if not aliases and not hidden:
            return self
        matcher = Matcher.__new__(Matcher)
        matcher.terms, matcher._index = self.terms, self._index
        matcher._aliases = _Index(aliases)
        matcher._hidden = hidden
        return matcher

    @cached_property
    def people(self) -> Mapping[str, Term]:
        """The people among the terms, by the sound of their full names."""
        from reader.glossary.context import full_names

        return full_names(self.terms)

    def term_of(self, wording: str) -> Term | None:
        """The term of which `wording` is one of the Indonesian wordings, capitals and all."""
        return self._index.term_of(wording)

    def _chosen(self, text: str) -> list[_Hit]:
        """The hits that count, in reading order: of those that overlap the longest, of equals the first."""
        folded, places = _folded(text)
        hits = [hit for hit in self._index.hits(text, folded, places) if hit.form not in self._hidden]
        if self._aliases is not None:
            hits += self._aliases.hits(text, folded, places)
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        taken = bytearray(len(text) + 1)
        chosen = []
        for hit in hits:
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                chosen.append(hit)
        return sorted(chosen, key=_place)


def _place(hit: _Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _match(hits: Sequence[_Hit], text: str) -> Match:
    """The places of one term; where an article adds English wordings to it, with these."""
    term = max((hit.term for hit in hits), key=lambda term: len(term.accept))
    spans = tuple(Span(start=hit.start, end=hit.end) for hit in hits)
    return Match(term, spans[0].of(text), spans)


class _Index:
    """Wordings, compiled."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._by_text: dict[str, list[Form]] = {}
        for form in forms:
            same = self._by_text.setdefault(fold(form.text), [])
            if same:
                # The later term has the wording; but `as` does not take `AS`, which is letter for letter another.
                same[:] = [other for other in same if other.text != form.text]
                same.insert(0 if form.rule == "exact" else sum(other.rule == "exact" for other in same), form)
            else:
                same.append(form)
        self._patterns = list(self._by_text)
        self._forms = list(self._by_text.values())
        self._automaton = (
            AhoCorasick(self._patterns, MatchKind.Standard, implementation=Implementation.ContiguousNFA)
            if self._patterns
            else None
        )

    def term_of(self, wording: str) -> Term | None:
        text = plain(wording)
        return next((form.term for form in self._by_text.get(fold(text), ()) if _agrees(form, text)), None)

    def hits(self, text: str, folded: str, places: Sequence[int] | None) -> list[_Hit]:
        """Every place where a wording stands as whole words; they may overlap.

        `places` are the offsets in `text` of the characters of `folded`, None where they are the same.
        """
        if self._automaton is None:
            return []
        hits = []
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if (
                start
                and (folded[start - 1].isalnum() or folded[start - 1] in "_@#'")
                and not _begins(text, folded, start, places)
            ):
                continue
            if end < len(folded) and not _ends(folded, end, end - start):
                continue
            first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
            form = _suited(self._forms[number], text[first:last])
            if form is not None:
                hits.append(_Hit(first, last, form.term, form.text))
        return _joined(hits, text)


def fold(text: str) -> str:
    """`text` without the difference between capitals and small letters, and between typographic marks and plain
    ones; as long as before."""
    lower = text.lower()
    if len(lower) != len(text):  # one capital becomes two characters: İ
        lower = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return lower if lower.isascii() else lower.translate(_MARKS)


_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})


def _forms(terms: Iterable[Term]) -> Iterator[Form]:
    """Every wording of `terms`, and those of several words with the first one doubled: `rumah-rumah sakit`."""
    for term in terms:
        for form in term.forms:
            text, rule = plain(form), term.rule(form)
            yield Form(text, term, rule)
            head, space, rest = text.partition(" ")
            if space and rule == "any" and head.isalpha():
                yield Form(f"{head}-{head} {rest}", term, rule)


def _folded(text: str) -> tuple[str, Sequence[int] | None]:
    """`text` folded, with each stretch of white space as one space; and where its characters stand in `text`."""
    folded = fold(text)
    if not _WIDE_SPACE.search(folded):
        return folded, None
    places = [
        place
        for place, character in enumerate(folded)
        if not character.isspace() or not place or not folded[place - 1].isspace()
    ]
    return "".join(" " if folded[place].isspace() else folded[place] for place in places), places


def _begins(text: str, folded: str, start: int, places: Sequence[int] | None) -> bool:
    """Whether what is joined to the front is a mark or a prefix: `'Rusia`, and `diJakarta`, where the capital tells."""
    before = folded[start - 1]
    if before == "'":
        return start == 1 or not folded[start - 2].isalnum()
    place = start if places is None else places[start]
    return text[place].isupper() and _BEGINNING.search(text[max(0, place - _LONGEST_BEGINNING) : place]) is not None


def _ends(folded: str, end: int, length: int) -> bool:
    """Whether a word can end here: no letter comes, or a clitic."""
    following = folded[end]
    if following == "-":
        return not folded.startswith("-an", end) or (end + 3 < len(folded) and folded[end + 3].isalnum())
    if following == "'":
        return not (end + 1 < len(folded) and folded[end + 1].isalnum())
    if not following.isalnum() and following != "_":
        return True
    ending = _ENDING.match(folded, end)
    return ending is not None and (length >= _SHORT or not ending[0].startswith(("ku", "mu")))


def _suited(forms: list[Form], text: str) -> Form | None:
    """The first of `forms` whose rule for capitals `text` keeps."""
    return next((form for form in forms if _agrees(form, text)), None)


def _agrees(form: Form, text: str) -> bool:
    if form.rule == "any":
        return True
    written = text if len(text) == len(form.text) else plain(text)
    if form.rule == "exact":
        return written == form.text
    return all(other.isupper() for own, other in zip(form.text, written, strict=True) if own.isupper())


def _joined(hits: list[_Hit], text: str) -> list[_Hit]:
    """`hits` in which the two halves of a doubled word (`menteri-menteri`) are one."""
    joined: list[_Hit] = []
    for hit in sorted(hits, key=_place):
        for before in reversed(joined[-4:]):
            if (
                hit.start == before.end + 1
                and hit.term is before.term
                and hit.form == before.form
                and " " not in hit.form
                and text[before.end] == "-"
            ):
                joined.append(_Hit(before.start, hit.end, hit.term, hit.form))
                break
        joined.append(hit)
    return joined


def english_of(matches: Iterable[Match]) -> tuple[str, ...]:
    """The English wordings of the terms of `matches`."""
    return tuple(wording for match in matches for wording in match.term.wordings)


def uses(matches: Iterable[Match], target: str) -> tuple[TermUse, ...]:
    """What became of the terms of a sentence in its translation `target`: used or missing.

    A place inside the longer one of another term does not count: the "UN" of "UN Security Council" is no proof that
    `PBB` was translated. A term that need not be there is told of only where it is.
    """
    matches = tuple(matches)
    found = [locate(match.term, target) for match in matches]
    places = [
        tuple(span for span in spans if not any(_within(span, other) for others in found for other in others))
        for spans in found
    ]
    return tuple(
        TermUse(
            source=match.text,
            target=match.term.target,
            kind=match.term.kind,
            status="used" if spans else "missing",
            source_spans=match.spans,
            target_spans=spans,
        )
        for match, spans in zip(matches, places, strict=True)
        if spans or match.term.enforce
    )


def locate(term: Term, target: str) -> tuple[Span, ...]:
    """Where the English of `term` stands in `target`, in any wording that counts; places never overlap.

    Whole words; number, possessive, British and American spelling, hyphens and articles inside may differ, for plain
    terms also the ending of a verb.
    """
    found = [
        Span(start=start, end=end)
        for wording in term.wordings
        for start, end in find_wording(wording, target, verbal=term.kind == "term")
    ]
    chosen: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        if not any(_overlap(span, other) for other in chosen):
            chosen.append(span)
    return tuple(sorted(chosen, key=lambda span: span.start))


def _within(span: Span, other: Span) -> bool:
    """Whether `other` is longer and has a part of `span` in it."""
    return span.end - span.start < other.end - other.start and _overlap(span, other)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
