"""What the reading screen asks of the glossary and the cache. Called on workers' threads: no widgets here."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from cache.key import alignment_key
from reader.document import AlignedSentence
from reader.glossary.match import Matcher
from reader.glossary.own import add_terms
from reader.glossary.suggest import Suggestion, suggest
from reader.glossary.terms import Term, TermKind
from reader.pipeline.rendering import links_of
from reader.ui.lookup import Entry, Pair
from reader.ui.screens.term import TermDraft
from reader.ui.state import ArticleState, Place
from reader.ui.words import places_in

if TYPE_CHECKING:
    from reader.services import Services

_MANY = 40
"""Suggestions shown at a time."""
_ENTRIES = 8


def known_term(services: "Services", folder: Path | None, source: str) -> Term | None:
    """The glossary's entry of which `source` is an Indonesian wording; None without one. Raises ReaderError."""
    return services.matcher(folder).term_of(source) if source else None


def keep_term(services: "Services", folder: Path | None, draft: TermDraft) -> str:
    """Write a term to the person's own glossary; what they have to know about it, or nothing. Raises ReaderError."""
    known = known_term(services, folder, draft.source)
    given: dict[str, Any] = known.model_dump() if known else {}
    kind: TermKind = next((kind for kind in get_args(TermKind) if kind == draft.kind), "term")
    given |= {"target": draft.target, "kind": kind, "note": draft.note or None}
    given.setdefault("source", draft.source)
    keep_terms(services, [Term(**given)])
    now = known_term(services, folder, draft.source)
    return "" if now is not None and now.target == draft.target else "another glossary goes over yours here"


def keep_terms(services: "Services", terms: list[Term]) -> None:
    """Write entries to the person's own glossary. Raises ReaderError."""
    add_terms(services.paths.glossary, terms)


def affected(source: str, state: ArticleState) -> tuple[Place, ...]:
    """The sentences that have the term `source`, or had it before it was changed."""
    matcher = Matcher([Term(source=source, target=source, case="any")])
    known = source.casefold()
    return tuple(
        place
        for place in state.places
        if matcher.find(state.source(place)) or any(use.source.casefold() == known for use in state.terms(place))
    )


def suggestions(services: "Services", folder: Path | None, state: ArticleState) -> tuple[Suggestion, ...]:
    """What might become a term: names and acronyms of the article. Raises ReaderError."""
    found = suggest([state.article], services.matcher(folder), list(state.ready.values()))
    return tuple(islice(found, _MANY))


def entries_with(services: "Services", folder: Path | None, wording: str) -> tuple[Entry, ...]:
    """The glossary's entries that have `wording`, as words, on either side, the shortest first. Raises ReaderError."""
    found = [
        Entry(term.source, term.target, term.kind, term.note or "")
        for term in services.matcher(folder).terms
        if any(places_in(text, wording) for text in (*term.forms, *term.wordings))
    ]
    return tuple(sorted(found, key=lambda entry: len(entry.source)))[:_ENTRIES]


def pairs_here(state: ArticleState) -> list[Pair]:
    """The sentences of this article that are translated."""
    # A copy: translations come in while this is read.
    return [_pair(sentence) for sentence in list(state.ready.values())]


def pairs_cached(services: "Services", wording: str, stop: Callable[[], bool]) -> Iterator[Pair]:
    """Sentences in which `wording` may stand, of all that the cache has, until `stop` says so.

    Reads every entry: some 20,000 a second.
    """
    cache = services.cache
    if cache is None:
        return
    wanted, language, aligner = wording.casefold(), services.settings.language, services.aligner.digest
    for _, value in cache.entries():
        if stop():
            return
        source, target = value.get("source"), value.get("target")
        if not isinstance(source, str) or not isinstance(target, str) or value.get("language") != language:
            continue
        if wanted in source.casefold() or wanted in target.casefold():
            links = links_of(value)  # where the model that translated aligned it too
            if links is None:
                links = links_of(cache.get(alignment_key(model=aligner, source=source, target=target)) or {})
            yield Pair(source, target, links or ())


def _pair(sentence: AlignedSentence) -> Pair:
    return Pair(sentence.segment.text, sentence.target, sentence.alignment)
