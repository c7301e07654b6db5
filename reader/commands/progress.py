"""How a run goes on, told to a person at a terminal, to a log, or to another program."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from reader.amounts import Pace, duration
from reader.commands import output
from reader.diagnostics import counted, give_up, tell

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from reader.batch.report import Failure, Report
    from reader.batch.run import Estimate

_LOGGED = 30.0
"""Seconds between two lines in a log."""
_OBJECTS = 1.0
"""Seconds between two objects for a program."""


class Quiet:
    """Tells failures and nothing else."""

    def update(self, report: "Report") -> None:
        """Nothing is shown."""

    def failed(self, failure: "Failure") -> None:
        """One line."""
        tell(str(failure.error))

    def stopping(self) -> None:
        """One line, written past every buffer: a signal handler may not use them."""
        line = b"dwibaca: stopping; what is at work is finished if that is soon (Ctrl-C again stops at once)\n"
        with contextlib.suppress(OSError):
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, line)

    def estimated(self, estimate: "Estimate") -> None:
        """What a run would have to do, on stdout: it is what was asked for."""
        time = "no run has shown yet how long that takes (`dwibaca models bench` does)"
        if estimate.sentences == estimate.cached:
            time = "nothing to translate"
        elif estimate.seconds is not None:
            time = f"about {duration(estimate.seconds)}"
        unread = f", {len(estimate.failed)} cannot be read" if estimate.failed else ""
        output.write(
            f"{counted(estimate.articles, 'article')}, {estimate.unchanged} unchanged{unread}; "
            f"{counted(estimate.sentences, 'sentence')}, {estimate.cached} cached; {time}\n"
        )

    def ended(self, report: "Report", code: int) -> None:
        """The run is over."""


class Watching(Quiet):
    """Knows how fast a run goes and how long it will take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """It begins now."""
        self._pace = Pace(0, 0, clock)

    def update(self, report: "Report") -> None:
        """Take a look."""
        self._pace.total = expected_sentences(report)
        self._pace.move(report.translated + report.cached)

    @property
    def rate(self) -> float:
        """Sentences a second, cached ones included."""
        return self._pace.rate

    @property
    def seconds_left(self) -> float | None:
        """None while that cannot be told."""
        return self._pace.seconds_left

    def said(self, report: "Report") -> str:
        """All but the articles, in a few words."""
        sentences = report.translated + report.cached
        parts = [f"{self.rate:.1f} sentences/s"]
        if sentences:
            parts.append(f"{100 * report.cached // sentences}% cached")
        parts.append(counted(report.findings, "finding"))
        if self.seconds_left is not None and report.opened:
            parts.append(f"about {duration(self.seconds_left)} left")
        return ", ".join(parts)


class Bar(Watching):
    """A line at the terminal that goes on."""

    def __init__(self, progress: "Progress", task: "TaskID") -> None:
        """Shows `task` of `progress`, which is running."""
        super().__init__()
        self._progress, self._task = progress, task

    def update(self, report: "Report") -> None:
        """Move on."""
        super().update(report)
        self._progress.update(self._task, completed=report.done, said=self.said(report))


class Log(Watching):
    """A line now and then, where no terminal could show one that goes on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """The first line comes after a while: short runs need none."""
        super().__init__(clock)
        self._clock, self._next = clock, clock() + _LOGGED

    def update(self, report: "Report") -> None:
        """Say so, if it is time."""
        super().update(report)
        if self._clock() >= self._next:
            self._next = self._clock() + _LOGGED
            tell(f"{report.done} of {counted(report.articles, report.unit)}: {self.said(report)}")


class Objects(Watching):
    """One JSON object a line on stdout: `progress` at most once a second, `failed` for each article, then `end`, or
    `estimate` for a dry run. When nobody reads them any more the run goes on."""

    def __init__(self, *, quiet: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """`quiet`: failures are told to the program alone."""
        super().__init__(clock)
        self._quiet, self._clock, self._next = quiet, clock, clock()
        self._begin = clock()

    def update(self, report: "Report") -> None:
        """An object, if it is time."""
        super().update(report)
        if self._clock() >= self._next:
            self._next = self._clock() + _OBJECTS
            self._write("progress", self._state(report))

    def failed(self, failure: "Failure") -> None:
        """An object, and the line on stderr."""
        self._write("failed", {"file": failure.file, "error": str(failure.error)})
        if not self._quiet:
            super().failed(failure)

    def ended(self, report: "Report", code: int) -> None:
        """The last object."""
        super().update(report)
        self._write("end", {**self._state(report), "interrupted": report.interrupted, "code": int(code)})

    def estimated(self, estimate: "Estimate") -> None:
        """What a run would have to do."""
        seconds = None if estimate.seconds is None else round(estimate.seconds)
        self._write("estimate", {**vars(estimate), "failed": len(estimate.failed), "seconds": seconds})

    def _state(self, report: "Report") -> dict[str, Any]:
        left = self.seconds_left
        return {
            "articles": report.articles,
            "done": report.done,
            "written": report.written,
            "skipped": report.skipped,
            "failed": len(report.failed),
            "translated": report.translated,
            "cached": report.cached,
            "findings": report.findings,
            "rate": round(self.rate, 1),
            "seconds": round(self._clock() - self._begin, 1),
            "left": None if left is None or not report.opened else round(left),
        }

    def _write(self, event: str, said: dict[str, Any]) -> None:
        try:
            output.write(f"{json.dumps({'event': event, **said})}\n")
        except (output.NobodyReadsError, OSError) as error:
            give_up(sys.stdout)
            reason = getattr(error, "strerror", None) or "nobody reads it"
            tell(f"the progress goes nowhere: {reason} (the run goes on)")


def expected_sentences(report: "Report") -> int:
    """How many sentences the run will have had: those of the articles that were opened, and as many for each other."""
    if not report.opened:
        return 0
    unseen = max(0, report.articles - report.skipped - len(report.failed) - report.opened)
    return report.planned + round(unseen * report.planned / report.opened)


@contextlib.contextmanager
def listening(articles: int, *, quiet: bool, objects: bool = False, unit: str = "article") -> Iterator[Quiet]:
    """Who listens to a run over so many articles, or what else `unit` is.

    At a terminal that is a progress line, elsewhere one now and then. `quiet`: failures alone are told. `objects`: JSON
    on stdout for another program.
    """
    if objects:
        yield Objects(quiet=quiet)
        return
    if quiet:
        yield Quiet()
        return
    if not sys.stderr.isatty():
        yield Log()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn(f"{unit}s"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[said]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress, progress.add_task("", total=articles, said=""))
