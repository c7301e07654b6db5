"""Keys in the same moment, as a fast hand, a slow line or what is pasted sends them: none is lost, none means another.

`pilot.press` waits after each key, so these are posted as the terminal's driver posts them.
"""

from unittest.mock import AsyncMock

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from reader.config import Settings
from reader.document import Article
from reader.ui.screens.edit import EditScreen
from reader.ui.screens.keys import KeysScreen
from reader.ui.screens.settings import SettingsScreen
from reader.ui.screens.term import TermScreen
from reader.ui.widgets.lines import Lines
from tests.support.articles import article, paragraph
from tests.ui.kit import ARTICLE, WaitingTranslator, reader, reading, until, until_done, until_open, until_over
from tests.ui.library_kit import until_listed, until_settled

NAMES = {"/": "slash", ">": "greater_than_sign", " ": "space", "?": "question_mark"}


def post(pilot: Pilot[int], *keys: str) -> None:
    """Send keys, characters or Textual's names of others, without waiting for what they do."""
    for key in keys:
        pilot.app.post_message(events.Key(NAMES.get(key, key), key if len(key) == 1 else None))


def long(name: str) -> Article:
    return article(f"Judul {name}", *(paragraph(f"Kalimat {name} {n}.") for n in range(450)), source=name)


# What is typed behind a key that opens something


async def test_in_a_line(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        post(pilot, *"/rusia")
        await until(pilot, lambda: screen.query("#find") and screen.query_one("#find", Input).value == "rusia")
        assert pilot.app.screen is screen
        post(pilot, "enter", *"p3", "enter")
        await until(pilot, lambda: screen.text.current == (2, 0))
        assert screen.focused is None


async def test_in_the_fields_of_a_panel(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        await until_done(pilot)
        post(pilot, *"eXYZ")
        await until_over(pilot, EditScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(TextArea).text.endswith("XYZ"))
        post(pilot, "escape", "right", *"aQ")
        await until_over(pilot, TermScreen)
        await until(pilot, lambda: pilot.app.screen.query_one("#target", Input).value.endswith("Q"))


async def test_in_a_panel_beside_the_text(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        before = screen.text.current
        post(pilot, *"tjj")
        await until(pilot, lambda: screen.query("#terms Lines"))
        await until(pilot, lambda: screen.query_one("#terms Lines", Lines).highlighted == 2)
        assert screen.text.current == before


async def test_in_what_opens_over_what_opens(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        await until_done(pilot)
        post(pilot, "enter", *"eX")  # the details, from there the field
        await until_over(pilot, EditScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(TextArea).text.endswith("X"))


async def test_what_is_pasted_goes_there_too(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        post(pilot, "/", "a")
        pilot.app.post_message(events.Paste("bc"))
        post(pilot, "d")
        await until(pilot, lambda: screen.query("#find") and screen.query_one("#find", Input).value == "abcd")


async def test_in_the_library_and_among_the_keys(settings: Settings) -> None:
    name = "~/nowhere.txt"
    async with reader(settings, WaitingTranslator(free=True), ARTICLE, long("b")).run_test(size=(100, 30)) as pilot:
        library = await until_settled(pilot)
        post(pilot, "o", *name)
        await until(pilot, lambda: library.query(Input) and library.query_one(Input).value == name)
        post(pilot, "escape", "f6", "/", *"edit")
        await until_over(pilot, KeysScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(Input).value == "edit")


async def test_a_bound_key_among_letters_keeps_its_place(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        post(pilot, "/", *"pasr", "backspace", *"ar", "home", "x")
        await until(pilot, lambda: screen.query("#find") and screen.query_one("#find", Input).value == "xpasar")


# Nothing opens


async def test_keys_behind_one_that_opens_nothing_are_commands(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(), long("a")).run_test(size=(100, 30)) as pilot:
        screen = await until_open(pilot)
        post(pilot, *"jjjkjN", *"jj" * 20)
        assert screen.state is not None
        there = screen.state.places[43]
        await until(pilot, lambda: screen.text.current == there)


async def test_a_key_is_not_waited_for_for_ever(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.in_turn._PATIENCE", 0.2)
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        assert screen.state is not None
        places = screen.state.places
        monkeypatch.setattr(app, "_go_on", AsyncMock())  # nobody says that the key is done
        post(pilot, "j", "j")
        await pilot.pause(0.3)
        assert screen.text.current == places[1]
        post(pilot, "j")
        await until(pilot, lambda: screen.text.current == places[2])


async def test_pages_of_a_list_that_has_no_room(settings: Settings) -> None:
    """As before it is laid out, and in a very low window."""
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        await until_done(pilot)
        await pilot.press("f2")
        await until_over(pilot, SettingsScreen)
        lines = pilot.app.screen.query_one(Lines)
        lines.styles.height = 0
        await pilot.resize_terminal(100, 20)
        await pilot.press("pagedown", "space", "pageup")
        assert lines.highlighted == 0


# Screens that are gone


async def test_two_turns_in_one_moment(settings: Settings) -> None:
    stories = [long(name) for name in "abc"]
    async with reader(settings, WaitingTranslator(), *stories).run_test(size=(80, 24)) as pilot:
        await until_listed(pilot)
        await pilot.press("enter")
        await until_open(pilot)
        post(pilot, *">>")
        await until(pilot, lambda: reading(pilot).index == 2)
        screen = await until_open(pilot)
        await until(pilot, lambda: screen.text.current is not None)
        assert [job.name for job in screen.shell.jobs] == ["Translating c"]


async def test_nothing_is_begun_for_a_screen_that_is_gone(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), ARTICLE, long("b")).run_test(size=(80, 24)) as pilot:
        await until_listed(pilot)
        await pilot.press("enter")
        screen = await until_done(pilot)
        before = screen._runs
        screen._open(ARTICLE)
        await pilot.app.pop_screen()
        await pilot.pause()
        assert screen._runs == before
        assert not list(screen.shell.jobs)
