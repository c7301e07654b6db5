"""What every test gets: a home of its own, no network, and models to work with."""

import os
import signal
from pathlib import Path

import pytest
from pytest_socket import disable_socket

from models import bundled
from models.engine import CTranslate2Translator
from reader.config import Settings, load_settings
from tests.support.tiny_model import build_tiny_model


def pytest_configure() -> None:
    """A shell that starts something in the background has it ignore Ctrl-C, and the tests press it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test reaches the network; asyncio's own socket pair is a Unix socket.

    Marked `enable_socket` are tests that talk to a server of their own on this machine.
    """
    if item.get_closest_marker("enable_socket") is None:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `DWIBACA_HOME` for this test alone, cut off from the developer's own settings."""
    for name in [name for name in os.environ if name.startswith("DWIBACA_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "home"
    monkeypatch.setenv("DWIBACA_HOME", str(path))
    return path


@pytest.fixture
def settings(home: Path) -> Settings:
    """Default settings in that home."""
    return load_settings(home=home)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model in exactly NLLB's file layout."""
    return build_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def compact() -> CTranslate2Translator:
    """The bundled model, loaded once."""
    return CTranslate2Translator.open(bundled.path(), name="compact", threads=2)
