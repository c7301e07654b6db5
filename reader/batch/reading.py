"""Reading one article among many."""

import logging

from reader.article import read_article
from reader.article.language import notice
from reader.config import Settings
from reader.document import Article, Source
from reader.errors import ReaderError

_log = logging.getLogger(__name__)


def open_article(source: Source, settings: Settings) -> Article:
    """The article of `source`, with a remark to the person where it is not in the language that is expected.

    Raises ReaderError, whatever goes wrong: one page must not stop the others.
    """
    try:
        article = read_article(source, allow_private=settings.allow_private)
    except ReaderError:
        raise
    except Exception as error:
        raise ReaderError("the article cannot be read", source.name, repr(error)) from error
    if remark := notice(article, settings.language):
        _log.warning("%s", remark)
    return article
