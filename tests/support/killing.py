"""`dwibaca translate` killed (SIGKILL) in mid-run, watched from outside, and what it said to its model written down.

As a program (`python -m tests.support.killing LOG ARGUMENTS...`) this is `dwibaca ARGUMENTS` that adds a line to LOG
when a batch begins and when it has been kept. Everything else is the real program.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader.batch.ledger import NAME

ROOT = Path(__file__).resolve().parents[2]


def start(log: Path, home: Path, *arguments: object) -> "subprocess.Popen[bytes]":
    """The program, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.killing", str(log), *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "DWIBACA_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )


@dataclass
class Told:
    """What the log says of one run."""

    begun: list[str] = field(default_factory=list)
    """Keys of the sentences that the model was asked for."""
    kept: set[str] = field(default_factory=set)
    """Those whose translation was in the cache afterwards."""


def read_log(log: Path) -> list[Told]:
    """What was said in each run, in order. A run that asked for nothing is not among them."""
    runs: dict[str, Told] = {}
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        said = json.loads(line)
        told = runs.setdefault(said["run"], Told())
        if said["event"] == "begin":
            told.begun += said["keys"]
        else:
            told.kept.update(said["keys"])
    return list(runs.values())


def repeated(runs: Sequence[Told]) -> tuple[int, int]:
    """Sentences that were asked for again: those that were in flight at a kill, and those for which nothing speaks."""
    excused = unexcused = 0
    kept: set[str] = set()
    lost: Counter[str] = Counter()
    for told in runs:
        for key, times in Counter(told.begun).items():
            unexcused += times - 1 + (key in kept)
            excused += key not in kept and lost[key] > 0
        kept |= told.kept
        lost.update(set(told.begun) - told.kept)
    return excused, unexcused


class Killer:
    """Runs the program over one folder and kills it, again and again."""

    def __init__(self, log: Path, home: Path, arguments: Sequence[object], chance: random.Random) -> None:
        """`arguments` are those of `dwibaca`."""
        self.log, self.home, self.arguments, self.chance = log, home, arguments, chance

    def at_start(self, within: float) -> bool:
        """Kill a run within so many seconds of its start; whether it was still there."""
        process = start(self.log, self.home, *self.arguments)
        time.sleep(self.chance.uniform(0, within))
        return _kill(process)

    def at_work(self, within: float) -> bool:
        """Kill a run within so many seconds of its first new sentence; False if it ended before."""
        before = self._batches()
        process = start(self.log, self.home, *self.arguments)
        while process.poll() is None and self._batches() == before:
            time.sleep(0.005)
        time.sleep(self.chance.uniform(0, within))
        return _kill(process)

    def to_the_end(self) -> tuple[int, str]:
        """An undisturbed run: its exit code, and what it said."""
        _, said = (process := start(self.log, self.home, *self.arguments)).communicate()
        return process.returncode, said.decode()

    def _batches(self) -> int:
        """How many batches were kept so far."""
        return self.log.read_bytes().count(b'"kept"') if self.log.exists() else 0


def _kill(process: "subprocess.Popen[bytes]") -> bool:
    alive = process.poll() is None
    process.kill()
    process.communicate()
    return alive


class Watcher:
    """Looks at an output folder all the time, and finds files that are not whole under their final names."""

    def __init__(self, out: Path) -> None:
        """`out` need not be there yet."""
        self.out = out
        self.faults: list[str] = []
        self.seen = 0
        self._known: dict[Path, tuple[int, int, int]] = {}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts."""
        over = threading.Event()
        thread = threading.Thread(target=self._watch, args=[over])
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(0.01):
            self._look()
        self._look()

    def _look(self) -> None:
        for path in [path for path in self.out.rglob("*.en.*") if not path.name.startswith(".")]:
            try:
                status = path.stat()
                stamp = status.st_ino, status.st_mtime_ns, status.st_size
                if self._known.get(path) == stamp:
                    continue
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            except FileNotFoundError:
                continue
            self._known[path] = stamp
            self.seen += 1
            # What a file is to hold is entered before the file gets its name.
            if digest not in (self.out / NAME).read_text(encoding="utf-8"):
                self.faults.append(str(path))


def _main(log: str, arguments: Sequence[str]) -> int:
    from reader.cli import main
    from reader.pipeline.plan import Unit
    from reader.pipeline.workshop import Batch, Workshop

    run = f"{time.time_ns()}-{os.getpid()}"
    make = Workshop.make

    def tell(event: str, keys: Sequence[str]) -> None:
        line = json.dumps({"run": run, "event": event, "keys": keys}) + "\n"
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, line.encode())
        os.close(descriptor)

    def logged(self: Workshop, units: Sequence[Unit]) -> Batch:
        tell("begin", [unit.key for unit in units])
        batch = make(self, units)
        tell("kept", [unit.key for unit in units if unit.key in batch.made])
        return batch

    Workshop.make = logged  # type: ignore[method-assign]
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2:]))
