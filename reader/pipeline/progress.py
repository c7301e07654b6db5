"""What has come in for one job."""

from collections import Counter
from dataclasses import dataclass, field

from reader.document import AlignedDocument, AlignedParagraph, AlignedSentence, Paragraph
from reader.pipeline.events import Job
from reader.pipeline.plan import Unit


@dataclass
class Progress:
    """The sentences of one job that have the translation they keep, and those that came to nothing."""

    job: Job
    units: tuple[Unit, ...]
    blocks: dict[int, Paragraph]
    ready: dict[tuple[int, int], AlignedSentence] = field(default_factory=dict)
    failed: dict[tuple[int, int], str] = field(default_factory=dict)
    awaited: Counter[int] = field(default_factory=Counter)
    """By paragraph, how many of its sentences are not ready."""

    def __post_init__(self) -> None:
        """Count what is awaited."""
        self.awaited.update(unit.segment.paragraph for unit in self.units)

    def add(self, sentence: AlignedSentence) -> AlignedParagraph | None:
        """Take a sentence in; its paragraph, if that is whole now."""
        number = sentence.segment.paragraph
        self.ready[number, sentence.segment.sentence] = sentence
        self.awaited[number] -= 1
        return self.paragraph(number)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return len(self.ready) + len(self.failed) == len(self.units)

    def paragraph(self, number: int) -> AlignedParagraph | None:
        """The paragraph, when every sentence of it is there."""
        if self.awaited[number]:
            return None
        block = self.blocks[number]
        sentences = tuple(self.ready[number, index] for index in range(len(block.sentences)))
        return AlignedParagraph(number=number, kind=block.kind, source=block.text, sentences=sentences)

    def document(self, model: str) -> AlignedDocument:
        """The whole article."""
        paragraphs = (self.paragraph(number) for number in self.blocks)
        return AlignedDocument(
            article=self.job.article,
            model=model,
            paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph is not None),
        )
