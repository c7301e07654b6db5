"""What is known of every model without reading its weights."""

import shutil
from pathlib import Path

import pytest

from models import bundled, layout
from models.catalog import catalog
from models.inventory import WORKING, Holding, holdings
from models.manifest import Origin, write_manifest
from models.store import ModelStore

ENTRY = catalog().entries["nllb-600m"]


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", memo=tmp_path / "digests.json")


def found(store: ModelStore, name: str, in_use: str = "") -> Holding:
    return next(holding for holding in holdings(store, in_use) if holding.name == name)


def test_an_empty_store_has_the_bundled_model_and_those_that_can_be_fetched(store: ModelStore) -> None:
    assert [(one.name, one.state) for one in holdings(store)] == [
        ("compact", "bundled"),
        ("nllb-600m", "absent"),
        ("nllb-1.3b", "absent"),
        ("nllb-3.3b", "absent"),
    ]
    compact, large = found(store, "compact"), found(store, ENTRY.name)
    assert compact.size == sum((bundled.path() / name).stat().st_size for name in bundled.FILES)
    assert (compact.usable, compact.prepared, compact.in_catalog) == (True, True, False)
    assert (large.size, large.memory, large.licence.name) == (ENTRY.size, ENTRY.memory, "CC-BY-NC-4.0")
    assert (large.usable, large.in_catalog) == (False, True)
    assert large.origins == (Origin(ENTRY.repositories[0].id),)


def test_a_recorded_model_of_ones_own(store: ModelStore, tiny_model: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, store.folder / "mine"))
    write_manifest(folder, origins={layout.MODEL: Origin("a/b", "c" * 40)}, licence="MIT")
    mine = found(store, "mine")
    assert (mine.state, mine.licence.name, mine.licence.terms) == ("installed", "MIT", "")
    assert mine.origins == (Origin("a/b", "c" * 40),)
    assert mine.memory == (folder / layout.MODEL).stat().st_size + WORKING
    assert mine.size == sum(path.stat().st_size for path in folder.iterdir())
    assert (mine.quality, mine.prepared, mine.digest) == (None, False, "")
    digest = store.digest(store.resolve("mine"))
    assert found(store, "mine").digest == digest  # remembered, so it costs nothing to know


def test_a_folder_copied_by_hand_under_a_known_name(store: ModelStore, tiny_model: Path) -> None:
    shutil.copytree(tiny_model, store.folder / ENTRY.name)
    held = found(store, ENTRY.name)
    assert (held.state, held.licence, held.memory, held.in_catalog) == ("installed", ENTRY.licence, ENTRY.memory, True)
    assert [one.name for one in holdings(store)].count(ENTRY.name) == 1


@pytest.mark.parametrize("missing", [layout.TOKENIZER, layout.CONFIG])
def test_a_model_that_is_not_whole(store: ModelStore, tiny_model: Path, missing: str) -> None:
    shutil.copytree(tiny_model, store.folder / "mine", ignore=shutil.ignore_patterns(missing))
    mine = found(store, "mine")
    assert (mine.state, mine.usable) == ("damaged", False)
    assert f"has no {missing}" in mine.problem


def test_a_manifest_that_makes_no_sense_is_damage(store: ModelStore, tiny_model: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, store.folder / "mine"))
    (folder / layout.MANIFEST).write_text("[]")
    assert found(store, "mine").state == "damaged"


def test_what_a_stopped_download_has_left(store: ModelStore) -> None:
    part = store.folder / ".partial" / ENTRY.name / "0123456789ab" / layout.MODEL
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(5000))
    held = found(store, ENTRY.name)
    assert (held.state, held.begun, held.size) == ("begun", 5000, ENTRY.size)


def test_a_folder_elsewhere_that_the_settings_name(store: ModelStore, tiny_model: Path) -> None:
    setting = str(tiny_model)
    held = found(store, setting, setting)
    assert (held.state, held.folder) == ("installed", tiny_model)
    assert held.is_called(setting)
    assert not found(store, "compact").is_called(setting)
    assert len(holdings(store, "no such model")) == 4
