"""What the reader looks like, state by state. A change here is to be looked at, then `--snapshot-update`.

Every state of the reading screen is taken three times: in a middling window in the dark, in a small one in the light,
and in a large one in the one or the other by turns. What opens over it is taken once.
"""

from collections.abc import Sequence
from itertools import cycle
from typing import Protocol

import pytest

from reader.config import Settings
from reader.ui.app import ReaderApp
from tests.ui.kit import WaitingTranslator, reader
from tests.ui.states import OVER, STATES, Before, State, done_then, themed

SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 60)
NARROW = (60, 20)
Picture = tuple[str, tuple[int, int], str]
"""A state, columns and rows, and a theme."""
MATRIX: list[Picture] = [
    (name, size, theme)
    for name, other in zip(STATES, cycle(("light", "dark")), strict=False)
    for size, theme in ((MIDDLE, "dark"), (SMALL, "light"), (LARGE, other))
]


class Compare(Protocol):
    """`snap_compare` of pytest-textual-snapshot, as far as it is used here."""

    def __call__(self, app: ReaderApp, *, terminal_size: tuple[int, int], run_before: Before) -> bool: ...


def pictured(pictures: Sequence[Picture]) -> pytest.MarkDecorator:
    """Run a test for each of them."""
    ids = [f"{name}-{columns}x{rows}-{theme}" for name, (columns, rows), theme in pictures]
    return pytest.mark.parametrize(("name", "size", "theme"), pictures, ids=ids)


def same(snap_compare: Compare, state: State, size: tuple[int, int]) -> bool:
    return snap_compare(state.app, terminal_size=size, run_before=state.before)


@pictured(MATRIX)
def test_state(snap_compare: Compare, settings: Settings, name: str, size: tuple[int, int], theme: str) -> None:
    assert same(snap_compare, STATES[name](themed(settings, theme)), size)


@pytest.mark.parametrize(("name", "theme"), list(zip(OVER, cycle(("dark", "light")), strict=False)))
def test_over_the_text(snap_compare: Compare, settings: Settings, name: str, theme: str) -> None:
    assert same(snap_compare, OVER[name](themed(settings, theme)), SMALL)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_narrow(snap_compare: Compare, settings: Settings, theme: str) -> None:
    app = reader(themed(settings, theme), WaitingTranslator(free=True))
    assert same(snap_compare, State(app, done_then("j", "j", "j", "right")), NARROW)


@pytest.mark.parametrize("name", ["panel", "no model"])
def test_narrow_states(snap_compare: Compare, settings: Settings, name: str) -> None:
    assert same(snap_compare, STATES[name](settings), NARROW)


@pytest.mark.parametrize("name", ["details", "help"])
def test_narrow_over_the_text(snap_compare: Compare, settings: Settings, name: str) -> None:
    assert same(snap_compare, OVER[name](settings), NARROW)


def test_without_colour(snap_compare: Compare, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert same(snap_compare, STATES["glossary"](settings), SMALL)


def test_the_matrix_has_every_state_in_every_size_and_both_themes() -> None:
    """So that a new state cannot be forgotten."""
    for wanted in (STATES, {SMALL: 0, MIDDLE: 0, LARGE: 0}, {"dark": 0, "light": 0}):
        assert set(wanted) <= {part for row in MATRIX for part in row}
