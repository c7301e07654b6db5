"""Names, organisations and acronyms of articles that no glossary has yet."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.document import AlignedSentence, Article, Kind, Span
from reader.glossary.acronyms import definitions
from reader.glossary.match import Matcher
from reader.glossary.names import Candidate, candidates, kind_of
from reader.glossary.terms import Term, TermKind, plain

CONTEXTS: Final = 3
"""Sentences kept of each suggestion."""
_WORD: Final = re.compile(r"\S+")
_SMALL_WORD: Final = re.compile(r"(?<![\w’'-])[a-zà-þ][\w’'-]*")
_MARKS: Final = "\"“”‘’'(),.;:!?[]…"
_HEADLINE: Final = 0.6
"""Share of words with a capital from which a line says nothing about names: a headline."""


@dataclass(frozen=True)
class Suggestion:
    """A name that may belong in a glossary."""

    source: str
    kind: TermKind
    count: int
    articles: int
    """In how many of them it stands."""
    contexts: tuple[str, ...]
    """Sentences that it stands in."""
    variants: tuple[str, ...] = ()
    """The short form that an article explains."""
    translations: tuple[tuple[str, int], ...] = ()
    """How it was translated so far, the commonest first, with counts."""

    @property
    def target(self) -> str:
        """What its English could be: what it mostly became, else itself."""
        return self.translations[0][0] if self.translations else self.source

    @property
    def term(self) -> Term:
        """The suggestion as an entry."""
        accept = tuple(variant for variant in self.variants if variant != self.target)
        return Term(source=self.source, target=self.target, variants=self.variants, accept=accept, kind=self.kind)


@dataclass
class _Found:
    """What is known of a name while the articles are read."""

    count: int = 0
    sure: int = 0
    articles: set[int] = field(default_factory=set)
    contexts: dict[str, None] = field(default_factory=dict)
    hints: Counter[TermKind] = field(default_factory=Counter)
    translations: Counter[str] = field(default_factory=Counter)
    variants: dict[str, None] = field(default_factory=dict)


def suggest(
    articles: Sequence[Article], matcher: Matcher, translated: Iterable[AlignedSentence] = (), *, least: int = 1
) -> tuple[Suggestion, ...]:
    """What could be added to the glossary of `matcher`: those in most articles first, then those said most often.

    `translated` are sentences of the articles as far as they are translated: their word alignment shows what a name
    became. `least` is how often a name must stand there. Pure.
    """
    english = {sentence.segment.text: sentence for sentence in translated}
    found: dict[str, _Found] = {}
    for number, article in enumerate(articles):
        known = matcher.for_article(article)
        ordinary = _ordinary_words(article)
        for segment in article.segments():
            if _is_headline(segment.text, segment.kind):
                continue
            for candidate in candidates(segment.text, known.find(segment.text), ordinary):
                name = plain(candidate.text)
                _note(found.setdefault(name, _Found()), candidate, number, segment.text, english)
    _join_short_forms(found, articles)
    _join_surnames(found)
    chosen = [_suggestion(name, facts) for name, facts in found.items() if facts.sure and facts.count >= least]
    return tuple(sorted(chosen, key=lambda one: (-one.articles, -one.count)))


def _note(
    facts: _Found, candidate: Candidate, article: int, sentence: str, english: Mapping[str, AlignedSentence]
) -> None:
    facts.count += 1
    facts.sure += candidate.sure
    facts.articles.add(article)
    facts.hints.update(candidate.hints)
    if len(facts.contexts) < CONTEXTS:
        facts.contexts[plain(sentence)] = None
    if (pair := english.get(sentence)) and (target := became(pair, candidate.span)):
        facts.translations[target] += 1


def became(pair: AlignedSentence, span: Span) -> str:
    """What the words at `span` of the source became, by the word alignment of `pair`; empty where that is unclear."""
    words = [
        index for index, word in enumerate(_WORD.finditer(pair.segment.text))
        if word.start() < span.end and span.start < word.end()
    ]  # fmt: skip
    linked = sorted({target for source, target in pair.alignment if source in words})
    # A gap or many more words than the name has: the links are not to be trusted.
    if not linked or linked[-1] - linked[0] >= len(linked) + 1 or len(linked) > 2 * len(words) + 1:
        return ""
    targets = pair.target.split()[linked[0] : linked[-1] + 1]
    text = re.sub(r"['’]s?$", "", " ".join(targets).strip(_MARKS))
    return re.sub(r"^[Tt]he ", "", text).strip(_MARKS)


def _join_short_forms(found: dict[str, _Found], articles: Sequence[Article]) -> None:
    """`Dewan Adat Papua (DAP)`: the short form becomes a variant of the long one."""
    for short, long in _explained(articles):
        if (whole := found.get(long)) and short in found and short != long:
            facts = found.pop(short)
            whole.variants[short] = None
            _take_over(whole, facts)


def _explained(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    seen = set()
    for article in articles:
        for _, paragraph in article.blocks():
            for short, long in definitions(paragraph.text):
                pair = short, plain(long)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _join_surnames(found: dict[str, _Found]) -> None:
    """A last name alone counts for the full name, where just one person has it."""
    owners: dict[str, list[str]] = {}
    for name, facts in found.items():
        if " " in name and kind_of(name, facts.hints) == "person":
            owners.setdefault(name.split()[-1], []).append(name)
    for surname, names in owners.items():
        if surname in found and len(names) == 1:
            alone = found.pop(surname)
            alone.translations.clear()  # of the surname, not of the name
            _take_over(found[names[0]], alone)


def _take_over(facts: _Found, other: _Found) -> None:
    facts.count += other.count
    facts.sure += other.sure
    facts.articles |= other.articles
    facts.hints += other.hints
    for context in other.contexts:
        if len(facts.contexts) < CONTEXTS:
            facts.contexts[context] = None


def _suggestion(name: str, facts: _Found) -> Suggestion:
    return Suggestion(
        source=name,
        kind=kind_of(name, facts.hints),
        count=facts.count,
        articles=len(facts.articles),
        contexts=tuple(facts.contexts),
        variants=tuple(facts.variants),
        translations=tuple(facts.translations.most_common()),
    )


def _ordinary_words(article: Article) -> frozenset[str]:
    """The words that `article` writes with a small letter somewhere."""
    return frozenset(word for _, paragraph in article.blocks() for word in _SMALL_WORD.findall(paragraph.text))


def _is_headline(text: str, kind: Kind) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    if not words:
        return True
    capitals = sum(word[0].isupper() for word in words) / len(words)
    return kind in {Kind.TITLE, Kind.SUBTITLE, Kind.CAPTION, Kind.HEADING} and capitals > _HEADLINE
