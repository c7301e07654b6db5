"""What the screen of models looks like, state by state. A change here is to be looked at, then `--snapshot-update`."""

from pathlib import Path

import pytest

from reader.config import Settings
from tests.snapshot.test_snapshots import MIDDLE, NARROW, SMALL, Compare, pictured, same
from tests.ui.models_states import MODELS_STATES
from tests.ui.states import themed

PICTURES = [
    ("list", MIDDLE, "dark"),
    ("list", NARROW, "light"),
    ("own", SMALL, "dark"),
    ("asked", SMALL, "light"),
    ("asked", NARROW, "dark"),
    ("fetching", SMALL, "light"),
    ("fetching", NARROW, "dark"),
    ("failed", SMALL, "dark"),
    ("failed", NARROW, "light"),
    ("damaged", MIDDLE, "light"),
    ("removing", SMALL, "dark"),
]


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same memory and disk everywhere."""
    monkeypatch.setattr("models.machine.free_memory", lambda: 3_000_000_000)
    monkeypatch.setattr("models.install.Installer.free", lambda _: 42_000_000_000)


@pictured(PICTURES)
def test_models(
    snap_compare: Compare, settings: Settings, tiny_model: Path, name: str, size: tuple[int, int], theme: str
) -> None:
    assert same(snap_compare, MODELS_STATES[name](themed(settings, theme), tiny_model), size)


def test_every_state_has_a_picture() -> None:
    assert {name for name, _, _ in PICTURES} == set(MODELS_STATES)
