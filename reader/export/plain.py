"""Plain text: a block a paragraph, a blank line between blocks, the title first."""

from collections.abc import Iterator

from reader.document import TITLE, AlignedDocument, AlignedParagraph
from reader.export.text import about, flat


def render(document: AlignedDocument, bilingual: bool) -> str:
    """Title and, in the same block, outlet, city and time; then subtitle, caption and paragraphs, a block each.

    Bilingual: each block holds the Indonesian line and below it the English one.
    """
    return "\n\n".join("\n".join(block) for block in _blocks(document, bilingual)) + "\n"


def _blocks(document: AlignedDocument, bilingual: bool) -> Iterator[list[str]]:
    title = document.part(TITLE)
    first = _lines(title, bilingual) if title else []
    line = about(document.article)
    if first or line:
        yield [*first, line] if line else first
    for paragraph in document.paragraphs:
        if paragraph.number != TITLE:
            yield _lines(paragraph, bilingual)


def _lines(paragraph: AlignedParagraph, bilingual: bool) -> list[str]:
    target = flat(paragraph.target)
    return [flat(paragraph.source), target] if bilingual else [target]
