"""Tables in, tables out: a column of article text is translated slice by slice, in this process or on a Ray cluster.

Each slice becomes a file of its own, `NAME.en.parquet/part-00000.parquet`, which is how such tables are kept and read
back as one. A slice that was written whole and whose table, model, glossary and options are the same is not done again.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.batch.answers import Answer
from reader.batch.article_worker import plain_worker
from reader.batch.glossaries import glossary_folder
from reader.batch.ledger import Ledger, file_digest, file_stamp
from reader.batch.outputs import check_place, name_outputs, output_name
from reader.batch.recipes import Order, recipes
from reader.batch.report import Failure, Outcome, Report
from reader.batch.run import make_folder
from reader.batch.table_worker import FORMATS, TableWorker, changed, table_recipe, table_source, table_task
from reader.batch.tables import Slice, Table, check_table, form_of
from reader.batch.writer import Listener, Writer, conducted
from reader.errors import ModelError, ReaderError, UsageError
from reader.services import Services

Ask = Callable[[Sequence[dict[str, Any]]], Iterator[Answer]]
"""The answers to tasks."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """A table that is to be translated."""

    table: Table
    slices: list[Slice]
    stamp: tuple[int, int] | None
    """Of the file, before it was cut into slices: see `file_stamp`."""

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(part.rows for part in self.slices)


def plan_tables(tables: Sequence[Table], column: str) -> tuple[list[Plan], list[Failure]]:
    """What there is to do, before anything is done, and the tables that cannot be translated.

    Raises ReaderError when there is nothing to do at all: where the only table is unusable, or all in the way of a
    UsageError, such as a column that none of them has.
    """
    plans: list[Plan] = []
    failures: list[Failure] = []
    for table in tables:
        try:
            plans.append(_plan(table, column))
        except ReaderError as error:
            failures.append(Failure(table.name, error))
    hopeless = len(failures) == 1 or all(isinstance(failure.error, UsageError) for failure in failures)
    if failures and not plans and hopeless:
        raise failures[0].error
    return plans, failures


def _plan(table: Table, column: str) -> Plan:
    stamp = file_stamp(table.path)
    try:
        check_table(table, column)
        return Plan(table, form_of(table).slices(table.path), stamp)
    except ReaderError:
        raise
    except OSError as error:
        raise ReaderError("the table cannot be read", table.name, error.strerror or str(error)) from error
    except Exception as error:  # a fault in a file that only its parser can tell
        raise ReaderError("the table cannot be read", table.name, repr(error)) from error


@dataclass(frozen=True)
class _Part:
    """A slice that is to be written."""

    output: Path
    """Below the output folder."""
    rows: int
    table: Table
    stamp: tuple[int, int] | None
    """Of the table, before it was cut into slices."""
    source: str
    """Digest of the table and the place of the slice in it."""
    recipe: str
    task: dict[str, Any]


@dataclass
class _Run(Writer):
    """A run over tables; a row is an article."""

    plans: Sequence[Plan]
    column: str
    changed: set[Path] = field(default_factory=set, init=False)
    """Tables that are no longer what was cut into slices."""

    def todo(self) -> dict[str, _Part]:
        """The slices that are to be written, by key; the others are told as unchanged, and the tables that cannot be
        done as failed. Raises ReaderError when there is only one, and it cannot be done, and ModelError."""
        inputs = frozenset(plan.table.path.resolve() for plan in self.plans)
        names = name_outputs([table_source(plan.table) for plan in self.plans])
        found: dict[str, _Part] = {}
        for plan, name in zip(self.plans, names, strict=True):
            try:
                found.update((part.output.as_posix(), part) for part in self._parts(plan, name, inputs))
            except ModelError:
                raise
            except ReaderError as error:  # the glossary beside it is broken, or its outputs have no place
                if len(self.plans) == 1:
                    raise
                self.fail(plan.table.name, error)
        return found

    def _parts(self, plan: Plan, name: Path, inputs: frozenset[Path]) -> Iterator[_Part]:
        table, suffix = plan.table, form_of(plan.table).SUFFIX
        matcher = self.services.matcher(glossary_folder(table_source(table)))
        formats = recipes(self.services, matcher, self.order)
        recipe, digest = table_recipe(formats, self.column), file_digest(table.path)
        outputs = [output_name(name, suffix) / part_name(number, suffix) for number in range(len(plan.slices))]
        for output in outputs:  # all of them before any is told: a table is done or failed
            check_place(self.order.folder, output, inputs)
        for output, part in zip(outputs, plan.slices, strict=True):
            source = hashlib.sha256(f"{digest} {part}".encode()).hexdigest()
            entry = None if self.order.force else self.ledger.current(output, source, recipe)
            if entry is None:
                task = table_task(output.as_posix(), table, part, self.column, formats, plan.stamp)
                yield _Part(output, part.rows, table, plan.stamp, source, recipe, task)
            else:
                self.report.skipped += part.rows
                self.report.tally += entry.tally
                self.report.files.append(Outcome(output.as_posix(), "unchanged", entry.tally))

    def hear(self, part: _Part, answer: Answer) -> None:
        """Write and count what became of a slice."""
        self.count(answer, part.rows)
        if file_stamp(part.table.path) != part.stamp:
            if part.table.path not in self.changed:  # told once, not for each of its slices
                self.changed.add(part.table.path)
                self.fail(part.table.name, changed(part.table))
        else:
            for problem in answer.problems:
                self.fail(problem.file, problem.error)
            if answer.files:
                self._store(part, answer)
        self.listener.update(self.report)

    def _store(self, part: _Part, answer: Answer) -> None:
        (data,) = answer.files.values()
        whole = not answer.problems  # one with rows that failed is tried again, and they are told again
        try:
            self.put(part.output, data, part.source, part.recipe, answer.tally, enter=whole)
        except ReaderError as error:
            self.fail(part.output.as_posix(), error)
        else:
            self.report.written += part.rows - len(answer.problems)
            self.report.tally += answer.tally
            self.report.files.append(Outcome(part.output.as_posix(), "written", answer.tally))

    def finish(self, lost: Mapping[str, _Part]) -> None:
        """Tell what has no answer, and what does not belong to what was written."""
        for key, part in lost.items():
            self.fail(key, ReaderError("a part of the table kills the workers", f"{part.table.name}, {key}"))
        for path in self._leftovers():
            _log.warning("a part of an earlier, longer table is still there: %s (remove it)", path)

    def _leftovers(self) -> Iterator[Path]:
        """Parts that an earlier, longer table left: read back they would be rows of this one."""
        names = name_outputs([table_source(plan.table) for plan in self.plans])
        for plan, name in zip(self.plans, names, strict=True):
            suffix = form_of(plan.table).SUFFIX
            known = {part_name(number, suffix) for number in range(len(plan.slices))}
            folder = self.order.folder / output_name(name, suffix)
            yield from sorted(path for path in folder.glob(f"part-*.{suffix}") if path.name not in known)


def part_name(number: int, suffix: str) -> str:
    """The file of a slice."""
    return f"part-{number:05}.{suffix}"


@contextmanager
def _asking(services: Services, order: Order, stop: Callable[[], bool], *, distributed: bool) -> Iterator[Ask]:
    """Who answers; this process breaks off the slice at work when `stop` says so."""
    if not distributed:
        yield TableWorker(services, order, stop).answers
        return
    from reader.batch.ray_cluster import answers, cluster

    plain = plain_worker(services, order)
    with cluster(services.settings) as crew:
        yield lambda tasks: answers("tables", plain, tasks, crew, 1)


def translate_tables(
    services: Services,
    plans: Sequence[Plan],
    column: str,
    order: Order,
    listener: Listener,
    failed: Sequence[Failure] = (),
    *,
    distributed: bool,
) -> Report:
    """Translate `column` of the tables in `plans` into `order.folder`, and tell what was done; a row is an article.

    A row that fails is in the report and stops no other. `failed` are tables that were not even begun. Ctrl-C ends the
    run after the slice at work. Raises ReaderError when nothing can be done at all, and with `distributed`, which is on
    a Ray cluster, what that raises.
    """
    order = Order(order.folder, FORMATS, order.bilingual, order.force)
    report = Report(articles=sum(plan.rows for plan in plans) + len(failed), unit="row")
    with conducted(services, report, listener, "ray" if distributed else "local") as interrupt:
        make_folder(order.folder)
        run = _Run(services, order, listener, report, interrupt, Ledger(order.folder), plans, column)
        for failure in failed:
            run.fail(failure.file, failure.error)
        parts = run.todo()
        listener.update(report)
        if parts:
            with _asking(services, order, lambda: interrupt.asked, distributed=distributed) as ask:
                for answer in ask([part.task for part in parts.values()]):
                    run.hear(parts.pop(answer.key), answer)
                    if interrupt.asked:
                        break
        if not interrupt.asked:
            run.finish(parts)
    return report
