"""Ctrl-C that loses nothing: the first one asks the run to stop between two batches, the second stops it at once."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType


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
    """While this lasts, Ctrl-C only sets `asked` and calls `on_ask`; a second one is the usual KeyboardInterrupt."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        interrupt.check()
        interrupt.asked = True
        on_ask()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
