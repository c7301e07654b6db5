"""The sentences that wait for a model, each text once, and which of them come next."""

import bisect
from collections import deque
from collections.abc import Iterator
from itertools import chain

from reader.pipeline.events import Focus
from reader.pipeline.plan import Unit


class Queue:
    """Units by the key of their translation. Adding one and taking one cost next to nothing, however many wait."""

    def __init__(self, *, alike: bool = False) -> None:
        """`alike`: without a focus, sentences of like length come together, the oldest and its neighbours first."""
        self._alike = alike
        self._waiting: dict[str, list[Unit]] = {}
        self._units = 0
        self._lengths: list[tuple[int, str]] = []
        self._positions: dict[str, list[int]] = {}
        """By job, the reading positions that have a sentence waiting, sorted."""
        self._at: dict[tuple[str, int], deque[str]] = {}

    def __len__(self) -> int:
        """The number of units that wait; a sentence that stands in the text twice counts twice."""
        return self._units

    def add(self, unit: Unit) -> None:
        """Let `unit` wait. One job's units are best added in reading order."""
        self._units += 1
        if unit.key not in self._waiting:
            self._waiting[unit.key] = []
            if self._alike:
                bisect.insort(self._lengths, (len(unit.segment.text), unit.key))
        self._waiting[unit.key].append(unit)
        place = unit.job, _reading_position(unit.segment.paragraph)
        if place not in self._at:
            self._at[place] = deque()
            bisect.insort(self._positions.setdefault(unit.job, []), place[1])
        self._at[place].append(unit.key)

    def take(self, count: int, focus: Focus | None = None, reach: int | None = None) -> dict[str, list[Unit]]:
        """The next `count` sentences, out of the queue: key -> the units that have it.

        With a focus: what stands at or below it, nearest first; then what is above it, nearest first; then other
        jobs. `reach`: no more than so many paragraphs from the focus, and no other job.
        """
        keys: list[str] = []
        if focus is not None:
            keys = self._near(count, focus, reach)
        if len(keys) < count and (focus is None or reach is None):
            keys += self._any(count - len(keys), set(keys))
        taken = {key: self._waiting.pop(key) for key in keys}
        self._units -= sum(map(len, taken.values()))
        if self._alike:
            for key, units in taken.items():
                entry = (len(units[0].segment.text), key)
                del self._lengths[bisect.bisect_left(self._lengths, entry)]
        return taken

    def forget(self, job: str) -> None:
        """Nothing of `job` waits any more: drop what is kept about its places."""
        for position in self._positions.pop(job, ()):
            del self._at[job, position]

    def _near(self, count: int, focus: Focus, reach: int | None) -> list[str]:
        positions = self._positions.get(focus.job, [])
        here = _reading_position(focus.paragraph)
        first, start, last = 0, bisect.bisect_left(positions, here), len(positions)
        if reach is not None:
            first, last = bisect.bisect_left(positions, here - reach), bisect.bisect_right(positions, here + reach)
        keys: dict[str, None] = {}
        passed: list[int] = []
        for position in chain(positions[start:last], reversed(positions[first:start])):
            at = self._at[focus.job, position]
            while at and len(keys) < count:
                key = at.popleft()
                if key in self._waiting:  # else: taken for another place that has the same sentence
                    keys[key] = None
            if at:
                break
            passed.append(position)
        for position in passed:
            del positions[bisect.bisect_left(positions, position)]
            del self._at[focus.job, position]
        return list(keys)

    def _any(self, count: int, taken: set[str]) -> list[str]:
        if not self._alike:
            return _first(count, (key for key in self._waiting if key not in taken))
        oldest = next((key for key in self._waiting if key not in taken), None)
        if oldest is None:
            return []
        place = bisect.bisect_left(self._lengths, (len(self._waiting[oldest][0].segment.text), oldest))
        start = max(0, min(place - count // 2, len(self._lengths) - count))
        return [key for _, key in self._lengths[start : start + count] if key not in taken]


def _first(count: int, keys: Iterator[str]) -> list[str]:
    return [key for key, _ in zip(keys, range(count), strict=False)]


def _reading_position(number: int) -> int:
    """Title, subtitle and caption (-1, -2, -3) stand above paragraph 0, in this order."""
    return number if number >= 0 else -4 - number
