"""Reading one article among many."""

from reader.article import read_article
from reader.document import Article, Source
from reader.errors import ReaderError


def open_article(source: Source) -> Article:
    """The article of `source`. Raises ReaderError, whatever goes wrong: one page must not stop the others."""
    try:
        return read_article(source)
    except ReaderError:
        raise
    except Exception as error:
        raise ReaderError("the article cannot be read", source.name, repr(error)) from error
