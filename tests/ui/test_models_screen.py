"""The screen of models: what it shows, and downloads from an imitated Hub from inside the program."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import huggingface_hub
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from models import layout, words
from models.catalog import catalog
from models.hub import Hub
from models.install import partial_size
from models.manifest import write_manifest
from models.prepare import prepare
from models.stop import Stop
from models.store import InstalledModel, ModelStore
from models.types import EngineError
from reader.config import Settings, load_settings
from reader.paths import find_paths
from reader.speeds import Speed, remember_speed
from reader.ui.app import ReaderApp
from reader.ui.downloads import Task
from reader.ui.screens.choice import ChoiceScreen
from reader.ui.screens.models import ModelsScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.widgets.lines import Lines
from tests.support.hub import FakeHub, files_of
from tests.support.limits import largest_file
from tests.support.tiny_model import build_tiny_model
from tests.ui.kit import WaitingTranslator, notes, reader, reading, until, until_done

pytestmark = pytest.mark.enable_socket

NAME = "nllb-600m"
REPOSITORIES = [repository.id for repository in catalog().entries[NAME].repositories]
REPOSITORY = REPOSITORIES[0]
SIZE = (100, 40)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large enough to be caught halfway."""
    return build_tiny_model(tmp_path_factory.mktemp("models") / "wide", width=128)


@pytest.fixture(autouse=True)
def server(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """The Hub that the program finds, with nothing of the developer's."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("HF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setitem(Hub.__init__.__kwdefaults__ or {}, "waits", (0.0,) * 5)
    huggingface_hub.close_session()
    with FakeHub({REPOSITORY: files_of(model)}).running() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub
    huggingface_hub.close_session()


@pytest.fixture(autouse=True)
def _quick_preparation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Done in this process, with the first words of the lists: `test_apart.py` has the process of its own."""

    def prepare_here(folder: Path, say: Callable[[str], None], stop: Stop) -> object:
        stop.check()
        return prepare(folder, say)

    read = words.read
    monkeypatch.setattr("models.words.read", lambda name: read(name)[:500])
    monkeypatch.setattr("models.apart.prepare_apart", prepare_here)


@pytest.fixture
def store(settings: Settings) -> ModelStore:
    return ModelStore(find_paths(settings.home).models)


@pytest.fixture
def installed(store: ModelStore, model: Path) -> Path:
    """A model that was put there, and is recorded."""
    folder = Path(shutil.copytree(model, store.folder / "mine"))
    write_manifest(folder, licence="MIT")
    return folder


def app_of(settings: Settings) -> ReaderApp:
    return reader(settings, WaitingTranslator(free=True))


async def opened(pilot: Pilot[int], name: str = "compact") -> ModelsScreen:
    """The screen over an article, with the cursor on this model."""
    await until_done(pilot)
    await pilot.press("m")
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ModelsScreen)
    await until(pilot, lambda: any(row.holding.name == name for row in screen.rows()))
    await choose(pilot, screen, name)
    return screen


async def choose(pilot: Pilot[int], screen: ModelsScreen, name: str) -> None:
    names = [row.holding.name for row in screen.rows()]
    screen.query_one(Lines).highlighted = names.index(name)
    await pilot.pause()


def about(screen: ModelsScreen) -> str:
    """What is said of the model under the cursor, white space made single."""
    return " ".join(str(screen.query_one("#about", Static).content).split())


def line(screen: ModelsScreen, name: str) -> str:
    lines = [str(option.prompt) for option in screen.query_one(Lines).options]
    return next(line for line in lines if line[2:].startswith(name))


def task(pilot: Pilot[int], name: str = NAME) -> Task:
    assert isinstance(pilot.app, ReaderApp)
    found = pilot.app.downloads.of(name)
    assert found is not None
    return found


async def asked(pilot: Pilot[int]) -> str:
    """Wait until something is asked; the text of it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
    await pilot.pause()
    panel = pilot.app.screen.query_one("#panel")
    texts = [str(part.content) for part in panel.query(Static)]
    choices = [str(option.prompt) for option in panel.query_one(Lines).options]
    return "\n".join([str(panel.border_title), *texts, *choices])


async def begin(pilot: Pilot[int], name: str = NAME) -> ModelsScreen:
    """Ask for the model, and say yes."""
    screen = await opened(pilot, name)
    await pilot.press("enter")
    await asked(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
    return screen


async def until_over(pilot: Pilot[int], name: str = NAME) -> None:
    await until(pilot, lambda: not task(pilot, name).is_on, 30)
    await pilot.pause()


def is_there(folder: Path) -> bool:
    return folder.is_dir()


def config(settings: Settings) -> str:
    path = find_paths(settings.home).config
    return path.read_text(encoding="utf-8") if path.is_file() else ""


async def test_what_is_here_and_what_there_is_to_get(settings: Settings, installed: Path) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        names = [row.holding.name for row in screen.rows()]
        assert names == ["compact", "mine", "nllb-600m", "nllb-1.3b", "nllb-3.3b"]
        assert line(screen, "compact").startswith("● compact ")
        assert " in use " in line(screen, "compact")
        assert " not here " in line(screen, NAME)
        for name, parts in {
            "compact": ["comes with the program, used from now on", "BLEU 23.9", "CC-BY-NC-SA-4.0"],
            "mine": ["State here", "Licence MIT", "Folder ", "Quality not known"],
            NAME: ["626 MB to fetch", "needs about 1.2 GB", "free now", "CC-BY-NC-4.0: non-commercial", REPOSITORY],
        }.items():
            await choose(pilot, screen, name)
            assert [part for part in parts if part not in about(screen)] == []


async def test_a_speed_that_was_measured_is_shown(settings: Settings, store: ModelStore, installed: Path) -> None:
    paths = find_paths(settings.home)
    digest = ModelStore(store.folder, memo=paths.digests).digest(store.resolve("mine"))
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")
        assert "not measured: `dwibaca models bench mine` does" in about(screen)
        remember_speed(paths.speeds, digest, Speed({"1": 12.34, "4": 5.0}, cores=2))
        screen.look_again()
        await until(pilot, lambda: "12.3 at beam 1, 5.0 at beam 4 sentences a second, on 2 cores" in about(screen))


async def test_too_little_memory_is_seen_before(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.machine.free_memory", lambda: 1_500_000_000)
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "nllb-3.3b")
        assert "! 4.0 GB" in line(screen, "nllb-3.3b")
        assert "!" not in line(screen, NAME)
        assert "! needs about 4.0 GB; 1.5 GB free now: it may be slow, or not open" in about(screen)


async def test_licence_size_and_room_are_told_and_asked_for_before_anything_is_fetched(
    settings: Settings, server: FakeHub
) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, NAME)
        await pilot.press("f")
        question = await asked(pilot)
        for part in ("Get nllb-600m?", "CC-BY-NC-4.0: non-commercial use only", "About 626 MB to fetch", "on the disk"):
            assert part in question
        await pilot.press("2")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert server.asked == []


async def test_without_room_on_the_disk_there_is_nothing_to_agree_to(
    settings: Settings, server: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.install.Installer.free", lambda _: 100_000_000)
    async with app_of(settings).run_test(size=SIZE) as pilot:
        await opened(pilot, NAME)
        await pilot.press("f")
        question = await asked(pilot)
        assert "There is not enough room: make room for 526 MB more" in question
        assert "Get it" not in question
        await pilot.press("enter")
        assert server.asked == []


async def test_a_model_is_fetched_while_the_article_is_read_then_used(
    settings: Settings, server: FakeHub, store: ModelStore
) -> None:
    server.faults.pause = 0.02
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await begin(pilot)
        seen: list[float] = []

        def moving() -> bool:
            fraction = task(pilot).fraction
            if fraction and (not seen or fraction > seen[-1]):
                seen.append(fraction)
            return len(seen) > 3

        await until(pilot, moving)
        await until(pilot, lambda: "/s, about " in about(screen))
        assert "%" in line(screen, NAME)
        assert "left" in about(screen)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        assert isinstance(pilot.app, ReaderApp)
        assert [job.name for job in pilot.app.jobs] == [f"Downloading {NAME}"]
        await pilot.press("j")  # reading goes on
        server.faults.pause = 0
        await until_over(pilot)
        await until(pilot, lambda: any(f"{NAME} is here" in note for note in notes(pilot)))
        assert list(pilot.app.jobs) == []
        checked = store.verify(store.resolve(NAME))
        assert (checked.recorded, checked.problems) == (True, ())
        assert layout.read_record(store.resolve(NAME).folder)
        article = reading(pilot)
        await pilot.press("m")
        offer = await asked(pilot)
        assert f"{NAME} is here" in offer
        assert "Use it from now on, and for the open article" in offer
        await pilot.press("1")
        await until(pilot, lambda: pilot.app.screen is article and article.model_name == NAME)
        assert config(settings) == f'model = "{NAME}"\n'
        assert article.services.settings.model == NAME


async def test_what_came_is_kept_when_it_is_stopped_and_gone_on_with_from_there(
    settings: Settings, server: FakeHub, store: ModelStore, model: Path
) -> None:
    server.faults.pause = 0.02
    weights = (model / layout.MODEL).stat().st_size
    part = store.folder / ".partial" / NAME
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await begin(pilot)
        await until(pilot, lambda: (task(pilot).fraction or 0) > 0.2)
        await pilot.press("s")
        await until_over(pilot)
        assert task(pilot).state == "stopped"
        await until(pilot, lambda: "half here" in about(screen))
        assert "Stopped what came is kept" in about(screen)
        assert "here" in line(screen, NAME)
        here = next(part.rglob(layout.MODEL)).stat().st_size
        assert 0 < here < weights
        server.faults.pause = 0
        sent, count = server.sent[layout.MODEL], len(server.of(layout.MODEL))
        await pilot.press("enter")
        question = await asked(pilot)
        assert "Go on" in question
        assert "are here already" in question
        await pilot.press("1")
        await until_over(pilot)
        await asked(pilot)
        assert server.sent[layout.MODEL] - sent == weights - here
        assert [asked.range for asked in server.of(layout.MODEL)[count:]] == [f"bytes={here}-"] * 2
        assert (store.folder / NAME / layout.MODEL).read_bytes() == (model / layout.MODEL).read_bytes()


async def test_leaving_in_the_middle_asks_nothing_and_the_next_start_goes_on(
    settings: Settings, server: FakeHub, store: ModelStore, model: Path
) -> None:
    server.faults.pause = 0.02
    async with app_of(settings).run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until(pilot, lambda: (task(pilot).fraction or 0) > 0.2)
        before = task(pilot)
        await pilot.press("ctrl+q")
    assert before.thread is not None
    before.thread.join(10)  # it sees it at the next piece
    begun = partial_size(store.folder, NAME)
    assert begun > 0
    assert not (store.folder / NAME).exists()
    server.faults.pause = 0
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, NAME)
        assert "half here" in about(screen)
        sent = server.sent[layout.MODEL]
        await pilot.press("enter")
        assert "Go on" in await asked(pilot)
        await pilot.press("enter")
        await until_over(pilot)
        await asked(pilot)
        assert store.verify(store.resolve(NAME)).problems == ()
        assert server.sent[layout.MODEL] - sent < (model / layout.MODEL).stat().st_size


@pytest.mark.parametrize(
    ("fault", "problem", "helps"),
    [
        ("401", f"the Hub does not show this repository (401): {REPOSITORY}", "HF_TOKEN"),
        ("404", f"the Hub does not show this repository (404): {REPOSITORY}", "it is gone or private"),
        ("no network", "the Hub cannot be reached: http://127.0.0.1:1", "check the network"),
        ("hash", f"the download is not what the Hub recorded: {REPOSITORY}/model.bin: sha256", "try again"),
        ("broken", "the connection to the Hub keeps breaking", "what is here is kept"),
        ("full", "the disk takes no more: File too large: ", "make room"),
    ],
)
async def test_what_goes_wrong_is_told_where_it_did_with_what_to_do(
    settings: Settings,
    server: FakeHub,
    store: ModelStore,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    problem: str,
    helps: str,
) -> None:
    data, faults = server.repositories[REPOSITORY][layout.MODEL], server.faults
    match fault:
        case "401" | "404":
            faults.status.update(dict.fromkeys(REPOSITORIES, int(fault)))
        case "no network":
            monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
        case "hash":
            faults.served[layout.MODEL] = bytes(len(data))
        case "broken":
            faults.breaks[layout.MODEL] = [len(data) // 2, *[0] * 9]
    async with app_of(settings).run_test(size=SIZE) as pilot:
        if fault == "full":
            with largest_file(100_000):
                screen = await begin(pilot)
                await until_over(pilot)
        else:
            screen = await begin(pilot)
            await until_over(pilot)
        await until(pilot, lambda: "Trouble" in about(screen))
        assert problem in about(screen)
        assert helps in about(screen).partition("What helps")[2]
        assert line(screen, NAME).startswith(f"× {NAME}")
        assert not (store.folder / NAME).exists()


async def test_after_trouble_it_goes_on_where_it_was(
    settings: Settings, server: FakeHub, store: ModelStore, model: Path
) -> None:
    half = (model / layout.MODEL).stat().st_size // 2
    server.faults.breaks[layout.MODEL] = [half, *[0] * 9]
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await begin(pilot)
        await until(pilot, lambda: "Trouble" in about(screen) and "half here" in about(screen))
        server.faults.breaks.clear()
        await pilot.press("f")
        assert "Go on" in await asked(pilot)
        await pilot.press("1")
        await until_over(pilot)
        assert f"{NAME} is here" in await asked(pilot)
        assert store.verify(store.resolve(NAME)).problems == ()
        assert server.sent[layout.MODEL] == (model / layout.MODEL).stat().st_size


async def test_trouble_is_told_on_another_screen_too(settings: Settings, server: FakeHub) -> None:
    server.faults.pause = 0.02
    server.faults.served[layout.MODEL] = bytes(len(server.repositories[REPOSITORY][layout.MODEL]))
    async with app_of(settings).run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until(pilot, lambda: task(pilot).fraction)
        await pilot.press("q")
        server.faults.pause = 0
        await until(pilot, lambda: any(f"Downloading {NAME} failed: " in note for note in notes(pilot)))
        assert isinstance(pilot.app.screen, ReadingScreen)


async def test_choosing_a_model_writes_the_settings_and_the_next_article_goes_by_it(
    settings: Settings, installed: Path
) -> None:
    find_paths(settings.home).config.parent.mkdir(parents=True, exist_ok=True)
    find_paths(settings.home).config.write_text("# mine\nbeam = 2\n", encoding="utf-8")
    async with app_of(load_settings(home=settings.home)).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")
        await pilot.press("u")
        await until(pilot, lambda: line(screen, "mine").startswith("● mine"))
        assert config(settings) == '# mine\nbeam = 2\nmodel = "mine"\n'
        assert screen.services.settings.model == "mine"
        assert line(screen, "compact").startswith("▸ compact")  # the open article stays with it
        assert any("next article" in note for note in notes(pilot))


async def test_enter_reads_the_open_article_with_the_model(settings: Settings, installed: Path) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        await opened(pilot, "mine")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        await until(pilot, lambda: reading(pilot).status.left.endswith("· mine"))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
        screen = pilot.app.screen
        assert isinstance(screen, ModelsScreen)
        await until(pilot, lambda: screen.rows() and line(screen, "mine").startswith("▸ mine"))
        assert config(settings) == ""  # for this article alone


async def test_every_byte_is_checked_and_damage_is_told(settings: Settings, installed: Path) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")
        await pilot.press("c")
        await until_over(pilot, "mine")
        assert "Checked whole: every byte is as recorded" in about(screen)
        with (installed / layout.MODEL).open("r+b") as file:
            file.seek(5000)
            file.write(b"\xff\x00\xff")
        await pilot.press("c")
        await until(pilot, lambda: "is not the file that was recorded" in about(screen))
        assert line(screen, "mine").startswith("× mine")
        assert " damaged" in line(screen, "mine")
        await choose(pilot, screen, "compact")
        await pilot.press("c")
        await until_over(pilot, "compact")
        assert "Checked whole" in about(screen)


async def test_a_check_can_be_stopped(settings: Settings, installed: Path) -> None:
    with (installed / layout.MODEL).open("ab") as file:
        file.truncate(3_000_000_000)  # holes: nothing is written
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")
        await pilot.press("c")
        await until(pilot, lambda: task(pilot, "mine").fraction)
        await until(pilot, lambda: "reading every byte, " in about(screen) and " of 3.0 GB" in about(screen))
        await pilot.press("s")
        await until_over(pilot, "mine")
        assert task(pilot, "mine").state == "stopped"
        assert "Stopped not read to the end" in about(screen)


async def test_while_it_stops_there_is_nothing_to_stop_and_what_is_over_stays_over(
    settings: Settings, installed: Path
) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")
        assert isinstance(pilot.app, ReaderApp)
        doing = pilot.app.downloads._tasks["mine"] = Task("mine", "verify")
        assert [command.hint for command in screen.offered()] == ["stop"]
        doing.cancel()
        assert (doing.state, screen.offered()) == ("stopping", [])
        doing.end("done")
        doing.cancel()  # a key that was on its way
        assert doing.state == "done"
        assert "remove" in [command.hint for command in screen.offered()]


async def test_a_second_task_for_a_model_waits_for_the_first(
    settings: Settings, server: FakeHub, model: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(model, tmp_path / NAME))
    server.faults.pause = 0.02
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await begin(pilot)
        first = task(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        assert isinstance(pilot.app.focused, Input)
        pilot.app.focused.value = str(copied)
        await pilot.press("enter")
        await until(pilot, lambda: any("something is being done to nllb-600m still" in note for note in notes(pilot)))
        assert task(pilot) is first
        await pilot.press("escape", "s")
        await until_over(pilot)
        assert screen.shell.downloads.of(NAME) is first


async def test_a_preparation_that_fails_is_called_one(
    settings: Settings, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise EngineError("no room on the disk", "make room")

    monkeypatch.setattr("models.fetch.prepare_installed", broken)
    app = app_of(settings)
    async with app.run_test(size=SIZE) as pilot:
        await until_done(pilot)
        app.downloads.prepare(InstalledModel("mine", installed), "mine")
        await until(pilot, lambda: "Preparing mine failed: no room on the disk (make room)" in notes(pilot))


async def test_enter_on_a_model_in_use_checks_nothing(settings: Settings) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        assert "enter" not in [command.keys for command in screen.commands]
        await pilot.press("enter")
        await until(pilot, lambda: "compact is in use already" in notes(pilot))
        assert screen.shell.downloads.of("compact") is None


async def test_keys_that_come_before_the_list_count_from_where_the_cursor_stands_then(settings: Settings) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        await until_done(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
        screen = pilot.app.screen
        assert isinstance(screen, ModelsScreen)
        await until(pilot, lambda: screen.row is not None)
        found = screen.holdings
        screen.holdings, screen._shown = (), ()
        screen.lines.clear_options()  # as while the store is looked through
        await pilot.press("down", "down", "up")
        screen.holdings = found
        screen.show_models()
        names = [holding.name for holding in found]
        assert screen.row is not None
        assert screen.row.holding.name == names[names.index("compact") + 1]


async def test_a_damaged_model_is_fetched_anew(settings: Settings, store: ModelStore, model: Path) -> None:
    shutil.copytree(model, store.folder / NAME, ignore=shutil.ignore_patterns(layout.TOKENIZER))
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, NAME)
        assert " damaged" in line(screen, NAME)
        assert f"has no {layout.TOKENIZER}" in about(screen)
        await pilot.press("enter")
        await asked(pilot)
        await pilot.press("1")
        await until_over(pilot)
        assert f"{NAME} is here" in await asked(pilot)
        assert store.verify(store.resolve(NAME)).problems == ()


async def test_removing_asks_says_what_is_freed_and_goes_back_to_the_bundled_model(
    settings: Settings, store: ModelStore, installed: Path
) -> None:
    find_paths(settings.home).config.write_text('model = "mine"\n', encoding="utf-8")
    async with app_of(replace(settings, model="mine")).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")
        await pilot.press("x")
        question = await asked(pilot)
        assert "It cannot be undone. It is the model in use: compact is used then." in question
        assert "frees " in question
        await pilot.press("enter")  # the first line keeps it
        await until(pilot, lambda: pilot.app.screen is screen)
        assert is_there(installed)
        await pilot.press("x")
        await asked(pilot)
        await pilot.press("2")
        await until(pilot, lambda: any("mine is removed, " in note for note in notes(pilot)))
        await until(pilot, lambda: [row.holding.name for row in screen.rows()][1] == NAME)
        assert not is_there(installed)
        assert config(settings) == 'model = "compact"\n'
        assert screen.services.settings.model == "compact"
        assert reading(pilot).model_name == "compact"


async def test_a_model_that_is_not_of_the_store_cannot_be_removed(settings: Settings, model: Path) -> None:
    async with app_of(replace(settings, model=str(model))).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, str(model))
        assert about(screen).startswith(f"{model} ")
        await pilot.press("x")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "remove" not in [command.hint for command in screen.commands]


async def test_a_folder_copied_by_hand_is_taken(
    settings: Settings, store: ModelStore, model: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(model, tmp_path / "stick"))
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        for name, problem in (("nowhere", "not a folder"), ("stick", "")):
            await pilot.press("a")
            await until(pilot, lambda: isinstance(pilot.app.focused, Input))
            assert isinstance(pilot.app.focused, Input)
            pilot.app.focused.value = str(tmp_path / name)
            await pilot.press("enter")
            await until_over(pilot, name)
            assert problem in task(pilot, name).problem
        assert store.resolve("stick").folder.is_dir()
        assert "Use it from now on" in await asked(pilot)
        await pilot.press("escape")
        await choose(pilot, screen, "stick")
        assert f"From {copied}" in about(screen)
        assert " here" in line(screen, "stick")


@pytest.mark.parametrize("left", [0, 5_000])
async def test_a_folder_that_is_refused_says_no_more_than_is_known_and_is_forgotten(
    settings: Settings, store: ModelStore, model: Path, tmp_path: Path, left: int
) -> None:
    short = Path(shutil.copytree(model, tmp_path / "short")) / layout.MODEL
    os.truncate(short, short.stat().st_size - 200_000)
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        assert isinstance(pilot.app.focused, Input)
        pilot.app.focused.value = str(short.parent)
        await pilot.press("enter")
        await until_over(pilot, "short")
        await choose(pilot, screen, "short")
        assert task(pilot, "short").problem in about(screen)
        assert "State not taken from its folder" in about(screen)
        assert [part for part in ("Hub", "Size", "Memory", "0 bytes") if part in about(screen)] == []
        assert line(screen, "short").split() == ["×", "short", "not", "taken"]
        assert [command.hint for command in screen.offered()] == ["forget it"]
        if left:
            part = store.folder / ".partial" / "short" / "key" / layout.MODEL
            part.parent.mkdir(parents=True)
            part.write_bytes(bytes(left))
        await pilot.press("x")
        if left:
            assert "frees 5 kB" in await asked(pilot)
            await pilot.press("2")
        await until(pilot, lambda: "short" not in [row.holding.name for row in screen.rows()])
        await until(pilot, lambda: len(screen.lines.options) == len(screen.rows()))
        assert partial_size(store.folder, "short") == 0


async def test_the_mouse_chooses_a_model_and_what_is_done_with_it(settings: Settings, server: FakeHub) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.click("#models", offset=(5, 1))
        await pilot.pause()
        row = screen.row
        assert row is not None
        assert row.holding.name == NAME
        assert pilot.app.screen is screen  # a click chooses, and asks nothing yet
        await pilot.click("#actions", offset=(2, 0))
        assert "Get nllb-600m?" in await asked(pilot)
        await pilot.click(Lines, offset=(5, 1))
        await until(pilot, lambda: pilot.app.screen is screen)
        assert server.asked == []


async def test_hostile_names_and_manifests_are_inert(settings: Settings, store: ModelStore, model: Path) -> None:
    name = "[bold red]x[bold] \x1b[31m"
    folder = Path(shutil.copytree(model, store.folder / name))
    write_manifest(folder, licence="[link=file:///]MIT\x1b]0;gone\x07\u202e")
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, name)
        shown = f"{about(screen)}{line(screen, '[bold red]x[bold]')}"
        assert "[link=file:///]MIT" in shown
        assert not [character for character in shown if not character.isprintable()]
        await pilot.press("x")
        question = await asked(pilot)
        assert "Remove [bold red]x[bold] " in question
        assert "\x1b" not in question
        await pilot.press("2")
        await until(pilot, lambda: not folder.exists())
        await until(pilot, lambda: any("is removed" in note for note in notes(pilot)))
        assert not any("\x1b" in note for note in notes(pilot))


@pytest.mark.parametrize("size", [(60, 20), (40, 12), (200, 60)])
async def test_lines_fit_whatever_the_width(settings: Settings, installed: Path, size: tuple[int, int]) -> None:
    shutil.move(installed, installed.with_name("a-model-with-a-very-long-name-indeed-that-nobody-should-give-to-any"))
    async with app_of(settings).run_test(size=size) as pilot:
        screen = await opened(pilot)
        lines = [str(option.prompt) for option in screen.query_one(Lines).options]
        assert len({len(line) for line in lines}) == 1
        assert len(lines[0]) <= size[0] - 2
        title, *facts = str(screen.query_one("#about", Static).content).split("\n")
        assert title.startswith("compact ")
        assert [fact for fact in facts if len(fact) > size[0] - 2] == []


async def test_a_store_that_cannot_be_read_says_so(
    settings: Settings, store: ModelStore, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_of(settings).run_test(size=SIZE) as pilot:
        screen = await opened(pilot, "mine")

        def refused(path: Path) -> Iterator[Path]:
            raise PermissionError(13, "Permission denied", str(path))

        with monkeypatch.context() as patch:
            patch.setattr(Path, "iterdir", refused)  # the superuser, as whom tests may run, may read everything
            screen.look_again()
            await until(pilot, lambda: screen.query(".trouble"))
        trouble = str(screen.query_one(".trouble", Static).content)
        assert f"The model store cannot be read: {store.folder}: Permission denied" in trouble
        screen.look_again()
        await until(pilot, lambda: not screen.query(".trouble") and screen.rows())
