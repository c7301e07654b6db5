"""Names, folders, digests and verification."""

import json
import os
import shutil
from pathlib import Path

import pytest

from models import bundled
from models.layout import MANIFEST, file_digest, read_vocabulary
from models.manifest import write_manifest
from models.store import InstalledModel, ModelStore
from models.types import EngineError


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", memo=tmp_path / "cache" / "digests.json")


@pytest.fixture
def installed(store: ModelStore, tiny_model: Path) -> InstalledModel:
    folder = Path(shutil.copytree(tiny_model, store.folder / "mine"))
    write_manifest(folder)
    return store.resolve("mine")


def test_the_bundled_model_is_always_there_and_whole(store: ModelStore) -> None:
    assert [model.name for model in store.installed()] == ["compact"]
    model = store.resolve("compact")
    assert model.bundled
    report = store.verify(model)
    assert report.problems == ()
    assert report.recorded
    assert report.digest == store.digest(model)


def test_lists_and_resolves_by_name_and_by_path(
    store: ModelStore, installed: InstalledModel, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [model.name for model in store.installed()] == ["compact", "mine"]
    assert store.resolve("mine") == installed
    assert not installed.bundled
    assert store.resolve(str(tiny_model)).folder == tiny_model.resolve()
    monkeypatch.chdir(tiny_model.parent)
    assert store.resolve("./tiny").name == "tiny"
    assert store.resolve("tiny").folder == tiny_model.resolve()


@pytest.mark.parametrize(
    ("name", "message"),
    [("nllb-600m", "no such model"), ("./nowhere", "not a model folder"), ("..", "has no model.bin")],
)
def test_says_what_is_no_model(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    with pytest.raises(EngineError, match=message):
        store.resolve(name)


def test_the_digest_follows_the_content_alone(store: ModelStore, installed: InstalledModel, tmp_path: Path) -> None:
    digest = store.digest(installed)
    assert store.digest(installed) == digest
    assert ModelStore(tmp_path / "elsewhere").digest(installed) == digest
    os.utime(installed.folder / "model.bin")
    assert store.digest(installed) == digest
    (installed.folder / "config.json").write_text("{}")
    assert store.digest(installed) != digest


@pytest.mark.parametrize("memo", ["", "[]", "{", '{"a": 1}'])
def test_a_spoilt_memory_only_costs_time(
    store: ModelStore, installed: InstalledModel, tmp_path: Path, memo: str
) -> None:
    digest = store.digest(installed)
    (tmp_path / "cache" / "digests.json").write_text(memo)
    assert store.digest(installed) == digest
    (tmp_path / "cache" / "digests.json").unlink()
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert store.digest(installed) == digest


def test_verify_names_what_changed(store: ModelStore, installed: InstalledModel) -> None:
    assert store.verify(installed).problems == ()
    with (installed.folder / "model.bin").open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff\x00\xff")
    assert store.verify(installed).problems == ("model.bin is not the file that was recorded",)


def test_verify_without_a_manifest_checks_the_layout(store: ModelStore, installed: InstalledModel) -> None:
    (installed.folder / MANIFEST).unlink()
    assert (store.verify(installed).recorded, store.verify(installed).problems) == (False, ())
    (installed.folder / MANIFEST).write_text("not json")
    assert "manifest.json cannot be read" in store.verify(installed).problems[0]
    (installed.folder / "sentencepiece.bpe.model").unlink()
    assert "has no sentencepiece.bpe.model" in store.verify(installed).problems[1]


def test_verify_misses_a_language(store: ModelStore, installed: InstalledModel) -> None:
    vocabulary = installed.folder / "shared_vocabulary.json"
    vocabulary.write_text(json.dumps([t for t in json.loads(vocabulary.read_text()) if t != "eng_Latn"]))
    assert "shared_vocabulary.json has no eng_Latn" in store.verify(installed).problems


def test_a_text_vocabulary_may_hold_odd_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "shared_vocabulary.txt"
    path.write_text("<s>\n\u2028\n\x85\n\u2581a\n", encoding="utf-8")
    assert read_vocabulary(path) == ["<s>", "\u2028", "\x85", "\u2581a"]


@pytest.mark.parametrize("text", ["{}", "{", '"a"'])
def test_a_vocabulary_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "shared_vocabulary.json"
    path.write_text(text)
    with pytest.raises(EngineError):
        read_vocabulary(path)
    with pytest.raises(EngineError):
        file_digest(tmp_path / "nothing")


def test_the_bundled_folder_holds_a_card_and_its_licence() -> None:
    card = (bundled.path() / "README.md").read_text(encoding="utf-8")
    assert "BLEU" in card
    assert (bundled.path() / "LICENSE-WEIGHTS.md").is_file()
