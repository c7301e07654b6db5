"""What is done to models in the background: fetched, checked. It goes on whatever screen is shown."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.signal import Signal

from models.stop import Stop
from models.types import EngineError, StoppedError
from reader.amounts import Pace, size
from reader.ui.commands.command import shown_keys
from reader.ui.commands.everywhere import MODELS as MODELS_SCREEN
from reader.ui.manners import stand_back
from reader.ui.parts.asking import Severity
from reader.ui.status import time_left
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from models.fetch import Fetch
    from models.store import InstalledModel, Verification
    from reader.ui.app import ReaderApp
    from reader.ui.jobs import Job

_EVERY = 0.2
"""Seconds between two times that the screen is told how far it is: more often nobody can read it."""

Kind = Literal["fetch", "verify", "prepare"]
State = Literal["running", "stopping", "stopped", "failed", "done"]
_DOING: Mapping[Kind, str] = {"fetch": "Downloading", "verify": "Checking", "prepare": "Preparing"}


class Task:
    """Something that is being done to a model, or was. Its thread writes it, the screen reads it."""

    def __init__(self, model: str, kind: Kind) -> None:
        """`model` is its name, or its path if it is not in the store."""
        self.model, self.kind = model, kind
        self.state: State = "running"
        self.stage = ""
        """What is being done, in a few words."""
        self.told = ""
        """What else the person ought to know of it."""
        self.pace: Pace | None = None
        """How many bytes are through; None while there are none to count."""
        self.problem = self.hint = ""
        """What went wrong, and what to do."""
        self.found: Verification | None = None
        self.stop = Stop()
        self.job: Job | None = None
        self.thread: threading.Thread | None = None
        self._shown = 0.0
        self._turning = threading.Lock()

    @property
    def is_on(self) -> bool:
        """Whether it goes on still."""
        return self.state in ("running", "stopping")

    @property
    def fraction(self) -> float | None:
        """How much of it is done, from 0 to 1; None while that cannot be told."""
        return self.pace.here / self.pace.total if self.pace is not None and self.pace.total else None

    @property
    def detail(self) -> str:
        """`312 MB of 629 MB, 5.2 MB/s, about 1 min left`."""
        if self.state == "stopping":
            return "stopping"
        pace = self.pace
        if pace is None:
            return self.stage
        parts = [f"{size(pace.here)} of {size(pace.total)}"]
        if pace.rate:
            parts.append(f"{size(pace.rate)}/s")
        if pace.seconds_left:
            parts.append(time_left(pace.seconds_left))
        return ", ".join(parts)

    def cancel(self) -> None:
        """It is to stop; what is over stays as it ended."""
        with self._turning:
            if self.state == "running":
                self.state = "stopping"
        self.stop.set()

    def end(self, state: Literal["stopped", "failed", "done"]) -> None:
        """It has ended like this."""
        with self._turning:
            self.state = state

    def enter(self, stage: str, pace: Pace | None = None) -> None:
        """The next stage begins."""
        self.stage, self.pace, self.told = stage, pace, ""
        self._show()

    def say(self, line: str) -> None:
        """The one who works has something to say."""
        self.told = line
        self._show()

    def moved(self, here: int) -> None:
        """So many bytes are through."""
        assert self.pace is not None
        self.pace.move(here)
        if time.monotonic() - self._shown >= _EVERY:
            self._show()

    def _show(self) -> None:
        self._shown = time.monotonic()
        if self.job is not None and not self.job.over:
            self.job.update(self.fraction, self.detail)


class Downloads:
    """The tasks of the models, the last one of each.

    Their threads end with the program, wherever they are: what came lies in the store, and the next try goes on there.
    """

    def __init__(self, app: "ReaderApp") -> None:
        """Nothing goes on yet."""
        self._app = app
        self._tasks: dict[str, Task] = {}
        self._told_by: object = None
        self.ended: Signal[Task] = Signal(app, "download-ended")
        """One of them is over."""
        self.arrived: list[str] = []
        """Models that came in, and nobody was asked yet what to do with them."""

    def told_by(self, screen: object) -> None:
        """This screen shows what goes on: the line at its bottom need not."""
        self._told_by = screen
        for task in self._tasks.values():
            if task.job is not None:
                task.job.told_by = screen

    def __iter__(self) -> Iterator[Task]:
        """All of them."""
        return iter(list(self._tasks.values()))

    def of(self, model: str) -> Task | None:
        """What is being done to the model, or was done last."""
        return self._tasks.get(model)

    def forget(self, model: str) -> None:
        """What was done to the model is of no interest any more."""
        if (task := self._tasks.get(model)) is not None and not task.is_on:
            del self._tasks[model]

    def fetch(self, name: str, folder: Path | None = None) -> None:
        """Fetch the model, or copy it from `folder`; go on with it where it was begun.

        Raises EngineError, as the others do: also when something is being done to the model already.
        """
        from models.fetch import Fetch

        task = Task(name, "fetch")
        fetch = Fetch(self._app.services.store, name, folder=folder, say=task.say, stop=task.stop)
        self._begin(task, f"{_DOING[task.kind]} {name}", lambda: _fetch(task, fetch, folder))

    def verify(self, model: "InstalledModel", name: str, total: int) -> None:
        """Read all of the model, `total` bytes, and compare it with what was recorded."""
        task = Task(name, "verify")
        store = self._app.services.store

        def work() -> None:
            pace = Pace(total, 0)
            task.enter("reading every byte", pace)

            def read(amount: int) -> None:
                task.stop.check()
                task.moved(pace.here + amount)

            task.found = store.verify(model, read)

        self._begin(task, f"{_DOING[task.kind]} {model.name}", work)

    def prepare(self, model: "InstalledModel", name: str) -> None:
        """Do what is done once to a model, and makes it faster."""
        from models.fetch import prepare_installed

        task = Task(name, "prepare")

        def work() -> None:
            task.enter("preparing")
            prepare_installed(model.folder, task.say, task.stop)

        self._begin(task, f"{_DOING[task.kind]} {model.name}", work)

    def cancel(self, model: str) -> None:
        """Stop what is being done to the model; what came is kept."""
        if (task := self._tasks.get(model)) is not None and task.is_on and task.job is not None:
            task.job.cancel()

    def close(self) -> None:
        """The program ends."""
        for task in self._tasks.values():
            task.stop.set()

    def _begin(self, task: Task, name: str, work: Callable[[], None]) -> None:
        if (other := self._tasks.get(task.model)) is not None and other.is_on:
            raise EngineError(f"something is being done to {task.model} still", "wait for its end, or stop it first")
        self._tasks[task.model] = task
        task.job = self._app.jobs.begin(name, task.cancel, told_by=self._told_by)
        # A thread of its own, and not one of Textual's workers: those are waited for at the end of the program.
        task.thread = threading.Thread(target=self._run, args=(task, work), name=name, daemon=True)
        task.thread.start()

    def _run(self, task: Task, work: Callable[[], None]) -> None:
        stand_back()
        try:
            work()
            task.end("done")
        except StoppedError:
            task.end("stopped")
        except EngineError as error:
            task.problem, task.hint = str(error), error.hint
            task.end("failed")
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told, and reading goes on
            task.problem = f"the program itself went wrong: {error!r}"
            task.end("failed")
        if task.job is not None:
            task.job.end()
        self._app.call_later(self._ended, task)

    def _ended(self, task: Task) -> None:
        """Tell the person, unless that is on the screen."""
        if task.kind == "fetch" and task.state == "done":
            self.arrived.append(task.model)
            self._app.services.forget(self._app.services.store.folder / task.model)
        self.ended.publish(task)
        if task.state != "stopped" and self._app.screen is not self._told_by:
            severity, text = self._outcome(task)
            self._app.notify(inert(text), severity=severity, timeout=10, markup=False)

    def _outcome(self, task: Task) -> tuple[Severity, str]:
        """What became of it, in a line."""
        if task.problem:
            hint = f" ({task.hint})" if task.hint else ""
            return "error", f"{_DOING[task.kind]} {task.model} failed: {task.problem}{hint}"
        keys = shown_keys(self._app, MODELS_SCREEN)
        match task.kind:
            case "fetch":
                return "information", f"{task.model} is here: {keys} to read with it"
            case "prepare":
                return "information", f"{task.model} is prepared"
        problems = task.found.problems if task.found else ()
        if problems:
            return "error", f"{task.model} is damaged: {problems[0]} ({keys}: get it anew, or remove it)"
        return "information", f"{task.model} is whole"


def _fetch(task: Task, fetch: "Fetch", folder: Path | None) -> None:
    """Every step of it. Raises EngineError, and StoppedError."""
    task.enter("looking at what is here")
    if folder is not None or not fetch.is_whole():
        task.enter("looking at the folder" if folder else "asking the Hub")
        plan = fetch.plan()
        cost = fetch.cost(plan)
        fetch.check_room(cost)
        task.enter("copying" if folder else "fetching", Pace(cost.size, cost.here))
        fetch.bring(plan, task.moved)
    task.enter("preparing")
    fetch.prepare()
