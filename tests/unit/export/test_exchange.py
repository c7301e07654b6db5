"""TMX and EPUB: what other programs have to be able to read."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reader.document import AlignedDocument, Article, Kind
from reader.export import export
from reader.export.text import flat
from tests.unit.export.hostile import MODEL, block, document, sentence

DTD = Path(__file__).parent / "tmx14.dtd"
EPUBCHECK = shutil.which("epubcheck")
TEXT = st.text(st.characters() | st.sampled_from("<>&\"']\x1b\x00\u202e\ufffe\ud800"), min_size=1, max_size=60)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def small(source: str, target: str) -> AlignedDocument:
    """A document of one sentence, whose file has a hostile name too."""
    paragraph = block(sentence(0, 0, Kind.BODY, source, target))
    return AlignedDocument(article=Article(source=source), model=MODEL, paragraphs=(paragraph,))


def units(tmx: bytes) -> list[dict[str, str]]:
    """By language, the segments of each unit."""
    root = etree.fromstring(tmx, etree.XMLParser(resolve_entities=False, no_network=True))
    with DTD.open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(root), dtd.error_log
    return [{tuv.get(LANG): tuv.findtext("seg") for tuv in tu.iter("tuv")} for tu in root.iter("tu")]


def test_tmx_has_every_sentence_in_both_languages() -> None:
    wanted = [{"id": flat(one.segment.text), "en": flat(one.target)} for one in document().sentences]
    assert units(export(document(), "tmx")) == [pair for pair in wanted if all(pair.values())]


@given(TEXT, TEXT)
def test_tmx_is_valid_and_says_what_was_said(source: str, target: str) -> None:
    wanted = [{"id": flat(source), "en": flat(target)}] if flat(source) and flat(target) else []
    made = export(small(source, target), "tmx")
    # What UTF-8 has no bytes for becomes a question mark, here as in every format.
    plain = [{name: text.encode(errors="replace").decode() for name, text in pair.items()} for pair in wanted]
    assert units(made) == plain


def files(book: bytes) -> dict[str, bytes]:
    """What is in the book, by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_book_says_first_what_it_is() -> None:
    book = export(document(), "epub")
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    assert export(document(), "epub") == book


@given(TEXT, TEXT)
def test_a_book_is_well_formed_whatever_the_text_is(source: str, target: str) -> None:
    for name, data in files(export(small(source, target), "epub", bilingual=True)).items():
        if name.endswith((".xml", ".opf", ".xhtml")):
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


@pytest.mark.parametrize("bilingual", [True, False])
def test_a_book_shows_both_languages_or_english_alone(bilingual: bool) -> None:
    page = files(export(document(), "epub", bilingual=bilingual))["book/article.xhtml"].decode()
    assert "Price of &lt;rice&gt; rises #" in page
    assert ("Harga &lt;beras&gt; naik #" in page) is bilingual


@pytest.mark.skipif(EPUBCHECK is None, reason="epubcheck is not installed")
@pytest.mark.parametrize("bilingual", [True, False])
def test_epubcheck_has_nothing_to_say(bilingual: bool, tmp_path: Path) -> None:
    assert EPUBCHECK is not None
    book = tmp_path / "book.epub"
    book.write_bytes(export(document(), "epub", bilingual=bilingual))
    # Debian installs the JAR itself under this name.
    done = subprocess.run(["java", "-jar", EPUBCHECK, str(book)], capture_output=True, text=True, check=False)
    assert "No errors or warnings detected" in done.stdout, done.stdout + done.stderr
