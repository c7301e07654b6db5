"""What the reader looks like, state by state. A change here is to be looked at, then `--snapshot-update`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

import pytest
from textual.pilot import Pilot

from reader.config import Settings
from reader.pipeline import Pools
from reader.ui.app import ReaderApp
from tests.support.articles import article, paragraph
from tests.ui.kit import ARTICLE, ENGLISH, WaitingTranslator, reader, status, until, until_done, until_open

Before = Callable[[Pilot[int]], Awaitable[None]]
SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 60)


class Compare(Protocol):
    """`snap_compare` of pytest-textual-snapshot, as far as it is used here."""

    def __call__(self, app: ReaderApp, *, terminal_size: tuple[int, int], run_before: Before) -> bool: ...


def themed(settings: Settings, theme: str) -> Settings:
    return replace(settings, theme=f"textual-{theme}")


def done_then(*keys: str) -> Before:
    """Wait for the translation, then press."""

    async def before(pilot: Pilot[int]) -> None:
        await until_done(pilot)
        await pilot.press(*keys)
        await pilot.pause()

    return before


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_half_translated(snap_compare: Compare, settings: Settings, theme: str) -> None:
    translator = WaitingTranslator()
    app = reader(themed(settings, theme), translator, pools=Pools(first=6, batch=6))

    async def before(pilot: Pilot[int]) -> None:
        await until_open(pilot)
        translator.let_go(1)
        await until(pilot, lambda: status(pilot).startswith("6/15"))
        await pilot.pause()

    assert snap_compare(app, terminal_size=MIDDLE, run_before=before)


@pytest.mark.parametrize(
    ("theme", "size"), [("dark", SMALL), ("light", SMALL), ("dark", MIDDLE), ("light", LARGE)], ids=str
)
def test_done_with_highlights(snap_compare: Compare, settings: Settings, theme: str, size: tuple[int, int]) -> None:
    app = reader(themed(settings, theme), WaitingTranslator(free=True))
    assert snap_compare(app, terminal_size=size, run_before=done_then("right_square_bracket"))


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_narrow(snap_compare: Compare, settings: Settings, theme: str) -> None:
    app = reader(themed(settings, theme), WaitingTranslator(free=True))
    assert snap_compare(app, terminal_size=(60, 24), run_before=done_then("j", "j", "j"))


def test_details(snap_compare: Compare, settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    assert snap_compare(app, terminal_size=SMALL, run_before=done_then("right_square_bracket", "enter"))


def test_help(snap_compare: Compare, settings: Settings) -> None:
    app = reader(themed(settings, "light"), WaitingTranslator(free=True))
    assert snap_compare(app, terminal_size=MIDDLE, run_before=done_then("question_mark"))


def test_find(snap_compare: Compare, settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    assert snap_compare(app, terminal_size=MIDDLE, run_before=done_then("slash", *"makassar", "enter", "n"))


def test_model_cannot_be_opened(snap_compare: Compare, settings: Settings) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_open(pilot)
        await until(pilot, lambda: status(pilot) == "not translated")
        await pilot.pause()

    assert snap_compare(reader(settings, None), terminal_size=SMALL, run_before=before)


def test_sentence_that_failed(snap_compare: Compare, settings: Settings) -> None:
    translator = WaitingTranslator(broken=[list(ENGLISH)[3]], free=True)
    app = reader(themed(settings, "light"), translator)
    assert snap_compare(app, terminal_size=SMALL, run_before=done_then("right_square_bracket"))


def test_list_of_articles(snap_compare: Compare, settings: Settings) -> None:
    other = article("Harga beras", paragraph("Harga beras naik."), source="ekonomi/[bold]beras.txt")

    async def before(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: pilot.app.screen.query("#articles"))
        await pilot.press("j")
        await pilot.pause()

    assert snap_compare(reader(settings, None, ARTICLE, other), terminal_size=SMALL, run_before=before)
