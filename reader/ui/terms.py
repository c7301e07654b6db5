"""The glossary terms of an article: what became of each, and where it stands. Pure."""

from dataclasses import dataclass, field

from reader.document import TermUse
from reader.ui.state import ArticleState, Place


@dataclass
class TermRow:
    """A term, over all of the article so far."""

    source: str
    """As it stands at its first place."""
    target: str
    kind: str
    counts: dict[str, int] = field(default_factory=lambda: {"used": 0, "repaired": 0, "missing": 0})
    places: list[Place] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Places where it stands."""
        return sum(self.counts.values())

    def status(self) -> str:
        """`3 used, 1 missing`: a status that no place has is left out."""
        return ", ".join(f"{count} {name}" for name, count in self.counts.items() if count)


def term_rows(state: ArticleState) -> list[TermRow]:
    """Every term of the article; those that are missing somewhere first, then in reading order."""
    rows: dict[tuple[str, str], TermRow] = {}
    for place in state.places:
        for use in state.terms(place):
            row = rows.setdefault(_identity(use), TermRow(use.source, use.target, use.kind))
            row.counts[use.status] += max(1, len(use.source_spans))
            row.places.append(place)
    return sorted(rows.values(), key=lambda row: not row.counts["missing"])


def identity_at(state: ArticleState, place: Place, offset: int) -> tuple[str, str] | None:
    """The term that stands at `offset` of an Indonesian sentence, as `places_of` knows it."""
    for use in state.terms(place):
        if any(span.start <= offset < span.end for span in use.source_spans):
            return _identity(use)
    return None


def places_of(state: ArticleState, identity: tuple[str, str]) -> set[Place]:
    """The sentences in which a term stands."""
    return {place for place in state.places for use in state.terms(place) if _identity(use) == identity}


def _identity(use: TermUse) -> tuple[str, str]:
    return use.source.casefold(), use.target
