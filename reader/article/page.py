"""A page as lines: what every kind of source is turned into, and what cleaning makes of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from reader.article import shapes
from reader.article.patterns import pattern
from reader.document import Kind, Removed
from reader.errors import UnreadableError

_HIDDEN = str.maketrans(
    dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n"})

_SPACES = pattern(r"[ \t\xa0]{2,}")
_COMMA = pattern(r"(?<=[.!?”\"’)\]]),(?=[A-Z“\"‘(\[])")
_ANY_COMMA = pattern(r",(?=[A-Z“‘(\[]|\"[A-Z])")
"""On a page of such commas one without a space behind it is another, whatever stands before it."""
MAX_LINES: Final = 100_000
"""Most lines that a page may have, those included that are made of it. A thick novel has half as many; what has more
would only fill the memory."""
MAX_LINE: Final = 5_000_000
"""Longest line, in code points. All sentences that an article may have are no longer together."""
_TORN: Final = ",;)"
"""A line that begins with one of these, or in lower case, was torn off the line above."""
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
    indent: int = 0
    """Blanks before it, which count to its width."""
    bare: bool = False
    """In a page's markup it is in no paragraph, heading, list or table."""


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
    left = MAX_LINES
    raws = text.translate(_LINE_ENDS).split("\n")
    packed = max(_PACKED, len(text) // 2)
    indents = _indents(raws)
    for number, raw in enumerate(raws, start=1):
        gap = gap or (indents and raw[:2].isspace())
        pieces = list(filter(None, map(squeeze, _apart(raw) if len(raw) >= packed else [raw])))
        left -= len(pieces)
        if left < 0:
            raise too_many_lines()
        indent = len(raw) - len(raw.lstrip(" ")) if len(pieces) == 1 else 0
        lines += [
            Line(number=number, text=piece, gap=gap or index > 0, indent=indent) for index, piece in enumerate(pieces)
        ]
        gap = not pieces
    return _closed_up(lines)


def _closed_up(lines: list[Line]) -> list[Line]:
    """`lines` without their gaps where one stands before every line and they tear sentences: then it says nothing."""
    torn = sum(
        below.text[0] in _TORN or below.text[0].islower()
        for line, below in pairwise(lines)
        if shapes.words(line.text) > 3 and not shapes.ends_sentence(line.text) and not line.text.endswith(":")
    )
    if torn < 2 or not all(line.gap for line in lines):
        return lines
    return [replace(line, gap=index == 0) for index, line in enumerate(lines)]


def _indents(raws: list[str]) -> bool:
    """Whether the page begins its paragraphs with an indent, as print does: some lines have one, most do not, and
    no blank lines do that work."""
    text = [raw for raw in raws if raw.strip()]
    indented = sum(raw[:2].isspace() for raw in text)
    return 3 <= indented <= len(text) // 2 and len(raws) - len(text) < indented


def _apart(raw: str) -> list[str]:
    """The paragraphs of a line that holds most of a page, where something is left of what stood between them: a run
    of spaces, or a comma put between the paragraphs of a list."""
    # No further than the limit: where there are more, the page is refused.
    spaced = _SPACES.split(raw.strip(), maxsplit=MAX_LINES)
    if len(spaced) > 2:
        return spaced
    listed = _COMMA.split(raw, maxsplit=MAX_LINES)
    return _ANY_COMMA.split(raw, maxsplit=MAX_LINES) if len(listed) > 2 else [raw]


def squeeze(text: str) -> str:
    """`text`, a line, without invisible marks and with single spaces. Raises UnreadableError over `MAX_LINE`."""
    if len(text) > MAX_LINE:
        raise UnreadableError("a line too long for an article", hint=f"the limit is {MAX_LINE:,} characters")
    return " ".join(text.translate(_HIDDEN).split())


def too_many_lines() -> UnreadableError:
    """The refusal of a page over the limit; who knows the source names it."""
    return UnreadableError("too many lines for an article", hint=f"the limit is {MAX_LINES:,}")


# --- blocks ----------------------------------------------------------------------------------------------------------


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

_GAP_BEFORE = pattern(r"(?<=[\w”’\")]) +(?=[,;](?:\s|$)|[.!?](?:[\s”’\")]|$))")
_GAP_BEFORE_QUOTE = pattern(r"(?<=[,.!?]) (?=[\"”](?:\s|$))")
_GAP_INSIDE = pattern(r"(?<=[(\[]) +(?=\w)|(?<=[\w.]) +(?=[)\]])")
_GOES_ON = pattern(r"[a-z,.;:!?)”’]|-\w|\(\d")


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
