"""The library in every state that it can be in: for the snapshots, and for pictures to look at."""

import shutil
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from cache.memory import Collection, Memory
from reader.config import Settings
from reader.ui.app import ReaderApp
from reader.ui.screens.library import LibraryScreen
from tests.support.library import LONG_AGO, remember, visit
from tests.ui.kit import Desk, until
from tests.ui.library_kit import library, listed, until_settled
from tests.ui.states import State

Step = Callable[[Pilot[int]], Awaitable[None]]
TEXT = "Pasar Baru Dibuka di Bandung\n\nBANDUNG - Presiden membuka pasar baru pada Senin.\n\nHarga beras turun.\n"
HOSTILE = "[bold red]Menteri[/] \x1b[31mASEAN\x1b[0m 東京で会談 🎌 \u202eabc " + "yang sangat panjang " * 12


def folder() -> Path:
    """The current folder, with articles of its own; in the person's home, which the list writes as `~`."""
    here = Path.home() / "berita"
    for name in ("pasar.txt", "politik/kabinet.txt", "politik/pemilu.txt", "olahraga/timnas.txt"):
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.replace("Bandung", path.stem.title(), 1), encoding="utf-8")
    return here


async def _wait(pilot: Pilot[int]) -> None:
    await pilot.press("escape")  # what greets a newcomer
    await until_settled(pilot)


def _then(*keys: str, done: Callable[[Pilot[int]], object] = lambda _: True) -> Step:
    async def before(pilot: Pilot[int]) -> None:
        await _wait(pilot)
        await pilot.press(*keys)
        await until(pilot, lambda: done(pilot))
        await until_settled(pilot)

    return before


def _home(settings: Settings, before: Step, articles: int, *, collections: bool = True) -> State:
    here = folder()
    kept = [Collection(str(here), at=LONG_AGO)]
    feed = Collection("feed:https://example.org/rss", ("https://example.org/1", "https://example.org/2"), LONG_AGO)
    remember(settings, map(visit, range(articles)), [*kept, feed] if collections else ())
    return State(ReaderApp(Desk(settings, None), []), before)


def first_start(settings: Settings) -> State:
    """Nothing was read yet."""
    return _home(settings, _wait, 0, collections=False)


def one(settings: Settings) -> State:
    """One article was read."""
    return _home(settings, _wait, 1, collections=False)


def many(settings: Settings) -> State:
    """Five hundred articles were read."""
    return _home(settings, _wait, 500)


def hostile(settings: Settings) -> State:
    """Titles that would harm a terminal, or run out of their columns."""
    state = _home(settings, _wait, 3)
    remember(settings, [visit(0, title=HOSTILE, english=HOSTILE, outlet="共同通信社ニュース")])
    return state


def loading(settings: Settings) -> State:
    """What was read before is not there yet."""

    class Slow(Memory):
        go = threading.Event()

        def collections(self) -> list[Collection]:
            while not self.go.wait(0.02) and app.is_running:
                pass
            return super().collections()

    class SlowDesk(Desk):
        @cached_property
        def memory(self) -> Memory:
            return Slow(self.paths.memory)

    async def before(pilot: Pilot[int]) -> None:
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        looks = ("levels", "looks")
        await until(pilot, lambda: not any(w.group in looks and not w.is_finished for w in pilot.app.screen.workers))
        await pilot.pause()

    folder()
    app = ReaderApp(SlowDesk(settings, None), [])
    return State(app, before)


def troubles(settings: Settings) -> State:
    """A folder, a collection and a file are gone."""

    async def before(pilot: Pilot[int]) -> None:
        await _wait(pilot)
        await pilot.press("g", "tab", "right")
        await until(pilot, lambda: "politik/" in listed(pilot))
        shutil.rmtree(here / "politik")
        await pilot.press("j", "j", "right")
        await until(pilot, lambda: any("cannot be listed" in row for row in listed(pilot)))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: library(pilot).shelves.articles()[0].trouble)
        await until_settled(pilot)

    here = folder()
    remember(settings, [visit(0), visit(1)], [Collection("/gone/news", at=LONG_AGO)])
    return State(ReaderApp(Desk(settings, None), []), before)


def filtered(settings: Settings) -> State:
    """Some letters were typed."""
    return _home(settings, _then("slash", *"kafe"), 12)


def mistyped(settings: Settings) -> State:
    """A path that is not there."""

    def told(pilot: Pilot[int]) -> bool:
        return "no such file" in str(library(pilot).query_one("#candidates", Static).content)

    return _home(settings, _then("o", *"politik/pemilo", "enter", done=told), 3)


def completing(settings: Settings) -> State:
    """A path is being typed."""

    def told(pilot: Pilot[int]) -> bool:
        return "kabinet" in str(library(pilot).query_one("#candidates", Static).content)

    return _home(settings, _then("o", *"poli", "tab", done=told), 3)


def collection(settings: Settings) -> State:
    """The articles of a collection, one of which was read."""
    state = _home(
        settings,
        _then("g", "enter", done=lambda pilot: library(pilot).shelves.listing is not None),
        0,
    )
    pemilu = str(Path.home() / "berita/politik/pemilu.txt")
    remember(settings, [visit(1, source=pemilu)], [Collection(str(Path.home() / "berita"))])
    return state


LIBRARY_STATES: Mapping[str, Callable[[Settings], State]] = {
    "first start": first_start,
    "one": one,
    "many": many,
    "hostile": hostile,
    "loading": loading,
    "troubles": troubles,
    "filtered": filtered,
    "mistyped": mistyped,
    "completing": completing,
    "collection": collection,
}
