"""What every run into a folder has, whatever it translates: files written whole, a ledger, counts, Ctrl-C."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reader.batch.answers import Answer
from reader.batch.interrupt import Interrupt, interruptible
from reader.batch.ledger import Entry, Ledger
from reader.batch.rates import remember_rate
from reader.batch.recipes import Order
from reader.batch.report import Failure, Report, Tally
from reader.errors import ReaderError
from reader.files import replacing, sweep
from reader.services import Services


class Listener(Protocol):
    """Who wants to know how a run goes on."""

    def update(self, report: Report) -> None:
        """Something changed in `report`."""
        ...

    def failed(self, failure: Failure) -> None:
        """An article came to nothing."""
        ...

    def stopping(self) -> None:
        """The run was asked to stop; the batch at work is finished first. Called from a signal handler."""
        ...


@dataclass
class Writer:
    """A run, so far: what it writes, tells and remembers, whoever translates."""

    services: Services
    order: Order
    listener: Listener
    report: Report
    interrupt: Interrupt
    ledger: Ledger
    swept: set[Path] = field(default_factory=set, init=False)
    """Folders that hold nothing of a killed run any more."""

    def put(self, output: Path, data: bytes, source: str, recipe: str, counts: Tally, *, enter: bool = True) -> None:
        """Write `output`, a path below the folder, whole or not at all; `enter` it in the ledger: see `Entry`.

        Raises ReaderError.
        """
        path = self.order.folder / output
        if path.parent not in self.swept:
            self.swept.add(path.parent)
            sweep(path.parent)
        try:
            with replacing(path) as file:
                file.write(data)
                file.flush()
                if enter:
                    digest = hashlib.sha256(data).hexdigest()
                    self.ledger.add(Entry(output.as_posix(), source, recipe, digest, counts))
        except OSError as error:
            raise ReaderError("the output cannot be written", path, error.strerror or str(error)) from error

    def count(self, answer: Answer, articles: int = 1) -> None:
        """Count what a worker did for so many articles."""
        self.report.opened += articles
        self.report.planned += answer.tally.sentences
        self.report.translated += answer.translated
        self.report.characters += answer.characters
        self.report.cached += answer.cached

    def fail(self, file: str, error: ReaderError) -> None:
        """Tell that an article came to nothing."""
        failure = Failure(file, error)
        self.report.fail(failure)
        self.listener.failed(failure)
        self.listener.update(self.report)


@contextmanager
def conducted(services: Services, report: Report, listener: Listener, engine: str) -> Iterator[Interrupt]:
    """While this lasts a run on `engine` is timed, and Ctrl-C asks it to end soon; a second one ends it here.

    Afterwards `report` says which, and how long it took.
    """
    start = time.perf_counter()
    with interruptible(listener.stopping) as interrupt:
        try:
            yield interrupt
        except KeyboardInterrupt:
            report.abandoned = True
        report.interrupted = interrupt.asked
    report.seconds = time.perf_counter() - start
    remember_rate(services, engine, report)
