"""HTML -> lines of visible text, by a scanner that is linear on any input and builds no tree.

It serves three ends: to tell hostile pages (nested thousands deep) before a real parser sees them, to read those
pages all the same, and to list what the real parser left out, with line numbers.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from reader.article.page import MAX_LINES, Line, squeeze, too_many_lines
from reader.article.patterns import pattern
from reader.article.shapes import word_set
from reader.document import Kind
from reader.errors import UnreadableError

_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
MAX_TAGS: Final = 500_000
"""Most marks `<` that a page may have; a long one has some thousands."""
_VOID: Final = word_set("area base br col embed hr img input link meta param source track wbr")
_SELF_CLOSING: Final = word_set("p li dt dd tr td th option optgroup thead tbody tfoot")
"""Elements whose end tag may be left out; the parser ends them itself, so they do not nest."""
_INVISIBLE: Final = word_set("script style noscript template svg head iframe object select textarea button math")
_RAW: Final = frozenset({"script", "style", "textarea", "title"})
_BLOCKS: Final = word_set(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul time"
)
_TEXTS: Final = word_set("blockquote caption dd dt figcaption h1 h2 h3 h4 h5 h6 li p pre td th")
"""Elements that hold text of a page whose paragraphs are elements."""
_KINDS: Final = {
    "h1": Kind.TITLE, "h2": Kind.HEADING, "h3": Kind.HEADING, "h4": Kind.HEADING,
    "h5": Kind.HEADING, "h6": Kind.HEADING, "blockquote": Kind.QUOTE,
}  # fmt: skip


@dataclass
class Markup:
    """What the scanner saw."""

    lines: list[Line] = field(default_factory=list)
    """Visible text, a line a block."""
    depth: int = 0
    """How deep elements nest at most."""
    tags: int = 0


@dataclass
class _Scanner:
    out: Markup = field(default_factory=Markup)
    number: int = 1
    began: int = 1
    depth: int = 0
    hidden: str = ""
    """The invisible element that the scanner is in, and how often it is nested in itself."""
    hidden_depth: int = 0
    kind: Kind | None = None
    bare: bool = True
    kinds: dict[str, Kind] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)

    def text(self, raw: str) -> None:
        if not self.hidden and raw:
            if not self.pieces:
                self.began = self.number + raw[: len(raw) - len(raw.lstrip())].count("\n")
            self.pieces.append(raw)
        self.number += raw.count("\n")

    def end_block(self) -> None:
        if not self.pieces:
            return
        text = squeeze(unescape("".join(self.pieces)).replace("\n", " "))
        if text:
            if len(self.out.lines) == MAX_LINES:
                raise too_many_lines()
            self.out.lines.append(Line(number=self.began, text=text, gap=True, kind=self.kind, bare=self.bare))
        self.pieces = []

    def tag(self, name: str, closing: bool) -> None:
        self.out.tags += 1
        if name not in _VOID and name not in _SELF_CLOSING:
            self.depth = max(0, self.depth + (-1 if closing else 1))
            self.out.depth = max(self.out.depth, self.depth)
        if self.hidden:
            if name == self.hidden:
                self.hidden_depth += -1 if closing else 1
                self.hidden = self.hidden if self.hidden_depth > 0 else ""
            return
        if name in _BLOCKS or name in _KINDS:
            self.end_block()
            if name != "br":
                self.bare = closing or name not in _TEXTS
        if name in self.kinds:
            self.kind = None if closing else self.kinds[name]
        if name in _INVISIBLE and not closing:
            self.hidden, self.hidden_depth = name, 1


def scan(html: str, *, lists: bool = False) -> Markup:
    """The visible lines of `html`, and how it is nested. With `lists` the items of lists are named as such.

    Raises UnreadableError for a page over the limits.
    """
    if html.count("<") > MAX_TAGS:
        raise UnreadableError("too much markup for an article", hint=f"the limit is {MAX_TAGS:,} tags")
    scanner = _Scanner(kinds={**_KINDS, "li": Kind.LIST} if lists else _KINDS)
    position = 0
    while position < len(html):
        start = html.find("<", position)
        if start < 0:
            break
        scanner.text(html[position:start])
        position = _markup(html, start, scanner)
        if position < 0:  # an end that never comes: all the rest is inside it
            position = len(html)
    scanner.text(html[position:])
    scanner.end_block()
    return scanner.out


def _markup(html: str, start: int, scanner: _Scanner) -> int:
    """Take the markup at `start` in; the position behind it, or -1 where it never ends."""
    match = _TAG.match(html, start)
    if match is None:
        if html.startswith(("<!", "<?"), start):
            end = _after(html, "-->" if html.startswith("<!--", start) else ">", start)
            scanner.number += html.count("\n", start, end) if end > 0 else 0
            return end
        scanner.text("<")
        return start + 1
    end = _after(html, ">", match.end())
    if end < 0:
        return -1
    name, closing = match[2].lower(), bool(match[1])
    if not html.startswith("/>", end - 2) or name not in _INVISIBLE:
        scanner.tag(name, closing)
    scanner.number += html.count("\n", start, end)
    if name in _RAW and not closing:
        close = re.compile(rf"</{name}\b", re.I).search(html, end)
        if close is None:
            return -1
        scanner.number += html.count("\n", end, close.start())
        return close.start()
    return end


def _after(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return found + len(mark) if found >= 0 else -1
