"""Words of a sentence, their counterparts, and what lights them: pure, and on the screen by key and mouse."""

from hypothesis import given
from hypothesis import strategies as st
from textual.events import MouseMove
from textual.pilot import Pilot

from reader.config import Settings
from reader.document import AlignedSentence, Kind, Segment
from reader.ui.geometry import Geometry, Side
from reader.ui.palette import palette
from reader.ui.state import ArticleState
from reader.ui.words import Words, counterpart, lights, partners, spans, text_of, word_at
from tests.support.articles import article, paragraph
from tests.ui.kit import WaitingTranslator, reader, reading, rows, until, until_done, until_open

SOURCE, TARGET = Side.SOURCE, Side.TARGET


def pair(source: str, target: str, alignment: tuple[tuple[int, int], ...]) -> ArticleState:
    state = ArticleState(article("Judul", paragraph(source)))
    segment = Segment(paragraph=0, sentence=0, kind=Kind.BODY, text=source)
    state.put(AlignedSentence(segment=segment, target=target, model="m", origin="model", alignment=alignment))
    return state


HOUSE = pair("“Rumah besar itu,” katanya.", "“That big house,” he said.", ((0, 2), (1, 1), (2, 0), (3, 3), (3, 4)))


@given(st.text(alphabet="ab é\t\n日👩", max_size=40))
def test_words_are_what_split_gives(text: str) -> None:
    assert [text[start:end] for start, end in spans(text)] == text.split()
    for index, (start, end) in enumerate(spans(text)):
        assert {word_at(text, offset) for offset in range(start, end)} == {index}


def test_there_is_no_word_between_words() -> None:
    assert [word_at("a  b", offset) for offset in range(5)] == [0, None, None, 1, None]


def test_partners_both_ways() -> None:
    alignment = HOUSE.ready[0, 0].alignment
    assert partners(alignment, Words((0, 0), SOURCE, 3, 3)) == [3, 4]
    assert partners(alignment, Words((0, 0), TARGET, 0, 1)) == [1, 2]
    assert partners((), Words((0, 0), SOURCE, 0, 0)) == []


def test_the_counterpart_is_a_stretch_of_words() -> None:
    assert counterpart(HOUSE, Words((0, 0), SOURCE, 3, 3)) == Words((0, 0), TARGET, 3, 4)
    assert counterpart(HOUSE, Words((-1, 0), SOURCE, 0, 0)) is None  # not translated yet


def test_an_alignment_that_points_beyond_the_sentence_is_left_out() -> None:
    state = pair("Satu dua.", "One.", ((0, 0), (1, 7)))
    assert counterpart(state, Words((0, 0), SOURCE, 1, 1)) is None
    assert lights(state, [Words((0, 0), SOURCE, 1, 1)], (0, 0), TARGET) == []


def test_the_text_of_words_has_no_punctuation_around_it() -> None:
    assert text_of(HOUSE, Words((0, 0), SOURCE, 0, 2)) == "Rumah besar itu"
    assert text_of(HOUSE, Words((0, 0), TARGET, 3, 4)) == "he said"


def test_lights_of_the_word_and_of_its_counterparts() -> None:
    words = [Words((0, 0), SOURCE, 3, 3)]
    assert lights(HOUSE, words, (0, 0), SOURCE) == [(19, 27, "word")]
    assert lights(HOUSE, words, (0, 0), TARGET) == [(18, 20, "partner"), (21, 26, "partner")]
    assert lights(HOUSE, words, (-1, 0), SOURCE) == []


def lit_words(pilot: Pilot[int]) -> list[str]:
    """What has the ground of a chosen or pointed word, in the order of the rows."""
    text = reading(pilot).text
    ground = palette(pilot.app.theme_variables, dark=True)["word"].bgcolor
    drawn = (segment for y in range(text.size.height) for segment in text.render_line(y))
    return [segment.text for segment in drawn if segment.style and segment.style.bgcolor == ground]


async def test_the_arrows_go_from_word_to_word_and_light_the_counterpart(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("j", "j", "right", "right")
        assert screen.text.chosen == Words((-3, 1), SOURCE, 1, 1)
        assert lit_words(pilot) == ["Kantor", "Coast"]
        await pilot.press("left", "left")
        assert screen.text.chosen == Words((-3, 0), SOURCE, 4, 4)  # over the edge, into the sentence before
        assert screen.text.current == (-3, 0)
        await pilot.press("escape")
        assert lit_words(pilot) == []


async def test_tab_goes_to_the_counterpart_and_shift_chooses_more(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("tab")
        assert screen.text.chosen == Words((-1, 0), SOURCE, 0, 0)
        await pilot.press("tab")
        assert screen.text.chosen == Words((-1, 0), TARGET, 0, 0)
        await pilot.press("shift+right", "shift+right")
        assert screen.text.chosen == Words((-1, 0), TARGET, 0, 2)
        await pilot.press("shift+left")
        assert screen.text.chosen == Words((-1, 0), TARGET, 0, 1)
        assert lit_words(pilot) == ["Presiden", "Resmikan", "President", " Opens"]
        await pilot.press("j")
        assert screen.text.chosen is None


async def test_tab_says_when_there_is_no_other_side_yet(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(120, 40)) as pilot:
        screen = await until_open(pilot)
        await pilot.press("tab", "tab")
        assert screen.text.chosen == Words((-1, 0), SOURCE, 0, 0)
        assert [note.message for note in pilot.app._notifications] == ["The English is not there yet"]
        translator.let_go()


def geometry_of(pilot: Pilot[int]) -> Geometry:
    layout = reading(pilot).text._layout_now
    assert layout is not None
    return layout.geometry


def point_of(pilot: Pilot[int], word: str) -> tuple[int, int]:
    """A point in the middle of a word of the text."""
    y, row = next((y, row) for y, row in enumerate(rows(pilot)) if word in row)
    return row.index(word) + len(word) // 2, y


async def test_the_word_under_the_mouse_lights_up_with_its_counterpart(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.hover(screen.text, offset=point_of(pilot, "belum"))
        assert screen.text.pointed == Words((3, 1), SOURCE, 2, 2)
        assert lit_words(pilot) == ["belum", "are"]
        assert screen.text.current == (-1, 0)  # pointing moves nothing
        await pilot.hover(screen.query_one("#status"))
        assert screen.text.pointed is None
        assert lit_words(pilot) == []


async def test_a_click_chooses_the_word_and_dragging_chooses_several(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.click(screen.text, offset=point_of(pilot, "bridges are"))
        assert screen.text.current == (3, 1)
        assert screen.text.chosen in (Words((3, 1), TARGET, 1, 1), Words((3, 1), TARGET, 2, 2))
        x, y = point_of(pilot, "Local fishermen hope")
        await pilot.mouse_down(screen.text, offset=(x - 9, y))
        screen.text.post_message(moved(x + 8, y))
        await pilot.pause()
        await pilot.mouse_up(screen.text, offset=(x + 8, y))
        assert screen.text.chosen == Words((6, 0), TARGET, 0, 2)
        assert screen.text.current == (6, 0)


def moved(x: int, y: int) -> MouseMove:
    """The mouse moves with its button down; the pilot's own moves have it up."""
    return MouseMove(None, x, y, 1, 0, 1, False, False, False, x, y)


async def test_the_border_between_the_columns_can_be_dragged(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        geometry = geometry_of(pilot)
        border = next(x for x in range(120) if geometry.border_at(x))
        await pilot.mouse_down(screen.text, offset=(border, 20))
        screen.text.post_message(moved(border + 20, 20))
        await pilot.pause()
        await pilot.mouse_up(screen.text, offset=(border + 20, 20))
        assert screen.text.shape.share > 0.6
        assert screen.text.pointed is None or screen.text.chosen is None
        left, right = geometry_of(pilot).columns.values()
        assert left.width > right.width + 30


async def test_a_word_of_double_width_is_hit_where_it_is_drawn(settings: Settings) -> None:
    story = article("Judul", paragraph("日本語 dan e\u0301mosi 👩\u200d👩\u200d👧 ada."))
    async with reader(settings, WaitingTranslator(free=True), story).run_test(size=(120, 30)) as pilot:
        screen = await until_done(pilot)
        y = next(y for y, row in enumerate(rows(pilot)) if "日本語" in row)
        text = geometry_of(pilot).columns[SOURCE].text
        found: dict[int, list[int]] = {}
        for x in range(text, text + 24):
            await pilot.hover(screen.text, offset=(x, y))
            await until(pilot, lambda: True)
            if screen.text.pointed is not None:
                found.setdefault(screen.text.pointed.first, []).append(x - text)
        assert found[0] == [0, 1, 2, 3, 4, 5]
        assert found[1] == [7, 8, 9]
        assert found[2] == [11, 12, 13, 14, 15]
        assert found[3] == [17, 18]
