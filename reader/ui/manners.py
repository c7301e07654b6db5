"""Threads that work in the background, and know it."""

import contextlib
import os
import sys
import threading

_STEP = 5


def stand_back() -> None:
    """Let the screen go first: from now on this thread, and those that it begins, get the processor after others.

    The model's threads are begun by the thread that opens it. On Linux a thread has a priority of its own; elsewhere it
    is the whole program's, and nothing is done.
    """
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        if os.getpriority(os.PRIO_PROCESS, thread) == os.getpriority(os.PRIO_PROCESS, os.getpid()):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _STEP)
