"""What surrounds the reading, in the states that it can be in: for the snapshots, and for pictures to look at."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from textual.pilot import Pilot

from reader.config import Settings
from reader.settings_file import write_setting
from reader.ui.app import ReaderApp
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.welcome import WelcomeScreen
from reader.ui.widgets.bars import StatusBar
from tests.ui.kit import ARTICLE, Desk, WaitingTranslator, reader, until, until_done
from tests.ui.library_kit import until_at_rest
from tests.ui.states import State

OWN_KEYS = {"sentence.edit": "ctrl+e", "sentence.next": "j,n", "find.next": "z"}


def after(*keys: str) -> Callable[[Settings], State]:
    """The article translated, then these keys."""

    def state(settings: Settings) -> State:
        write_setting(Desk(settings, None).paths.config, "beam", 2)

        async def before(pilot: Pilot[int]) -> None:
            await until_done(pilot)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.1)

        own = replace(settings, beam=2, keys=OWN_KEYS)
        return State(reader(own, WaitingTranslator(free=True)), before)

    return state


def at_work(*keys: str) -> Callable[[Settings], State]:
    """Two things go on in the background, then these keys."""

    def state(settings: Settings) -> State:
        quiet = after(*keys)(settings)

        async def before(pilot: Pilot[int]) -> None:
            await until_done(pilot)
            app = cast("ReaderApp", pilot.app)
            app.jobs.begin("Downloading nllb-600m", lambda: None).update(0.43, "270 MB of 626 MB, 2 MB/s")
            app.jobs.begin("Translating beras.txt, the next article", lambda: None)
            bar = pilot.app.screen.query_one(StatusBar)
            await until(pilot, lambda: "F4" in str(bar.render()))
            await quiet.before(pilot)

        return State(quiet.app, before)

    return state


def welcome(settings: Settings) -> State:
    """The very first start."""

    async def before(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
        below = pilot.app.screen_stack[0]
        assert isinstance(below, LibraryScreen)
        await until(pilot, lambda: below.shelves.is_loaded and below.shelf.rows)
        await until_at_rest(pilot, below)

    desk = Desk(settings, WaitingTranslator(free=True))
    return State(ReaderApp(desk, [], lambda _: ARTICLE, greets=True), before)


def palette(settings: Settings) -> State:
    """Every command, by its name."""
    opened = after("ctrl+p")(settings)

    async def before(pilot: Pilot[int]) -> None:
        await opened.before(pilot)
        await until(pilot, lambda: pilot.app.screen.has_class("-ready"))  # Textual lists the commands by and by
        await pilot.pause()

    return State(opened.app, before)


SHELL_STATES: Mapping[str, Callable[[Settings], State]] = {
    "welcome": welcome,
    "settings": after("f2"),
    "setting": after("f2", "j", "j", "j"),
    "mistyped": after("f2", "j", "j", "j", "enter", "9", "9", "enter"),
    "keys": after("f6"),
    "keys filtered": after("f6", "slash", *"find next"),
    "taken": after("f6", "slash", *"edit", "enter", "k"),
    "themes": after("f5"),
    "at work": at_work(),
    "work": at_work("f4"),
    "no work": after("f4"),
    "help of the settings": after("f2", "question_mark"),
    "palette": palette,
}
