"""Ctrl-C that loses nothing: the first one asks the run to stop between two batches, the second stops it at once.

So does time: a batch that takes longer than `PATIENCE` is not waited for, where the system has an alarm clock. With no
batch at work, as when the run only waits for its input, there is nothing to finish and the first one is enough.
SIGTERM means the same: a system that goes down, or a queue whose time is up, asks that way.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

_ASKING: Final = (signal.SIGINT, signal.SIGTERM)
PATIENCE: Final = 20.0
"""Seconds for what is at work."""
_HAS_ALARM: Final = hasattr(signal, "setitimer")


class Interrupt:
    """Whether the person asked to stop."""

    def __init__(self) -> None:
        """Not yet."""
        self.asked = False

    def check(self) -> None:
        """Raises KeyboardInterrupt if it was asked for."""
        if self.asked:
            raise KeyboardInterrupt


@contextlib.contextmanager
def interruptible(on_ask: Callable[[], None]) -> Iterator[Interrupt]:
    """While this lasts, Ctrl-C or SIGTERM only sets `asked` and calls `on_ask`; a second one is a KeyboardInterrupt, as
    is the end of `PATIENCE`."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        interrupt.check()
        interrupt.asked = True
        if _HAS_ALARM:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        on_ask()

    numbers = (*_ASKING, signal.SIGALRM) if _HAS_ALARM else _ASKING
    before = [(number, signal.signal(number, ask)) for number in numbers]
    try:
        yield interrupt
    finally:
        if _HAS_ALARM and interrupt.asked:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before:
            signal.signal(number, handler)
