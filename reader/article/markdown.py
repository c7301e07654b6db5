"""Markdown files -> the article: headings, lists and quotes by their marks, the rest by the rules for text.

Only what a news text uses is read. Square brackets that are no link stay as they are.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from reader.article import metadata
from reader.article.clean import clean_lines
from reader.article.dates import parse_iso
from reader.article.page import Cleaned, Hints, Line, squeeze
from reader.article.patterns import pattern
from reader.document import Kind, Source

_HEADING = pattern(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = pattern(r" {0,3}(=+|-{3,})\s*$")
_ITEM = pattern(r"\s{0,12}([-*+]|\d{1,3}[.)])\s+(.*)$")
_QUOTE = pattern(r" {0,3}>\s?(.*)$")
_RULE = pattern(r" {0,3}(?:[-*_]\s*){3,}$")
_FENCE = pattern(r" {0,3}(`{3,}|~{3,})")
_FRONT: Final = 100
"""Lines that a front matter may have."""

_IMAGE = pattern(r"!\[([^\]\n]{0,500})\]\(([^()\n]{0,2000})\)")
_LINK = pattern(r"\[([^\]\[\n]{1,500})\]\((?:[^()\s\n]{1,2000})(?:\s+\"[^\"\n]{0,300}\")?\)")
_AUTOLINK = pattern(r"<(https?://[^<>\s]{1,2000})>")
_STRONG = pattern(r"(?<![\w*])(\*\*|__)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])")
_EMPHASIS = pattern(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])")
_ESCAPE = pattern(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_LONGEST: Final = 50_000
"""Longest line in which marks are looked for."""


def clean_markdown(text: str, source: Source) -> Cleaned:
    """The article in a Markdown file. Raises UnreadableError when there is none."""
    raw = text.split("\n")
    front, body = _front_matter(raw)
    reader = _Blocks()
    for number, line in enumerate(raw[body:], start=body + 1):
        reader.take(number, line)
    reader.end()
    title = front.get("title") or reader.title
    hints = Hints(
        title=title or None,
        published=parse_iso(front["date"]) if front.get("date") else None,
        byline=front.get("author") if metadata.is_name(front.get("author", "")) else None,
        caption=reader.caption,
        trusted=True,
    )
    return clean_lines(reader.lines, source, hints)


def _front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """Plain `key: value` entries between `---` lines at the top, and where the text begins."""
    if not lines or lines[0].strip() != "---":
        return {}, 0
    entries: dict[str, str] = {}
    for index, line in enumerate(lines[1:_FRONT], start=1):
        if line.strip() in {"---", "..."}:
            return entries, index + 1
        key, colon, value = line.partition(":")
        if colon and key.strip().isidentifier():
            entries[key.strip().lower()] = squeeze(value.strip().strip("\"'"))
    return {}, 0


@dataclass
class _Blocks:
    """Puts the lines of a file together to blocks."""

    lines: list[Line] = field(default_factory=list)
    title: str | None = None
    caption: str | None = None
    _open: Line | None = None
    _fence: str = ""
    _blank: bool = True

    def take(self, number: int, raw: str) -> None:
        fence = _FENCE.match(raw)
        if self._fence or fence:
            self._fenced(number, raw, fence)
        elif not raw.strip() or _RULE.match(raw):
            self._ended(raw)
        elif heading := _HEADING.match(raw):
            self.end()
            self._heading(number, heading[2], level=len(heading[1]))
        elif quote := _QUOTE.match(raw):
            self._add(number, quote[1], Kind.QUOTE)
        elif item := _ITEM.match(raw):
            self.end()
            marker = item[1] if item[1][0].isdigit() else ""
            self._add(number, f"{marker} {item[2]}".strip(), Kind.LIST)
        else:
            self._add(number, raw, None)

    def end(self) -> None:
        """The open block is complete."""
        if self._open:
            text = self._inline(self._open.text)
            if text:
                self.lines.append(replace(self._open, text=text))
        self._open = None

    def _ended(self, raw: str) -> None:
        block = self._open
        under = _UNDERLINE.match(raw) if raw.strip() and block and block.kind is None else None
        if under and block:
            self._open = None
            self._heading(block.number, block.text, level=2)
            return
        self.end()

    def _fenced(self, number: int, raw: str, fence: re.Match[str] | None) -> None:
        """Text in a fence is kept as it stands, a line a paragraph."""
        self.end()
        if fence and not self._fence:
            self._fence = fence[1]
        elif fence and fence[1].startswith(self._fence):
            self._fence = ""
        elif text := squeeze(raw):
            self.lines.append(Line(number=number, text=text, gap=True, kind=Kind.BODY))

    def _heading(self, number: int, raw: str, level: int) -> None:
        text = self._inline(raw)
        if not text:
            return
        if level == 1 and self.title is None:
            self.title = text
            return
        self.lines.append(Line(number=number, text=text, gap=True, kind=Kind.HEADING))

    def _add(self, number: int, raw: str, kind: Kind | None) -> None:
        text = raw.strip()
        if self._open is not None and text.strip("=") == "" and text and self._open.kind is None:
            block, self._open = self._open, None
            self._heading(block.number, block.text, level=1)
        elif not text:
            self.end()  # `>` alone: the quote's next paragraph
        elif self._open is not None and (kind in {None, self._open.kind}) and kind is not Kind.LIST:
            self._open = replace(self._open, text=f"{self._open.text} {text}")
        else:
            self.end()
            self._open = Line(number=number, text=text, gap=True, kind=kind)

    def _inline(self, text: str) -> str:
        """`text` without the marks of emphasis, links and images; a picture's words become the caption."""
        if len(text) > _LONGEST:
            return squeeze(text)
        for image in _IMAGE.finditer(text):
            self.caption = self.caption or squeeze(image[1]) or None
        text = _LINK.sub(r"\1", _AUTOLINK.sub(r"\1", _IMAGE.sub(" ", text)))
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
        return squeeze(_ESCAPE.sub(r"\1", text))
