"""What the library looks like, state by state. A change here is to be looked at, then `--snapshot-update`."""

import pytest

from reader.config import Settings
from tests.snapshot.test_snapshots import LARGE, MIDDLE, NARROW, SMALL, Compare, pictured, same
from tests.ui.library_states import LIBRARY_STATES, folder
from tests.ui.states import themed

PICTURES = [
    ("first start", MIDDLE, "light"),
    ("first start", NARROW, "dark"),
    ("one", SMALL, "light"),
    ("many", MIDDLE, "dark"),
    ("many", SMALL, "light"),
    ("many", LARGE, "light"),
    ("many", NARROW, "light"),
    ("hostile", MIDDLE, "light"),
    ("hostile", NARROW, "dark"),
    ("loading", SMALL, "dark"),
    ("troubles", MIDDLE, "dark"),
    ("filtered", SMALL, "dark"),
    ("mistyped", SMALL, "light"),
    ("completing", MIDDLE, "dark"),
    ("collection", MIDDLE, "light"),
]


@pytest.fixture(autouse=True)
def _here(_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder())


@pictured(PICTURES)
def test_library(snap_compare: Compare, settings: Settings, name: str, size: tuple[int, int], theme: str) -> None:
    assert same(snap_compare, LIBRARY_STATES[name](themed(settings, theme)), size)


def test_every_state_has_a_picture() -> None:
    assert {name for name, _, _ in PICTURES} == set(LIBRARY_STATES)
