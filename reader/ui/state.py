"""What is known of one article while it is read: its sentences, their translations so far, and what is doubtful."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property

from reader.diagnostics import counted
from reader.document import AlignedDocument, AlignedParagraph, AlignedSentence, Article, Finding, Paragraph, TermUse
from reader.ui.wrap import inert

Place = tuple[int, int]
"""A sentence: number of its paragraph, number in the paragraph."""

_ORIGIN_MARKS = {"edited": "e", "draft": "°", "cache": "·"}


class ArticleState:
    """One article and the part of its translation that is there. Owned by the screen, filled as events come."""

    def __init__(self, article: Article) -> None:
        """Nothing is translated yet."""
        self.article = article
        self.blocks: dict[int, Paragraph] = dict(article.blocks())
        self.places: tuple[Place, ...] = tuple(
            (number, index) for number, paragraph in self.blocks.items() for index in range(len(paragraph.sentences))
        )
        self._order = {place: index for index, place in enumerate(self.places)}
        self.ready: dict[Place, AlignedSentence] = {}
        self.failed: dict[Place, str] = {}
        self.drafts: set[Place] = set()
        """Where a better translation is to come."""

    @cached_property
    def key(self) -> str:
        """The article by its content: what is kept about it goes by this."""
        from cache.memory import article_key  # with it comes SQLite, and the first page does not need that

        return article_key(paragraph.text for paragraph in self.blocks.values())

    def put(self, sentence: AlignedSentence) -> Place:
        """Take in a translation; the place that changed."""
        place = (sentence.segment.paragraph, sentence.segment.sentence)
        self.ready[place] = sentence
        self.failed.pop(place, None)
        if sentence.origin == "draft":
            self.drafts.add(place)
        else:
            self.drafts.discard(place)
        return place

    def fail(self, place: Place, message: str) -> None:
        """Take in that a sentence could not be translated."""
        self.failed[place] = inert(message)

    def source(self, place: Place) -> str:
        """The Indonesian sentence, fit for the screen."""
        paragraph = self.blocks[place[0]]
        return inert(paragraph.sentences[place[1]].of(paragraph.text))

    def target(self, place: Place) -> str | None:
        """The English sentence, fit for the screen; None while it is not there."""
        sentence = self.ready.get(place)
        return None if sentence is None else inert(sentence.target)

    def terms(self, place: Place) -> tuple[TermUse, ...]:
        """Glossary terms of a sentence; none while it is not translated."""
        sentence = self.ready.get(place)
        return sentence.terms if sentence else ()

    def findings(self, place: Place) -> tuple[Finding, ...]:
        """What the program cannot vouch for in a sentence."""
        sentence = self.ready.get(place)
        return sentence.findings if sentence else ()

    def mark(self, place: Place) -> str:
        """One character of trust: `×` failed, `!` a warning, `~` a missing term, `?` something smaller, or nothing."""
        if place in self.failed:
            return "×"
        if any(finding.severity == "warn" for finding in self.findings(place)):
            return "!"
        if any(term.status == "missing" for term in self.terms(place)):
            return "~"
        return "?" if self.findings(place) else ""

    def origin_mark(self, place: Place) -> str:
        """One character for where a translation comes from: `e` the person's own, `°` a draft, `·` the cache."""
        sentence = self.ready.get(place)
        return _ORIGIN_MARKS.get(sentence.origin, "") if sentence else ""

    def is_noteworthy(self, place: Place) -> bool:
        """Whether `]` and `[` stop here."""
        return bool(self.mark(place))

    def order(self, place: Place) -> int:
        """Position of a sentence in reading order."""
        return self._order[place]

    def after(self, place: Place, step: int) -> Place:
        """The sentence `step` further (or back, when negative), stopping at the ends."""
        index = self._order[place] + step
        return self.places[min(max(index, 0), len(self.places) - 1)]

    def seek(self, place: Place, step: int, wanted: Callable[[Place], bool]) -> Place | None:
        """The nearest wanted sentence after `place` (before it, when `step` is -1), going round; None without any."""
        start, count = self._order[place], len(self.places)
        candidates = (self.places[(start + step * distance) % count] for distance in range(1, count + 1))
        return next((candidate for candidate in candidates if wanted(candidate)), None)

    def headline(self) -> str:
        """The title in one line, or the source's name."""
        return inert(self.article.title or self.article.source)

    def dateline(self) -> str:
        """Outlet, city, time and byline in one line; empty when none is known."""
        article = self.article
        published = shown_time(article.published) if article.published else None
        parts = (article.outlet, article.city, published, article.byline)
        return " · ".join(" ".join(inert(part).split()) for part in parts if part)

    def document(self, model: str) -> AlignedDocument:
        """The whole article with its translations. Raises KeyError while one is missing."""
        paragraphs = (
            AlignedParagraph(
                number=number,
                kind=paragraph.kind,
                source=paragraph.text,
                sentences=tuple(self.ready[number, index] for index in range(len(paragraph.sentences))),
            )
            for number, paragraph in self.blocks.items()
        )
        return AlignedDocument(article=self.article, model=model, paragraphs=tuple(paragraphs))

    def counts(self) -> Iterator[str]:
        """Totals of a translated article: `48 sentences`, `31 terms`, `2 findings`, `1 missing`, `1 failed`."""
        places = self.places
        uses = [term for place in places for term in self.terms(place)]
        yield counted(len(places), "sentence")
        yield counted(len(uses), "term")
        if missing := sum(use.status == "missing" for use in uses):
            yield f"{missing} missing"
        yield counted(sum(len(self.findings(place)) for place in places), "finding")
        if self.failed:
            yield f"{len(self.failed)} failed"


def shown_time(moment: datetime) -> str:
    """Date and time for people, with the page's zone and the same moment here. A time of 00:00 without zone is a date.

    `2 March 2026, 09:15 WITA (UTC+8), 02:15 here`.
    """
    date = shown_date(moment)
    if moment.utcoffset() is None:
        return date if (moment.hour, moment.minute) == (0, 0) else f"{date}, {moment:%H:%M}"
    text = f"{date}, {moment:%H:%M} {_zone(moment)}"
    here = moment.astimezone()
    if here.utcoffset() == moment.utcoffset():
        return text
    day = "" if here.date() == moment.date() else f" on {shown_date(here)}"
    return f"{text}, {here:%H:%M} here{day}"


def shown_date(moment: datetime) -> str:
    """`2 March 2026`."""
    return f"{moment.day} {moment:%B %Y}"


_INDONESIAN_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def _zone(moment: datetime) -> str:
    """`WIB (UTC+7)`, `UTC-3:30`, `UTC`."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    utc = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    name = _INDONESIAN_ZONES.get(minutes // 60) if minutes > 0 and not rest else None
    return f"{name} ({utc})" if name else utc
