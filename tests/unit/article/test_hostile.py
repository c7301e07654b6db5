"""No input crashes or hangs: always an article with a text, or one clear refusal."""

import contextlib
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article import to_article
from reader.document import Article, Source
from reader.errors import ReaderError, UnreadableError

PROSE = "Pemerintah mengatakan harga beras turun pada pekan ini, kata menteri itu kepada wartawan. "
PARAGRAPH = f"<p>{PROSE * 3}</p>"


def read(data: bytes | str, suffix: str = ".txt") -> Article:
    data = data.encode() if isinstance(data, str) else data
    return to_article(data, Source(name=f"a{suffix}", path=Path(f"a{suffix}"), relative=Path(f"a{suffix}")))


def sound(article: Article) -> None:
    """What holds for every article."""
    assert article.title or article.paragraphs
    for _, paragraph in article.blocks():
        assert paragraph.text.isprintable()
        assert paragraph.sentences
        at = 0
        for span in paragraph.sentences:
            assert paragraph.text[at : span.start].strip() == ""
            at = span.end
        assert paragraph.text[at:].strip() == ""
    assert all(removed.text.isprintable() and removed.line >= 1 for removed in article.removed)


FURNITURE = """loading...
A A A
(esn)
Jakarta
-
Kamis, 23 Desember 2021 - 00:46 WIB
Baca juga:
Copyright © 2024 X.com
Foto: Reuters
Editor
Penulis
Oleh: Budi Santoso
- butir
1. butir
Tags:
Halaman :
# Judul
> kutipan
***
<p>
</div>
<h1>Judul</h1>
![a](b)
[a](b)
\x1b[31m
\u202e
NATO - Rusia:
. Lalu
Judul Berita yang Panjang Sekali""".splitlines()
LINES = st.lists(
    st.one_of(st.sampled_from(["", "", PROSE, f"JAKARTA - {PROSE}", *FURNITURE]), st.text(max_size=40)), max_size=25
).map("\n".join)


@settings(max_examples=80, deadline=None)
@given(LINES, st.sampled_from([".txt", ".md", ".html"]))
def test_any_page_gives_an_article_or_a_refusal(text: str, suffix: str) -> None:
    with contextlib.suppress(ReaderError):
        sound(read(text, suffix))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        sound(read(data))


def test_random_bytes_are_refused() -> None:
    with pytest.raises(UnreadableError, match=r"not a text: a\.txt"):
        read(random.Random(1).randbytes(200_000))


def test_a_page_of_countless_lines_is_refused() -> None:
    with pytest.raises(UnreadableError, match="the limit is 100,000"):
        read("- a\n" * 100_001, ".md")
    with pytest.raises(UnreadableError, match="the limit is 100,000"):
        read("a\x85" * 60_000 + "b\u2028" * 60_000)


@pytest.mark.parametrize("text", ["Harga beras turun.  " * 100_001, "Harga beras turun.," * 100_001])
def test_a_line_of_countless_pieces_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"too many lines for an article: a\.txt \(the limit is 100,000\)"):
        read(text)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_an_endless_line_is_refused(suffix: str) -> None:
    with pytest.raises(UnreadableError, match="a line too long for an article: a"):
        read("x" * 5_000_001, suffix)


@pytest.mark.parametrize("mark", ["<h1>", "<br>", "<"])
def test_countless_tags_are_refused(mark: str) -> None:
    with pytest.raises(UnreadableError, match=r"too much markup for an article: a\.html \(the limit is 500,000 tags\)"):
        read(PARAGRAPH + mark * 500_001, ".html")


@pytest.mark.parametrize(
    "text", ["1. " * 200_000, "Ia datang. " * 200_000, "(Purn.) " * 250_000], ids=["numbers", "sentences", "stops"]
)
def test_countless_sentences_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"too many sentences for an article: a\.txt \(the limit is 50,000\)"):
        read(text)


def test_truncated_utf8() -> None:
    sound(read(("“Harga beras turun pada pekan ini,” kata dia. " * 5).encode()[:-3]))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + PROSE * 5 + "</div>" * 100_000,
        "<b>" * 100_000 + PROSE * 5,
        "<table>" * 5_000 + PARAGRAPH,
        "<div>" * 240 + PARAGRAPH * 50,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PARAGRAPH * 3,
        PARAGRAPH + "<!--" * 100_000,
        PARAGRAPH + "<a " * 100_000,
        PARAGRAPH + "<" * 100_000,
        PARAGRAPH + "<script>" * 100_000,
        "<p>" + "&amp;" * 100_000 + PROSE,
        "<html><body>" + PARAGRAPH * 3 + "\x00\x0b&#0;&#27;[31m&#x202e;</body>",
    ],
    ids=[
        "divs",
        "bolds",
        "tables",
        "nested",
        "json",
        "comments",
        "tags",
        "brackets",
        "scripts",
        "entities",
        "controls",
    ],
)
def test_hostile_html(html: str) -> None:
    article = read(html, ".html")
    sound(article)
    assert PROSE.strip() in " ".join(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        (PROSE * 8_000)[:500_000],
        "a" * 500_000,
        "\n".join(f"{PROSE}{number}." for number in range(2_000)),
        "\n".join(["kata kita semua " * 4] * 5_000),
        "\n".join(f"Judul Berita Nomor {number}" for number in range(5_000)) + "\n" + PROSE * 3,
        "\n".join(["Baca juga:"] * 5_000) + "\n" + PROSE,
        "\u202e\u2066" + PROSE * 3 + "\u2069",
        PROSE * 3 + "\x00" + PROSE,
    ],
    ids=["one line", "one word", "paragraphs", "wraps", "titles", "links", "bidi", "nul"],
)
def test_hostile_text(text: str) -> None:
    sound(read(text))


@pytest.mark.parametrize(
    "text",
    ["# " * 100_000, "*" * 200_000, "[a](" * 50_000, "> " * 100_000, "- a\n" * 20_000],
    ids=["headings", "stars", "links", "quotes", "items"],
)
def test_hostile_markdown(text: str) -> None:
    sound(read(text + "\n\n" + PROSE, ".md"))


HEAVY = {"trafilatura", "lxml", "dateparser", "textual", "ctranslate2", "urllib.request", "charset_normalizer"}


def test_plain_text_loads_no_parser_of_html_and_no_dateparser(tmp_path: Path) -> None:
    """They cost start-up time and a text page needs none of them."""
    path = tmp_path / "a.txt"
    path.write_text("Judul Berita\n\nKamis, 23 Desember 2021 - 00:46 WIB\n\nJAKARTA - " + PROSE)
    code = (
        "import sys; from pathlib import Path; from reader.article import find_sources, read_article\n"
        f"article = read_article(find_sources([{str(path)!r}])[0])\n"
        "assert article.title and article.published and article.city == 'JAKARTA'\n"
        f"heavy = {HEAVY!r}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"
