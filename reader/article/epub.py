"""EPUB books: each document of the spine that has a text is an article of its own, in reading order.

A saved newspaper has an article a document and a novel a chapter, and both are read one at a time; covers, contents
and other documents without a text of their own are passed over. Nothing is ever unpacked to a disk: entries are read
into memory by the name that the book's own list gives, each within a limit.
"""

import html.entities
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from reader.article.page import Cleaned, squeeze
from reader.article.shapes import word_set
from reader.document import Kind
from reader.errors import UnreadableError

MAX_DOCUMENTS: Final = 2_000
"""Most documents that a book's spine may have."""
MAX_ENTRY: Final = 5_000_000
"""Most bytes of one document, unpacked."""
MAX_BOOK: Final = 60_000_000
"""Most bytes of all the documents of a book, unpacked."""
_MAX_DIRECTORY: Final = 4_000_000
"""Most bytes of the archive's table of contents: one of 20 MB would fill the memory with empty entries."""
_ENOUGH: Final = 100
"""Code points outside links below which a document is a cover or a list, not a text."""

_Element = Any
"""An element of lxml's, which comes without types."""
_ENTITY: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_BLOCKS: Final = word_set(
    "address article aside blockquote body center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_SILENT: Final = word_set("head script style template svg math audio video object nav rt rp")
_HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
_LETTER: Final = re.compile(r"\w")


def chapters(path: Path, name: str) -> list[str]:
    """The entries of the book that are articles, in reading order.

    Raises UnreadableError, which names `name`, for a book that is broken, locked, or over a limit.
    """
    with _opened(path, name) as book:
        total = 0
        found: list[str] = []
        for entry in book.spine():
            data = book.read(entry)
            total += len(data)
            if total > MAX_BOOK:
                raise UnreadableError("too large a book", name, f"the limit is {MAX_BOOK // 1_000_000} MB unpacked")
            if _own_text(data) >= _ENOUGH:
                found.append(entry)
        if not found:
            raise UnreadableError("no text in the book", name)
        return found


def chapter(path: Path, entry: str, name: str) -> Cleaned:
    """The title and the paragraphs of one document. A book has no furniture, so every one of them is kept.

    Raises UnreadableError, which names `name`.
    """
    with _opened(path, name) as book:
        tree = _parse(book.read(entry))
    blocks = list(_joined(_blocks(tree))) if tree is not None else []
    if not blocks:
        raise UnreadableError("no text in this part of the book", name)
    title = None
    if blocks[0][0] is Kind.HEADING and len(blocks) > 1:
        title = blocks.pop(0)[1]
    return Cleaned(title=title, paragraphs=blocks)


# --- the archive -----------------------------------------------------------------------------------------------------


@dataclass
class _Book:
    archive: zipfile.ZipFile
    name: str

    def read(self, entry: str) -> bytes:
        """The bytes of an entry, at most `MAX_ENTRY`. What the archive says of its size is not believed."""
        try:
            with self.archive.open(entry) as file:
                data = file.read(MAX_ENTRY + 1)
        except KeyError as error:
            raise _broken(self.name, f"it has no {entry}") from error
        except RuntimeError as error:  # zipfile's word for an entry under a password
            raise UnreadableError("the book is locked", self.name) from error
        if len(data) > MAX_ENTRY:
            limit = f"the limit is {MAX_ENTRY // 1_000_000} MB unpacked"
            raise UnreadableError("a part of the book is too large", self.name, limit)
        return data

    def spine(self) -> list[str]:
        """The documents in reading order, without those that are only looked up and without the table of contents."""
        package = self._package()
        tree = self._xml(package)
        folder = posixpath.dirname(package)
        documents: dict[str, str] = {}
        for item in tree.iter("{*}item"):
            is_document = item.get("media-type") in {"application/xhtml+xml", "text/html"}
            if is_document and "nav" not in (item.get("properties") or "").split():
                documents[item.get("id") or ""] = _inside(folder, item.get("href") or "")
        known = set(self.archive.namelist())
        wanted = [item.get("idref") for item in tree.iter("{*}itemref") if item.get("linear") != "no"]
        entries = list(dict.fromkeys(entry for id_ in wanted if (entry := documents.get(id_ or "")) in known and entry))
        if len(entries) > MAX_DOCUMENTS:
            raise UnreadableError("too many parts for a book", self.name, f"the limit is {MAX_DOCUMENTS:,}")
        return entries

    def _package(self) -> str:
        for root in self._xml("META-INF/container.xml").iter("{*}rootfile"):
            if root.get("full-path"):
                return str(root.get("full-path"))
        raise _broken(self.name, "it names no package")

    def _xml(self, entry: str) -> _Element:
        tree = _xml(self.read(entry))
        if tree is None:
            raise _broken(self.name, f"{entry} is no XML")
        return tree


@contextmanager
def _opened(path: Path, name: str) -> Iterator[_Book]:
    try:
        _check_directory(path, name)
        with zipfile.ZipFile(path) as archive:
            yield _Book(archive, name)
    except FileNotFoundError as error:
        raise UnreadableError("no such file or folder", name) from error
    except PermissionError as error:
        raise UnreadableError("may not be read", name, "check its permissions") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, OSError, ValueError) as error:
        raise _broken(name, str(error)) from error


def _check_directory(path: Path, name: str) -> None:
    """Refuse an archive whose table of contents is huge before `zipfile` reads it whole."""
    from reader.article.load import MAX_BYTES, too_large

    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size > MAX_BYTES:
            raise too_large(name)
        file.seek(max(0, size - 70_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    # The 64-bit form is for archives over 4 GB; here it could only hide the true size.
    length = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if length > _MAX_DIRECTORY or b"PK\x06\x07" in tail[:at][-20:]:
        raise UnreadableError("too many parts for a book", name)


def _inside(folder: str, href: str) -> str:
    """The entry that `href` names. One that leads out of the book is no entry's name, so it finds nothing."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _broken(name: str, reason: str) -> UnreadableError:
    return UnreadableError("the book cannot be read", name, reason)


# --- its documents ---------------------------------------------------------------------------------------------------


def _xml(data: bytes) -> _Element | None:
    from lxml import etree

    data = _ENTITY.sub(_character, data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parse(data: bytes) -> _Element | None:
    """The document's tree: as the XML it should be, else as the HTML it may be."""
    tree = _xml(data)
    if tree is None:
        from lxml import etree

        try:
            tree = etree.fromstring(data, etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8"))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return None
    return tree


def _character(match: re.Match[bytes]) -> bytes:
    """HTML's names for characters, which XML does not know; XML's own five stay."""
    name = match[1].decode()
    if name in {"amp", "lt", "gt", "quot", "apos"}:
        return match[0]
    point = html.entities.name2codepoint.get(name)
    return f"&#{point};".encode() if point else match[0]


def _own_text(data: bytes) -> int:
    """How many code points of text a document has outside its links."""
    tree = _parse(data)
    if tree is None:
        return 0
    links = sum(len(squeeze(" ".join(link.itertext()))) for link in tree.iter("{*}a") if link.get("href"))
    return sum(len(text) for _, text in _blocks(tree)) - links


def _blocks(tree: _Element) -> Iterator[tuple[Kind, str]]:
    """The texts of the document with what they are, one for every block. An inline image or break is white space."""
    pieces: list[str] = []
    kind = Kind.BODY
    outer: list[tuple[Kind, bool]] = []
    silent = 0
    from lxml import etree

    def flushed() -> Iterator[tuple[Kind, str]]:
        text = squeeze(" ".join("".join(pieces).split()))
        pieces.clear()
        if _LETTER.search(text):
            yield kind, text

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS
        if event == "start":
            if block:
                yield from flushed()
            outer.append((kind, tag in _SILENT))
            kind = _kind(tag, kind)
            silent += tag in _SILENT
            if not silent:
                pieces.append(" " if tag in {"br", "img"} else element.text or "")
            continue
        if event == "end":
            if block:
                yield from flushed()
            kind, hid = outer.pop()
            silent -= hid
        if not silent:
            pieces.append(element.tail or "")
    yield from flushed()


def _kind(tag: str, outer: Kind) -> Kind:
    if tag in _HEADINGS:
        return Kind.HEADING
    if tag == "blockquote":
        return Kind.QUOTE
    return Kind.LIST if tag == "li" else outer


def _joined(blocks: Iterator[tuple[Kind, str]]) -> Iterator[tuple[Kind, str]]:
    """Headings that stand together are one: `Bab 1` and, below it, its title."""
    heading = ""
    for kind, text in blocks:
        if kind is Kind.HEADING:
            heading = f"{heading.rstrip('.:')}: {text}" if heading else text
            continue
        if heading:
            yield Kind.HEADING, heading
            heading = ""
        yield kind, text
    if heading:
        yield Kind.HEADING, heading
