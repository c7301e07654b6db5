"""The vocabulary map: what is in it, when it counts, and that it can be taken off again."""

import json
import shutil
from pathlib import Path

import pytest

from models import bundled, layout, words
from models.engine import CTranslate2Translator
from models.evaluation.sets import SAMPLE, read_set
from models.prepare import map_tokens, prepare, undo
from models.store import ModelStore
from models.types import DecodingOptions, EngineError, Request
from tests.support.tiny_model import build_tiny_model

FILLING = 2000
OPTIONS = DecodingOptions(beam_size=1)
REQUESTS = [Request("Presiden tiba di Jakarta."), Request("Gempa bumi mengguncang Jawa Barat.")]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model most of whose vocabulary English does not need, and which never says any of that."""
    return build_tiny_model(tmp_path_factory.mktemp("models") / "large", filling=FILLING)


@pytest.fixture
def model(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(large, tmp_path / "model"))


@pytest.fixture(scope="module")
def prepared_once(large: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(large, tmp_path_factory.mktemp("prepared") / "model"))
    assert prepare(folder).active
    return folder


@pytest.fixture
def prepared(prepared_once: Path, tmp_path: Path) -> Path:
    """A copy of a model whose map is in force."""
    return Path(shutil.copytree(prepared_once, tmp_path / "model"))


def texts(engine: CTranslate2Translator) -> list[str]:
    return [found[0].text for found in engine.translate(REQUESTS, OPTIONS)]


def test_puts_a_map_in_force_that_changes_nothing(model: Path) -> None:
    store = ModelStore(model.parent)
    before = store.digest(store.resolve("model"))
    said: list[str] = []
    found = prepare(model, said.append)
    assert found.active
    assert found.differences is not None
    assert found.differences <= 0.05
    assert found.tokens < found.vocabulary - FILLING + 1
    assert said
    assert layout.find_files(model).map == model / "vmap.txt"
    # Outputs with the map and without it must not be taken for each other in the cache.
    assert store.digest(store.resolve("model")) != before
    assert texts(CTranslate2Translator.open(model)) == texts(CTranslate2Translator.open(model, use_map=False))
    assert json.loads((model / "prepared.json").read_text())["original"] == before


def test_a_second_time_changes_nothing(prepared: Path) -> None:
    mark = (prepared / "prepared.json").stat().st_mtime_ns
    said: list[str] = []
    found = prepare(prepared, said.append)
    assert found.active
    assert said == []
    assert (prepared / "prepared.json").stat().st_mtime_ns == mark


def test_can_be_undone(large: Path, prepared: Path) -> None:
    assert undo(prepared)
    assert {path.name: path.read_bytes() for path in prepared.iterdir()} == {
        path.name: path.read_bytes() for path in large.iterdir()
    }
    assert not undo(prepared)


def test_a_map_that_changes_too_much_stays_off(tmp_path: Path) -> None:
    talkative = build_tiny_model(tmp_path / "talkative", filling=FILLING, silent=False)
    found = prepare(talkative)
    assert not found.active
    assert found.differences is not None
    assert found.differences > 0.05
    assert layout.find_files(talkative).map is None
    assert not (talkative / "vmap.txt").exists()
    assert prepare(talkative) == found


def test_a_small_vocabulary_needs_no_map(tiny_model: Path, tmp_path: Path) -> None:
    small = Path(shutil.copytree(tiny_model, tmp_path / "small"))
    found = prepare(small)
    assert not found.active
    assert found.differences is None
    assert "small" in found.reason


def test_a_changed_or_lost_map_is_no_map(prepared: Path) -> None:
    path = prepared / "vmap.txt"
    path.write_text(path.read_text(encoding="utf-8") + " madeupword7\n", encoding="utf-8")
    assert layout.find_files(prepared).map is None
    path.unlink()
    assert layout.find_files(prepared).map is None
    assert prepare(prepared).active


def test_another_programs_map_is_left_alone(model: Path) -> None:
    (model / "vmap.txt").write_text("\t</s> eng_Latn\n", encoding="utf-8")
    assert not prepare(model).active
    assert (model / "vmap.txt").read_text(encoding="utf-8") == "\t</s> eng_Latn\n"


def test_a_preparation_that_was_broken_off_leaves_no_map_in_force(model: Path) -> None:
    tokens = map_tokens(model / layout.TOKENIZER, layout.read_vocabulary(model / "shared_vocabulary.json"))
    layout.write_map(model / "vmap.txt", tokens)  # as far as it came
    assert layout.find_files(model).map is None
    assert prepare(model).active


def test_a_prepared_model_translates_into_english_alone(prepared: Path) -> None:
    engine = CTranslate2Translator.open(prepared)
    with pytest.raises(EngineError, match="prepared for English"):
        engine.translate(REQUESTS, DecodingOptions(target_language="zsm_Latn"))


def test_a_forced_token_from_outside_the_map_changes_no_other_sentence(prepared: Path) -> None:
    engine = CTranslate2Translator.open(prepared)
    alone = engine.translate([REQUESTS[0]], OPTIONS)
    together = engine.translate([REQUESTS[0], Request(REQUESTS[1].text, "zsm_Latn")], OPTIONS)
    assert [h.text for h in together[0]] == [h.text for h in alone[0]]


def test_allows_what_english_text_needs() -> None:
    folder = bundled.path()
    vocabulary = layout.read_vocabulary(folder / "shared_vocabulary.json")
    tokens = set(map_tokens(folder / layout.TOKENIZER, vocabulary))
    engine = CTranslate2Translator.open(folder, threads=1)
    needed = [piece for text in read_set(SAMPLE).references for piece in engine.pieces(text)]
    assert sum(piece in tokens for piece in needed) >= 0.999 * len(needed)
    assert {"</s>", "eng_Latn"} <= tokens
    assert "ind_Latn" not in tokens
    assert {token for token in vocabulary if token.startswith("<0x")} <= tokens


def test_the_lists_are_as_they_are_described() -> None:
    english, indonesian = words.read("english"), words.read("indonesian")
    assert (len(english), len(indonesian)) == (100_000, 30_000)
    assert english[0] == "the"
    assert len(set(english)) == len(english)
    assert all(word == word.lower() for word in indonesian)
