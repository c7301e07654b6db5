"""Looking at the library in tests."""

from textual.pilot import Pilot

from reader.ui.screens.library import LibraryScreen
from tests.support.library import in_words
from tests.ui.kit import until


def library(pilot: Pilot[int]) -> LibraryScreen:
    """The library that is on the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    return screen


def listed(pilot: Pilot[int]) -> list[str]:
    """The rows of the library in a few words: titles, names."""
    return [in_words(row) for row in library(pilot).shelf.rows]


def here(pilot: Pilot[int]) -> str:
    """What the cursor is on, in the same words."""
    current = library(pilot).shelf.current
    return "" if current is None else listed(pilot)[current]


def painted(pilot: Pilot[int]) -> list[str]:
    """The lines of the list as they stand on the screen."""
    shelf = library(pilot).shelf
    return [shelf.render_line(y).text.rstrip() for y in range(shelf.size.height)]


async def until_listed(pilot: Pilot[int]) -> LibraryScreen:
    """Wait until the library is there and knows what was read before."""
    await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen) and library(pilot).shelves.is_loaded)
    await until(pilot, lambda: library(pilot).shelf.rows)
    return library(pilot)


async def until_settled(pilot: Pilot[int]) -> LibraryScreen:
    """The same, and every worker is done."""
    screen = await until_listed(pilot)
    await until_at_rest(pilot, screen)
    return screen


async def until_at_rest(pilot: Pilot[int], screen: LibraryScreen) -> None:
    """Wait until every worker of the library is done, wherever it is among the screens."""

    def at_rest() -> bool:
        return not (screen.later or screen.wanted or any(not worker.is_finished for worker in screen.workers))

    # What a worker has sent as its last may set another one to work.
    for _ in range(2):
        await until(pilot, at_rest)
        await pilot.pause()
