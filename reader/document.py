"""What flows through the house: frozen types, from the page that was read to the pair that is shown.

    Source -> Article -> Segment -> AlignedSentence -> AlignedParagraph -> AlignedDocument

Offsets are code points, half open: `text[span.start:span.end]`. These are plain frozen dataclasses: the program makes
them itself, so nothing has to be validated, and a page is on the screen before pydantic would have been imported. What
comes from outside (glossaries, settings, recipes) is validated where it comes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

TITLE, SUBTITLE, CAPTION = -1, -2, -3
"""Paragraph numbers of what stands above the body; the body counts from 0."""


class Kind(StrEnum):
    """What a paragraph is. Title, subtitle and caption never stand among `Article.paragraphs`."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    CAPTION = "caption"
    HEADING = "heading"
    BODY = "body"
    QUOTE = "quote"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a text, in code points, half open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article comes from, and how it was found."""

    name: str
    """As the person gave it or as found below a folder: a path, a URL, or `-`."""
    path: Path | None = None
    relative: Path | None = None
    """Path below the folder that was given; names the output."""
    part: str | None = None
    """Which document of the file at `path` is meant, where a file holds several: the entry of an EPUB."""

    @property
    def identity(self) -> str:
        """The same for two sources that are the same article, however they were named."""
        where = str(self.path.resolve()) if self.path else self.name
        return f"{where}#{self.part}" if self.part else where


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A line of the page that is not the article. Listed, never silently lost."""

    line: int
    """Line of the source, from 1."""
    text: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the body, with its sentences as offsets into `text`; gaps between them are white space."""

    kind: Kind
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One sentence: the unit of translation."""

    paragraph: int
    sentence: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article. `title`, `subtitle`, `caption` are not repeated in `paragraphs`."""

    source: str
    outlet: str | None = None
    title: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    published: datetime | None = None
    """With an offset only where the page states a zone."""
    city: str | None = None
    """Dateline as printed."""
    caption: str | None = None
    language: str = "id"
    paragraphs: tuple[Paragraph, ...] = ()
    removed: tuple[Removed, ...] = ()
    head: tuple[tuple[int, Paragraph], ...] = field(default=(), repr=False)
    """Title, subtitle and caption that are there, as (number, paragraph) with sentences, in reading order."""

    def blocks(self) -> Iterator[tuple[int, Paragraph]]:
        """Every paragraph in reading order with its number: title -1, subtitle -2, caption -3, then the body."""
        yield from self.head
        yield from enumerate(self.paragraphs)

    def segments(self) -> tuple[Segment, ...]:
        """Every sentence in reading order."""
        return tuple(
            Segment(paragraph=number, sentence=index, kind=paragraph.kind, text=span.of(paragraph.text))
            for number, paragraph in self.blocks()
            for index, span in enumerate(paragraph.sentences)
        )


TermStatus = Literal["used", "repaired", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermUse:
    """A glossary term that stands in a sentence, and what became of it."""

    source: str
    """As it stands in the sentence."""
    target: str
    kind: str = "term"
    status: TermStatus
    source_spans: tuple[Span, ...] = ()
    """Where it stands in the sentence."""
    target_spans: tuple[Span, ...] = ()
    """Where the target stands in the translation; empty when missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a translation that the program cannot vouch for."""

    kind: Literal["number", "date", "money", "name", "negation", "length", "repetition", "untranslated", "quote"]
    severity: Literal["info", "warn"]
    message: str


Origin = Literal["model", "cache", "edited", "draft", "copied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedSentence:
    """A sentence and its translation."""

    segment: Segment
    target: str
    model: str
    """`name@digest12` of the model that made it."""
    origin: Origin
    score: float | None = None
    """Mean log probability a token, as CTranslate2 gives it; none for what no model made."""
    alignment: tuple[tuple[int, int], ...] = ()
    """Links (source word, target word) over white-space words, from 0."""
    terms: tuple[TermUse, ...] = ()
    findings: tuple[Finding, ...] = ()
    before: str | None = None
    """What the model said of itself, where a term had to be repaired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedParagraph:
    """A paragraph with its sentences, translated."""

    number: int
    kind: Kind
    source: str
    sentences: tuple[AlignedSentence, ...]

    @property
    def target(self) -> str:
        """The English paragraph."""
        return " ".join(sentence.target for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedDocument:
    """An article and its translation, paragraph by paragraph, in reading order (title first)."""

    article: Article
    model: str
    paragraphs: tuple[AlignedParagraph, ...]

    @property
    def sentences(self) -> Iterator[AlignedSentence]:
        """Every sentence in reading order."""
        return (sentence for paragraph in self.paragraphs for sentence in paragraph.sentences)

    def part(self, number: int) -> AlignedParagraph | None:
        """The paragraph with this number, if it is there."""
        return next((paragraph for paragraph in self.paragraphs if paragraph.number == number), None)
