"""Some sentences of an article as an article of their own, to be translated anew. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from reader.document import AlignedSentence, Article, Paragraph, Segment
from reader.ui.state import Place


class Excerpt:
    """`article` with no other sentences than those at `places`.

    Its paragraphs keep their whole text: the glossary learns from what stands around a sentence.
    """

    def __init__(self, article: Article, places: Iterable[Place]) -> None:
        """Choose the sentences."""
        wanted: dict[int, list[int]] = {}
        for number, index in sorted(set(places)):
            wanted.setdefault(number, []).append(index)
        self._wanted = wanted
        self.article = replace(
            article,
            head=tuple((number, self._only(number, paragraph)) for number, paragraph in article.head),
            paragraphs=tuple(self._only(number, paragraph) for number, paragraph in enumerate(article.paragraphs)),
        )

    def place(self, segment: Segment) -> Place:
        """Where a sentence of the excerpt stands in the article."""
        return segment.paragraph, self._wanted[segment.paragraph][segment.sentence]

    def restored(self, sentence: AlignedSentence) -> AlignedSentence:
        """A sentence of the excerpt as a sentence of the article."""
        _, index = self.place(sentence.segment)
        return replace(sentence, segment=replace(sentence.segment, sentence=index))

    def _only(self, number: int, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, sentences=tuple(paragraph.sentences[i] for i in self._wanted.get(number, ())))
