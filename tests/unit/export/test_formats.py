"""What the formats promise, whatever the text is."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len

from reader.diagnostics import harmless
from reader.document import AlignedDocument, Article, Finding, Kind
from reader.errors import UsageError
from reader.export import FORMATS, export
from reader.export.columns import side_by_side, wrap
from reader.export.markdown import escape
from reader.export.text import COMPACT_NOTE, flat, safe_json
from tests.unit.export.hostile import MODEL, block, document, sentence, term

TEXT = st.text(st.characters() | st.sampled_from("*_`[]()<>#\\-+.!&$|~=1 \x1b\u202e"), max_size=60)


def small(target: str, kind: Kind = Kind.BODY, model: str = MODEL) -> AlignedDocument:
    """A document of one paragraph."""
    return AlignedDocument(
        article=Article(source="a.txt"), model=model, paragraphs=(block(sentence(0, 0, kind, "Teks.", target)),)
    )


def test_an_unknown_format_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(UsageError, match=r"pdf \(formats: txt, md, html, jsonl, tmx, epub\)"):
        export(document(), "pdf")


@pytest.mark.parametrize("name", FORMATS)
def test_the_default_is_the_formats_own_way(name: str) -> None:
    assert export(document(), name) == export(document(), name, bilingual=FORMATS[name].bilingual)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_offers_the_ways_that_differ(name: str) -> None:
    both, english = (export(document(), name, bilingual=way) for way in (True, False))
    assert len(FORMATS[name].ways) == len({both, english})
    assert FORMATS[name].ways[0] == FORMATS[name].bilingual


def test_plain_text_has_a_block_a_paragraph_and_the_title_first() -> None:
    blocks = export(document(), "txt").decode().removesuffix("\n").split("\n\n")
    assert len(blocks) == len(document().paragraphs)
    assert blocks[0].split("\n")[0] == "Price of <rice> rises #"


def test_jsonl_keys_stand_in_the_order_of_the_contract() -> None:
    lines = export(document(), "jsonl").decode().splitlines()
    keys = {" ".join(json.loads(line)) for line in lines}
    assert keys == {"file paragraph sentence kind source target model origin score alignment terms findings"}
    assert [json.loads(line)["paragraph"] for line in lines] == [-1, -2, -3, 0, 0, 1, 2, 3, 4]


@given(st.dictionaries(TEXT, TEXT), st.sampled_from([None, 1]))
def test_safe_json_loses_nothing_and_is_harmless(value: dict[str, str], indent: int | None) -> None:
    text = safe_json(value, indent)
    assert json.loads(text) == value
    assert harmless(text) == text


@given(TEXT, st.sampled_from([Kind.BODY, Kind.HEADING, Kind.TITLE, Kind.QUOTE, Kind.LIST]))
def test_markdown_shows_the_text_and_nothing_else(text: str, kind: Kind) -> None:
    wanted = flat(text)
    body = export(small(text, kind), "md").decode().split("\n---\n", 1)[1]
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    assert "".join(_shown(tokens)) == wanted


@given(TEXT)
def test_escaping_is_one_line(text: str) -> None:
    assert "\n" not in escape(text)


def _shown(tokens: list[Token]) -> list[str]:
    """The text of Markdown that holds text alone, as a reader sees it."""
    shown = []
    for token in tokens:
        for child in token.children or ():
            assert child.type in {"text", "text_special"}, child.type
            shown.append(child.content)
        assert token.type in {"inline"} or not token.content, token.type
    return shown


class Page(HTMLParser):
    """Collects the tags, the text of the body, and the marks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


OWN_TAGS = {
    *{"html", "head", "meta", "title", "style", "body", "main", "div", "footer"},
    *{"h1", "h2", "p", "blockquote", "mark", "span", "ul", "li"},
}


@given(TEXT, TEXT)
def test_a_page_has_its_own_tags_alone_whatever_the_text(source: str, message: str) -> None:
    use = term("Teks", source or "x", 0, 0)
    one = sentence(
        0,
        0,
        Kind.BODY,
        "Teks <b>.",
        source,
        terms=(use,),
        findings=(Finding(kind="name", severity="warn", message=message),),
    )
    text = export(
        AlignedDocument(article=Article(source=source, outlet=message), model=MODEL, paragraphs=(block(one),)), "html"
    ).decode()
    page = Page(text)
    assert page.tags <= OWN_TAGS
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "title"}
    assert harmless(text) == text


def test_a_page_runs_and_loads_nothing() -> None:
    text = export(document(), "html").decode()
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_terms_inside_another_term_are_marked_once() -> None:
    inner = term("NATO", "NATO", 8, 0)
    outer = term("Sekjen NATO", "NATO chief", 1, 0)
    text = export(
        AlignedDocument(
            article=Article(source="a"),
            model=MODEL,
            paragraphs=(block(sentence(0, 0, Kind.BODY, " Sekjen NATO", "NATO chief", terms=(inner, outer))),),
        ),
        "html",
    ).decode()
    assert text.count('<mark class="used" title=') == 2
    assert 'title="NATO chief">Sekjen NATO</mark>' in text
    assert 'title="Sekjen NATO">NATO chief</mark>' in text


@pytest.mark.parametrize(("model", "said"), [("compact@0123456789ab", True), ("nllb-600m@0123456789ab", False)])
def test_the_compact_model_is_never_shown_without_a_word_of_caution(model: str, said: bool) -> None:
    note = COMPACT_NOTE.split(".")[0]
    assert (note in export(small("Text.", model=model), "html").decode()) is said
    assert (note in side_by_side(small("Text.", model=model), 200)) is said


@given(TEXT, st.integers(2, 40))
def test_wrapping_keeps_to_the_width_and_loses_nothing(text: str, width: int) -> None:
    line = flat(text)
    lines = wrap(line, width)
    assert all(cell_len(one) <= width for one in lines)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")


@given(TEXT, st.integers(-5, 130))
def test_no_line_side_by_side_is_wider_than_asked(text: str, width: int) -> None:
    lines = side_by_side(small(f"{text} {text}", Kind.LIST), width).splitlines()
    assert max(map(cell_len, lines)) <= max(width, 20)
