"""Breaking text into lines of so many terminal cells. Pure; widths are Rich's, which the screen is drawn with."""

import re

from rich.cells import cell_len, split_graphemes

# Characters of one cell each, that join to nothing: Latin, Greek, Cyrillic, general punctuation without the
# zero-width and bidi marks in it. A text of these alone is measured by counting.
_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e]*")
_JOINERS = {"\u200c", "\u200d"}

Line = tuple[int, int]
"""A line as offsets into its text, half open, without the white space at its end."""


def inert(text: str) -> str:
    """`text`, character for character, with nothing in it that a terminal would act on.

    The article went through `harmless` already; this is the last door before the screen, and it keeps offsets.
    """
    if text.isprintable():
        return text
    return "".join(map(_inert_character, text))


def cells(text: str) -> int:
    """Cells that `text` takes."""
    return len(text) if _PLAIN.fullmatch(text) else cell_len(text)


def wrap(text: str, width: int) -> list[Line]:
    """Lines of at most `width` cells, broken between words; a word that fits no line is broken inside.

    Never empty: an empty text is one empty line. A grapheme wider than `width` stands alone on its line.
    """
    width = max(1, width)
    if _PLAIN.fullmatch(text):
        return _wrap_plain(text, width)
    return _wrap_measured(text, width)


def offset_at(text: str, cell: int) -> int:
    """Offset of the grapheme that covers `cell` of a line; the length of `text` when the line ends before it."""
    if _PLAIN.fullmatch(text):
        return min(max(cell, 0), len(text))
    position = 0
    for start, _, size in split_graphemes(text)[0]:
        position += size
        if cell < position:
            return start
    return len(text)


def shortened(text: str, width: int) -> str:
    """`text`, or its beginning with an ellipsis, in at most `width` cells."""
    if cells(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    end = offset_at(text, width - 1)
    return f"{text[:end].rstrip()}…"


def _inert_character(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character.isspace():
        return " "
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _wrap_plain(text: str, width: int) -> list[Line]:
    lines = []
    start, length = 0, len(text)
    while length - start > width:
        space = text.rfind(" ", start, start + width + 1)
        end = space if space > start else start + width
        lines.append((start, _before_spaces(text, start, end)))
        start = _after_spaces(text, end)
    if start < length or not lines:
        lines.append((start, _before_spaces(text, start, length)))
    return lines


def _wrap_measured(text: str, width: int) -> list[Line]:
    """The same for any text, grapheme by grapheme."""
    lines = []
    start = used = 0  # the line's first offset, and the cells it takes so far
    space, since = -1, 0  # the last space of the line, and the cells before it
    for begin, _, size in split_graphemes(text)[0]:
        blank = text[begin] == " "
        # Twice at most: the part of a word that went to the next line may itself be too long there.
        while begin > start and used + size > width:
            end = begin if blank or space <= start else space
            lines.append((start, _before_spaces(text, start, end)))
            start = _after_spaces(text, end)
            used = used - since - (start - space) if end == space else 0
            space = -1
        if begin < start:
            continue  # a space that the break has swallowed
        if blank:
            space, since = begin, used
        used += size
    if start < len(text) or not lines:
        lines.append((start, _before_spaces(text, start, len(text))))
    return lines


def _before_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _after_spaces(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] == " ":
        offset += 1
    return offset
