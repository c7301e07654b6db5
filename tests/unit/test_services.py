"""The composition root: what is opened when, and what is said when it cannot be."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cache.memory import Memory
from models.store import InstalledModel
from models.types import DecodingOptions, Request
from reader.config import Settings, load_settings
from reader.errors import ModelError, ReaderError
from reader.services import Services, open_services


def test_opens_nothing_before_it_is_needed(settings: Settings, home: Path) -> None:
    with open_services(settings) as services:
        assert services.model.name == "compact"
        services.pipeline()
    assert not (home / "data").exists()


def test_the_model_is_loaded_once(settings: Settings) -> None:
    with open_services(settings) as services:
        translator = services.translator()
        assert services.translator() is translator
        (result,) = translator.translate([Request("Selamat pagi.")], DecodingOptions(beam_size=1))
        assert result[0].text
        assert translator.digest == services.model.digest


def test_another_model_translates_and_the_bundled_one_aligns(tiny_model: Path) -> None:
    with open_services(load_settings(model=str(tiny_model))) as services:
        assert services.model.name == "tiny"
        assert services.aligner.name == "compact"
        assert services.translator().name == "tiny"


@pytest.mark.parametrize("model", ["nllb-600m", "./nowhere"])
def test_no_such_model_is_a_model_error(model: str) -> None:
    with open_services(load_settings(model=model)) as services, pytest.raises(ModelError) as caught:
        services.pipeline()
    assert caught.value.exit_code == 3


def test_a_damaged_model_is_a_model_error_when_it_is_opened(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "damaged"))
    (folder / "model.bin").write_bytes(b"nothing")
    services = Services(load_settings(model=str(folder)))
    with pytest.raises(ModelError):
        services.translator()


def glossary(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[[term]]\nsource = "Menlu"\ntarget = "{target}"\n', encoding="utf-8")


def test_glossary_layers(home: Path, tmp_path: Path) -> None:
    def target(services: Services) -> str:
        return services.matcher(tmp_path / "articles").find("Menlu tiba")[0].term.target

    assert target(Services(load_settings())) == "Foreign Minister"
    glossary(home / "glossary.toml", "mine")
    assert target(Services(load_settings())) == "mine"
    glossary(tmp_path / "articles" / "glossary.toml", "folder's")
    assert target(Services(load_settings())) == "folder's"
    glossary(tmp_path / "given.toml", "given")
    assert target(Services(load_settings(glossary=(tmp_path / "given.toml",)))) == "given"
    off = Services(load_settings(use_glossary=False))
    assert off.matcher(tmp_path / "articles").find("Menlu tiba") == ()


def test_a_wrong_glossary_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="cannot be read"):
        Services(load_settings(glossary=(tmp_path / "none.toml",))).pipeline()


def test_the_cache_can_be_switched_off(home: Path) -> None:
    with open_services(load_settings(use_cache=False)) as services:
        assert services.cache is None
    with open_services(load_settings()) as services:
        assert services.cache is not None
        assert services.cache.folder.is_relative_to(home)


def test_a_model_chosen_in_between_does_not_lend_its_name_to_what_another_translates(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its translations would go to the cache as those of another model."""
    services, chosen = Services(load_settings()), load_settings(model=str(tiny_model))

    class TakenByAnother:
        """A thread that waits for the lock, and meanwhile the person chooses a model."""

        def __enter__(self) -> None:
            services.adopt(chosen)

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(services, "_lock", TakenByAnother())
    assert services.pipeline().model.name == "compact"  # as the settings were when it was asked for
    assert services.pipeline().model.name == "tiny"


def test_a_model_chosen_while_the_old_one_is_looked_for_is_the_one_from_then_on(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, chosen = Services(load_settings()), load_settings(model=str(tiny_model))
    resolve = services.store.resolve

    def choosing(name: str) -> InstalledModel:
        services.adopt(chosen)
        return resolve(name)

    monkeypatch.setattr(services.store, "resolve", choosing)
    assert services.model.name == "compact"
    assert services.model.name == "tiny"


def test_what_is_the_persons_own_is_opened_once_by_however_many_threads(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Memory.__init__

    def slowly(self: Memory, path: Path) -> None:
        time.sleep(0.05)
        begin(self, path)

    monkeypatch.setattr(Memory, "__init__", slowly)
    with open_services(settings) as services, ThreadPoolExecutor(4) as threads:
        assert len({id(found) for found in threads.map(lambda _: services.memory, range(4))}) == 1
        assert len({id(found) for found in threads.map(lambda _: services.cache, range(4))}) == 1
