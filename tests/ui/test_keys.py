"""What the keys and the mouse do on the reading screen: messages and state, not pixels."""

from dataclasses import replace

from textual.widgets import Static

from reader.config import Settings
from reader.errors import ExitCode
from reader.ui.geometry import View
from reader.ui.palette import palette
from reader.ui.screens.details import DetailsScreen
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.widgets.bars import Bar, Legend
from tests.ui.kit import (
    ARTICLE,
    ENGLISH,
    LONG,
    WaitingTranslator,
    reader,
    reading,
    rows,
    shown,
    status,
    until,
    until_done,
    until_open,
)

SENTENCES = list(ENGLISH)


async def test_j_and_k_move_the_current_sentence_on_both_sides(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 30)) as pilot:
        screen = await until_done(pilot)
        assert screen.text.current == (-1, 0)
        await pilot.press("j", "j")
        assert screen.text.current == (-3, 1)
        marked = [row for row in rows(pilot) if row.count("▌") == 2]
        assert "Foto: Kantor Berita" in " ".join(marked)
        await pilot.press("k", "k", "k")
        assert screen.text.current == (-1, 0)


async def test_the_current_sentence_is_brought_into_sight(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        screen = await until_done(pilot)
        for _ in range(29):
            screen.action_move(1)
        await pilot.press("j")
        assert screen.text.current == (29, 0)
        assert any("▌" in row and "ke-29." in row for row in rows(pilot))
        await pilot.press("G")
        assert screen.text.current == (99, 0)
        assert any("ke-99." in row for row in rows(pilot))
        await pilot.press("g")
        assert (screen.text.current, screen.text.scroll_offset.y) == ((-1, 0), 0)


async def test_after_scrolling_away_j_takes_up_what_is_on_the_screen(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("pagedown", "pagedown")
        top = screen.text.scroll_offset.y
        await pilot.press("j")
        assert screen.text.current is not None
        assert screen.text.current[0] > 10
        assert abs(screen.text.scroll_offset.y - top) <= 2


async def test_scrolling_keys_scroll(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        text = (await until_done(pilot)).text
        offsets = []
        for key in ("down", "space", "pagedown", "pageup", "up"):
            await pilot.press(key)
            offsets.append(text.scroll_offset.y)
        page = text.size.height
        assert offsets[0] == 1
        assert page < offsets[1] + 3
        assert offsets[2] > offsets[1] > offsets[0]
        assert offsets[3] == offsets[1]
        assert offsets[4] == offsets[3] - 1
        assert text.current == (-1, 0)


async def test_a_click_selects_the_sentence(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        lines = rows(pilot)
        y = next(index for index, row in enumerate(lines) if "Three bridges" in row)
        await pilot.click(screen.text, offset=(lines[y].index("Three") + 2, y))
        assert screen.text.current == (3, 1)


async def test_h_toggles_the_glossary_lights_and_their_legend(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)

        def underlined() -> set[str]:
            return {
                segment.text
                for y in range(screen.text.size.height)
                for segment in screen.text.render_line(y)
                if segment.style and segment.style.underline
            }

        assert {"Makassar", "Presiden", "president", "South Sulawesi", "rice"} <= underlined()
        assert "Dewan Perwakilan" in underlined()  # missing in the English, and lit for that
        legend = screen.query_one(Legend)
        assert str(legend.render()) == "Terms: place  title  term  ~ missing"
        await pilot.press("h")
        assert underlined() == set()
        assert not legend.display
        await pilot.press("h")
        assert "Makassar" in underlined()


async def test_lights_can_be_off_from_the_start(settings: Settings) -> None:
    dark = replace(settings, highlight=False)
    async with reader(dark, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        assert not screen.text.terms_lit
        assert not screen.query_one(Legend).display


async def test_brackets_go_to_findings_and_missing_terms(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        visited = []
        for key in ("right_square_bracket",) * 3 + ("left_square_bracket",):
            await pilot.press(key)
            visited.append(screen.text.current)
        wrong_number, missing_term = (0, 1), (5, 0)
        assert visited == [wrong_number, missing_term, wrong_number, missing_term]
        marks = [row for row in rows(pilot) if "! " in row or "~ ▌" in row]
        assert len(marks) == 2


async def test_brackets_say_when_there_is_nothing(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("right_square_bracket")
        assert screen.text.current == (-1, 0)
        assert [note.message for note in pilot.app._notifications] == ["No findings and no missing terms"]


async def test_details_tell_all_of_a_sentence(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("right_square_bracket", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen))
        text = "\n".join(str(part.content) for part in pilot.app.screen.query(Static))
        assert SENTENCES[4] in text
        assert ENGLISH[SENTENCES[4]] in text
        assert "Menteri Perhubungan → transport minister   (title, used)" in text
        assert "! money:" in text or "! number:" in text
        assert "Translated just now, by fake@000000000000" in text
        assert "Score -0.25" in text
        await pilot.press("y")
        assert pilot.app.clipboard == f"{SENTENCES[4]}\n{ENGLISH[SENTENCES[4]]}"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))


async def test_details_of_what_is_not_there_yet(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(100, 30)) as pilot:
        await until_open(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen))
        assert "Not translated yet." in [str(part.content) for part in pilot.app.screen.query(Static)]
        translator.let_go()


async def test_v_goes_through_the_views(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        seen = []
        for _ in range(3):
            await pilot.press("v")
            marked = any(row.lstrip().startswith("!") for row in rows(pilot))
            seen.append(
                (screen.text.shape.view, "Three bridges" in shown(pilot), "Tiga jembatan" in shown(pilot), marked)
            )
        assert seen == [
            (View.TARGET, True, False, True),
            (View.SOURCE, False, True, True),
            (View.BOTH, True, True, False),
        ]


async def test_find_lights_matches_in_both_languages(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("slash", *"tallo")
        assert status(pilot).startswith("1 of 2: tallo")
        await pilot.press("enter")
        assert screen.focused is None
        assert screen.text.current == (4, 0)
        styles = palette(pilot.app.theme_variables, dark=True)
        grounds = {styles["match"].bgcolor, styles["match-here"].bgcolor}
        drawn = [segment for y in range(screen.text.size.height) for segment in screen.text.render_line(y)]
        lit = [segment.text for segment in drawn if segment.style and segment.style.bgcolor in grounds]
        assert lit == ["Tallo", "Tallo"]
        await pilot.press("n")
        assert status(pilot).startswith("2 of 2: tallo")
        await pilot.press("n")
        assert status(pilot).startswith("1 of 2: tallo")
        await pilot.press("N")
        assert status(pilot).startswith("2 of 2: tallo")
        await pilot.press("escape")
        assert "tallo" not in status(pilot)
        assert not screen.query("#find")


async def test_after_a_line_and_a_panel_were_closed_the_keys_are_the_texts_again(settings: Settings) -> None:
    """A panel that closes must not give the focus to a line that is closed."""
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("slash", *"tallo", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.focused is None
        await pilot.press("j")
        assert screen.text.current == (5, 0)


async def test_find_says_when_there_is_nothing(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 30)) as pilot:
        screen = await until_done(pilot)
        before = screen.text.current
        await pilot.press("slash", *"zebra", "enter")
        assert status(pilot).startswith("not found: zebra")
        assert screen.text.current == before
        await pilot.press("n")
        assert [note.message for note in pilot.app._notifications] == ["Not found: zebra"]


async def test_matches_grow_with_the_translation(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        await until_open(pilot)
        await pilot.press("slash", *"makassar", "enter")
        assert status(pilot).startswith("1 of 2: makassar")
        translator.let_go()
        await until_done(pilot)
        assert "of 4: makassar" in status(pilot)


async def test_y_copies_both_languages(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(120, 30)) as pilot:
        await until_open(pilot)
        await pilot.press("y")
        assert pilot.app.clipboard == SENTENCES[0]
        translator.let_go()
        await until_done(pilot)
        await pilot.press("y")
        assert pilot.app.clipboard == f"{SENTENCES[0]}\n{ENGLISH[SENTENCES[0]]}"


async def test_help_lists_every_command_with_the_keys_it_has_now(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        app.set_keymap({"terms.toggle": "ctrl+t"})
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        lines = [str(part.content) for part in app.screen.query(Static)]
        for command in ReadingScreen.commands:
            assert command.does in lines
        assert lines[lines.index("Highlights on or off") - 1] == "Ctrl+T"
        assert lines[lines.index("Next finding or missing term") - 1] == "]"
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("ctrl+t")
        assert not reading(pilot).text.terms_lit


async def test_the_palette_runs_a_command(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 40)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("ctrl+p")
        await pilot.press(*"highlights")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await until(pilot, lambda: not screen.text.terms_lit)


async def test_other_articles_of_the_list(settings: Settings) -> None:
    translator = WaitingTranslator(free=True)
    app = reader(settings, translator, ARTICLE, LONG)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await until_done(pilot)
        first = app.screen
        assert reading(pilot).query_one("#top", Bar).left == "pelabuhan.txt   1 of 2"
        await pilot.press("less_than_sign")
        assert app.screen is first
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: app.screen is not first)
        await until_open(pilot)
        assert "Judul panjang" in shown(pilot)
        assert not first.is_attached
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, ReadingScreen))
        await pilot.press("q")
    assert app.return_value == ExitCode.DONE
