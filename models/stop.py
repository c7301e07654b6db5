"""A person's wish that a download end: said on one thread, heeded on another."""

import threading

from models.types import StoppedError


class Stop(threading.Event):
    """Set once, it stays. Who works calls `check` at every step, and waits by `wait`."""

    def check(self) -> None:
        """Raises StoppedError once it is set."""
        if self.is_set():
            raise StoppedError("stopped", "what is here is kept, and the next try goes on from there")
