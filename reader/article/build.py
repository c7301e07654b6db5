"""Bytes of any kind of page -> Article. The one place that knows which cleaner a page needs."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from reader.article.clean import clean_text
from reader.article.decode import decode
from reader.article.finish import MAX_SENTENCES, finish, too_many_sentences
from reader.article.page import MAX_LINES, Cleaned, too_many_lines
from reader.document import Article, Source
from reader.errors import UnreadableError

_MARKDOWN = {".md"}
_HTML = {".html", ".htm", ".xhtml"}
_SNIFFED = 2_000
_LINE_ENDS = "\n\x0b\x0c\x85\u2028\u2029"


def build(data: bytes, source: Source) -> Article:
    """The article in `data`. Raises UnreadableError, which names the source."""
    try:
        cleaned = _cleaned(data, source)
    except UnreadableError as error:
        name = "standard input" if source.name == "-" else source.name
        raise UnreadableError(error.what, error.which or name, error.hint) from error
    return finish(cleaned, source)


def _cleaned(data: bytes, source: Source) -> Cleaned:
    text = decode(data)
    if sum(map(text.count, _LINE_ENDS)) > MAX_LINES:
        raise too_many_lines()
    if text.count(". ") > 3 * MAX_SENTENCES:  # long over the limit: refused before time is spent on finding them
        raise too_many_sentences(source)
    return _clean(text, source)


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
