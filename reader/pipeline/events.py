"""What goes into a run, and what comes out of it."""

from collections.abc import Callable
from dataclasses import dataclass

from reader.document import AlignedDocument, AlignedParagraph, AlignedSentence, Article, Segment


@dataclass(frozen=True)
class Job:
    """One article to translate. `key` names it in events and in `Focus`."""

    key: str
    article: Article


@dataclass(frozen=True)
class Focus:
    """Where the reader is: this paragraph of this job comes next, then those below it, then those above."""

    job: str
    paragraph: int


Priority = Callable[[], Focus | None]
"""Asked before every batch; None means document order."""


@dataclass(frozen=True)
class Planned:
    """A job was looked at: how many sentences it has, and how many of them need no model."""

    job: str
    sentences: int
    cached: int


@dataclass(frozen=True)
class SentenceReady:
    """A sentence has a translation. One whose origin is `draft` may come again, with a better one."""

    job: str
    sentence: AlignedSentence


@dataclass(frozen=True)
class ParagraphReady:
    """Every sentence of a paragraph has the translation that it keeps."""

    job: str
    paragraph: AlignedParagraph


@dataclass(frozen=True)
class Failed:
    """A sentence could not be translated; without a segment: the job is over, and it is not whole."""

    job: str
    message: str
    segment: Segment | None = None


@dataclass(frozen=True)
class Done:
    """A job is whole."""

    job: str
    document: AlignedDocument


Event = Planned | SentenceReady | ParagraphReady | Failed | Done
