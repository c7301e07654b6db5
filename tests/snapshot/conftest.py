"""What the pictures share: the zone, the home folder, and nothing that comes and goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.notifications import Notification
from textual.widgets import Input, TextArea

from tests.support.zone import local_zone


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    """Central European time, so that times here differ from those of the articles."""
    with local_zone("Europe/Berlin"):
        yield


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder of its own, so that the paths on the screen are the same everywhere."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What blinks or goes away by itself would be there or not, depending on how quick the machine is."""
    for field in (Input, TextArea):
        monkeypatch.setattr(field, "cursor_blink", False)
    monkeypatch.setattr(Notification, "time_left", 3600.0)
