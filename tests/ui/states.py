"""The reading screen in every state that it can be in: for the snapshots, and for pictures to look at."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from textual.pilot import Pilot

from reader.config import Settings
from reader.pipeline import Pools
from reader.ui.app import ReaderApp
from reader.ui.screens.details import DetailsScreen
from reader.ui.screens.lookup import LookupScreen
from reader.ui.widgets.panel import TermsPanel
from tests.ui.kit import ENGLISH, WaitingTranslator, reader, reading, status, until, until_done, until_open

Before = Callable[[Pilot[int]], Awaitable[None]]
SMALL = Pools(first=6, batch=6)


@dataclass(frozen=True)
class State:
    """A reader, and what is done with it before one looks."""

    app: ReaderApp
    before: Before


def themed(settings: Settings, theme: str) -> Settings:
    """The same settings in our own `dark` or `light`."""
    return replace(settings, theme=f"dwibaca-{theme}")


def done_then(*keys: str) -> Before:
    """Wait for the translation, then press."""

    async def before(pilot: Pilot[int]) -> None:
        await until_done(pilot)
        await pilot.press(*keys)
        await pilot.pause()

    return before


def pressed(*keys: str) -> Callable[[Settings], State]:
    """The whole article, translated, after these keys."""
    return lambda settings: State(reader(settings, WaitingTranslator(free=True)), done_then(*keys))


def loading(settings: Settings) -> State:
    """The model is being opened."""

    async def before(pilot: Pilot[int]) -> None:
        await until_open(pilot)
        await until(pilot, lambda: "preparing" in status(pilot))
        await pilot.pause()

    return State(reader(settings, WaitingTranslator()), before)


def half(settings: Settings) -> State:
    """Six of fifteen sentences are there."""
    translator = WaitingTranslator()

    async def before(pilot: Pilot[int]) -> None:
        await until_open(pilot)
        translator.let_go(1)
        await until(pilot, lambda: "6/15" in status(pilot))
        await pilot.pause()

    return State(reader(settings, translator, pools=SMALL), before)


def drafts(settings: Settings) -> State:
    """Two sentences are there, drafts stand for the others."""
    translator = WaitingTranslator()
    other = replace(settings, model="nllb-600m")

    async def before(pilot: Pilot[int]) -> None:
        screen = await until_open(pilot)
        translator.let_go(1)
        state = screen.state
        assert state is not None
        await until(pilot, lambda: "2/15" in status(pilot) and len(state.ready) == len(state.places))
        await pilot.pause()

    return State(reader(other, translator, pools=Pools(first=2, batch=4), drafts=True), before)


def panel(settings: Settings) -> State:
    """The terms of the article."""

    async def before(pilot: Pilot[int]) -> None:
        await done_then("t")(pilot)
        await until(pilot, lambda: reading(pilot).query(TermsPanel))
        screen = reading(pilot)
        await until(pilot, lambda: screen.suggestions)
        await pilot.pause()

    return State(reader(settings, WaitingTranslator(free=True)), before)


def failed(settings: Settings) -> State:
    """One sentence could not be translated."""
    translator = WaitingTranslator(broken=[list(ENGLISH)[4]], free=True)
    return State(reader(settings, translator), done_then("right_square_bracket"))


def no_model(settings: Settings) -> State:
    """Nothing can be translated."""

    async def before(pilot: Pilot[int]) -> None:
        await until_open(pilot)
        await until(pilot, lambda: status(pilot) == "not translated")
        await pilot.pause()

    return State(reader(settings, None), before)


def details(settings: Settings) -> State:
    """All about a sentence with a finding, its other wordings found."""

    async def before(pilot: Pilot[int]) -> None:
        await done_then("right_square_bracket", "enter")(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen))
        await until(pilot, lambda: pilot.app.screen.query_one("#others").display)
        await pilot.pause()

    return State(reader(settings, WaitingTranslator(free=True)), before)


def lookup(settings: Settings) -> State:
    """All that is known of a word."""

    async def before(pilot: Pilot[int]) -> None:
        await done_then("j", "j", "j", "right", "right", "l")(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, LookupScreen) and pilot.app.screen.over)
        await pilot.pause()

    return State(reader(settings, WaitingTranslator(free=True)), before)


STATES: Mapping[str, Callable[[Settings], State]] = {
    "loading": loading,
    "half": half,
    "drafts": drafts,
    "findings": pressed("right_square_bracket"),
    "glossary": pressed("j", "j", "j", "right", "right"),
    "panel": panel,
    "failed": failed,
    "no model": no_model,
}
"""What stands on the screen itself."""

OVER: Mapping[str, Callable[[Settings], State]] = {
    "find": pressed("slash", *"makassar", "enter", "n"),
    "help": pressed("question_mark"),
    "details": details,
    "edit": pressed("right_square_bracket", "e"),
    "term": pressed("j", "j", "j", "right", "right", "right", "a"),
    "contents": pressed("b", "G", "b", "c"),
    "copy": pressed("Y"),
    "lookup": lookup,
    "swapped": pressed("s", "full_stop", "full_stop", "j", "j"),
    "english": pressed("v", "j", "j", "j", "j"),
}
"""What is asked for from there."""
