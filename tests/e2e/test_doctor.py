"""`dwibaca doctor`: corrections and advice."""

import shutil
from pathlib import Path

import pytest

from cache.memory import Memory
from cache.store import TranslationCache
from models.catalog import catalog
from reader import doctor
from reader.cli import main
from reader.paths import find_paths
from tests.support.limits import small_disk
from tests.support.settings import settings_file

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
    assert f"BAD   corrections  corrections and reading positions cannot be used: {path}" in page(capsys, code=1)


def test_a_place_where_nothing_can_be_kept_is_told(home: Path, capsys: Capture) -> None:
    with small_disk(home / "data", "ro"):
        line = next(line for line in page(capsys).splitlines() if " corrections " in line)
    said = "note  corrections  0 of your own; edits, places and bookmarks: this cannot be kept: "
    assert line.startswith(f"{said}{find_paths(home).memory}: ")
    assert "Read-only file system" in line


def test_a_model_that_is_gone_is_named_with_the_way_back(home: Path, capsys: Capture) -> None:
    settings_file(home, f'model = "{home}/gone"\n')
    assert main(["doctor"]) == 1
    assert f"BAD   model        in use, and not here: not a model folder: {home}/gone" in capsys.readouterr().out
    assert main(["models"]) == 0
    said = capsys.readouterr().err.splitlines()[0]
    assert said.startswith(f"dwibaca: the model in use is not here: {home}/gone (`dwibaca models default compact` ")


def test_the_advice_is_a_command(home: Path, tiny_model: Path, capsys: Capture) -> None:
    assert f"`dwibaca models get {doctor._LARGER}`" in page(capsys)
    assert doctor._LARGER in catalog().entries
    shutil.copytree(tiny_model, find_paths(home).models / "mine")
    assert "`dwibaca models default mine`" in page(capsys)


def test_what_the_reader_cannot_use_of_the_settings_is_told(home: Path, capsys: Capture) -> None:
    wrong = 'theme = "[red]x"\n[keys]\n"sentence.nxt" = "n"\n"sentence.copy" = "j"\n"sentence.edit" = "E"\n'
    settings_file(home, wrong)
    told = [line for line in page(capsys).splitlines() if "settings" in line.split()]
    assert [line.partition(" (")[0] for line in told if line.startswith("note  settings")] == [
        "note  settings     no such theme: [red]x",
        "note  settings     no such command: sentence.nxt in the setting keys",
        "note  settings     two commands have the same key: j for sentence.copy and sentence.next in the setting keys",
    ]


def test_one_thing_is_told_as_one(home: Path, capsys: Capture) -> None:
    with TranslationCache(find_paths(home).translations) as cache:
        cache.set_many({"key": {"target": "Good morning."}})
    assert "ok    cache        1 entry, " in page(capsys)
