"""EPUB 3: a book of one article, each paragraph in both languages, for e-readers.

Written with the standard library: of the libraries for it the one that is kept up (EbookLib) is under the AGPL, which
would bind this whole program. A book is a ZIP of the very page that the HTML format makes, and epubcheck is its test.
"""

import io
import uuid
import zipfile
from html import escape
from importlib import resources

from reader.document import TITLE, AlignedDocument
from reader.export.page import rows
from reader.export.text import flat, note

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_HTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"{more} lang="en">"""
_UNDATED = "1970-01-01T00:00:00Z"
"""EPUB demands a date of change. The clock's would make each file another, so it is the article's, or this."""


def render(document: AlignedDocument, bilingual: bool) -> bytes:
    """The book. The same document always gives the same bytes."""
    title = _title(document)
    style = (resources.files("reader.export") / "epub.css").read_text(encoding="utf-8")
    files = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _package(document, title, bilingual),
        "book/contents.xhtml": _contents(title),
        "book/article.xhtml": _article(document, title, bilingual),
        "book/style.css": style,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        # What kind of file it is stands first and as it is, so that the first bytes tell.
        _put(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            _put(book, name, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _put(book: zipfile.ZipFile, name: str, text: str, compression: int) -> None:
    entry = zipfile.ZipInfo(name)  # dated 1980, for the same bytes each time
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    book.writestr(entry, text.encode("utf-8", errors="replace"))


def _title(document: AlignedDocument) -> str:
    title = document.part(TITLE)
    return flat(title.target if title else "") or flat(document.article.title or "") or flat(document.article.source)


def _package(document: AlignedDocument, title: str, bilingual: bool) -> str:
    article = document.article
    name = f"dwibaca:{article.source}:{article.title}:{article.published}"
    identity = uuid.uuid5(uuid.NAMESPACE_URL, name.encode(errors="replace").decode())
    published = article.published
    changed = _UNDATED
    if published is not None:
        moment = published if published.tzinfo is None else published - (published.utcoffset() or published - published)
        changed = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    facts = [
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>',
        f"<dc:title>{escape(title)}</dc:title>",
        "<dc:language>en</dc:language>",
        *([f"<dc:language>{escape(flat(article.language))}</dc:language>"] if bilingual else []),
        *(f"<dc:creator>{escape(flat(name))}</dc:creator>" for name in (article.byline,) if name),
        *(f"<dc:publisher>{escape(flat(name))}</dc:publisher>" for name in (article.outlet,) if name),
        *([f"<dc:date>{published:%Y-%m-%d}</dc:date>"] if published is not None else []),
        f"<dc:source>{escape(flat(article.source))}</dc:source>",
        f'<meta property="dcterms:modified">{changed}</meta>',
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *facts,
            "</metadata>",
            "<manifest>",
            '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
            '<item id="article" href="article.xhtml" media-type="application/xhtml+xml"/>',
            '<item id="style" href="style.css" media-type="text/css"/>',
            "</manifest>",
            '<spine><itemref idref="article"/></spine>',
            "</package>",
            "",
        ]
    )


def _contents(title: str) -> str:
    return "\n".join(
        [
            _HTML.format(more=' xmlns:epub="http://www.idpf.org/2007/ops"'),
            f"<head><title>{escape(title)}</title></head>",
            f'<body><nav epub:type="toc"><ol><li><a href="article.xhtml">{escape(title)}</a></li></ol></nav></body>',
            "</html>",
            "",
        ]
    )


def _article(document: AlignedDocument, title: str, bilingual: bool) -> str:
    warning = note(document.model)
    return "\n".join(
        [
            _HTML.format(more=""),
            f'<head><title>{escape(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>',
            "<body>",
            *rows(document, bilingual),
            *([f"<footer><p>{escape(warning)}</p></footer>"] if warning else []),
            "</body>",
            "</html>",
            "",
        ]
    )
