"""How many workers machines have room for, and what each of them gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reader.config import Settings

_THREADS: Final = 4
"""Of a worker, where nobody says how many workers there are to be."""


@dataclass(frozen=True)
class Crew:
    """How many workers there are, the processors that each takes, and whether each takes a GPU."""

    workers: int
    threads: int
    gpu: bool


def crew_for(settings: Settings, cores: Sequence[int]) -> Crew:
    """The workers for machines with so many `cores`: `settings` decide where they say so, and no worker takes more
    threads than a machine has, for it would wait for ever."""
    total, largest = sum(cores), max(cores, default=1)
    workers = settings.workers or max(1, total // (settings.threads or _THREADS))
    threads = settings.threads or max(1, min(total // workers, largest))
    return Crew(workers, min(threads, largest), settings.device == "cuda")
