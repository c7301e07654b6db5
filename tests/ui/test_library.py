"""The library: what stands in it, how one moves and filters there, and what it opens."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from cache.memory import Collection, Memory
from reader.article import read_article
from reader.config import Settings
from reader.document import Article, Source
from reader.errors import ExitCode, UnreadableError
from reader.pipeline import Job
from reader.ui.app import ReaderApp
from reader.ui.messages import ArticleLeft
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.models import ModelsScreen
from reader.ui.screens.reading import ReadingScreen
from tests.support.articles import article, paragraph
from tests.support.library import NEWS, remember, visit
from tests.ui.kit import ARTICLE, Desk, WaitingTranslator, notes, reader, shown, until, until_done, until_open
from tests.ui.library_kit import here, library, listed, painted, until_listed, until_settled

OTHER = article("Harga beras", paragraph("Harga beras naik."), source="ekonomi/beras.txt")
THIRD = article("Banjir", paragraph("Sungai meluap."), source="banjir.txt")
TEXT = "Pasar Baru Dibuka di Bandung\n\nBANDUNG - Presiden membuka pasar baru pada Senin.\n\nHarga beras turun.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two articles and a folder below it."""
    path = tmp_path / "news"
    for name in ("b.txt", "a.txt", "a.en.txt", "c.bin", "politik/d.txt", "politik/e.txt"):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(TEXT.replace("Bandung", f"Bandung {name[-5]}", 1), encoding="utf-8")
    monkeypatch.chdir(path)
    return path


def home(settings: Settings, translator: WaitingTranslator | None = None) -> ReaderApp:
    """The library without a source."""
    app = ReaderApp(Desk(settings, translator, cached=True), [])
    if translator is not None:
        translator.abandoned = lambda: not app.is_running
    return app


# Several articles that were given


async def test_several_sources_are_listed_and_enter_opens_one(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER, THIRD)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_listed(pilot)
        assert listed(pilot) == ["# Articles", "pelabuhan.txt", "ekonomi/beras.txt", "banjir.txt"]
        assert screen.status.left == "3 articles · 3 unread"
        await pilot.press("j", "enter")
        await until_open(pilot)
        assert "Harga beras naik." in shown(pilot)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen and "2 unread" in screen.status.left)
        assert here(pilot) == "Harga beras"
        await pilot.press("q")
    assert app.return_value == ExitCode.DONE


async def test_an_article_of_the_list_that_cannot_be_read_is_told_there(settings: Settings) -> None:
    def read(source: Source) -> Article:
        if source.name != ARTICLE.source:
            raise UnreadableError("the article is empty", source.name)
        return ARTICLE

    app = reader(settings, WaitingTranslator(free=True), OTHER, ARTICLE, read=read)
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


async def test_a_second_key_on_its_way_opens_and_leaves_nothing_twice(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER, THIRD)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_listed(pilot)
        for _ in range(2):
            screen.action_choose()
        await until_open(pilot)
        assert sum(isinstance(one, ReadingScreen) for one in app.screen_stack) == 1
        for _ in range(2):
            app.screen.post_message(ArticleLeft(ExitCode.DONE))
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause()
        assert app.screen is screen
    assert app.return_value is None


async def test_help_of_the_library(settings: Settings) -> None:
    app = reader(settings, None, ARTICLE, OTHER)
    async with app.run_test(size=(120, 60)) as pilot:
        await until_listed(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert any("Take it off the list" in str(line.content) for line in app.screen.query(Static))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))


async def test_every_action_of_the_library_is_there(settings: Settings) -> None:
    app = reader(settings, None, ARTICLE, OTHER)
    async with app.run_test() as pilot:
        screen = await until_listed(pilot)
        for command in screen.commands:
            owner, _, action = command.action.split("(")[0].rpartition(".")
            assert hasattr(app if owner == "app" else screen, f"action_{action}"), command.id


# The first start


async def test_a_newcomer_reads_a_sample_and_finds_it_in_the_library(settings: Settings, folder: Path) -> None:
    app = home(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")  # what greets a newcomer
        screen = await until_settled(pilot)
        rows = listed(pilot)
        assert rows[0].startswith("Nothing was read yet. Enter opens a sample")
        assert rows[1] == "# Sample articles"
        assert rows[-5:] == ["# Files", "news/", "politik/", "a.txt", "b.txt"]
        assert here(pilot) == rows[2]
        assert "Harga Beras" in rows[2]  # the title, and not the name of the file: it was looked at
        await pilot.press("enter")
        await until_done(pilot)
        await pilot.press("j", "q")
        await until(pilot, lambda: app.screen is screen and "1 article read" in screen.status.left)
        assert listed(pilot)[:2] == ["# Recent articles", rows[2]]
        assert listed(pilot)[2] == "# Sample articles"
        row = next(line for line in painted(pilot) if "Harga Beras" in line)
        assert "100 %" in row


# What was read before


async def test_what_was_read_is_shown_with_all_that_is_known_of_it(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(number) for number in range(4)])
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        await until_settled(pilot)
        assert here(pilot) == NEWS[0][0]
        lines = painted(pilot)
        first = next(index for index, line in enumerate(lines) if NEWS[1][0] in line)
        assert "Warta Ekonomi N…" in lines[first]
        assert " 2 Feb 2019 " in lines[first]
        assert "100 %" in lines[first]
        assert lines[first].endswith("2 %")
        assert NEWS[1][1] in lines[first + 1]
        assert lines[first + 1].endswith("2 Mar 2020")
        assert "news/3.txt" not in lines[first + 1]
        assert any(line.strip().startswith("3.txt") for line in lines)  # no English title yet


async def test_moving(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(number) for number in range(500)], [Collection(str(folder))])
    async with home(settings).run_test(size=(100, 24)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        shelf = screen.shelf
        start = shelf.current
        assert start is not None
        assert (here(pilot), shelf.scroll_offset.y) == (NEWS[0][0], 0)
        await pilot.press("j")
        assert shelf.current == start + 1
        await pilot.press("k", "k")
        assert here(pilot) == "news/"
        await pilot.press("G")
        assert shelf.current == len(shelf.rows) - 1
        assert shelf.scroll_offset.y == shelf.max_scroll_y
        await pilot.press("g")
        assert (here(pilot), shelf.scroll_offset.y) == (str(folder), 0)
        await pilot.press("k")
        assert here(pilot) == str(folder)
        await pilot.press("tab")
        assert here(pilot) == "news/"
        await pilot.press("tab", "tab")
        assert "Beras" in here(pilot) or "Gempa" in here(pilot) or here(pilot).endswith(("txt", "html"))
        assert listed(pilot)[(shelf.current or 0) - 1] == "# Sample articles"
        await pilot.press("tab", "shift+tab")
        assert listed(pilot)[(shelf.current or 0) - 1] == "# Sample articles"
        await pilot.press("g", "pagedown")
        assert 4 < (shelf.current or 0) < 14
        await pilot.press("pageup")
        assert here(pilot) == str(folder)
        # Scrolled away by the wheel: the next key goes on from what is on the screen.
        shelf.scroll_to(y=300, animate=False, force=True)
        await pilot.press("j")
        assert shelf.scroll_offset.y <= shelf._starts[shelf.current or 0] < shelf.scroll_offset.y + 22


async def test_the_mouse_moves_and_opens(settings: Settings, folder: Path) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER)
    async with app.run_test(size=(120, 24)) as pilot:
        screen = await until_settled(pilot)
        assert await pilot.hover("#shelf", offset=(20, 5))
        assert screen.shelf.pointed == 2
        await pilot.hover("#shelf", offset=(20, 1))
        assert screen.shelf.pointed is None  # a heading is nothing to click
        await pilot.click("#shelf", offset=(20, 1))
        await pilot.click("#shelf", offset=(20, 15))
        assert app.screen is screen
        await pilot.click("#shelf", offset=(20, 4))
        await until_open(pilot)
        assert "Harga beras naik." in shown(pilot)


async def test_escape_without_a_filter_leaves_the_cursor_to_what_comes(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(number) for number in range(4)])
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await pilot.press("escape", "escape", "escape")
        await until_settled(pilot)
        assert here(pilot) == NEWS[0][0]


async def test_what_comes_in_does_not_scroll_back_who_has_scrolled(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(number) for number in range(50)])
    async with home(settings).run_test(size=(120, 20)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        assert not screen.settled
        for _ in range(12):
            wheel = events.MouseScrollDown(screen.shelf, 5, 5, 0, 1, 0, False, False, False)
            screen.shelf.post_message(wheel)
        await until(pilot, lambda: screen.settled and screen.shelf.scroll_offset.y >= 12)
        await pilot.pause(0.3)
        top = screen.shelf.scroll_offset.y
        await pilot.press("r")
        await until_settled(pilot)
        assert screen.shelf.scroll_offset.y == top


async def test_sections_sort_and_unread(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0, title="C"), visit(1, title="A"), visit(2, title="B", published="")])
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)

        def recent() -> list[str]:
            return [name for name in listed(pilot) if name in "ABC"]

        assert recent() == ["C", "A", "B"]
        await pilot.press("s")
        assert recent() == ["A", "C", "B"]
        assert "newest first" in next(line for line in painted(pilot) if "Recent articles" in line)
        await pilot.press("s")
        assert recent() == ["A", "B", "C"]
        assert here(pilot) == "C"
        await pilot.press("s")
        assert recent() == ["C", "A", "B"]
        await pilot.press("n")
        assert listed(pilot)[(screen.shelf.current or 0) - 1] == "# Sample articles"
        await pilot.press("n", "n", "n")
        assert listed(pilot)[(screen.shelf.current or 0) - 1] == "# Sample articles"
        await pilot.press("N")
        assert screen.shelf.current == len(screen.shelf.rows) - 1


# Filter


async def test_the_list_is_filtered_as_one_types(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(number) for number in range(4)])
    async with home(settings).run_test(size=(120, 30)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        everything = listed(pilot)
        await pilot.press("slash", *"KAFE")
        await pilot.pause()
        assert listed(pilot) == ["# Recent articles", NEWS[3][0]]
        assert screen.status.left == "1 found: kafe"
        await pilot.press("escape")
        await pilot.pause()
        assert listed(pilot) == everything
        assert not screen.query("#filter")
        await pilot.press("slash", *"zzz")
        await pilot.pause()
        assert listed(pilot) == ["Nothing here has that in its title, outlet or name. Esc shows everything again."]
        await pilot.press("enter")
        assert pilot.app.screen is screen
        await pilot.press("slash", "backspace", "backspace", "backspace", *"earthquake")
        await pilot.pause()
        assert here(pilot) == NEWS[2][0]
        assert isinstance(screen.focused, Input)
        await pilot.press(*["backspace"] * 10, *"r", "down")
        assert here(pilot) == NEWS[1][0]
        await pilot.press("e")  # another letter: the first match again
        assert here(pilot) == NEWS[0][0]


async def test_enter_in_the_filter_opens_and_the_filter_is_there_afterwards(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), ARTICLE, OTHER, THIRD)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_listed(pilot)
        await pilot.press("slash", *"banjir", "enter")
        await until_open(pilot)
        assert "Sungai meluap." in shown(pilot)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause()
        assert listed(pilot) == ["# Articles", "Banjir"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(listed(pilot)) == 4


# Folders and collections


async def test_folders_unfold_and_fold_up(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0)])
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        await pilot.press("k", "right")
        await until(pilot, lambda: "politik/" in listed(pilot))
        await pilot.press("j", "enter")
        await until(pilot, lambda: "d.txt" in listed(pilot))
        await pilot.press("j", "j")
        assert here(pilot) == "e.txt"
        await pilot.press("left")
        assert here(pilot) == "politik/"
        assert "d.txt" not in listed(pilot)
        await pilot.press("left")
        assert here(pilot) == "news/"
        await pilot.press("left")
        assert listed(pilot)[:3] == ["# Files", "news/", "# Recent articles"]
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: "politik/" in listed(pilot))
        await until_settled(pilot)
        await pilot.press("G", "left")
        assert screen.shelf.current == len(screen.shelf.rows) - 1


async def test_a_folder_becomes_a_collection_with_counts_that_reading_changes(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0)])
    app = home(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        first = await until_settled(pilot)
        await pilot.press("k", "c")
        await until(pilot, lambda: app.screen is not first)
        second = await until_settled(pilot)
        assert [name for name in listed(pilot) if name[0] != "#"] == [
            f"Pasar Baru Dibuka di Bandung {x}" for x in "abde"
        ]
        assert second.status.left == "4 articles · 4 unread"
        await pilot.press("j", "enter")
        await until_done(pilot)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is second and "3 unread" in second.status.left)
        assert here(pilot).endswith("Bandung b")
        await pilot.press("q")
        await until(pilot, lambda: app.screen is first)
        await until_settled(pilot)
        row = next(line for line in painted(pilot) if "articles" in line and "unread" in line)
        # The article after the one that is read is translated ahead, if there was time.
        assert re.search(r" 4 articles +3 unread +[12] in English +opened today ", row)
        # And again from its row
        await pilot.press("g", "enter")
        await until(pilot, lambda: app.screen is not first)
        assert library(pilot).shelves.listing is not None


async def test_what_was_translated_elsewhere_is_known_before_it_is_read(settings: Settings, folder: Path) -> None:
    """As after `dwibaca translate` in the night."""
    desk = Desk(settings, WaitingTranslator({"Pasar Baru Dibuka di Bandung a": "A New Market"}, free=True), cached=True)
    source = Source(name="a.txt", path=folder / "a.txt")
    list(desk.pipeline(folder).run([Job("", read_article(source))]))
    desk.close()
    remember(settings, [visit(0)], [Collection(str(folder))])
    app = home(settings)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        await until_settled(pilot)
        await until(pilot, lambda: any("1 in English" in " ".join(line.split()) for line in painted(pilot)))
        await pilot.press("g", "enter")
        await until(pilot, lambda: library(pilot).shelves.listing is not None)
        await until(pilot, lambda: any("A New Market" in line for line in painted(pilot)))
        assert any("unread" in line for line in painted(pilot))


async def test_r_and_coming_back_show_what_has_changed_meanwhile(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0)])
    sources = [Source(name=f"{x}.txt", path=folder / f"{x}.txt", relative=Path(f"{x}.txt")) for x in "ab"]
    desk = Desk(settings, WaitingTranslator(free=True), cached=True)
    async with ReaderApp(desk, sources, names=["."]).run_test(size=(120, 30)) as pilot:
        screen = await until_settled(pilot)
        (folder / "b.txt").write_text(TEXT.replace("Pasar Baru", "Jalan Tol"), encoding="utf-8")
        await pilot.press("r")
        await until(pilot, lambda: "Jalan Tol Dibuka di Bandung" in listed(pilot))
        # As the next article is translated ahead, while another one is read.
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen is not screen)
        before = [entry.visit.translated for entry in screen.shelves.articles() if entry.visit]
        list(desk.pipeline(folder).run([Job("", read_article(sources[0]))]))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(
            pilot, lambda: [entry.visit.translated for entry in screen.shelves.articles() if entry.visit] != before
        )
        first = screen.shelves.articles()[0].visit
        assert first is not None
        assert (before, first.translated) == ([0, 0], first.sentences)


async def test_a_folder_given_on_the_command_line_is_remembered(settings: Settings, folder: Path) -> None:
    sources = [Source(name=f"{name}.txt", path=folder / f"{name}.txt", relative=Path(f"{name}.txt")) for name in "ab"]
    app = ReaderApp(Desk(settings, None), sources, names=["."])
    async with app.run_test(size=(100, 30)) as pilot:
        await until_settled(pilot)
        await pilot.press("q")
    with Memory(app.services.paths.memory) as memory:
        assert [one.name for one in memory.collections()] == [str(folder)]


async def test_a_feed_that_cannot_be_fetched_shows_what_it_had(settings: Settings, folder: Path) -> None:
    feed = Collection("feed:http://127.0.0.1:9/rss", ("https://example.org/a", "https://example.org/b"))
    remember(settings, [visit(0)], [feed])
    async with home(settings).run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        first = await until_settled(pilot)
        await pilot.press("g", "enter")
        await until(pilot, lambda: pilot.app.screen is not first)
        await until_settled(pilot)
        assert listed(pilot)[0].startswith("Not asked anew, these are from last time:")
        assert listed(pilot)[2:] == ["https://example.org/a", "https://example.org/b"]


async def test_a_collection_that_is_gone_says_so(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0)], [Collection("/no/such/folder")])
    async with home(settings).run_test(size=(120, 30)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        assert any("/no/such/folder" in line and "no such file or folder" in line for line in painted(pilot))
        await pilot.press("g", "enter")
        await until(pilot, lambda: "no such file or folder: /no/such/folder" in notes(pilot))
        assert pilot.app.screen is screen


# Taking off and putting back


async def test_articles_and_collections_are_taken_off_and_put_back(settings: Settings, folder: Path) -> None:
    path = remember(settings, [visit(0), visit(1), visit(2)], [Collection(str(folder))])
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await pilot.press("escape")
        await until_settled(pilot)
        before = listed(pilot)
        await pilot.press("j", "d")
        await until(pilot, lambda: NEWS[1][0] not in listed(pilot))
        assert here(pilot) == NEWS[2][0]
        await pilot.press("g", "delete")
        await until(pilot, lambda: "# Collections" not in listed(pilot))
        await pilot.press("u")
        await until(pilot, lambda: "# Collections" in listed(pilot))
        await pilot.press("u")
        await until(pilot, lambda: listed(pilot) == before)
        await pilot.press("u")
        assert notes(pilot)[-1] == "Nothing to put back"
        assert notes(pilot)[0] == "Taken off the list; u puts it back"
        await pilot.press("G", "d")
        assert "files are never touched" in notes(pilot)[-1]
        await pilot.press("escape")
        assert listed(pilot) == before
    assert (folder / "a.txt").exists()
    with Memory(path) as memory:
        assert len(memory.recent()) == 3


async def test_what_cannot_be_put_back_now_can_be_later(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cache.database._PATIENCE", 0.05)
    path = remember(settings, [visit(0), visit(1)])
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await until_settled(pilot)
        await pilot.press("j", "d")
        await until(pilot, lambda: NEWS[1][0] not in listed(pilot))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")  # another program has it
        await pilot.press("u")
        await until(pilot, lambda: any("this cannot be kept" in note for note in notes(pilot)))
        assert "Put back" not in notes(pilot)
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("u")
        await until(pilot, lambda: NEWS[1][0] in listed(pilot))
        assert notes(pilot)[-1] == "Put back"


async def test_putting_back_leaves_alone_what_was_read_or_opened_since(settings: Settings, folder: Path) -> None:
    path = remember(settings, [visit(0, read=3, place=(0, 3))], [Collection(str(folder), at="2020-01-01T00:00:00")])
    with Memory(path) as memory:
        memory.toggle_bookmark(visit(0).article, (1, 1))
    async with home(settings).run_test(size=(120, 40)) as pilot:
        await until_settled(pilot)
        await pilot.press("g", "d")
        await until(pilot, lambda: "# Collections" not in listed(pilot))
        await pilot.press("G", "k")
        screen = library(pilot)
        screen.shelf.go(next(i for i, row in enumerate(screen.shelf.rows) if row.key.startswith("recent")))
        await pilot.press("d")
        await until(pilot, lambda: NEWS[0][0] not in listed(pilot))
        memory = screen.services.memory
        memory.visit(visit(0, read=30, place=(4, 0)))
        memory.collect(Collection(str(folder)))
        opened = memory.collections()[0].at
        await pilot.press("u")
        await until(pilot, lambda: NEWS[0][0] in listed(pilot))
        await pilot.press("u")
        await until(pilot, lambda: "# Collections" in listed(pilot))
        now = memory.visited(visit(0).article)
        assert now is not None
        assert (now.place, now.read) == ((4, 0), 30)
        assert memory.bookmarks(visit(0).article) == ((1, 1),)  # and nothing is lost
        assert memory.collections()[0].at == opened


async def test_m_is_for_the_models_here_too(settings: Settings, folder: Path) -> None:
    async with home(settings).run_test(size=(100, 30)) as pilot:
        await until_settled(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))


async def test_in_a_collection_an_article_becomes_unread_again(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0, source=str(folder / "a.txt"))])
    sources = [Source(name=f"{name}.txt", path=folder / f"{name}.txt", relative=Path(f"{name}.txt")) for name in "ab"]
    async with ReaderApp(Desk(settings, None), sources, names=["."]).run_test(size=(120, 30)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        assert screen.status.left == "2 articles · 1 unread"
        await pilot.press("g", "d")
        await until(pilot, lambda: screen.status.left == "2 articles · 2 unread")
        assert notes(pilot)[-1] == "Unread again; u takes that back"
        await pilot.press("u")
        await until(pilot, lambda: screen.status.left == "2 articles · 1 unread")


# Opening by name


async def test_opening_a_path_with_completion(settings: Settings, folder: Path) -> None:
    app = home(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        first = await until_settled(pilot)
        await pilot.press("o", *"pol")
        field = first.query_one("#open", Input)
        beside = first.query_one("#candidates", Static)
        await until(pilot, lambda: str(beside.content) == "politik/")
        await pilot.press("tab")
        assert field.value == "politik/"
        await until(pilot, lambda: str(beside.content) == "d.txt  e.txt")
        await pilot.press(*"d.tx", "enter")
        await until(pilot, lambda: str(beside.content) == "no such file or folder: politik/d.tx")
        assert (field.value, app.screen) == ("politik/d.tx", first)
        await pilot.press("t", "enter")
        await until_open(pilot)
        assert "Bandung d" in shown(pilot)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is first)
        assert not first.query("#open")


async def until_refused(pilot: Pilot[int], typed: str, said: str) -> None:
    """Type what to open, and wait until one is told why not."""
    await pilot.press("o", *typed, "enter")
    beside = library(pilot).query_one("#candidates", Static)
    await until(pilot, lambda: said in str(beside.content))


async def test_opening_what_is_no_article_tells_why(settings: Settings, folder: Path) -> None:
    (folder / "leer").mkdir()
    (folder / "null.txt").write_bytes(b"")
    async with home(settings).run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        await until_refused(pilot, "leer", "no articles in the folder: leer")
        await pilot.press("escape")
        await pilot.pause()
        assert not screen.query("#open")
        await pilot.press("o", *"null.txt", "enter")
        await until(pilot, lambda: any("the article is empty" in note for note in notes(pilot)))
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_a_home_folder_that_nobody_has(settings: Settings, folder: Path) -> None:
    async with home(settings).run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        await until_settled(pilot)
        await until_refused(pilot, "~nobody-of-that-name/x", "no such file or folder: ~nobody")


async def test_a_dragged_path_with_quotes_and_a_folder_open_too(settings: Settings, folder: Path) -> None:
    async with home(settings).run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        first = await until_settled(pilot)
        await pilot.press("o")
        first.query_one("#open", Input).value = f" '{folder / 'politik'}' "
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is not first)
        await until_settled(pilot)
        assert library(pilot).status.left == "2 articles · 2 unread"


# What goes wrong


async def test_a_file_that_has_vanished_stays_in_the_list_and_says_so(settings: Settings, folder: Path) -> None:
    remember(settings, [visit(0, source=str(folder / "a.txt"))])
    async with home(settings).run_test(size=(120, 30)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        shutil.rmtree(folder)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert notes(pilot)[-1].startswith("No longer there: ")
        assert any("×" in line for line in painted(pilot))
        assert any("no longer there" in line for line in painted(pilot))


async def test_a_broken_memory_is_told_and_the_rest_works(settings: Settings, folder: Path) -> None:
    path = remember(settings, [visit(0)])
    path.write_bytes(b"no database at all" * 100)
    async with home(settings).run_test(size=(120, 30)) as pilot:
        await pilot.press("escape")
        screen = await until_settled(pilot)
        (notice,) = screen.query(".notice").results(Static)
        assert "was broken" in str(notice.content)
        assert "set aside" in str(notice.content)
        assert "# Sample articles" in listed(pilot)
        await pilot.press("r")
        await until_settled(pilot)
        assert len(screen.query(".notice")) == 1


async def test_hostile_titles_are_inert_and_stay_in_their_columns(settings: Settings, folder: Path) -> None:
    hostile = "[bold red]Menteri[/] \x1b[31mASEAN\x1b[0m 東京で会談 🎌 \u202eabc \n baris" + "x" * 300
    remember(settings, [visit(0, title=hostile, english=hostile, outlet=hostile)])
    for size in ((60, 20), (120, 30), (200, 40)):
        async with home(settings).run_test(size=size) as pilot:
            await pilot.press("escape")
            screen = await until_settled(pilot)
            await pilot.pause()
            assert any("[bold red]Menteri[/] ␛[31mASEAN␛[0m" in line for line in painted(pilot))
            for y in range(screen.shelf.size.height):
                strip = screen.shelf.render_line(y)
                assert strip.cell_length == screen.shelf.scrollable_content_region.width
                assert not set("\x1b\n\u202e") & set(strip.text)
