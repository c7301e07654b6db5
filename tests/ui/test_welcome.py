"""The first start explains itself, and never twice."""

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.config import Settings
from reader.document import Source
from reader.ui.app import ReaderApp
from reader.ui.greeting import is_first_time
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.screens.welcome import WelcomeScreen
from tests.ui.kit import ARTICLE, Desk, WaitingTranslator, notes, until, until_done


def first(settings: Settings, *sources: Source) -> ReaderApp:
    translator = WaitingTranslator(free=True)
    return ReaderApp(Desk(settings, translator), sources, lambda _: ARTICLE, greets=True)


def test_the_first_time_is_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    assert is_first_time(folder)
    assert not is_first_time(folder)


def test_where_nothing_can_be_remembered_nobody_is_greeted(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert not is_first_time(file / "data")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_first_start_says_what_matters_on_one_screen(settings: Settings, size: tuple[int, int]) -> None:
    app = first(settings)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
        await pilot.pause()
        said = " ".join(str(part.content) for part in app.screen.query(Static))
        promised = (
            "on this machine",
            "drafts",
            "small",
            "dwibaca models get nllb-600m",
            "?",
            "Ctrl+P",
            "Next sentence",
        )
        assert [wanted for wanted in promised if wanted not in said] == []
        panel = app.screen.query_one("#panel")
        assert panel.max_scroll_y == 0
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))


async def test_never_twice(settings: Settings) -> None:
    async with first(settings).run_test() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
        await pilot.click("#panel")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
    async with first(settings).run_test() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_an_article_is_shown_at_once_with_one_quiet_line(settings: Settings) -> None:
    source = Source(name="pelabuhan.txt")
    for lines in (1, 0):
        async with first(settings, source).run_test() as pilot:
            await until_done(pilot)
            assert isinstance(pilot.app.screen, ReadingScreen)
            assert len(notes(pilot)) == lines
