"""Waits until something changed in the folders that a run reads from."""

import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from watchfiles import Change, DefaultFilter, watch

from reader.glossary.layers import FOLDER_FILE

_SETTLED = 1000
"""Milliseconds that changes are collected before they are told: a file is rarely written in one go."""
_FIRST = 2000
"""Milliseconds until the watch says that it has begun."""


class Wanted(DefaultFilter):
    """Articles and glossaries below the places that are watched, and nothing of the output folder."""

    def __init__(self, out: Path, suffixes: Collection[str]) -> None:
        """`suffixes` are those of articles, with their dots, in lower case."""
        super().__init__(ignore_paths=[out.resolve()])
        self._suffixes = frozenset(suffixes)

    def __call__(self, change: Change, path: str) -> bool:
        """Whether this change can make a difference."""
        name = Path(path).name
        article = Path(path).suffix.lower() in self._suffixes and not name.startswith(".")
        return (article or name == FOLDER_FILE) and super().__call__(change, path)


def changes(
    places: Collection[Path], out: Path, suffixes: Collection[str], stop: threading.Event | None = None
) -> Iterator[None]:
    """One item for each time that something below `places` changed, until `stop` is set or Ctrl-C is pressed.

    The first comes soon in any case: for what changed after the last look and before the watch began. Raises
    KeyboardInterrupt, and FileNotFoundError when a place is gone.
    """
    first = True
    wanted = Wanted(out, suffixes)
    options: dict[str, Any] = {
        "rust_timeout": _FIRST,
        "yield_on_timeout": True,
        "debounce": _SETTLED,
        "stop_event": stop,
    }
    for found in watch(*places, watch_filter=wanted, **options):
        if first or found:
            yield
        first = False
