"""Where things stand: rows, columns, hits and anchors, without a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import AlignedSentence, Article, Kind
from reader.ui.geometry import Geometry, Shape, Side, View
from reader.ui.layout import PENDING, Layout, Row
from reader.ui.state import ArticleState, Place
from reader.ui.wrap import cells
from tests.support.articles import article, paragraph
from tests.ui.kit import ARTICLE, ENGLISH

ARTICLE_NUMBERS = [number for number, _ in ARTICLE.blocks()]


def aligned(state: ArticleState, place: Place, english: str | None = None) -> AlignedSentence:
    segment = next(s for s in state.article.segments() if (s.paragraph, s.sentence) == place)
    target = ENGLISH.get(segment.text, segment.text) if english is None else english
    return AlignedSentence(segment=segment, target=target, model="fake@0", origin="model")


def translated(story: Article = ARTICLE) -> ArticleState:
    state = ArticleState(story)
    for place in state.places:
        state.put(aligned(state, place))
    return state


def all_rows(layout: Layout) -> list[Row]:
    return [row for y in range(layout.height) if (row := layout.row(y)) is not None]


def text_of(layout: Layout, number: int, side: Side) -> str:
    lines = [
        "".join(piece.text for piece in layout.pieces(row, cell))
        for row in all_rows(layout)
        if row.number == number
        for cell in row.cells
        if cell.side is side
    ]
    return " ".join(lines)


@pytest.mark.parametrize("width", [76, 80, 119, 199, 400])
def test_both_sides_of_a_paragraph_start_on_the_same_row(width: int) -> None:
    layout = Layout(translated(), width)
    first: dict[int, Row] = {}
    for row in all_rows(layout):
        if row.number is not None and row.cells:
            first.setdefault(row.number, row)
    assert list(first) == ARTICLE_NUMBERS
    assert all([cell.side for cell in row.cells] == [Side.SOURCE, Side.TARGET] for row in first.values())


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("width", [20, 40, 75, 76, 100, 200])
def test_every_word_is_there_and_nothing_sticks_out(width: int, view: View) -> None:
    state = translated()
    layout = Layout(state, width, Shape(view))
    for number, block in ARTICLE.blocks():
        if Side.SOURCE in layout.geometry.columns:
            assert text_of(layout, number, Side.SOURCE) == block.text
        if Side.TARGET in layout.geometry.columns:
            english = [state.target((number, index)) for index in range(len(block.sentences))]
            assert text_of(layout, number, Side.TARGET) == " ".join(map(str, english))
    for row in all_rows(layout):
        for cell in row.cells:
            text = "".join(piece.text for piece in layout.pieces(row, cell))
            assert cell.x + cells(text) <= width


def test_a_narrow_screen_stacks_the_two() -> None:
    layout = Layout(translated(), 60)
    assert layout.geometry.stacked
    sides = [row.cells[0].side for row in all_rows(layout) if row.number == 0 and row.cells]
    assert sides == sorted(sides, key=[Side.SOURCE, Side.TARGET].index)
    assert all(len(row.cells) <= 1 for row in all_rows(layout))


def test_columns_are_never_too_wide_to_read_and_stand_in_the_middle() -> None:
    geometry = Geometry.fit(200, Shape())
    source, target = geometry.columns[Side.SOURCE], geometry.columns[Side.TARGET]
    assert source.width == target.width == 76
    left, right = source.x, 200 - (target.text + target.width)
    assert abs(left - right) <= 1


def test_list_items_stand_close_and_have_a_bullet() -> None:
    layout = Layout(translated(), 100)
    items = [y for y in range(layout.height) if (row := layout.row(y)) and row.kind is Kind.LIST]
    assert items == list(range(items[0], items[0] + len(items)))
    row = layout.row(items[1])
    assert row is not None
    assert row.cells[0].lead == "•"


def test_the_dateline_stands_below_the_title() -> None:
    layout = Layout(translated(), 100)
    numbers = list(dict.fromkeys(row.number for row in all_rows(layout) if row.cells))
    assert numbers[:3] == [-1, None, -3]
    dateline = next(row for row in all_rows(layout) if row.number is None and row.cells)
    text = layout.pieces(dateline, dateline.cells[0])[0].text
    assert text == "Kabar Pesisir · MAKASSAR · 2 March 2026, 09:15 WITA (UTC+8), 02:15 here"


def test_what_is_not_translated_yet_has_a_quiet_placeholder() -> None:
    layout = Layout(ArticleState(ARTICLE), 100)
    assert text_of(layout, 0, Side.TARGET) == f"{PENDING} {PENDING}"


@given(st.permutations([(n, i) for n, p in ARTICLE.blocks() for i in range(len(p.sentences))]), st.integers(30, 130))
def test_laying_out_piece_by_piece_is_laying_out_at_once(order: list[Place], width: int) -> None:
    state = ArticleState(ARTICLE)
    growing = Layout(state, width)
    for place in order:
        state.put(aligned(state, place))
        growing.update([place[0]])
    assert all_rows(growing) == all_rows(Layout(translated(), width))


@pytest.mark.parametrize("width", [50, 100])
def test_what_is_hit_is_what_is_drawn(width: int) -> None:
    layout = Layout(translated(), width)
    seen = 0
    for y in range(layout.height):
        row = layout.row(y)
        for cell in row.cells if row is not None and row.number is not None else ():
            assert row is not None
            x = cell.x
            for piece in layout.pieces(row, cell):
                if piece.sentence is not None:
                    hit = layout.hit(x, y)
                    assert hit is not None
                    assert (hit.place, hit.side, hit.offset) == ((row.number, piece.sentence), cell.side, piece.start)
                    seen += 1
                x += cells(piece.text)
    assert seen > len(ENGLISH)


def test_beside_the_text_the_line_is_hit_and_an_empty_row_is_not() -> None:
    layout = Layout(translated(), 100)
    assert layout.hit(5, 0) is None
    title = layout.hit(99, 1)
    assert title is not None
    assert (title.place, title.side) == ((-1, 0), Side.TARGET)
    assert layout.hit(5, layout.height + 5) is None


@pytest.mark.parametrize("width", [50, 100])
def test_rows_of_a_sentence_hold_all_of_it(width: int) -> None:
    layout = Layout(translated(), width)
    for place in layout.state.places:
        holding = {
            y
            for y in range(layout.height)
            if (row := layout.row(y)) is not None and row.number == place[0]
            for cell in row.cells
            if any(piece.sentence == place[1] for piece in layout.pieces(row, cell))
        }
        assert (min(holding), max(holding) + 1) == (layout.rows_of(place).start, layout.rows_of(place).stop)


@pytest.mark.parametrize("view", list(View))
def test_an_anchor_finds_its_row_again(view: View) -> None:
    layout = Layout(translated(), 60, Shape(view))
    assert [layout.find(layout.anchor(y)) for y in range(layout.height)] == list(range(layout.height))


def test_an_anchor_keeps_its_text_when_rows_above_come_and_go() -> None:
    state = ArticleState(ARTICLE)
    layout = Layout(state, 60)
    here = layout.rows_of((6, 0)).start
    anchor = layout.anchor(here)
    state.put(aligned(state, (0, 0), "long " * 60))
    layout.update([0])
    assert layout.find(anchor) == layout.rows_of((6, 0)).start > here


def test_an_anchor_survives_another_width_and_another_view() -> None:
    state = translated()
    wide = Layout(state, 150)
    anchor = wide.anchor(wide.rows_of((6, 0)).start)
    for width, view in [(50, View.BOTH), (100, View.TARGET), (100, View.SOURCE)]:
        other = Layout(state, width, Shape(view))
        row = other.row(other.find(anchor))
        assert row is not None
        assert row.number == 6


def test_an_article_without_title_or_dateline() -> None:
    bare = Article(source="-", paragraphs=(paragraph("Satu kalimat."),))
    layout = Layout(ArticleState(bare), 80)
    assert layout.height == 3
    assert layout.paragraph_at(0) == 0
    assert layout.place_at(0) == (0, 0)


def test_an_article_of_emoji_and_endless_words_keeps_its_widths() -> None:
    story = article("Judul 👩\u200d👩\u200d👧", paragraph("日本" * 60, "x" * 300, "e\u0301" * 100))
    layout = Layout(translated(story), 100)
    for row in all_rows(layout):
        for cell in row.cells:
            width = layout.geometry.columns[cell.side].width
            assert cells("".join(piece.text for piece in layout.pieces(row, cell))) <= width
