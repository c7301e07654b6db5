"""Preparing a model in a process of its own. The word lists are cut short here: all of them take many seconds."""

import io
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models import apart, layout, words
from models.apart import prepare_apart, report
from models.prepare import Prepared
from models.stop import Stop
from models.types import EngineError, StoppedError
from tests.support.tiny_model import build_tiny_model


@pytest.fixture(autouse=True)
def _few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    read = words.read
    monkeypatch.setattr("models.words.read", lambda name: read(name)[:500])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Its vocabulary is large enough to be worth a map."""
    return build_tiny_model(tmp_path / "model", filling=2000)


class Drawn(io.StringIO):
    """stderr as it is in a program that draws on the terminal."""

    def fileno(self) -> int:
        return -1


def test_every_step_is_told_and_then_what_came_of_it(
    model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report(str(model))
    *steps, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(step) for step in steps] == [["line"]] * 3
    assert steps[0]["line"].startswith("preparing: ")
    assert last["found"]["active"]
    monkeypatch.setattr("sys.stderr", Drawn())
    # The other process sees what was recorded.
    assert prepare_apart(model, lambda _: None, Stop()) == Prepared(**last["found"])


def test_it_ends_with_the_program_that_began_it(model: Path) -> None:
    command = [sys.executable, "-c", apart._PROGRAM, json.dumps(sys.path), str(model)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(60) == 1
    assert layout.read_record(model) == {}


def test_it_ends_when_it_is_told_to_and_leaves_the_model_as_it_was(model: Path) -> None:
    stop = Stop()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(StoppedError):
        prepare_apart(model, lambda _: None, stop)
    assert layout.read_record(model) == {}
    assert layout.find_files(model).map is None


def test_what_is_wrong_is_told_here(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not a model folder"):
        prepare_apart(tmp_path / "nothing", lambda _: None, Stop())
