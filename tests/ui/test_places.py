"""Paragraphs, headings, bookmarks, where the person was, and the articles beside this one."""

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from cache.memory import Memory, Visit
from reader.config import Settings
from reader.document import Article, Source
from reader.errors import UnreadableError
from reader.paths import find_paths
from reader.services import open_services
from reader.ui.app import ReaderApp
from reader.ui.screens.contents import ContentsScreen
from reader.ui.screens.reading import ReadingScreen
from tests.support.articles import article, paragraph
from tests.ui.kit import ARTICLE, LONG, WaitingTranslator, notes, reader, reading, rows, status, until, until_done
from tests.ui.library_kit import until_listed


def memory(settings: Settings) -> Memory:
    return Memory(find_paths(settings.home).memory)


async def test_p_goes_to_a_paragraph(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        screen = await until_done(pilot)
        for typed, number in [("1", 0), ("50", 49), ("100", 99), (" 7 ", 6)]:
            await pilot.press("p")
            line = screen.query_one("#goto", Input)
            assert str(screen.query_one(".line .what", Static).content) == "Go to paragraph (1 to 100):"
            line.value = typed
            await pilot.press("enter")
            assert screen.text.current == (number, 0)
            assert any("▌" in row for row in rows(pilot))
            assert screen.focused is None
            assert f"¶ {number + 1}/100" in status(pilot)
        for typed in ("0", "101", "-1", "two", "²", "9" * 5000):
            await pilot.press("p")
            screen.query_one("#goto", Input).value = typed
            await pilot.press("enter")
            assert notes(pilot)[-1] == f"No such paragraph: {typed}. They go from 1 to 100."
        assert screen.text.current == (6, 0)


async def test_escape_closes_the_line_and_nothing_else(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("slash", *"tallo", "enter", "p", "3", "escape")
        assert screen.focused is None
        assert not screen.query("#goto")
        assert "tallo" in status(pilot)


async def test_contents_list_headings_and_bookmarks(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("G", "b", "k", "k", "k", "k", "k", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ContentsScreen))
        options = pilot.app.screen.query_one(OptionList)
        lines = [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
        assert [line.split("\n")[0].split() for line in lines] == [
            ["Presiden", "Resmikan", "Pelabuhan", "Baru", "di", "Sulawesi", "Selatan"],
            ["3", "Jalan", "menuju", "pelabuhan"],
            ["*", "7", "Sekarang", "cukup", "setengah", "hari."],
        ]
        assert "The road to the port" in lines[1]
        assert options.highlighted == 1  # the last one before where the person is
        await pilot.press("j", "enter")
        assert screen.text.current == (6, 2)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ContentsScreen))
        await pilot.press("k", "k", "escape")
        assert screen.text.current == (6, 2)


async def test_an_article_without_headings_says_so(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 30)) as pilot:
        await until_done(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ContentsScreen))
        assert any("no headings" in str(part.content) for part in pilot.app.screen.query(Static))


async def test_bookmarks_are_kept_marked_and_gone_round(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("B")
        assert notes(pilot) == ["No bookmarks: b sets one"]
        await pilot.press("j", "b", "G", "b")
        assert notes(pilot)[1:] == ["Bookmark set"]  # the second time in place of the first
        assert sum(row.lstrip().startswith("*") for row in rows(pilot)) == 2
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("g", "B")
        assert screen.text.current == (-3, 0)
        await pilot.press("B")
        assert screen.text.current == (6, 2)
        await pilot.press("b")
        assert notes(pilot)[-1] == "Bookmark taken away"
        await pilot.press("B", "B")
        assert screen.text.current == (-3, 0)
        assert memory(settings).bookmarks(screen.state.key if screen.state else "") == ((-3, 0),)


async def test_in_a_view_of_one_language_the_bookmark_has_a_place_of_its_own(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("right_square_bracket", "b", "v")
        assert any(row.lstrip().startswith("*! ▌") for row in rows(pilot))


async def test_the_place_is_remembered(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        await until_done(pilot)
        assert notes(pilot) == []
        reading(pilot).text.go((60, 0))
        await pilot.press("j", "q")
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        screen = await until_done(pilot)
        assert screen.text.current == (61, 0)
        assert any("▌" in row and "ke-61." in row for row in rows(pilot))
        assert notes(pilot) == ["Where you were last time; g goes to the beginning"]
        await pilot.press("g")
        assert screen.text.scroll_offset.y == 0


async def test_a_move_of_the_last_moment_is_remembered(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(100, 20)) as pilot:
        screen = await until_done(pilot)
        screen.action_last()
        screen.action_back()
        (visit,) = memory(settings).recent()
        assert screen.state is not None
        assert visit.place == screen.state.places[-1]


async def test_the_place_is_remembered_when_the_program_is_ended_from_outside(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True), LONG)
    async with app.run_test(size=(100, 20)) as pilot:
        await until_done(pilot)
        reading(pilot).text.go((60, 0))
        await pilot.pause()
        app.exit()
    (visit,) = memory(settings).recent()
    assert visit.place == (60, 0)


async def test_what_is_remembered_of_an_article(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("j", "q")
    (visit,) = memory(settings).recent()
    assert visit == Visit(
        article=visit.article,
        source="pelabuhan.txt",
        title="Presiden Resmikan Pelabuhan Baru di Sulawesi Selatan",
        english="President Opens New Port in South Sulawesi",
        outlet="Kabar Pesisir",
        published="2026-03-02T09:15:00+08:00",
        place=(-3, 0),
        sentences=15,
        translated=15,
        findings=1,
        read=2,
        at=visit.at,
    )


async def test_what_was_translated_while_one_stood_still_is_remembered_too(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("q")
    (visit,) = memory(settings).recent()
    assert (visit.place, visit.translated, visit.english) == ((-1, 0), 15, "President Opens New Port in South Sulawesi")


async def test_a_place_that_the_article_does_not_have_is_passed_over(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        state = (await until_done(pilot)).state
        assert state is not None
        key = state.key
        await pilot.press("q")
    with memory(settings) as mine:
        mine.visit(Visit(key, "pelabuhan.txt", place=(99, 3)))
        mine.toggle_bookmark(key, (99, 3))
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        assert screen.text.current == (-1, 0)
        assert screen.bookmarks == frozenset()


async def test_what_is_wrong_with_what_is_kept_is_told(settings: Settings) -> None:
    path = find_paths(settings.home).memory
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 100)
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 40)) as pilot:
        await until_done(pilot)
        assert any("set aside" in note for note in notes(pilot))


async def test_that_a_place_cannot_be_kept_is_told_once(settings: Settings) -> None:
    data = find_paths(settings.home).data
    data.parent.mkdir(parents=True)
    data.write_text("a file where the folder should be")
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 40)) as pilot:
        screen = await until_done(pilot)
        for _ in range(3):
            await pilot.press("j")
            screen.remember()
        assert len([note for note in notes(pilot) if "cannot be kept" in note]) == 1


# Articles beside this one


def two_files(folder: Path) -> list[Source]:
    texts = ("Harga beras naik\n\nHarga beras naik di pasar itu.\n", "Hujan di kota\n\nHujan turun di kota itu.\n")
    sources = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        sources.append(Source(name=path.name, path=path))
    return sources


async def chosen(pilot: Pilot[int]) -> ReadingScreen:
    """Open the first article of the list."""
    await until_listed(pilot)
    await pilot.press("enter")
    return await until_done(pilot)


async def test_the_next_article_is_translated_ahead(settings: Settings, tmp_path: Path) -> None:
    """With the bundled model and the real cache."""
    sources = two_files(tmp_path)
    with open_services(settings) as services:
        async with ReaderApp(services, sources).run_test(size=(100, 30)) as pilot:
            screen = await chosen(pilot)
            await until(pilot, lambda: not [worker for worker in screen.workers if worker.is_running], seconds=60)
            await pilot.press("greater_than_sign")
            await until(pilot, lambda: reading(pilot).index == 1)
            state = (await until_done(pilot)).state
            assert state is not None
            assert {sentence.origin for sentence in state.ready.values()} == {"cache"}
            assert any("·" in row.split("Hujan")[-1] for row in rows(pilot) if "Hujan" in row)


async def test_an_article_ahead_that_cannot_be_read_says_so_only_when_one_gets_there(settings: Settings) -> None:
    def read(source: Source) -> Article:
        if source.name == "b":
            raise UnreadableError("the article is empty", source.name)
        return ARTICLE

    stories = (article("A", source="a"), article("B", source="b"))
    async with reader(settings, WaitingTranslator(free=True), *stories, read=read).run_test(size=(100, 30)) as pilot:
        screen = await chosen(pilot)
        await until(pilot, lambda: not [worker for worker in screen.workers if worker.is_running])
        assert notes(pilot) == []
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "the article is empty: b" in " ".join(_panels(pilot)))


async def test_the_shape_of_the_text_goes_along_to_the_next_article(settings: Settings) -> None:
    other = article("Judul", paragraph("Satu."), source="b.txt")
    async with reader(settings, WaitingTranslator(free=True), ARTICLE, other).run_test(size=(100, 30)) as pilot:
        await chosen(pilot)
        await pilot.press("v", "minus", "greater_than_sign")
        await until(pilot, lambda: reading(pilot).index == 1)
        screen = await until_done(pilot)
        assert (screen.text.shape.view.value, screen.text.shape.measure) == ("English", 72)
        assert [row.split() for row in rows(pilot) if "Satu." in row] == [["EN", "Satu."]]


def _panels(pilot: Pilot[int]) -> list[str]:
    return [str(part.content) for part in pilot.app.screen.query(".trouble").results(Static)]


async def test_an_article_in_another_language_is_told_gently(settings: Settings) -> None:
    malay = article("Tajuk", paragraph("Satu ayat."), source="melayu.txt")
    foreign = Article(
        source=malay.source, title=malay.title, head=malay.head, paragraphs=malay.paragraphs, language="ms"
    )
    async with reader(settings, WaitingTranslator(free=True), foreign).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        (told,) = screen.query(".notice").results(Static)
        assert "melayu.txt seems to be Malay" in str(told.content)
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        assert not (await until_done(pilot)).query(".notice")
