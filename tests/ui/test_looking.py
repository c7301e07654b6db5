"""How the text stands: sides, widths, the border; and finding by regular expression."""

import pytest
from textual.widgets import Input, Static, TextArea
from textual.widgets._toast import Toast, ToastRack

from reader.config import Settings
from reader.paths import find_paths
from reader.ui.find import BadPatternError, Match, Wanted, find_matches
from reader.ui.geometry import MEASURE, NARROWEST, WIDEST, Geometry, Shape, Side, View
from reader.ui.parts.remembering import shape_of
from reader.ui.screens.edit import EditScreen
from reader.ui.state import ArticleState
from tests.support.articles import article, paragraph
from tests.ui.kit import WaitingTranslator, notes, reader, reading, rows, status, until, until_done, until_over
from tests.ui.test_layout import translated
from tests.ui.test_words import geometry_of

BOTH = (Side.SOURCE, Side.TARGET)


@pytest.mark.parametrize("width", [76, 90, 120, 200, 300])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.77, 1.0])
@pytest.mark.parametrize("swapped", [False, True])
def test_columns_never_touch_and_never_stick_out(width: int, share: float, swapped: bool) -> None:
    geometry = Geometry.fit(width, Shape(swapped=swapped, share=share))
    left, right = geometry.columns.values()
    assert left.x >= 0
    assert left.text + left.width < right.x
    assert right.text + right.width <= width
    assert min(left.width, right.width) >= 16


@pytest.mark.parametrize("width", [1, 5, 20, 60, 75, 300])
@pytest.mark.parametrize("view", list(View))
def test_one_column_fits_too(width: int, view: View) -> None:
    for column in Geometry.fit(width, Shape(view)).columns.values():
        assert column.width >= 1
        assert column.text + column.width <= max(width, 8)


def test_the_border_is_where_the_share_puts_it() -> None:
    geometry = Geometry.fit(120, Shape())
    border = [x for x in range(120) if geometry.border_at(x)]
    assert border
    assert Geometry.fit(120, Shape(share=geometry.share_at(border[0]))).columns == geometry.columns
    assert not any(Geometry.fit(60, Shape()).border_at(x) for x in range(60))
    assert not any(Geometry.fit(120, Shape(View.TARGET)).border_at(x) for x in range(120))


async def test_s_swaps_the_sides(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("s")
        swapped = next(row for row in rows(pilot) if "The road to the port" in row)
        assert swapped.index("The road to the port") < swapped.index("Jalan menuju pelabuhan")
        assert any(row.startswith("!") for row in rows(pilot))  # the marks go along with the English
        await pilot.press("s")
        back = next(row for row in rows(pilot) if "The road to the port" in row)
        assert back.index("The road to the port") > back.index("Jalan menuju pelabuhan")


async def test_swapped_and_stacked_the_english_is_above(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(60, 30)) as pilot:
        await until_done(pilot)
        await pilot.press("s")
        lines = rows(pilot)
        english = next(y for y, row in enumerate(lines) if "President Opens" in row)
        indonesian = next(y for y, row in enumerate(lines) if "Presiden Resmikan" in row)
        assert english < indonesian
        assert lines[indonesian].lstrip(" ▌").startswith("│")


async def test_plus_and_minus_change_the_length_of_lines(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(200, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("minus")
        assert notes(pilot)[-1] == "Lines of at most 72 characters"
        assert {column.width for column in geometry_of(pilot).columns.values()} == {72}
        await pilot.press("plus")
        assert notes(pilot)[-1] == "Lines of at most 76 characters (as at first)"
        for _ in range(40):
            await pilot.press("minus")
        assert {column.width for column in geometry_of(pilot).columns.values()} == {NARROWEST}
        for _ in range(40):
            await pilot.press("plus")
        assert notes(pilot)[-1] == f"Lines of at most {WIDEST} characters"


async def test_comma_and_full_stop_move_the_border(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        even = geometry_of(pilot).columns[Side.SOURCE].width
        await pilot.press("full_stop")
        assert geometry_of(pilot).columns[Side.SOURCE].width > even
        await pilot.press("comma", "comma")
        assert geometry_of(pilot).columns[Side.SOURCE].width < even
        await pilot.press("v", "comma")
        assert notes(pilot)[-1] == "There is only one column: v shows both languages"


# Finding


def matched(state: ArticleState, text: str, *, regex: bool) -> list[str]:
    found = find_matches(state, Wanted(text, regex), BOTH)
    return [
        (state.source if match.side is Side.SOURCE else state.target)(match.place)[match.start : match.end]  # type: ignore[index]
        for match in found
    ]


async def test_how_the_text_stands_is_remembered_but_for_the_view(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("s", "minus", "full_stop", "v")
        left = reading(pilot).text.shape
        assert left.view is View.TARGET
        await pilot.press("q")
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        assert (await until_done(pilot)).text.shape == left._replace(view=View.BOTH)
        assert (left.swapped, left.measure, left.share) == (True, MEASURE - 4, 0.55)


@pytest.mark.parametrize(
    "note",
    [
        {"swapped": "yes", "measure": True, "share": "wide"},
        {"measure": 10_000, "share": float("nan")},
        {"measure": -1, "share": 1.5, "swapped": None},
        {"more": [1, 2]},
        {},
    ],
)
def test_what_was_noted_of_a_shape_may_have_come_from_anywhere(note: dict[str, object]) -> None:
    assert shape_of(note) == Shape()


def test_a_regular_expression_finds_in_both_languages() -> None:
    assert matched(translated(), r"\b[dk]i\w*buka\b|open\w*", regex=True) == ["Opens", "opened", "dibuka", "open"]
    assert matched(translated(), "a|", regex=True)[:2] == ["a", "a"]  # an empty match is none
    assert matched(translated(), r"\d+", regex=True) == ["2", "3", "2", "3", "14", "14"]
    assert matched(translated(), r"\d+", regex=False) == []


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "(?P<a>x)(?P<a>y", "a{99999999999999999999}"])
def test_what_is_no_regular_expression_is_told(pattern: str) -> None:
    with pytest.raises(BadPatternError, match="not a regular expression"):
        find_matches(translated(), Wanted(pattern, regex=True), BOTH)


def test_a_regular_expression_that_never_ends_is_given_up() -> None:
    state = ArticleState(article("Judul", paragraph("a" * 5000 + "!")))
    with pytest.raises(BadPatternError, match="too long"):
        find_matches(state, Wanted(r"(a|aa|a.)*(b|c|d)\1$", regex=True), BOTH)


def test_a_match_tells_its_place_and_its_offsets() -> None:
    first = find_matches(translated(), Wanted("makassar"), BOTH)[0]
    assert first == Match((-3, 0), Side.SOURCE, 16, 24)


async def test_ctrl_r_turns_regular_expressions_on_and_off(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("slash")
        line = screen.query_one("#find", Input)
        line.value = r"\d+"
        await pilot.pause()
        assert status(pilot).startswith(r"not found: \d+")
        await pilot.press("ctrl+r")
        assert status(pilot).startswith(r"1 of 6: \d+")
        assert str(screen.query_one(".line .what", Static).content) == "Find (regular expression):"
        assert screen.text.current == (0, 1)
        line.value = r"\d+("
        await pilot.pause()
        assert status(pilot).startswith(r"not a regular expression: \d+(")
        await pilot.press("enter", "n")
        assert notes(pilot)[-1] == r"Not found: \d+("
        await pilot.press("ctrl+r")
        assert status(pilot).startswith(r"not found: \d+(")


async def test_what_is_typed_again_takes_the_place_of_what_was_looked_for(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("slash", *"tallo", "enter", "slash", *"beras", "enter")
        assert status(pilot).startswith("1 of 1: beras")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_what_is_told_in_passing_leaves_the_lines_at_the_bottom_in_sight(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=size, notifications=True) as pilot:
        screen = await until_done(pilot)
        await pilot.press("t", "slash")
        await until(pilot, lambda: screen.query(".line"))
        screen.say("This is there already: Enter again writes over it. " * 3)
        rack = screen.get_child_by_type(ToastRack)  # which no query finds
        await until(pilot, lambda: any(toast.region.area for toast in rack.walk_children(Toast)))
        (told,) = (toast.region for toast in rack.walk_children(Toast))
        panel = [screen.query_one("#terms")] if size[0] < 100 else []  # in a wide window it stands beside the text
        for below in (screen.status, screen.legend, screen.query_one(".line"), *panel):
            assert below.region.area
            assert not told.overlaps(below.region)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_fault_that_comes_back_stands_there_once_and_leaves_the_field_in_sight(
    settings: Settings, size: tuple[int, int]
) -> None:
    data = find_paths(settings.home).data
    data.parent.mkdir(parents=True)
    data.write_text("a file where the folder should be")
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=size, notifications=True) as pilot:
        await until_done(pilot)
        await until(pilot, lambda: any("cannot be kept" in note for note in notes(pilot)))  # where the person is
        await pilot.press("e")
        for _ in range(2):
            await until_over(pilot, EditScreen)
            await pilot.press("x", "enter")  # what was written is offered again
        await until_over(pilot, EditScreen)
        assert len([note for note in notes(pilot) if "cannot be kept" in note]) == 1
        panel = pilot.app.screen
        rack = panel.get_child_by_type(ToastRack)
        await until(pilot, lambda: any(toast.region.area for toast in rack.walk_children(Toast)))
        (told,) = (toast.region for toast in rack.walk_children(Toast))
        assert not told.overlaps(panel.query_one(TextArea).region)
        assert told.bottom >= size[1]  # a panel leaves no line at the bottom that matters; a long path takes one more
