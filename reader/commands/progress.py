"""How a run goes on, shown on stderr to a person who is there to see it."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.diagnostics import tell

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from reader.batch.report import Failure, Report
    from reader.batch.run import Listener


class Quiet:
    """Tells failures and nothing else."""

    def update(self, report: "Report") -> None:
        """Nothing is shown."""

    def failed(self, failure: "Failure") -> None:
        """One line."""
        tell(str(failure.error))

    def stopping(self) -> None:
        """One line, written past every buffer: a signal handler may not use them."""
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, b"dwibaca: finishing the batch at work\n")


class Bar(Quiet):
    """A line that shows articles and sentences as they are done."""

    def __init__(self, progress: "Progress", task: "TaskID") -> None:
        """Shows `task` of `progress`, which is running."""
        self._progress, self._task = progress, task

    def update(self, report: "Report") -> None:
        """Move on."""
        self._progress.update(
            self._task,
            completed=report.done,
            sentences=f"{report.translated} translated, {report.cached} cached",
        )


@contextlib.contextmanager
def listening(articles: int, *, quiet: bool) -> Iterator["Listener"]:
    """Who listens to a run over so many articles: a progress line where stderr is a terminal, unless `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("articles"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[sentences]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress, progress.add_task("", total=articles, sentences=""))
