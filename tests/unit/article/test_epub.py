"""EPUB books: their chapters in order, all of their text, and archives that mean harm."""

import contextlib
import struct
import zipfile
from pathlib import Path

import pytest

from reader.article import epub, find_sources, read_article
from reader.document import Article, Kind, Source
from reader.errors import ExitCode, UnreadableError

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
PROSE = "Malam turun di atas kota kecil itu, dan orang-orang menutup pintu rumah mereka satu per satu. "
CHAPTER = f"""<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Buku</title>
<style>p {{ color: red }}</style></head><body><h2>Bab 1</h2><h3>Kota&nbsp;Kecil</h3>
<p>“Ya.”</p><p>“Tidak,” kata Ani.<br/>Ia <i>pergi</i> ke pasar&hellip;</p><p>* * *</p><p>Editor: Budi</p>
<div>{PROSE}<p>{PROSE}</p>Ekor.</div><blockquote><p>Kutipan.</p></blockquote><ul><li>satu hal</li></ul>
<script>alert(1)</script><!-- diam -->Akhir.</body></html>"""
LONG = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Bab 2</h1><p>{PROSE * 3}</p></body></html>"
COVER = "<html><body><h1>Buku</h1><img src='a.jpg'/></body></html>"
CONTENTS = "<html><body>" + "".join(f"<p><a href='{n}.xhtml'>{PROSE}</a></p>" for n in range(5)) + "</body></html>"
DOCUMENTS = {"cover.xhtml": COVER, "isi.xhtml": CONTENTS, "Bab%201.xhtml": CHAPTER, "Bab2.xhtml": LONG}


def package(names: list[str], extra: str = "") -> str:
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)
    )
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    return f"<package><manifest>{items}{extra}</manifest><spine>{refs}</spine></package>"


def make(path: Path, documents: dict[str, str] = DOCUMENTS, opf: str | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/content.opf", opf or package(list(documents)))
        for name, text in documents.items():
            archive.writestr(f"OEBPS/{name.replace('%20', ' ')}", text)
    return path


def articles(path: Path) -> list[Article]:
    return [read_article(source) for source in find_sources([str(path)])]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        articles(path)
    assert caught.value.exit_code is ExitCode.NOTHING_TO_READ
    return str(caught.value)


def test_chapters_are_articles_in_reading_order_without_cover_and_contents(tmp_path: Path) -> None:
    path = make(tmp_path / "buku.epub")
    sources = find_sources([str(path)])
    assert [source.part for source in sources] == ["OEBPS/Bab 1.xhtml", "OEBPS/Bab2.xhtml"]
    assert [str(source.relative) for source in sources] == ["buku/1-Bab-1.xhtml", "buku/2-Bab2.xhtml"]
    assert len({source.identity for source in sources}) == 2
    assert find_sources([str(path), str(path)]) == sources


def test_all_of_a_chapter_is_kept(tmp_path: Path) -> None:
    first, second = articles(make(tmp_path / "buku.epub"))
    assert (first.title, second.title) == ("Bab 1: Kota Kecil", "Bab 2")
    assert [(paragraph.kind, paragraph.text) for paragraph in first.paragraphs] == [
        (Kind.BODY, "“Ya.”"),
        (Kind.BODY, "“Tidak,” kata Ani. Ia pergi ke pasar…"),
        (Kind.BODY, "Editor: Budi"),
        (Kind.BODY, PROSE.strip()),
        (Kind.BODY, PROSE.strip()),
        (Kind.BODY, "Ekor."),
        (Kind.QUOTE, "Kutipan."),
        (Kind.LIST, "satu hal"),
        (Kind.BODY, "Akhir."),
    ]
    assert first.removed == ()
    assert first.source.endswith("buku.epub#OEBPS/Bab 1.xhtml")


def test_a_chapter_that_is_no_xml_is_read_as_html(tmp_path: Path) -> None:
    (article,) = articles(make(tmp_path / "a.epub", {"a.xhtml": f"<p>{PROSE}<p>{PROSE}<br>Ekor & lagi."}))
    assert [paragraph.text for paragraph in article.paragraphs] == [PROSE.strip(), f"{PROSE}Ekor & lagi."]


def test_books_below_a_folder_are_opened_and_a_broken_one_stops_no_other(tmp_path: Path) -> None:
    make(tmp_path / "b.epub")
    (tmp_path / "a.epub").write_bytes(b"PK\x03\x04 bukan buku")
    (tmp_path / "c.en.epub").write_bytes(b"keluaran sendiri")
    sources = find_sources([str(tmp_path)])
    assert [str(source.relative) for source in sources] == ["a.epub", "b/1-Bab-1.xhtml", "b/2-Bab2.xhtml"]
    with pytest.raises(UnreadableError, match=r"the book cannot be read: .*a\.epub"):
        read_article(sources[0])


def test_an_archive_without_a_book(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", PROSE)
    assert "the book cannot be read" in refusal(path)
    assert "META-INF/container.xml" in refusal(path)


def test_a_book_without_text(tmp_path: Path) -> None:
    assert "no text in the book" in refusal(make(tmp_path / "a.epub", {"a.xhtml": COVER}))


def test_paths_out_of_the_book_find_nothing(tmp_path: Path) -> None:
    (tmp_path / "rahasia.xhtml").write_text(LONG)
    names = ["../../rahasia.xhtml", str(tmp_path / "rahasia.xhtml"), "file:///etc/passwd", "https://contoh.test/a"]
    path = make(tmp_path / "a.epub", {"Bab2.xhtml": LONG}, package([*names, "Bab2.xhtml"]))
    assert [source.part for source in find_sources([str(path)])] == ["OEBPS/Bab2.xhtml"]
    assert "no text in the book" in refusal(make(tmp_path / "b.epub", {"Bab2.xhtml": LONG}, package(names)))


def test_entities_reach_no_file_and_do_not_grow(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("rahasia sekali")
    laughs = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
    text = (
        f'<!DOCTYPE html [<!ENTITY a0 "ha">{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<html><body><p>{PROSE * 2}</p><p>Awal &x; &a11; akhir.</p></body></html>"
    )
    (article,) = articles(make(tmp_path / "a.epub", {"a.xhtml": text}))
    shown = " ".join(paragraph.text for paragraph in article.paragraphs)
    assert "rahasia" not in shown
    assert len(shown) < 1_000


def test_a_bomb_is_refused_with_its_limit(tmp_path: Path) -> None:
    bomb = "<html><body><p>" + "a " * epub.MAX_ENTRY + "</p></body></html>"
    path = make(tmp_path / "a.epub", {"a.xhtml": bomb})
    assert path.stat().st_size < 100_000
    assert "a part of the book is too large" in refusal(path)
    assert "the limit is 5 MB unpacked" in refusal(path)


def test_many_small_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "MAX_BOOK", 100_000)
    path = make(tmp_path / "a.epub", {f"{number}.xhtml": f"<p>{PROSE * 200}</p>" for number in range(8)})
    assert "too large a book" in refusal(path)


def test_a_huge_table_of_contents_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.epub")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 5_000_000)
    path.write_bytes(data)
    assert "too many parts for a book" in refusal(path)


def test_a_locked_book_says_so(tmp_path: Path) -> None:
    path = make(tmp_path / "a.epub")
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[at + 8] |= 1  # the mark of a password on META-INF/container.xml
    local = data.find(b"META-INF/container.xml") - 30
    data[local + 6] |= 1
    path.write_bytes(data)
    assert "the book is locked" in refusal(path)


def test_a_book_with_bits_turned_over_is_read_or_refused(tmp_path: Path) -> None:
    data = make(tmp_path / "a.epub").read_bytes()
    for at in range(0, len(data), 41):
        path = tmp_path / "b.epub"
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with contextlib.suppress(UnreadableError):
            assert all(article.title or article.paragraphs for article in articles(path))


def test_a_missing_part_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "a.epub")
    with pytest.raises(UnreadableError, match=r"the book cannot be read: a\.epub \(it has no OEBPS/x\.xhtml\)"):
        read_article(Source(name="a.epub", path=path, part="OEBPS/x.xhtml"))
