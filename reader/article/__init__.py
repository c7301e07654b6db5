"""Articles: found, fetched, decoded, cleaned and cut into sentences.

Light to import: HTML's parsers and the web are loaded when such a page is read.
"""

from typing import BinaryIO

from reader.article.load import MAX_BYTES, find_sources, is_url, read_bytes
from reader.document import Article, Source

__all__ = ["MAX_BYTES", "find_sources", "is_url", "read_article", "read_bytes", "to_article"]


def read_article(source: Source, *, stdin: BinaryIO | None = None) -> Article:
    """The article in `source`, cleaned, with its sentences.

    `stdin` stands in for standard input where the source is `-`. Raises UnreadableError when there is nothing that
    can be read as an article.
    """
    return to_article(read_bytes(source, stdin), source)


def to_article(data: bytes, source: Source) -> Article:
    """The article in `data`, which came from `source`. Raises UnreadableError."""
    from reader.article.build import build

    return build(data, source)
