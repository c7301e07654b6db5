"""Bytes of any kind of page -> Article. The one place that knows which cleaner a page needs."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from reader.article.clean import clean_text
from reader.article.decode import decode
from reader.article.page import Cleaned
from reader.article.segment import segment
from reader.diagnostics import harmless, one_line
from reader.document import CAPTION, SUBTITLE, TITLE, Article, Kind, Paragraph, Removed, Source
from reader.errors import UnreadableError

_MARKDOWN = {".md"}
_HTML = {".html", ".htm", ".xhtml"}
_SNIFFED = 2_000
MAX_LINES = 100_000
"""Most lines that a page may have. A thick novel has half as many; what has more would only fill the memory."""


def build(data: bytes, source: Source) -> Article:
    """The article in `data`. Raises UnreadableError, which names the source."""
    name = "standard input" if source.name == "-" else source.name
    try:
        text = decode(data)
    except UnreadableError as error:
        raise UnreadableError(error.what, error.which or name, error.hint) from error
    if text.count("\n") > MAX_LINES:
        raise UnreadableError("too many lines for an article", name, f"the limit is {MAX_LINES:,}")
    return _article(_clean(text, source), source)


def _clean(text: str, source: Source) -> Cleaned:
    suffix = _suffix(source)
    if suffix in _MARKDOWN:
        from reader.article.markdown import clean_markdown

        return clean_markdown(text, source)
    if suffix in _HTML or _looks_like_html(text):
        from reader.article.html import clean_html

        return clean_html(text, source)
    return clean_text(text, source)


def _suffix(source: Source) -> str:
    if source.path is not None:
        return source.path.suffix.lower()
    return PurePosixPath(urlsplit(source.name).path).suffix.lower() if "://" in source.name else ""


def _looks_like_html(text: str) -> bool:
    start = text[:_SNIFFED].lstrip().lower()
    return start.startswith(("<!doctype html", "<html", "<head", "<body", "<article")) or (
        start.startswith(("<?xml", "<!--")) and "<html" in start
    )


def _article(cleaned: Cleaned, source: Source) -> Article:
    """`cleaned` as the house's own type: nothing in it that a terminal would act on, sentences found."""
    title, subtitle, caption = (
        one_line(text) or None if text else None for text in (cleaned.title, cleaned.subtitle, cleaned.caption)
    )
    head = tuple(
        (number, _paragraph(kind, text))
        for number, kind, text in (
            (TITLE, Kind.TITLE, title),
            (SUBTITLE, Kind.SUBTITLE, subtitle),
            (CAPTION, Kind.CAPTION, caption),
        )
        if text
    )
    return Article(
        source=harmless(source.name),
        outlet=_shown(cleaned.outlet),
        title=title,
        subtitle=subtitle,
        byline=_shown(cleaned.byline),
        published=cleaned.published,
        city=_shown(cleaned.city),
        caption=caption,
        paragraphs=tuple(_paragraph(kind, text) for kind, raw in cleaned.paragraphs if (text := one_line(raw))),
        removed=tuple(
            Removed(line=removed.line, text=one_line(removed.text), rule=removed.rule) for removed in cleaned.removed
        ),
        head=head,
    )


def _paragraph(kind: Kind, text: str) -> Paragraph:
    return Paragraph(kind=kind, text=text, sentences=segment(text))


def _shown(text: str | None) -> str | None:
    return (one_line(text) or None) if text else None
