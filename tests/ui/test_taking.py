"""Taking a translation along: the clipboard, files, the browser."""

import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from textual.widgets import Input, OptionList

from reader.config import Settings
from reader.export import FORMATS
from reader.ui.screens.choice import ChoiceScreen
from reader.ui.screens.reading import ReadingScreen
from tests.support.articles import article, paragraph
from tests.ui.kit import ENGLISH, WaitingTranslator, notes, reader, reading, until, until_done, until_open, until_over

SENTENCES = list(ENGLISH)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.mark.parametrize(
    ("number", "text", "said"),
    [
        ("1", f"{SENTENCES[10]}\n{ENGLISH[SENTENCES[10]]}", "the sentence in both languages"),
        ("2", SENTENCES[10], "the sentence in Indonesian"),
        ("3", ENGLISH[SENTENCES[10]], "the sentence in English"),
    ],
)
async def test_copy_a_sentence(settings: Settings, number: str, text: str, said: str) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        screen.text.go((4, 0))
        await pilot.press("Y")
        await until_over(pilot, ChoiceScreen)
        await pilot.press(number)
        await until_over(pilot, ReadingScreen)
        assert pilot.app.clipboard == text
        assert notes(pilot) == [f"Copied {said}"]


async def test_copy_a_paragraph_and_the_article(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        screen.text.go((0, 1))
        await pilot.press("Y")
        await until_over(pilot, ChoiceScreen)
        await pilot.press("j", "j", "j", "j", "j", "enter")  # The paragraph in English
        await until_over(pilot, ReadingScreen)
        assert pilot.app.clipboard == f"{ENGLISH[SENTENCES[3]]} {ENGLISH[SENTENCES[4]]}"
        await pilot.press("Y")
        await until_over(pilot, ChoiceScreen)
        await pilot.press("7")
        await until_over(pilot, ReadingScreen)
        parts = pilot.app.clipboard.split("\n\n")
        assert parts[0] == f"{SENTENCES[0]}\n{ENGLISH[SENTENCES[0]]}"
        assert len(parts) == 9
        await pilot.press("Y", "escape")
        assert len(notes(pilot)) == 2


async def test_copying_tells_what_is_not_there_yet(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        await until_open(pilot)
        await pilot.press("Y")
        await until_over(pilot, ChoiceScreen)
        await pilot.press("9")
        await until_over(pilot, ReadingScreen)
        assert pilot.app.clipboard == ""
        assert notes(pilot) == ["Copied the article in English; 15 not translated yet"]
        translator.let_go()


async def test_every_format_can_be_written_in_both_ways(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 40)) as pilot:
        screen = await until_done(pilot)
        offers = [(form, both) for form in FORMATS for both in FORMATS[form].ways]
        for index, (name, both) in enumerate(offers):
            await pilot.press("x")
            await until_over(pilot, ChoiceScreen)
            options = pilot.app.screen.query_one(OptionList)
            assert options.option_count == len(offers)
            options.highlighted = index
            await pilot.press("enter")
            await until(pilot, lambda: screen.focused is not None)
            line = screen.query_one("#export", Input)
            assert line.value == f"article.en.{name}"
            line.value = f"{index}.{name}"
            await pilot.press("enter")
            told = f"Written: {absolute(line.value)}"
            await until(pilot, lambda told=told: notes(pilot)[-1:] == [told])  # type: ignore[misc]
            assert content(line.value)
            if name in ("txt", "md"):
                text = content(line.value).decode()
                assert ENGLISH[SENTENCES[10]] in text
                assert (SENTENCES[10] in text) == both


def absolute(name: str) -> Path:
    return Path(name).absolute()


def there(name: str, content: bytes) -> None:
    """Let a file be there already."""
    Path(name).write_bytes(content)


def content(name: str) -> bytes:
    return Path(name).read_bytes()


async def test_a_file_that_is_there_is_written_over_only_when_asked_twice(settings: Settings) -> None:
    there("mine.txt", b"precious")
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 40)) as pilot:
        await until_done(pilot)
        await pilot.press("x", "1")
        await until(pilot, lambda: reading(pilot).query("#export"))
        line = reading(pilot).query_one("#export", Input)
        await until(pilot, lambda: line.has_focus)
        line.value = "mine.txt"
        await pilot.press("enter")
        assert content("mine.txt") == b"precious"
        assert notes(pilot) == ["mine.txt is there already: Enter again writes over it"]
        await pilot.press("enter")
        assert content("mine.txt").startswith(b"President Opens New Port")


async def test_a_place_that_cannot_be_written_says_so_and_one_can_try_another(settings: Settings) -> None:
    there("file", b"")
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 40)) as pilot:
        await until_done(pilot)
        await pilot.press("x", "1")
        await until(pilot, lambda: reading(pilot).query("#export"))
        line = reading(pilot).query_one("#export", Input)
        await until(pilot, lambda: line.has_focus)
        line.value = "file/below.txt"
        await pilot.press("enter")
        assert notes(pilot)[-1].startswith("Not written: ")
        assert line.has_focus
        line.value = ""
        await pilot.press("enter")
        assert reading(pilot).focused is None


async def test_what_is_not_whole_cannot_be_exported(settings: Settings) -> None:
    translator = WaitingTranslator(broken=[SENTENCES[4]])
    async with reader(settings, translator).run_test(size=(100, 40)) as pilot:
        screen = await until_open(pilot)
        await pilot.press("x")
        assert notes(pilot)[-1] == "15 sentences not translated yet. Then it can be taken."
        translator.let_go()
        await until(pilot, lambda: screen.over)
        await pilot.press("x")
        assert notes(pilot)[-1].startswith("1 sentence failed: r tries again")
        assert screen.text.current == (0, 1)
        assert isinstance(pilot.app.screen, ReadingScreen)


class Browser(webbrowser.BaseBrowser):
    """Notes what it is asked to open."""

    def __init__(self, *, works: bool = True) -> None:
        super().__init__("noting")
        self.works = works
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return self.works


async def test_o_opens_the_translation_in_the_browser(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 40)) as pilot:
        await until_done(pilot)
        await pilot.press("o")
        (address,) = browser.opened
        assert notes(pilot) == [f"Opened {address}"]
        page = content(address.removeprefix("file://")).decode()
        assert ENGLISH[SENTENCES[10]] in page
        assert SENTENCES[10] in page


async def test_the_original_page_can_be_opened_too(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(works=False)
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    address = "https://news.invalid/berita?id=1&[bold]"
    story = article("Judul", paragraph("Satu."), source=address)
    async with reader(settings, WaitingTranslator(free=True), story).run_test(size=(100, 40)) as pilot:
        await until_done(pilot)
        await pilot.press("o")
        await until_over(pilot, ChoiceScreen)
        await pilot.press("2")
        assert browser.opened == [address]
        assert notes(pilot) == [f"The browser did not open {address}"]


async def test_without_a_browser_the_address_is_copied(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 40)) as pilot:
        await until_done(pilot)
        await pilot.press("o")
        assert notes(pilot) == ["No browser; address copied"]
        address = pilot.app.clipboard
    assert "Daeng Ramli, a fisherman in Paotere" in page_at(address)


def page_at(address: str) -> str:
    """What a browser would be given."""
    assert address.startswith("file://")
    return Path(unquote(urlsplit(address).path)).read_text(encoding="utf-8")
