"""Whole pages, in the shapes Indonesian outlets give them: every field and every paragraph exactly."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import wrap

import pytest
from pydantic import TypeAdapter

from reader import samples
from reader.article import find_sources, read_article, to_article
from reader.article.dates import find_date
from reader.article.decode import decode
from reader.article.metadata import read_byline
from reader.document import CAPTION, SUBTITLE, TITLE, Article, Kind, Source

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.suffix != ".json")


def read(name: str) -> Article:
    return read_article(Source(name=name, path=PAGES / name, relative=Path(name)))


@pytest.mark.parametrize("name", NAMES)
def test_page_comes_out_exactly(name: str) -> None:
    expected = json.loads((PAGES / name).with_suffix(".json").read_text("utf-8"))
    assert TypeAdapter(Article).dump_python(read(name), mode="json", exclude={"head"}) == expected


def test_there_are_pages_enough() -> None:
    assert len(NAMES) >= 12
    assert {Path(name).suffix for name in NAMES} == {".txt", ".html", ".md"}


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".txt") and "glued" not in name])
def test_nothing_of_a_text_page_is_lost_silently(name: str) -> None:
    """Every line of the page is in the article or in the list of what was removed, but for dates and datelines."""
    article = read(name)
    fields = [article.title, article.subtitle, article.byline, article.caption]
    texts = [text for text in fields if text] + [paragraph.text for paragraph in article.paragraphs]
    told = bare(" ".join([*texts, *(removed.text for removed in article.removed)]))
    lines = decode((PAGES / name).read_bytes()).replace("\x1b", "␛").splitlines()
    for signoff in (removed.text for removed in article.removed if removed.rule == "signoff"):
        lines = [line.removesuffix(signoff) for line in lines]
    lost = [line for line in lines if bare(line)[-40:] not in told]
    spent = [line for line in lines if find_date(line) or read_byline(line) or (article.city and article.city in line)]
    assert [line for line in lost if line not in spent] == []


@pytest.mark.parametrize("between", ["", "a" * 20_000, "a" * 60, "Latar Belakang"])
def test_the_first_line_of_a_text_is_its_title_however_short_the_sentence_below_it(between: str) -> None:
    long = "Menteri pergi ke Bandung pada hari Senin untuk membahas harga beras."
    body = [text for text in ("Presiden pergi ke pasar.", between, long) if text]
    article = to_article("\n\n".join(["Judul Rapat", *body]).encode(), Source(name="a.txt"))
    assert article.title == "Judul Rapat"
    assert [paragraph.text for paragraph in article.paragraphs] == body
    assert article.removed == ()


def bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def wrapped(text: str) -> str:
    return "\n".join("\n".join(wrap(line, 72, break_on_hyphens=False)) for line in text.split("\n"))


LAYOUTS: dict[str, Callable[[str], bytes]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text).encode(),
    "a blank line after each": lambda text: re.sub(r"\n+", "\n\n", text).encode(),
    "hard wrapped": lambda text: wrapped(text).encode(),
    "indented": lambda text: "\n".join(f"  \t{line}  " for line in text.split("\n")).encode(),
    "windows-1252": lambda text: text.encode("cp1252"),
    "utf-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_article_is_the_same_in_every_layout(layout: str) -> None:
    path = PAGES / "share_bar_alt_text.txt"
    source = Source(name="a.txt", path=Path("a.txt"))
    article = to_article(LAYOUTS[layout](path.read_text("utf-8")), source)
    expected = to_article(path.read_bytes(), source)
    assert replace(article, removed=()) == replace(expected, removed=())


@pytest.mark.parametrize("name", NAMES)
def test_head_repeats_title_subtitle_and_caption_with_their_numbers(name: str) -> None:
    article = read(name)
    stated = [(TITLE, article.title), (SUBTITLE, article.subtitle), (CAPTION, article.caption)]
    assert [(number, paragraph.text) for number, paragraph in article.head] == [pair for pair in stated if pair[1]]
    assert all(paragraph.sentences for _, paragraph in article.blocks())


def test_nothing_a_terminal_would_act_on_comes_through() -> None:
    article = read("escape_sequences.txt")
    texts = [text for _, paragraph in article.blocks() for text in [paragraph.text]]
    texts += [removed.text for removed in article.removed]
    assert all(text.isprintable() for text in texts)
    assert "[bold red]lagi[/]" in (article.title or "")
    assert "[@click=app.quit]" in article.paragraphs[0].text


def test_samples_are_whole_articles_and_nothing_else() -> None:
    assert len(samples.paths()) >= 3
    for path in samples.paths():
        (source,) = find_sources([str(path)])
        article = read_article(source)
        assert article.title
        assert article.published is not None
        assert article.published.tzinfo is not None
        assert article.city
        assert article.outlet
        assert article.caption
        assert 8 <= sum(paragraph.kind is Kind.BODY for paragraph in article.paragraphs) <= 14
        body = " ".join(paragraph.text for paragraph in article.paragraphs)
        for furniture in (
            "Baca juga",
            "loading",
            "Copyright",
            "ADVERTISEMENT",
            "Bagikan",
            "A A A",
            "(wsr)",
            "(lrs/bpr)",
        ):
            assert furniture.lower() not in body.lower()
