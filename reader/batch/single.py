"""One article, translated."""

from reader.batch.glossaries import glossary_folder
from reader.batch.reading import open_article
from reader.document import AlignedDocument, Source
from reader.errors import ReaderError
from reader.pipeline import Done, Failed, Job
from reader.services import Services


def translate_one(services: Services, source: Source) -> AlignedDocument:
    """The article of `source`, translated. Raises ReaderError when it cannot be read or is not whole."""
    article = open_article(source, services.settings)
    reason = "no translation came"
    for event in services.pipeline(glossary_folder(source), drafts="off").run([Job(source.name, article)]):
        match event:
            case Done(document=document):
                return document
            case Failed(message=message, segment=None):
                reason = message
    raise ReaderError("the article was not translated", source.name, reason)
