"""A long article: its beginning is shown while the rest is read."""

import threading
from functools import partial
from pathlib import Path

from reader.article import read_article
from reader.config import Settings
from reader.document import Article, Source
from reader.errors import UnreadableError
from reader.ui.app import ReaderApp
from reader.ui.state import ArticleState
from tests.ui.kit import Desk, WaitingTranslator, reading, rows, shown, status, until

HEAD = "Gerbang Tol Baru Dibuka\n\nSenin, 2 Maret 2026 - 09:15 WIB\n\nCILACAP - "
BODY = [f"Pemerintah membuka gerbang nomor {number} di jalur selatan pada Senin pagi itu." for number in range(1700)]


def long_file(folder: Path) -> Source:
    path = folder / "panjang.txt"
    path.write_text(HEAD + "\n\n".join(BODY), encoding="utf-8")
    return Source(name=path.name, path=path)


async def test_one_can_read_and_move_before_the_whole_is_there_and_stays_where_one_is(
    settings: Settings, tmp_path: Path
) -> None:
    go_on = threading.Event()

    def read(source: Source) -> Article:
        assert go_on.wait(10)
        return read_article(source)

    translator = WaitingTranslator()
    app = ReaderApp(Desk(settings, translator), [long_file(tmp_path)], read=read)
    translator.abandoned = lambda: not app.is_running
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: "Gerbang Tol Baru" in shown(pilot))
        screen = reading(pilot)
        assert screen.state is None
        assert status(pilot) == "opening"
        await pilot.press("e", "b", "x", "G", "enter", "u", "p")  # there is nothing to be done with it yet
        assert len(app.screen_stack) == 1
        await pilot.press("pagedown", "pagedown", "j", "j")
        await pilot.pause()
        where, before = screen.text.current, rows(pilot)
        assert where is not None
        assert where > (5, 0)
        go_on.set()
        await until(pilot, lambda: isinstance(screen.state, ArticleState))
        await pilot.pause()
        assert screen.text.current == where
        assert [row.split() for row in rows(pilot)] == [row.split() for row in before]
        assert screen.state is not None
        assert len(screen.state.article.paragraphs) == len(BODY)


async def test_where_one_was_last_time_is_found_below_the_beginning(settings: Settings, tmp_path: Path) -> None:
    source = long_file(tmp_path)
    for there in ((-1, 0), (1500, 0)):
        translator = WaitingTranslator()
        app = ReaderApp(Desk(settings, translator), [source])
        translator.abandoned = partial(lambda app: not app.is_running, app)
        async with app.run_test(size=(120, 30)) as pilot:
            await until(pilot, partial(lambda translator: translator.batches, translator))
            screen = reading(pilot)
            assert screen.text.current == there
            screen.text.go((1500, 0))
            await pilot.press("q")


async def test_a_whole_that_cannot_be_read_is_told_as_ever(settings: Settings, tmp_path: Path) -> None:
    def refuse(source: Source) -> Article:
        raise UnreadableError("too many sentences for an article", source.name)

    app = ReaderApp(Desk(settings, None), [long_file(tmp_path)], read=refuse)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: app.return_value is not None)
    assert str(app.error) == "too many sentences for an article: panjang.txt"
