"""Articles: found, fetched, decoded, cleaned and cut into sentences.

Light to import: HTML's parsers, the web, books and feeds are loaded when such a source is read.
"""

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from reader.article.load import MAX_BYTES, PLAIN, find_sources, is_url, read_bytes, without_gz
from reader.document import Article, Source
from reader.errors import UnreadableError

__all__ = ["MAX_BYTES", "beginning", "find_sources", "is_url", "read_article", "read_bytes", "to_article"]

_LONG = 100_000
"""Bytes from which it takes a moment to clean a text."""
_SCREENFUL = 16_000
"""Bytes that are a screen or more."""


def read_article(source: Source, *, stdin: BinaryIO | None = None, allow_private: bool = False) -> Article:
    """The article in `source`, cleaned, with its sentences and its language.

    `stdin` stands in for standard input where the source is `-`; with `allow_private`, addresses on this machine and
    in private networks are fetched too. Raises UnreadableError when there is nothing that can be read as an article.
    """
    if source.path is not None and source.part is not None:
        return _chapter(source.path, source.part, source)
    if source.path is not None and source.path.suffix.lower() == ".epub":
        return _chapter(source.path, _first_chapter(source.path, source.name), source)
    data = read_bytes(source, stdin, allow_private=allow_private)
    if source.path is None and data.lstrip().startswith(b"<"):
        _refuse_feed(data, source)
    return to_article(data, source)


def beginning(source: Source) -> Article | None:
    """The first paragraphs of a long file of plain text, to be looked at while the whole is read; its language is not
    looked for. None where that would gain nothing, or needs the whole: short files, markup, books, addresses.
    """
    from reader.article.build import build

    path = source.path
    if path is None or source.part is not None or path.suffix.lower() not in PLAIN:
        return None
    try:
        if not path.is_file() or path.stat().st_size < _LONG:
            return None
        with path.open("rb") as file:
            data = file.read(_SCREENFUL)
        end = max(data.rfind(b"\n\n"), data.rfind(b"\r\n\r\n"))
        whole = data[: end + 1]  # what ends in the middle of a paragraph would look like a foot
        return build(whole, source) if whole and not whole.lstrip().startswith(b"<") else None
    except (OSError, UnreadableError):
        return None  # it is told when the whole is read


def to_article(data: bytes, source: Source) -> Article:
    """The article in `data`, which came from `source`. Raises UnreadableError."""
    from reader.article.build import build

    if source.path is not None:
        source = replace(source, path=without_gz(source.path))  # the suffix tells how to read it
    return _with_language(build(data, source))


def _chapter(path: Path, part: str, source: Source) -> Article:
    from reader.article.epub import chapter
    from reader.article.finish import finish

    return _with_language(finish(chapter(path, part, source.name), source))


def _first_chapter(path: Path, name: str) -> str:
    """What a book stands for that was not opened up, which is one with a fault, told now."""
    from reader.article.epub import chapters

    return chapters(path, name)[0]


def _refuse_feed(data: bytes, source: Source) -> None:
    from reader.article.feed import is_feed

    if is_feed(data):
        raise UnreadableError("a feed, not an article", source.name, f"open it as feed:{source.name}")


def _with_language(article: Article) -> Article:
    from reader.article.language import detect

    return replace(article, language=detect(article))
