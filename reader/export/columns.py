"""Both languages side by side on paper or in a pipe: what `dwibaca read` prints where there is no terminal."""

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len, chop_cells

from reader.document import TITLE, AlignedDocument, AlignedParagraph, Kind
from reader.export.text import about, flat, note

NARROW = 60
"""Below this many cells the languages stand one above the other."""
_GAP = " │ "
_MARKS = {Kind.LIST: "• ", Kind.QUOTE: "  "}


def side_by_side(document: AlignedDocument, width: int) -> str:
    """The document in two columns, aligned paragraph by paragraph, no line wider than `width` cells (at least 20)."""
    width = max(width, 20)
    rows = _stacked if width < NARROW else _columns
    title = document.part(TITLE)
    lines = list(rows(title, width)) if title else []
    about_line = about(document.article)
    lines += wrap(about_line, width) if about_line else []
    warning = note(document.model)
    lines += wrap(warning, width) if warning else []
    if lines:
        lines.append("─" * width)
    for paragraph in document.paragraphs:
        if paragraph.number != TITLE:
            lines += [*rows(paragraph, width), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` terminal cells, broken between words, inside a word only where it must be."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        for piece in chop_cells(word, width) if cell_len(word) > width else (word,):
            size = cell_len(piece)
            if line and used + 1 + size > width:
                lines.append(line)
                line, used = piece, size
            else:
                line, used = (f"{line} {piece}", used + 1 + size) if line else (piece, size)
    return [*lines, line]


def _columns(paragraph: AlignedParagraph, width: int) -> Iterator[str]:
    column = (width - len(_GAP)) // 2
    left, right = (_wrapped(text, paragraph.kind, column) for text in (paragraph.source, paragraph.target))
    for source, target in zip_longest(left, right, fillvalue=""):
        yield f"{source}{' ' * (column - cell_len(source))}{_GAP}{target}".rstrip()


def _stacked(paragraph: AlignedParagraph, width: int) -> Iterator[str]:
    yield from _wrapped(paragraph.source, paragraph.kind, width)
    yield from (f"  {line}" for line in _wrapped(paragraph.target, paragraph.kind, width - 2))


def _wrapped(text: str, kind: Kind, width: int) -> list[str]:
    """The lines of one paragraph in one language; a list item has a bullet, a quotation is indented."""
    mark = _MARKS.get(kind, "")
    lines = wrap(flat(text), width - len(mark))
    return [f"{mark if number == 0 else ' ' * len(mark)}{line}" for number, line in enumerate(lines)]
