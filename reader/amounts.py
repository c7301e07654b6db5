"""Bytes and seconds for people, and how fast something goes."""

import time
from collections import deque
from collections.abc import Callable

_WINDOW = 10.0
"""Seconds over which a rate is taken: long enough to be steady, short enough to follow what happens."""
_STEP = 0.2
"""Seconds between two looks that are kept."""


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


class Pace:
    """How fast a count grows: its rate over the last seconds, and how long the rest will take."""

    def __init__(self, total: int, here: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`here` of `total` are there when it begins."""
        self.total, self.here = total, here
        self._clock = clock
        self._looks = deque([(clock(), here)])

    def move(self, here: int) -> None:
        """So many are there now."""
        self.here = here
        now = self._clock()
        if now - self._looks[-1][0] >= _STEP:
            self._looks.append((now, here))
        while len(self._looks) > 1 and now - self._looks[0][0] > _WINDOW:
            self._looks.popleft()

    @property
    def rate(self) -> float:
        """A second; 0 while it stands still, and at the very beginning."""
        (then, before), now = self._looks[0], self._clock()
        # Where nothing has moved for longer than the window, the first look is as old as that.
        return max(0.0, (self.here - before) / (now - then)) if now - then >= _STEP else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None while that cannot be told."""
        return (self.total - self.here) / self.rate if self.rate else None
