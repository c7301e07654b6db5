"""Feeds: which pages they name, in which order, and what a hostile one may not do."""

from pathlib import Path

import pytest

from reader.article import find_sources
from reader.article.feed import MAX_ENTRIES, entry_links, is_feed
from reader.errors import UnreadableError

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Berita</title><link>https://contoh.test/</link>
<item><title>Lama</title><link>https://contoh.test/1</link><pubDate>Mon, 05 Jan 2026 08:00:00 +0700</pubDate></item>
<item><title>Baru</title><link> https://contoh.test/3 </link><pubDate>Wed, 07 Jan 2026 08:00:00 +0700</pubDate></item>
<item><title>Di bawahnya</title><link>/4</link></item>
<item><title>Tengah</title><guid>https://contoh.test/2</guid><pubDate>Tue, 06 Jan 2026 08:00:00 +0700</pubDate></item>
<item><title>Lagi</title><link>https://contoh.test/3</link><pubDate>Thu, 01 Jan 2026 08:00:00 +0700</pubDate></item>
<item><title>Jahat</title><link>file:///etc/passwd</link></item>
<item><title>Jahat</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://contoh.test/feed"/>
<entry><link rel="alternate" href="https://contoh.test/a"/><updated>2026-01-05T08:00:00Z</updated></entry>
<entry><link rel="enclosure" href="https://contoh.test/a.mp3"/><link href="b"/>
<published>2026-01-06T08:00:00+07:00</published></entry></feed>"""


def test_rss_newest_first_each_once_and_only_the_web() -> None:
    assert entry_links(RSS, "f", base="https://contoh.test/feed") == [
        "https://contoh.test/3",
        "https://contoh.test/4",
        "https://contoh.test/2",
        "https://contoh.test/1",
    ]


def test_atom() -> None:
    assert entry_links(ATOM, "f", base="https://contoh.test/feed") == ["https://contoh.test/b", "https://contoh.test/a"]


def test_no_more_than_the_limit() -> None:
    items = "".join(f"<item><link>https://contoh.test/{number}</link></item>" for number in range(200))
    links = entry_links(f"<rss><channel>{items}</channel></rss>".encode(), "f")
    assert links == [f"https://contoh.test/{number}" for number in range(MAX_ENTRIES)]


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"<rss>", b"<rss><channel/></rss>", b"tanpa tanda"])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="feed"):
        entry_links(data, "f")


def test_entities_are_inert(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("https://rahasia.test/")
    laughs = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<rss><channel><item><link>https://contoh.test/&a11;</link></item><item><link>&x;</link></item>"
        "<item><link>https://contoh.test/1</link></item></channel></rss>"
    )
    links = entry_links(bomb.encode(), "f")
    assert set(links) <= {"https://contoh.test/", "https://contoh.test/1"}


def test_files(tmp_path: Path) -> None:
    for name in ("a.rss", "b.atom", "c.xml"):
        (tmp_path / name).write_bytes(ATOM.replace(b'href="b"', b'href="https://contoh.test/b"'))
        names = [source.name for source in find_sources([str(tmp_path / name)])]
        assert names == ["https://contoh.test/b", "https://contoh.test/a"]
    (tmp_path / "d.xml").write_text("<html><p>isi</p></html>")
    assert [source.path for source in find_sources([str(tmp_path / "d.xml")])] == [tmp_path / "d.xml"]


def test_what_a_feed_looks_like() -> None:
    assert is_feed(RSS)
    assert is_feed(ATOM)
    assert not is_feed(b"<!doctype html><html><p>the tag &lt;rss> or <rss></p></html>")
