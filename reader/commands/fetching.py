"""What a person sees of a download: what it would cost, the question, and how it goes on. All on stderr."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from reader.diagnostics import one_line, tell
from reader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EVERY = 30.0
"""Seconds between two lines where nobody looks at a terminal."""


def size(number: float) -> str:
    """Bytes for people, in decimal units."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= scale:
            value = number / scale
            return f"{value:.1f} {unit}" if value < 100 and unit != "kB" else f"{value:.0f} {unit}"
    return f"{number:.0f} bytes"


def duration(seconds: float) -> str:
    """Seconds for people."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


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


class Lines:
    """Tells how a download goes on, a line from time to time."""

    def __init__(self, name: str, total: int, here: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`here` of `total` bytes are here when it begins."""
        self._name, self._total, self._first, self._clock = name, total, here, clock
        self._began = self._told = clock()

    def __call__(self, here: int) -> None:
        """So many bytes are here."""
        now = self._clock()
        if now - self._told < _EVERY:
            return
        self._told = now
        rate = (here - self._first) / (now - self._began)
        left = f", {duration((self._total - here) / rate)} left" if rate > 0 else ""
        tell(f"{self._name}: {size(here)} of {size(self._total)}, {size(max(rate, 0))}/s{left}")


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
