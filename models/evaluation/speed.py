"""Load time, sentences a second and memory, in a process that does nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.engine import CTranslate2Translator, usable_cores
from models.machine import peak_memory
from models.types import DecodingOptions, Request


@dataclass(frozen=True)
class SpeedResult:
    """`memory_mb` is the highest resident size of the whole process, Python included."""

    cores: int
    busy: float
    """Load average of the machine when the measurement began, itself not counted."""
    beam: int
    sentences: int
    load_seconds: float
    sentences_per_second: float
    memory_mb: float


def evaluate_speed(model: Path, sources: Sequence[str], beam_size: int, threads: int = 0) -> SpeedResult:
    """Load the model and translate the sentences, after a few of them as a warm-up. Raises EngineError."""
    busy = os.getloadavg()[0]
    began = time.perf_counter()
    translator = CTranslate2Translator.open(model, device="cpu", threads=threads)
    loaded = time.perf_counter()
    options = DecodingOptions(beam_size=beam_size)
    translator.translate([Request(source) for source in sources[:8]], options)
    warm = time.perf_counter()
    translator.translate([Request(source) for source in sources], options)
    seconds = time.perf_counter() - warm
    return SpeedResult(
        cores=threads or usable_cores(),
        busy=round(busy, 2),
        beam=beam_size,
        sentences=len(sources),
        load_seconds=round(loaded - began, 3),
        sentences_per_second=round(len(sources) / seconds, 1),
        memory_mb=round(peak_memory() / (1 << 20), 1),
    )
