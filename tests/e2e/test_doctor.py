"""`dwibaca doctor`: corrections and advice."""

import shutil
from pathlib import Path

import pytest

from cache.memory import Memory
from models.catalog import catalog
from reader import doctor
from reader.cli import main
from reader.paths import find_paths

Capture = pytest.CaptureFixture[str]


def page(capsys: Capture, *, code: int = 0) -> str:
    assert main(["doctor"]) == code
    return capsys.readouterr().out


def test_corrections_are_counted(home: Path, capsys: Capture) -> None:
    assert "ok    corrections  0 of your own\n" in page(capsys)
    with Memory(find_paths(home).memory) as memory:
        memory.correct("Selamat pagi.", "ind_Latn", "Good morning.")
    assert "ok    corrections  1 of your own\n" in page(capsys)


def test_corrections_that_cannot_be_read_are_bad(home: Path, capsys: Capture) -> None:
    path = find_paths(home).memory
    path.mkdir(parents=True)  # a folder in the place of the file
    assert f"BAD   corrections  corrections and reading positions cannot be read: {path}" in page(capsys, code=1)


def test_the_advice_is_a_command(home: Path, tiny_model: Path, capsys: Capture) -> None:
    assert f"`dwibaca models get {doctor._LARGER}`" in page(capsys)
    assert doctor._LARGER in catalog().entries
    shutil.copytree(tiny_model, find_paths(home).models / "mine")
    assert "`dwibaca models default mine`" in page(capsys)
