"""A model comes into the store whole or not at all, from the Hub or from a folder, in every layout there is."""

import contextlib
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import filelock
import huggingface_hub
import pytest

from models import layout
from models.catalog import Catalog, Entry, KnownFile, catalog
from models.engine import CTranslate2Translator
from models.hub import Hub
from models.install import Installer, partial_size
from models.manifest import Manifest, Origin, read_manifest, write_manifest
from models.plan import Plan, plan_from_folder, plan_from_hub
from models.stop import Stop
from models.store import InstalledModel, ModelStore
from models.types import DecodingOptions, EngineError, Request, StoppedError
from tests.support.hub import FakeHub, files_of, sha256
from tests.support.limits import largest_file
from tests.support.tiny_model import build_tiny_model

pytestmark = pytest.mark.enable_socket

NLLB = catalog().entries["nllb-1.3b"]
JSON, TXT, BARE = (repository.id for repository in NLLB.repositories)
"""As the catalogue has them: a vocabulary in JSON, one in text, and one without its tokenizer."""
TOKENIZER = catalog().tokenizer.id
SENTENCE = "Presiden tiba di Jakarta pada hari Senin."


@pytest.fixture(scope="module")
def text_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_model(tmp_path_factory.mktemp("models") / "text", vocabulary="txt")


@pytest.fixture
def known(tiny_model: Path) -> Catalog:
    """The catalogue with the hash of the small tokenizer in the place of the real one's."""
    file = KnownFile(layout.TOKENIZER, sha256=sha256((tiny_model / layout.TOKENIZER).read_bytes()))
    return replace(catalog(), tokenizer=replace(catalog().tokenizer, files=(file,)))


@pytest.fixture
def server(tiny_model: Path, text_model: Path) -> Iterator[FakeHub]:
    """The repositories as the tree pages show them: weights, cards, and files that no reader needs."""
    extra = {"README.md": b"# card", ".gitattributes": b"*", "tokenizer.json": b"{}" * 5000}
    bare = files_of(tiny_model, layout.TOKENIZER)
    # As some conversions have it: what CTranslate2 reads, among what Transformers does.
    bare[layout.CONFIG] = json.dumps(
        {"model_type": "m2m_100", "bos_token_id": 0} | json.loads(bare[layout.CONFIG])
    ).encode()
    hub = FakeHub(
        {
            JSON: {**files_of(tiny_model), **extra},
            TXT: {**files_of(text_model), **extra},
            BARE: {**bare, **extra},
            TOKENIZER: {**files_of(tiny_model, layout.MODEL), "pytorch_model.bin": b"weights"},
        }
    )
    huggingface_hub.close_session()
    with hub.running():
        yield hub
    huggingface_hub.close_session()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def opened(server: FakeHub) -> Callable[[], Hub]:
    return lambda: Hub(server.address, waits=(0.0,) * 5)


def entry_of(*ids: str) -> Entry:
    """The entry with these repositories alone."""
    found = {repository.id: repository for repository in NLLB.repositories}
    return replace(NLLB, repositories=tuple(found[name] for name in ids))


def install(store: ModelStore, plan: Plan, hub: Callable[[], Hub]) -> InstalledModel:
    Installer(store.folder).install(plan, hub, lambda _: None, lambda: False)
    return store.resolve(plan.name)


def translates(model: InstalledModel) -> str:
    engine = CTranslate2Translator.open(model.folder, threads=1)
    return engine.translate([Request(SENTENCE)], DecodingOptions(beam_size=1))[0][0].text


def nothing_is_installed(store: ModelStore) -> bool:
    return [model.name for model in store.installed()] == ["compact"] and not (store.folder / NLLB.name).exists()


@pytest.mark.parametrize("repository", [JSON, TXT, BARE])
def test_every_layout_is_fetched_loads_and_translates(
    store: ModelStore,
    opened: Callable[[], Hub],
    server: FakeHub,
    known: Catalog,
    tiny_model: Path,
    text_model: Path,
    repository: str,
) -> None:
    plan, note = plan_from_hub(entry_of(repository), known, opened())
    assert (note, plan.licence) == ("", "CC-BY-NC-4.0")
    model = install(store, plan, opened)
    reference = InstalledModel("reference", text_model if repository == TXT else tiny_model)
    assert translates(model) == translates(reference)
    checked = store.verify(model)
    assert (checked.recorded, checked.problems) == (True, ())
    assert {file.state for file in checked.files} == {"as recorded"}
    manifest = read_manifest(model.folder)
    assert manifest is not None
    assert manifest.origins[layout.MODEL] == Origin(repository, server.commit(repository))
    place = TOKENIZER if repository == BARE else repository
    assert manifest.origins[layout.TOKENIZER] == Origin(place, server.commit(place))
    vocabulary = layout.VOCABULARIES[repository == TXT]
    assert {path.name for path in model.folder.iterdir()} == {
        *(layout.MODEL, layout.CONFIG, layout.TOKENIZER, layout.MANIFEST),
        vocabulary,
    }
    assert partial_size(store.folder, NLLB.name) == 0


@pytest.mark.parametrize("without", [(), (layout.TOKENIZER,)])
@pytest.mark.parametrize("text", [False, True])
def test_a_folder_copied_by_hand_is_taken_in_every_layout(
    store: ModelStore,
    opened: Callable[[], Hub],
    server: FakeHub,
    known: Catalog,
    tiny_model: Path,
    text_model: Path,
    tmp_path: Path,
    text: bool,
    without: tuple[str, ...],
) -> None:
    source = text_model if text else tiny_model
    copied = Path(shutil.copytree(source, tmp_path / "stick"))
    for name in without:
        (copied / name).unlink()
    model = install(store, plan_from_folder("mine", copied, "", known, opened), opened)
    assert translates(model) == translates(InstalledModel("reference", source))
    assert store.verify(model).recorded
    assert bool(server.asked) == bool(without)  # the Hub is asked only for what is missing


def test_a_folder_without_its_tokenizer_says_so_when_the_hub_cannot_be_asked(
    store: ModelStore, known: Catalog, tiny_model: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(tiny_model, tmp_path / "stick"))
    (copied / layout.TOKENIZER).unlink()
    with pytest.raises(EngineError) as caught:
        plan_from_folder("mine", copied, "", known, lambda: Hub("http://127.0.0.1:1"))
    assert str(caught.value).startswith(f"the folder has no {layout.TOKENIZER}, and the Hub cannot be reached: ")
    assert caught.value.hint == f"{TOKENIZER} has it: put it beside model.bin"


def test_a_folder_with_a_manifest_is_held_to_it(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(tiny_model, tmp_path / "stick"))
    write_manifest(copied, licence="MIT")
    plan = plan_from_folder("mine", copied, "", known, opened)
    assert plan.licence == "MIT"
    damaged = bytearray((copied / layout.MODEL).read_bytes())
    damaged[500] ^= 1
    (copied / layout.MODEL).write_bytes(damaged)
    with pytest.raises(EngineError, match=r"not the file that was recorded: .*model\.bin"):
        install(store, plan, opened)
    assert store.installed()[1:] == []


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"model.safetensors": b""}, "these are weights for Transformers, not for CTranslate2: "),
        ({"readme.txt": b""}, "not a model in NLLB's layout: "),
        ({"model.bin": b"", "config.json": b"{}"}, "has no shared_vocabulary.json or shared_vocabulary.txt"),
        (None, "not a folder: "),
    ],
    ids=["weights", "nothing", "no-vocabulary", "no-folder"],
)
def test_a_folder_that_is_no_model(
    known: Catalog, opened: Callable[[], Hub], tmp_path: Path, files: Mapping[str, bytes] | None, line: str
) -> None:
    folder = tmp_path / "stick"
    if files is not None:
        folder.mkdir()
    for name, data in (files or {}).items():
        (folder / name).write_bytes(data)
    with pytest.raises(EngineError) as caught:
        plan_from_folder("mine", folder, "", known, opened)
    assert line in str(caught.value)


@pytest.mark.parametrize("name", [layout.MODEL, layout.TOKENIZER, layout.CONFIG])
def test_a_folder_with_half_a_file_is_not_installed(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path, tmp_path: Path, name: str
) -> None:
    copied = Path(shutil.copytree(tiny_model, tmp_path / "stick"))
    os.truncate(copied / name, (copied / name).stat().st_size // 2)
    with pytest.raises(EngineError, match=re.escape(f"not a model that can be loaded: {copied}: ")) as caught:
        install(store, plan_from_folder("mine", copied, "", known, opened), opened)
    assert str(store.folder) not in str(caught.value)
    assert store.installed()[1:] == []
    assert partial_size(store.folder, "mine") == 0


def test_a_model_without_indonesian_is_not_installed(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(tiny_model, tmp_path / "stick"))
    tokens = json.loads((copied / "shared_vocabulary.json").read_text())
    (copied / "shared_vocabulary.json").write_text(json.dumps([token for token in tokens if token != "ind_Latn"]))
    with pytest.raises(EngineError, match=r"not a model of use here: shared_vocabulary\.json has no ind_Latn"):
        install(store, plan_from_folder("mine", copied, "", known, opened), opened)
    assert store.installed()[1:] == []


def test_the_next_repository_is_asked_when_one_is_gone(
    opened: Callable[[], Hub], server: FakeHub, known: Catalog
) -> None:
    del server.repositories[JSON]
    plan, note = plan_from_hub(NLLB, known, opened())
    assert {file.origin.place for file in plan.files} == {TXT}
    assert note == f"the Hub does not show this repository (401): {JSON}; {TXT} has the model too"


def test_one_line_when_every_repository_is_gone(opened: Callable[[], Hub], server: FakeHub, known: Catalog) -> None:
    server.repositories.clear()
    with pytest.raises(EngineError) as caught:
        plan_from_hub(NLLB, known, opened())
    assert str(caught.value) == f"the Hub does not show this repository (401): {JSON}"
    assert caught.value.hint.endswith("; nor does any other known repository have it")


def test_a_known_hash_is_held_against_the_hubs(opened: Callable[[], Hub], known: Catalog) -> None:
    with pytest.raises(EngineError, match=f"not the file that this program knows: {TOKENIZER}/{layout.TOKENIZER}"):
        plan_from_hub(entry_of(BARE), catalog(), opened())  # the real tokenizer's hash, and the small one's bytes


def test_a_repair_asks_for_the_commit_that_was_recorded(
    opened: Callable[[], Hub], server: FakeHub, known: Catalog
) -> None:
    recorded = Manifest({}, {layout.MODEL: Origin(TXT, server.commit(TXT))})
    plan, _ = plan_from_hub(NLLB, known, opened(), recorded)
    assert {file.origin for file in plan.files} == {Origin(TXT, server.commit(TXT))}
    assert [asked.path for asked in server.asked] == [f"/api/models/{TXT}/revision/{server.commit(TXT)}?blobs=true"]


@pytest.mark.parametrize("fault", ["hash", "size", "404", "503", "broken", "full"])
def test_a_download_that_fails_installs_nothing_and_the_next_one_does(
    store: ModelStore,
    opened: Callable[[], Hub],
    server: FakeHub,
    known: Catalog,
    fault: str,
) -> None:
    data, faults = server.repositories[JSON][layout.MODEL], server.faults
    if fault == "size":
        faults.recorded_size[layout.MODEL] = len(data) + 1
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    with contextlib.ExitStack() as stack:
        match fault:
            case "hash":
                faults.served[layout.MODEL] = bytes(len(data))
            case "404" | "503":
                faults.status[layout.MODEL] = int(fault)
            case "broken":
                faults.breaks[layout.MODEL] = [len(data) // 2, *[0] * 9]
            case "full":
                stack.enter_context(largest_file(50_000))
        with pytest.raises(EngineError):
            install(store, plan, opened)
    assert nothing_is_installed(store)
    with pytest.raises(EngineError, match=r"no such model: nllb-1\.3b"):
        store.resolve(NLLB.name)
    vars(faults).update(vars(type(faults)()))
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    assert store.verify(install(store, plan, opened)).problems == ()


def test_a_model_that_was_there_stays_until_the_new_one_is_whole(
    store: ModelStore, opened: Callable[[], Hub], server: FakeHub, known: Catalog
) -> None:
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    model = install(store, plan, opened)
    (model.folder / "mark").touch()
    server.faults.served[layout.MODEL] = b"wrong"
    with pytest.raises(EngineError):
        install(store, plan, opened)
    assert (model.folder / "mark").exists()
    assert store.verify(model).problems == ()
    server.faults.served.clear()
    install(store, plan, opened)
    assert not (model.folder / "mark").exists()


def test_what_was_begun_is_counted_and_other_contents_are_not_mixed_in(
    store: ModelStore, opened: Callable[[], Hub], server: FakeHub, known: Catalog
) -> None:
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    server.faults.breaks[layout.MODEL] = [5000, *[0] * 9]
    with pytest.raises(EngineError):
        install(store, plan, opened)
    weights = next(file.size for file in plan.files if file.name == layout.MODEL)
    small = sum(file.size for file in plan.files if file.size < weights)
    assert Installer(store.folder).here(plan) == partial_size(store.folder, NLLB.name) == small + 5000
    other, _ = plan_from_hub(entry_of(TXT), known, opened())
    assert Installer(store.folder).here(other) == 0
    assert translates(install(store, other, opened))
    assert partial_size(store.folder, NLLB.name) == 0


def test_two_at_once_do_no_harm(store: ModelStore, opened: Callable[[], Hub], server: FakeHub, known: Catalog) -> None:
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    server.faults.pause = 0.02
    said: list[str] = []
    moves: list[int] = []
    begun = threading.Event()

    def is_whole() -> bool:
        return not store.verify(store.resolve(NLLB.name)).problems

    def second() -> None:
        begun.wait(10)
        Installer(store.folder, said.append).install(plan, opened, moves.append, is_whole)

    thread = threading.Thread(target=second)
    thread.start()
    Installer(store.folder).install(plan, opened, lambda _: begun.set(), is_whole)
    thread.join()
    assert said == [f"{NLLB.name} is being fetched already: waiting for that"]
    assert moves == []  # the second found it installed
    assert server.sent[layout.MODEL] == len(server.repositories[JSON][layout.MODEL])


def test_removing_leaves_nothing(store: ModelStore, opened: Callable[[], Hub], known: Catalog) -> None:
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    install(store, plan, opened)
    Installer(store.folder).remove(NLLB.name)
    assert nothing_is_installed(store)
    assert [path.name for path in store.folder.rglob("*")] == [".partial", f"{NLLB.name}.lock"]


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path, opened: Callable[[], Hub], known: Catalog) -> None:
    (tmp_path / "models").write_text("a file in the way")
    plan, _ = plan_from_hub(entry_of(JSON), known, opened())
    with pytest.raises(EngineError, match="the model store cannot be written: "):
        install(ModelStore(tmp_path / "models"), plan, opened)


def test_a_model_whose_replacement_was_cut_short_is_back(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path, tmp_path: Path
) -> None:
    plan = plan_from_folder("mine", tiny_model, "", known, opened)
    whole = install(store, plan, opened)
    # As a kill between the two renames leaves it; then the new one turns out to be no model of use.
    taken_away(store, whole)
    copied = Path(shutil.copytree(tiny_model, tmp_path / "stick"))
    (copied / "shared_vocabulary.json").write_text('["<unk>"]')
    with pytest.raises(EngineError, match="not a model of use here"):
        install(store, plan_from_folder("mine", copied, "", known, opened), opened)
    assert store.verify(store.resolve("mine")).problems == ()


def taken_away(store: ModelStore, model: InstalledModel) -> Path:
    """As a kill between the two renames of a replacement leaves the model."""
    passing = store.folder / ".partial" / model.name / "replaced"
    passing.parent.mkdir(parents=True)
    model.folder.rename(passing)
    return passing


def test_a_model_whose_replacement_was_cut_short_is_found_at_once(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path
) -> None:
    ways: tuple[Callable[[], InstalledModel], ...] = (
        lambda: store.locate("mine"),
        lambda: store.resolve("mine"),
        lambda: store.installed()[1],
    )
    for see in ways:
        model = install(store, plan_from_folder("mine", tiny_model, "", known, opened), opened)
        taken_away(store, model)
        assert see() == model
        assert store.verify(model).problems == ()


def test_a_model_that_another_process_is_replacing_is_waited_for(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path
) -> None:
    model = install(store, plan_from_folder("mine", tiny_model, "", known, opened), opened)
    passing = taken_away(store, model)
    holding = filelock.FileLock(store.folder / ".partial" / "mine.lock")
    holding.acquire()

    def finish() -> None:
        passing.rename(model.folder)  # that process has come to its second rename
        holding.release()

    timer = threading.Timer(0.1, finish)
    timer.start()
    assert store.resolve("mine") == model
    timer.join()


def test_who_waits_for_another_download_may_stop_waiting(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path
) -> None:
    plan = plan_from_folder("mine", tiny_model, "", known, opened)
    (store.folder / ".partial").mkdir(parents=True)
    stop = Stop()
    stop.set()
    with filelock.FileLock(store.folder / ".partial" / "mine.lock"), pytest.raises(StoppedError):
        Installer(store.folder, stop=stop).install(plan, opened, lambda _: None, lambda: False)
    assert store.installed()[1:] == []


def test_a_lock_that_cannot_be_taken_is_told(
    store: ModelStore, opened: Callable[[], Hub], known: Catalog, tiny_model: Path
) -> None:
    (store.folder / ".partial" / "mine.lock").mkdir(parents=True)
    with pytest.raises(EngineError, match="the model store cannot be written"):
        install(store, plan_from_folder("mine", tiny_model, "", known, opened), opened)
