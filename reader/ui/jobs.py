"""Work in the background: a download, a translation. Every screen shows what goes on, and anyone may cancel it.

    job = app.jobs.begin("Downloading nllb-600m", worker.cancel)
    job.update(0.43, "12 MB/s, about 2 min left")
    job.end()

Whoever works says so; what is shown, and where, is no concern of theirs.
"""

import threading
from collections.abc import Callable, Iterator, Sequence


class Job:
    """One piece of work. `update` and `end` may be called from any thread, and after the end of the program."""

    def __init__(
        self, name: str, cancel: Callable[[], object], changed: Callable[[], object], told_by: object = None
    ) -> None:
        """Made by `Jobs.begin`."""
        self.name = name
        """What is done, in a few words: `Downloading nllb-600m`."""
        self.fraction: float | None = None
        """How much of it is done, from 0 to 1; None while that cannot be told."""
        self.detail = ""
        """What else there is to say: rate, time left."""
        self.told_by = told_by
        """The screen that tells of it at length, and does so without the line at the bottom."""
        self.over = False
        self._cancel, self._changed = cancel, changed

    def update(self, fraction: float | None = None, detail: str = "") -> None:
        """How far it is now."""
        self.fraction, self.detail = fraction, detail
        self._changed()

    def end(self) -> None:
        """It is over, however that came; once is enough, twice does no harm."""
        self.over = True
        self._changed()

    def cancel(self) -> None:
        """Stop it. Called on the application's thread; what is finished by then is kept by whoever works."""
        self._cancel()
        self.end()


class Jobs:
    """What goes on now, in the order in which it was begun."""

    def __init__(self, changed: Callable[[], object]) -> None:
        """`changed` is called after every change, on the thread that made it."""
        self._changed = changed
        self._jobs: list[Job] = []
        self._lock = threading.Lock()

    def begin(self, name: str, cancel: Callable[[], object], *, told_by: object = None) -> Job:
        """Something begins. `cancel` stops it; it is called on the application's thread and must not wait.

        `told_by` is the screen that shows it anyhow, if there is one.
        """
        job = Job(name, cancel, self._changed, told_by)
        with self._lock:
            self._jobs = [*self._running(), job]
        self._changed()
        return job

    def __iter__(self) -> Iterator[Job]:
        """Those that go on now."""
        return iter(self._running())

    def _running(self) -> list[Job]:
        return [job for job in self._jobs if not job.over]


def jobs_line(jobs: Sequence[Job]) -> list[str]:
    """What goes on, for a line that has little room: wordings from the longest to the shortest."""
    if len(jobs) > 1:
        return [f"{len(jobs)} things go on", f"{len(jobs)} jobs"]
    (job,) = jobs
    if job.fraction is None:
        return [f"{job.name} …", "1 job"]
    percent = f"{job.fraction:.0%}"
    return [f"{job.name} {percent}", percent]
