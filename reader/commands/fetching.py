"""What a person sees of a download: what it would cost, the question, and how it goes on. All on stderr."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from reader.amounts import Pace, duration, size
from reader.diagnostics import one_line, tell
from reader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EVERY = 30.0
"""Seconds between two lines where nobody looks at a terminal."""


def ask(question: str, *, yes: bool, otherwise: str) -> None:
    """Go on only if the person agrees: by `yes`, or asked here. `otherwise` says what happens if not.

    Raises UsageError where nobody can be asked, and ends the command where the answer is no.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{otherwise} without being asked", "there is no terminal to ask at", "give --yes")
    if not click.confirm(f"dwibaca: {one_line(question)}", err=True):
        tell(otherwise)
        raise click.exceptions.Exit(ExitCode.INTERRUPTED)


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Around a download: who interrupts it is told that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        tell("what has come is kept: the same command goes on from there")
        raise


class Lines:
    """Tells how a download goes on, a line from time to time."""

    def __init__(self, name: str, total: int, here: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`here` of `total` bytes are here when it begins."""
        self._name, self._pace, self._clock = name, Pace(total, here, clock), clock
        self._told = clock()

    def __call__(self, here: int) -> None:
        """So many bytes are here."""
        pace, now = self._pace, self._clock()
        pace.move(here)
        if now - self._told < _EVERY:
            return
        self._told = now
        left = f", {duration(pace.seconds_left)} left" if pace.seconds_left is not None else ""
        tell(f"{self._name}: {size(here)} of {size(pace.total)}, {size(pace.rate)}/s{left}")


@contextlib.contextmanager
def showing(name: str, total: int, here: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """What to tell of the bytes that are here: a bar on a terminal, else a line now and then, nothing if `quiet`."""
    if quiet:
        yield lambda _: None
        return
    if not sys.stderr.isatty():
        yield Lines(name, total, here)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _mover(progress, progress.add_task(one_line(name), total=total, completed=here))


def _mover(progress: "Progress", task: "TaskID") -> Callable[[int], None]:
    return lambda here: progress.update(task, completed=here)
