"""Finding terms in a sentence, and their English in its translation. Exact wordings, whole words, longest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.document import Span, TermUse
from reader.glossary.terms import Term


@dataclass(frozen=True)
class Match:
    """A term at the places where it stands in one sentence."""

    term: Term
    text: str
    """As it stands there the first time."""
    spans: tuple[Span, ...]


class Matcher:
    """The terms of a glossary, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Compile `terms`."""
        self.terms = tuple(terms)
        self._exact: dict[str, Term] = {}
        self._any: dict[str, Term] = {}
        for term in self.terms:
            for form in term.forms:
                if term.exact(form):
                    self._exact[_plain(form)] = term
                else:
                    self._any[_plain(form).casefold()] = term
        forms = {_plain(form) for term in self.terms for form in term.forms}
        self._pattern = _whole_words(sorted(forms, key=lambda form: (-len(form), form))) if forms else None

    def find(self, text: str) -> tuple[Match, ...]:
        """The terms that stand in `text`, in the order of their first place. Places never overlap."""
        if self._pattern is None:
            return ()
        found: dict[str, tuple[Term, str, list[Span]]] = {}
        position = 0
        while hit := self._pattern.search(text, position):
            term = self._term(_plain(hit.group()))
            if term is None:  # right letters, wrong capitals: a shorter term may still begin inside
                position = hit.start() + 1
                continue
            found.setdefault(term.source, (term, hit.group(), []))[2].append(Span(start=hit.start(), end=hit.end()))
            position = hit.end()
        return tuple(Match(term, first, tuple(spans)) for term, first, spans in found.values())

    def _term(self, text: str) -> Term | None:
        return self._exact.get(text) or self._any.get(text.casefold())


def uses(matches: Iterable[Match], target: str) -> tuple[TermUse, ...]:
    """What became of the terms of a sentence in its translation `target`: used or missing.

    A place in the English counts for one term alone, the one with the longest wording: the "UN" of "UN Security
    Council" is no proof that `PBB` was translated.
    """
    matches = tuple(matches)
    places = [locate(match.term, target) for match in matches]
    claimed: list[Span] = []
    for index in sorted(range(len(matches)), key=lambda index: -_longest(places[index])):
        free = tuple(span for span in places[index] if not any(_overlap(span, other) for other in claimed))
        claimed.extend(free)
        places[index] = free
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
    )


def locate(term: Term, target: str) -> tuple[Span, ...]:
    """Where the English of `term` stands in `target`: whole words, a plural or possessive `s` allowed."""
    for wording in term.wordings:
        flags = 0 if wording.isupper() else re.IGNORECASE
        pattern = re.compile(rf"(?<!\w){_words(wording)}(?:['’]s|e?s)?(?!\w)", flags)
        spans = tuple(Span(start=hit.start(), end=hit.end()) for hit in pattern.finditer(target))
        if spans:
            return spans
    return ()


def _longest(spans: tuple[Span, ...]) -> int:
    return max((span.end - span.start for span in spans), default=0)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _whole_words(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_words(form) for form in forms)})(?!\w)", re.IGNORECASE)


def _words(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())


def _plain(text: str) -> str:
    return " ".join(text.split())
