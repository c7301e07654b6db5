"""What flows through the house: frozen types, from the page that was read to the pair that is shown.

    Source -> Article -> Segment -> AlignedSentence -> AlignedParagraph -> AlignedDocument

Offsets are code points, half open: `text[span.start:span.end]`.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TITLE, SUBTITLE, CAPTION = -1, -2, -3
"""Paragraph numbers of what stands above the body; the body counts from 0."""


class Frozen(BaseModel):
    """Base of everything here: immutable, and no unknown keys."""

    # Deferred: what the first page does not need is built after it is shown.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Kind(StrEnum):
    """What a paragraph is. Title, subtitle and caption never stand among `Article.paragraphs`."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    CAPTION = "caption"
    HEADING = "heading"
    BODY = "body"
    QUOTE = "quote"
    LIST = "list"


class Span(Frozen):
    """A stretch of a text, in code points, half open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]


class Source(Frozen):
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


class Removed(Frozen):
    """A line of the page that is not the article. Listed, never silently lost."""

    line: int
    """Line of the source, from 1."""
    text: str
    rule: str


class Paragraph(Frozen):
    """A paragraph of the body, with its sentences as offsets into `text`; gaps between them are white space."""

    kind: Kind
    text: str
    sentences: tuple[Span, ...]


class Segment(Frozen):
    """One sentence: the unit of translation."""

    paragraph: int
    sentence: int
    kind: Kind
    text: str


class Article(Frozen):
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
    head: tuple[tuple[int, Paragraph], ...] = Field(default=(), exclude=True)
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


class TermUse(Frozen):
    """A glossary term that stands in a sentence, and what became of it."""

    source: str
    """As it stands in the sentence."""
    target: str
    kind: str = "term"
    status: Literal["used", "repaired", "missing"]
    source_spans: tuple[Span, ...] = ()
    """Where it stands in the sentence."""
    target_spans: tuple[Span, ...] = ()
    """Where the target stands in the translation; empty when missing."""


class Finding(Frozen):
    """Something in a translation that the program cannot vouch for."""

    kind: Literal["number", "date", "money", "name", "negation", "length", "repetition", "untranslated", "quote"]
    severity: Literal["info", "warn"]
    message: str


Origin = Literal["model", "cache", "edited", "draft", "copied"]


class AlignedSentence(Frozen):
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


class AlignedParagraph(Frozen):
    """A paragraph with its sentences, translated."""

    number: int
    kind: Kind
    source: str
    sentences: tuple[AlignedSentence, ...]

    @property
    def target(self) -> str:
        """The English paragraph."""
        return " ".join(sentence.target for sentence in self.sentences)


class AlignedDocument(Frozen):
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
