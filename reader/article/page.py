"""A page as lines: what every kind of source is turned into, and what cleaning makes of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from reader.article import shapes
from reader.document import Kind, Removed

_HIDDEN = str.maketrans(
    dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n"})

_SPACES = re.compile(r"[ \t\xa0]{2,}")
_COMMA = re.compile(r"(?<=[.!?”\"’)\]]),(?=[A-Z“\"‘(\[])")
_PACKED: Final = 500
"""Code points from which a line may hold a whole page, if that is half of it."""


@dataclass(frozen=True)
class Line:
    """A line of the page that is not blank, with single spaces."""

    number: int
    """In the source, from 1."""
    text: str
    gap: bool = False
    """A blank line, or the page's beginning, stands before it."""
    kind: Kind | None = None
    """Where the page's own markup says what it is."""


@dataclass(frozen=True)
class Hints:
    """What a page's markup says about it, outranking what its lines look like."""

    title: str | None = None
    byline: str | None = None
    published: datetime | None = None
    outlet: str | None = None
    caption: str | None = None
    trusted: bool = False
    """The markup is the author's own (Markdown), so what it calls a heading or a list above the text is one."""


@dataclass
class Cleaned:
    """An article's parts, before sentences are found in them."""

    title: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    published: datetime | None = None
    city: str | None = None
    outlet: str | None = None
    caption: str | None = None
    paragraphs: list[tuple[Kind, str]] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)

    def drop(self, lines: Iterable[Line], rule: str) -> None:
        """List `lines` as removed by `rule`."""
        self.removed.extend(Removed(line=line.number, text=line.text, rule=rule) for line in lines)


def lines_of(text: str) -> list[Line]:
    """The lines of a plain text. Blank ones become gaps; runs of white space become one space."""
    lines: list[Line] = []
    gap = True
    raws = text.translate(_LINE_ENDS).split("\n")
    packed = max(_PACKED, len(text) // 2)
    indents = _indents(raws)
    for number, raw in enumerate(raws, start=1):
        gap = gap or (indents and raw[:2].isspace())
        pieces = list(filter(None, map(squeeze, _apart(raw) if len(raw) >= packed else [raw])))
        lines += [Line(number=number, text=piece, gap=gap or index > 0) for index, piece in enumerate(pieces)]
        gap = not pieces
    return lines


def _indents(raws: list[str]) -> bool:
    """Whether the page begins its paragraphs with an indent, as print does: some lines have one, most do not, and
    no blank lines do that work."""
    text = [raw for raw in raws if raw.strip()]
    indented = sum(raw[:2].isspace() for raw in text)
    return 3 <= indented <= len(text) // 2 and len(raws) - len(text) < indented


def _apart(raw: str) -> list[str]:
    """The paragraphs of a line that holds most of a page, where something is left of what stood between them: a run
    of spaces, or a comma put between the paragraphs of a list."""
    spaced = _SPACES.split(raw.strip())
    if len(spaced) > 2:
        return spaced
    listed = _COMMA.split(raw)
    return listed if len(listed) > 2 else [raw]


def squeeze(text: str) -> str:
    """`text`, a line, without invisible marks and with single spaces."""
    return " ".join(text.translate(_HIDDEN).split())


# --- hard wraps ------------------------------------------------------------------------------------------------------

_NARROWEST: Final = 40
_WIDEST: Final = 140


def unwrap(lines: list[Line]) -> list[Line]:
    """`lines` with hard-wrapped paragraphs rejoined.

    A line was wrapped when the next line's first word would not have fitted into the page's width any more. The
    width is taken from blocks of at least three lines in which nearly every line but the last passes that test.
    """
    width = _width(lines)
    if width is None:
        return lines
    groups: list[list[Line]] = []
    for line in lines:
        alone = any(_stands_alone(other.text) for other in ([groups[-1][-1], line] if groups else []))
        if groups and not line.gap and not alone and _was_wrapped(groups[-1][-1].text, line.text, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [joined(group) for group in groups]


def _stands_alone(text: str) -> bool:
    return shapes.is_rule(text) or (len(text) <= _WIDEST and shapes.is_set_apart(text))


def _width(lines: list[Line]) -> int | None:
    widths: list[int] = []
    for block in blocks(lines):
        width = max(len(line.text) for line in block)
        if len(block) < 3 or not _NARROWEST <= width <= _WIDEST:
            continue
        pairs = list(pairwise(block))
        while pairs and not _was_wrapped(pairs[0][0].text, pairs[0][1].text, width):
            pairs.pop(0)  # a title and a date may stand directly above the text
        wrapped = sum(_was_wrapped(line.text, below.text, width) for line, below in pairs)
        # In one block without blank lines every paragraph's last line is short; those lines end a sentence.
        ended = sum(
            shapes.ends_sentence(line.text) and not _was_wrapped(line.text, below.text, width) for line, below in pairs
        )
        stopped = sum(shapes.ends_sentence(line.text) for line in block[:-1])
        if (
            stopped * 2 < len(block)
            and wrapped >= 2
            and wrapped * 2 >= len(pairs)
            and wrapped + ended >= len(pairs) * 0.85
        ):
            widths.append(width)
    return _widened(lines, max(widths)) if widths else _width_of_short_blocks(lines)


def _widened(lines: list[Line], width: int) -> int:
    """`width`, or a little more where lines of shorter blocks reach further before their sentence goes on below."""
    reach = [
        len(line.text)
        for line, below in pairwise(lines)
        if not below.gap and below.text[0].islower() and width < len(line.text) <= width + 8
    ]
    return max([width, *reach])


def _width_of_short_blocks(lines: list[Line]) -> int | None:
    """The width of a page whose paragraphs are of two lines or so, from all of them together. None where most of the
    text stands in long lines, which were not wrapped."""
    long = sum(len(line.text) for line in lines if len(line.text) > _WIDEST)
    if long * 2 > sum(len(line.text) for line in lines):
        return None
    pairs = [(line.text, below.text) for line, below in pairwise(lines) if not below.gap]
    width = max((len(line) for line, _ in pairs if _NARROWEST <= len(line) <= _WIDEST), default=0)
    near = [(line, below) for line, below in pairs if width * 0.6 <= len(line) <= width]
    wrapped = [(line, below) for line, below in near if _was_wrapped(line, below, width)]
    going_on = [below for line, below in wrapped if not shapes.ends_sentence(line)]
    lower = sum(below[0].islower() for below in going_on)  # titles and dates begin with a capital
    enough = len(going_on) >= 3 and lower * 2 >= len(going_on)
    return width if enough and len(going_on) * 2 >= len(wrapped) >= len(near) * 0.75 else None


def _was_wrapped(line: str, below: str, width: int) -> bool:
    return len(line) <= width and len(line) + 1 + len(below.split(" ", 1)[0]) > width


def joined(lines: list[Line]) -> Line:
    """One line of several. A hyphen at a line's end is Indonesian's own (`negara-` `negara`): no space follows it."""
    if len(lines) == 1:
        return lines[0]
    pieces = [lines[0].text]
    for above, line in pairwise(lines):
        hyphenated = above.text[-1] == "-" and above.text[-2:-1].isalpha() and line.text[:1].isalpha()
        pieces += [line.text] if hyphenated else [" ", line.text]
    return replace(lines[0], text="".join(pieces))


def blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines with no gap in them."""
    block: list[Line] = []
    for line in lines:
        if line.gap and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


# --- lines cut by links ----------------------------------------------------------------------------------------------

_GAP_BEFORE = re.compile(r"(?<=[\w”’\")]) +(?=[,;](?:\s|$)|[.!?](?:[\s”’\")]|$))")
_GAP_BEFORE_QUOTE = re.compile(r"(?<=[,.!?]) (?=[\"”](?:\s|$))")
_GAP_INSIDE = re.compile(r"(?<=[(\[]) +(?=\w)|(?<=[\w.]) +(?=[)\]])")
_GOES_ON = re.compile(r"[a-z,.;:!?)”’]|-\w")


def rejoin(lines: list[Line]) -> list[Line]:
    """`lines` of a body with sentences mended that a link or a stray line end has cut.

    A line goes on below when it is long, ends no sentence, and what follows begins in lower case or with a stop; a
    short line between two such halves is the link's own text.
    """
    out: list[Line] = []
    index = 0
    while index < len(lines):
        group = [lines[index]]
        index += 1
        while taken := _continuation(group, lines[index : index + 2]):
            group += lines[index : index + taken]
            index += taken
        out.append(joined(group))
    return out


def _continuation(group: list[Line], below: list[Line]) -> int:
    """How many of the lines `below` belong to the sentence that `group` begins."""
    last = group[-1].text
    if not below or group[0].kind or below[0].kind or (len(group) == 1 and shapes.words(last) < 4):
        return 0
    if shapes.ends_sentence(last) or last.endswith((":", "…", ",”")):
        return 0
    if _GOES_ON.match(below[0].text) and not shapes.is_item(below[0].text):
        return 1
    if len(below) == 2 and not below[0].gap and not below[1].gap and shapes.words(below[0].text) <= 5:
        return 2 if _GOES_ON.match(below[1].text) and not shapes.ends_sentence(below[0].text) else 0
    return 0


def mend(text: str) -> str:
    """`text` without the gaps that links leave before stops and inside brackets: `Rusia ,` -> `Rusia,`."""
    if any(gap in text for gap in (" ,", " .", " ;", " !", " ?")):
        text = _GAP_BEFORE.sub("", text)
    if ' "' in text or " ”" in text:
        text = _GAP_BEFORE_QUOTE.sub("", text)
    if any(gap in text for gap in ("( ", "[ ", " )", " ]")):
        text = _GAP_INSIDE.sub("", text)
    return text.strip()
