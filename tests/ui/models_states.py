"""The screen of models in its states: for the snapshots, and for pictures to look at."""

import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from textual.pilot import Pilot

from models.manifest import write_manifest
from models.store import Verification
from reader.amounts import Pace
from reader.config import Settings
from reader.paths import find_paths
from reader.ui.app import ReaderApp
from reader.ui.downloads import Task
from reader.ui.screens.choice import ChoiceScreen
from reader.ui.screens.models import ModelsScreen
from reader.ui.widgets.lines import Lines
from tests.ui.kit import WaitingTranslator, reader, until, until_done
from tests.ui.states import State

NAME, OWN = "nllb-600m", "koran-kecil"
Step = Callable[[Pilot[int]], Awaitable[None]]


def _app(settings: Settings, model: Path) -> ReaderApp:
    folder = find_paths(settings.home).models / OWN
    shutil.copytree(model, folder)
    write_manifest(folder, licence="MIT")
    return reader(settings, WaitingTranslator(free=True))


def state(settings: Settings, model: Path, name: str, *keys: str, task: Task | None = None) -> State:
    """The screen with the cursor on `name`, after these keys; `task` is what is being done to it, or was."""
    app = _app(settings, model)

    async def before(pilot: Pilot[int]) -> None:
        await until_done(pilot)
        if task is not None:
            app.downloads._tasks[name] = task
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, ModelsScreen))
        screen = app.screen
        assert isinstance(screen, ModelsScreen)
        await until(pilot, lambda: any(row.holding.name == name for row in screen.rows()))
        screen.query_one(Lines).highlighted = [row.holding.name for row in screen.rows()].index(name)
        await pilot.press(*keys)
        if keys:
            await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.pause()
        await pilot.pause()

    return State(app, before)


def _fetching() -> Task:
    """Eight seconds in, at 30 MB a second."""
    seconds = iter([0.0, 8.0])
    now = [0.0]

    def clock() -> float:
        now[0] = next(seconds, now[0])
        return now[0]

    task = Task(NAME, "fetch")
    pace = Pace(629_440_000, 80_000_000, clock)
    pace.move(320_000_000)
    task.enter("fetching", pace)
    task.told = "the connection broke, going on at 301,989,888 of 622,595,991 bytes: timed out"
    return task


def _failed() -> Task:
    task = Task(NAME, "fetch")
    task.state = "failed"
    task.problem = "the Hub cannot be reached: https://huggingface.co: [Errno -3] Temporary failure in name resolution"
    task.hint = "check the network; HF_ENDPOINT names a mirror, --from-dir takes a folder copied by hand"
    return task


def _damaged() -> Task:
    task = Task(OWN, "verify")
    task.state = "done"
    problem = "model.bin is not the file that was recorded"
    task.found = Verification(OWN, Path(), "0" * 64, recorded=True, problems=(problem,))
    return task


MODELS_STATES: Mapping[str, Callable[[Settings, Path], State]] = {
    "list": lambda settings, model: state(settings, model, NAME),
    "own": lambda settings, model: state(settings, model, OWN),
    "asked": lambda settings, model: state(settings, model, NAME, "f"),
    "fetching": lambda settings, model: state(settings, model, NAME, task=_fetching()),
    "failed": lambda settings, model: state(settings, model, NAME, task=_failed()),
    "damaged": lambda settings, model: state(settings, model, OWN, task=_damaged()),
    "removing": lambda settings, model: state(settings, model, OWN, "x"),
}
