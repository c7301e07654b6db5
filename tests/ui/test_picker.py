"""The list of articles."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from reader.config import Settings
from reader.document import Source
from reader.errors import ExitCode, UnreadableError
from reader.ui.app import ReaderApp
from reader.ui.messages import ArticleLeft
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.picker import PickerScreen
from reader.ui.screens.reading import ReadingScreen
from tests.support.articles import article, paragraph
from tests.ui.kit import ARTICLE, Desk, WaitingTranslator, reader, shown, until, until_open

OTHER = article("Harga beras", paragraph("Harga beras naik."), source="ekonomi/beras.txt")
THIRD = article("Banjir", paragraph("Sungai meluap."), source="banjir.txt")


def listed(pilot: Pilot[int]) -> list[str]:
    articles = pilot.app.screen.query_one(OptionList)
    return [str(articles.get_option_at_index(index).prompt).strip() for index in range(articles.option_count)]


async def until_listed(pilot: Pilot[int]) -> PickerScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen) and listed(pilot))
    screen = pilot.app.screen
    assert isinstance(screen, PickerScreen)
    return screen


async def test_several_sources_are_offered_and_enter_opens_one(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER, THIRD)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_listed(pilot)
        assert listed(pilot) == ["Articles", "pelabuhan.txt", "ekonomi/beras.txt", "banjir.txt"]
        assert screen.status.left == "3 articles"
        await pilot.press("j", "enter")
        await until_open(pilot)
        assert "Harga beras naik." in shown(pilot)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("q")
    assert app.return_value == ExitCode.DONE


async def test_moving_in_the_list(settings: Settings) -> None:
    app = reader(settings, None, ARTICLE, OTHER, THIRD)
    async with app.run_test() as pilot:
        articles = (await until_listed(pilot)).articles
        seen = []
        for key in ("j", "k", "G", "g", "down"):
            await pilot.press(key)
            seen.append(articles.highlighted)
        assert seen == [2, 1, 3, 1, 2]


async def test_the_list_is_filtered_as_one_types(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER, THIRD)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_listed(pilot)
        await pilot.press("slash", *"BERAS")
        await pilot.pause()
        assert listed(pilot) == ["Articles", "ekonomi/beras.txt"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(listed(pilot)) == 4
        assert not screen.query_one("#filter", Input).display
        await pilot.press("slash", *"zzz")
        await pilot.pause()
        assert screen.status.left == "no articles"
        await pilot.press("enter")
        assert pilot.app.screen is screen
        await pilot.press("slash", "backspace", "backspace", "backspace", *"banjir", "enter")
        await until_open(pilot)
        assert "Sungai meluap." in shown(pilot)


async def test_help_of_the_list(settings: Settings) -> None:
    app = reader(settings, None, ARTICLE, OTHER)
    async with app.run_test() as pilot:
        await until_listed(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PickerScreen))


async def test_an_article_of_the_list_that_cannot_be_read_is_told_there(settings: Settings) -> None:
    stories = {"pelabuhan.txt": ARTICLE}

    def read(source: Source) -> object:
        if source.name not in stories:
            raise UnreadableError("the article is empty", source.name)
        return stories[source.name]

    app = reader(settings, WaitingTranslator(free=True), OTHER, ARTICLE, read=read)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 30)) as pilot:
        await until_listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(".trouble"))
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: not app.screen.query(".trouble"))
        await until_open(pilot)
        assert "Presiden Resmikan" in shown(pilot)
        await pilot.press("q", "q")
    assert app.return_value == ExitCode.DONE
    assert app.error is None


async def test_without_sources_samples_and_this_folder_are_offered(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.txt", "a.html", "a.en.txt", "c.bin"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder.txt").mkdir()
    monkeypatch.chdir(tmp_path)
    app = ReaderApp(Desk(settings, None), [])
    async with app.run_test(size=(100, 40)) as pilot:
        await until_listed(pilot)
        await until(pilot, lambda: "In this folder" in listed(pilot))
        assert listed(pilot)[0] == "Sample articles"
        assert listed(pilot)[-3:] == ["In this folder", "a.html", "b.txt"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))


async def test_a_second_key_on_its_way_opens_and_leaves_nothing_twice(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER, THIRD)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_listed(pilot)
        for _ in range(2):
            screen.action_open()
        await until_open(pilot)
        assert sum(isinstance(one, ReadingScreen) for one in app.screen_stack) == 1
        for _ in range(2):
            app.screen.post_message(ArticleLeft(ExitCode.DONE))
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause()
        assert app.screen is screen
    assert app.return_value is None
