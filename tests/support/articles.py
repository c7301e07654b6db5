"""Articles and translators made by hand, for tests that look at order, failure and state."""

from collections.abc import Callable, Sequence

from models.types import Alignment, DecodingOptions, EngineError, Hypothesis, Request
from reader.document import Article, Kind, Paragraph, Span


def paragraph(*sentences: str, kind: Kind = Kind.BODY) -> Paragraph:
    """A paragraph of these sentences, one space between them."""
    spans, position = [], 0
    for sentence in sentences:
        spans.append(Span(start=position, end=position + len(sentence)))
        position += len(sentence) + 1
    return Paragraph(kind=kind, text=" ".join(sentences), sentences=tuple(spans))


def article(title: str, *paragraphs: Paragraph, source: str = "a.txt") -> Article:
    """An article with a title and these paragraphs."""
    return Article(
        source=source,
        title=title,
        paragraphs=paragraphs,
        head=((-1, paragraph(title, kind=Kind.TITLE)),),
    )


class RecordingTranslator:
    """A `Translator` that turns a sentence into `EN:<sentence>` and remembers what it was asked.

    `fail` names sentences that raise EngineError, as one bad sentence in a batch does.
    """

    name = "recording"
    digest = "0" * 64

    def __init__(self, fail: Sequence[str] = (), before: Callable[[], None] = lambda: None) -> None:
        self.fail = set(fail)
        self.before = before
        self.batches: list[list[str]] = []

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        self.before()
        texts = [request.text for request in batch]
        self.batches.append(texts)
        if self.fail.intersection(texts):
            raise EngineError("this sentence breaks the model")
        return [[Hypothesis(f"EN:{text}", -0.5)] for text in texts]

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        return [-0.5 for _ in pairs]

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        return [((0, 0),) for _ in pairs]
