"""Hard-wrapped pages: paragraphs whose lines were cut at a width, put together again."""

from itertools import pairwise
from typing import Final

from reader.article import metadata, shapes
from reader.article.asides import is_link
from reader.article.lead import date_line
from reader.article.page import Line, blocks, joined
from reader.article.rules import furniture

_SLACK: Final = 8
"""By how much the lines of one page may differ in width."""
_HEAD_LINES: Final = 30
_LABEL_WORDS: Final = 4
_NARROWEST: Final = 40
_WIDEST: Final = 140


def unwrap(lines: list[Line]) -> list[Line]:
    """`lines` with hard-wrapped paragraphs rejoined.

    A line was wrapped when the next line's first word would not have fitted into the page's width any more. The
    width is taken from blocks of at least three lines in which nearly every line but the last passes that test.
    """
    page = _width(lines)
    if page is None:
        return lines
    groups: list[list[Line]] = []
    for block in blocks(lines):
        own = _block_width(block)
        width = own if own and own >= page - _SLACK else page
        for line in block:
            above = groups[-1][-1] if groups and not line.gap else None
            if above and _was_wrapped(above, line, width) and not _are_two(above, line):
                groups[-1].append(line)
            else:
                groups.append([line])
    return [joined(group) for group in groups]


def _are_two(above: Line, below: Line) -> bool:
    """Whether two lines are two things however well they fit: a title and its date, a caption and a share bar."""
    if _stands_alone(above.text) or _stands_alone(below.text) or _is_next_item(below.text):
        return True
    dateline = metadata.read_dateline(below.text)
    if dateline and dateline.outlet and shapes.words(dateline.rest) > 2:
        return True
    if below.text[0].islower() or (shapes.ends_sentence(below.text) and shapes.words(below.text) <= _LABEL_WORDS):
        return False  # the end of a sentence
    return bool(dateline and (dateline.city or "").isupper()) or _is_label(below) or _is_over(above, below)


def _is_label(line: Line) -> bool:
    """Whether `line` is one of the short things round an article: a date, a writer, an outlet, the page's own."""
    if date_line(line) or metadata.read_byline(line.text) or metadata.known_outlet(line.text):
        return True
    return shapes.words(line.text) <= _LABEL_WORDS and furniture(line.text, "head", "body") is not None


def _is_over(above: Line, below: Line) -> bool:
    """Whether `above` ends before `below`, which begins with a capital: a date, a credit, a link over prose, a title
    over the deck."""
    if date_line(above) or metadata.read_byline(above.text):
        return True
    prose = shapes.words(below.text) > _LABEL_WORDS and shapes.title_case(below.text) < 0.6
    if shapes.has_credit(above.text) and (prose or not shapes.has_credit(f"{above.text} {below.text}")):
        return True
    if prose and (is_link(above.text) or furniture(above.text, "body")):
        return True
    return above.number <= _HEAD_LINES and shapes.title_case(above.text) >= 0.8 and _is_other(above, below)


def _is_next_item(text: str) -> bool:
    return shapes.is_item(text) and not (text[0] in "-–" and text[2:3].islower())


def _is_other(title: Line, below: Line) -> bool:
    """Whether `below` has not the capitals of `title`, as a deck has not, or names the writer behind a label."""
    if shapes.words(title.text) < 4 or shapes.ends_sentence(title.text.rstrip("?!")):
        return False
    if metadata.labelled_names(below.text):
        return True
    return shapes.words(below.text) > 2 and shapes.title_case(below.text) < 0.5


def _stands_alone(text: str) -> bool:
    return shapes.is_rule(text) or (len(text) <= _WIDEST and shapes.is_set_apart(text))


def _width(lines: list[Line]) -> int | None:
    widths = [width for block in blocks(lines) if (width := _block_width(block))]
    return _widened(lines, max(widths)) if widths else _width_of_short_blocks(lines)


def _block_width(block: list[Line]) -> int | None:
    """The width to which `block` was wrapped; None where it was not, or is too short to tell."""
    width = max(map(_reach, block))
    if len(block) < 3 or not _NARROWEST <= width <= _WIDEST:
        return None
    pairs = list(pairwise(block))
    first = next((i for i, (line, below) in enumerate(pairs) if _was_wrapped(line, below, width)), len(pairs))
    pairs = pairs[first:]  # a title and a date may stand directly above the text
    wrapped = sum(_was_wrapped(line, below, width) for line, below in pairs)
    # In one block without blank lines every paragraph's last line is short; those lines end a sentence.
    ended = sum(shapes.ends_sentence(line.text) and not _was_wrapped(line, below, width) for line, below in pairs)
    stopped = sum(shapes.ends_sentence(line.text) for line in block[:-1])
    fits = wrapped >= 2 and wrapped * 2 >= len(pairs) and wrapped + ended >= len(pairs) * 0.85
    return width if fits and stopped * 2 < len(block) else None


def _widened(lines: list[Line], width: int) -> int:
    """`width`, or a little more where lines of shorter blocks reach further before their sentence goes on below."""
    reach = [
        _reach(line)
        for line, below in pairwise(lines)
        if not below.gap and width < _reach(line) <= width + _SLACK and _is_cut(line, below)
    ]
    return max([width, *reach])


def _is_cut(line: Line, below: Line) -> bool:
    """Whether a sentence goes on from `line` to `below`."""
    if below.text[0].islower():
        return True
    return line.indent > 0 and not shapes.ends_sentence(line.text) and shapes.title_case(line.text) < 0.5


def _width_of_short_blocks(lines: list[Line]) -> int | None:
    """The width of a page whose paragraphs are of two lines or so, from all of them together. None where most of the
    text stands in long lines, which were not wrapped."""
    long = sum(len(line.text) for line in lines if len(line.text) > _WIDEST)
    if long * 2 > sum(len(line.text) for line in lines):
        return None
    pairs = [(line, below) for line, below in pairwise(lines) if not below.gap]
    width = max((_reach(line) for line, _ in pairs if _NARROWEST <= _reach(line) <= _WIDEST), default=0)
    near = [(line, below) for line, below in pairs if width * 0.6 <= _reach(line) <= width]
    wrapped = [(line, below) for line, below in near if _was_wrapped(line, below, width)]
    going_on = [below for line, below in wrapped if not shapes.ends_sentence(line.text)]
    lower = sum(below.text[0].islower() for below in going_on)  # titles and dates begin with a capital
    enough = len(going_on) >= 3 and lower * 2 >= len(going_on)
    return width if enough and len(going_on) * 2 >= len(wrapped) >= len(near) * 0.75 else None


def _was_wrapped(line: Line, below: Line, width: int) -> bool:
    return _reach(line) <= width and _reach(line) + 1 + len(below.text.split(" ", 1)[0]) > width


def _reach(line: Line) -> int:
    return line.indent + len(line.text)
