"""What settings, keys, colours, the work and the first start look like. Look at a change, then `--snapshot-update`."""

import pytest

from reader.config import Settings
from tests.snapshot.test_snapshots import MIDDLE, NARROW, SMALL, Compare, pictured, same
from tests.ui.shell_states import SHELL_STATES
from tests.ui.states import STATES, themed

PICTURES = [
    ("welcome", SMALL, "dark"),
    ("welcome", NARROW, "light"),
    ("settings", SMALL, "light"),
    ("settings", NARROW, "dark"),
    ("setting", MIDDLE, "dark"),
    ("mistyped", SMALL, "dark"),
    ("keys", SMALL, "dark"),
    ("keys", NARROW, "light"),
    ("keys filtered", SMALL, "light"),
    ("taken", SMALL, "dark"),
    ("themes", SMALL, "light"),
    ("themes", NARROW, "dark"),
    ("at work", MIDDLE, "dark"),
    ("at work", NARROW, "light"),
    ("work", SMALL, "dark"),
    ("work", NARROW, "light"),
    ("no work", SMALL, "light"),
    ("help of the settings", SMALL, "dark"),
    ("palette", SMALL, "dark"),
]


@pictured(PICTURES)
def test_shell(snap_compare: Compare, settings: Settings, name: str, size: tuple[int, int], theme: str) -> None:
    assert same(snap_compare, SHELL_STATES[name](themed(settings, theme)), size)


@pytest.mark.parametrize("name", ["glossary", "findings"])
def test_high_contrast(snap_compare: Compare, settings: Settings, name: str) -> None:
    assert same(snap_compare, STATES[name](themed(settings, "contrast")), SMALL)


def test_every_state_has_a_picture() -> None:
    assert {name for name, _, _ in PICTURES} == set(SHELL_STATES)
