"""Waits until something changed in the folders that a run reads from."""

import contextlib
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from watchfiles import Change, DefaultFilter, watch

from reader.article.load import excluded_below, is_article_file
from reader.glossary.layers import FOLDER_FILE

_SETTLED = 1000
"""Milliseconds that changes are collected before they are told: a file is rarely written in one go."""
_FIRST = 2000
"""Milliseconds until the watch says that it has begun."""


class Wanted(DefaultFilter):
    """Articles and glossaries below the places that are watched; of the program's outputs none."""

    def __init__(self, places: Collection[Path], out: Path, report: Path | None = None) -> None:
        """`out` is the output folder, which may be one of `places`; `report` is written after each run."""
        super().__init__()
        self._report = report.resolve() if report is not None else None
        self._places = []
        for place in places:
            excluded = excluded_below(place, out)
            whole = place.resolve() if place.is_dir() else place.parent.resolve() / place.name
            self._places.append((whole, excluded.resolve() if excluded is not None else None))

    def __call__(self, change: Change, path: str) -> bool:
        """Whether this change can make a difference: whether a run over the places would look at `path`."""
        given = Path(path)
        if change is Change.deleted and self.is_place(given):
            return True
        if not (is_article_file(given) or given.name == FOLDER_FILE) or not super().__call__(change, path):
            return False
        resolved = given.parent.resolve() / given.name
        return resolved != self._report and any(
            resolved.is_relative_to(place) and not (excluded and resolved.is_relative_to(excluded))
            for place, excluded in self._places
        )

    def is_place(self, path: Path) -> bool:
        """Whether `path` is one of the places themselves."""
        return any(path.parent.resolve() / path.name == place for place, _ in self._places)


def changes(
    places: Collection[Path], out: Path, report: Path | None = None, stop: threading.Event | None = None
) -> Iterator[None]:
    """One item for each time that something below `places` changed, until `stop` is set or Ctrl-C is pressed.

    What is written into `out` and `report` is no change. The first item comes soon in any case: for what changed after
    the last look and before the watch began. A place that is replaced, as a file is that an editor saves, or that goes
    and comes back, is watched anew; while it is gone the others are watched. Raises KeyboardInterrupt, and
    FileNotFoundError when a place is gone at the start.
    """
    stopped = stop or threading.Event()
    wanted = Wanted(places, out, report)
    here = list(places)
    yield from _changes(here, places, wanted, stopped)
    while not stopped.is_set():
        here = [place for place in places if place.exists()]
        if not here:
            stopped.wait(_FIRST / 1000)
            continue
        with contextlib.suppress(FileNotFoundError):  # one went this very moment
            yield from _changes(here, places, wanted, stopped)


def _changes(here: Collection[Path], places: Collection[Path], wanted: Wanted, stop: threading.Event) -> Iterator[None]:
    """The changes in those of `places` that are `here`, until one of the others comes back, or one of them goes: of
    what takes its name later the system tells nothing."""
    first = True
    missing = [place for place in places if place not in here]
    options: dict[str, Any] = {
        "rust_timeout": _FIRST,
        "yield_on_timeout": True,
        "debounce": _SETTLED,
        "stop_event": stop,
    }
    # Without a filter of its own: it would say nothing as long as all that changes is none of ours.
    for found in watch(*here, watch_filter=None, **options):
        if first or any(wanted(change, path) for change, path in found):
            yield
        first = False
        gone = any(change is Change.deleted and wanted.is_place(Path(path)) for change, path in found)
        if gone or any(place.exists() for place in missing):
            return
