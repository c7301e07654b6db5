"""One run: jobs in, events out. It works when asked for the next event, and is cancelled by closing it."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from models.types import EngineError
from reader.diagnostics import one_line
from reader.document import Origin
from reader.errors import ReaderError
from reader.glossary.match import Matcher
from reader.pipeline.background import in_background
from reader.pipeline.events import Done, Event, Failed, Focus, Job, ParagraphReady, Planned, Priority, SentenceReady
from reader.pipeline.pairing import Pairing, Ready
from reader.pipeline.plan import Pools, Unit, plan
from reader.pipeline.progress import Progress
from reader.pipeline.queue import Queue
from reader.pipeline.rendering import Rendering
from reader.pipeline.workshop import Batch, Workshop

Corrections = Callable[[Sequence[str], str], Mapping[str, str]]
"""(sentences, their FLORES-200 code) -> the person's own English of those that have one."""

_REACH = 12
"""Paragraphs from the focus that get a draft while the chosen model is at work: a screen and what comes next."""
_PAUSE = 0.05
"""Seconds between two looks at the focus while there is nothing to draft."""
T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """What a run works with."""

    workshop: Workshop
    drafter: Workshop | None
    """Translates what waits for `workshop`; None: no drafts."""
    pairing: Pairing
    matcher: Matcher
    corrections: Corrections | None
    pools: Pools
    drafts_only: bool
    """What `workshop` makes is a draft, and nothing better will come."""

    def origin(self, *, fresh: bool) -> Origin:
        """Where a translation by `workshop` comes from, as the person is told."""
        if self.drafts_only:
            return "draft"
        return "model" if fresh else "cache"


class Run:
    """The state of one run."""

    def __init__(
        self,
        parts: Parts,
        jobs: Iterable[Job],
        priority: Priority | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Does nothing yet."""
        self._parts, self._jobs, self._priority, self._stop = parts, iter(jobs), priority, stop
        self._more = True
        self._queue = Queue(alike=parts.pools.look_ahead > 1)
        self._to_draft = Queue()
        self._running: dict[str, Progress] = {}
        self._at_work: dict[Future[Batch], dict[str, list[Unit]]] = {}

    def events(self) -> Generator[Event, None, None]:
        """See `Pipeline.run`."""
        if self._parts.pools.at_once > 1 and self._parts.drafter is None:
            yield from self._side_by_side()
        else:
            yield from self._one_by_one()

    def _one_by_one(self) -> Generator[Event, None, None]:
        """A batch at a time, and drafts meanwhile: for a person who reads."""
        workshop, pools = self._parts.workshop, self._parts.pools
        drafting = self._parts.drafter is not None
        batches = 0
        while True:
            yield from self._take_in()
            if not self._queue or self._stop():
                return
            if drafting and not batches:
                yield from self._meanwhile(workshop.open, reach=None, patient=False)
            units = self._queue.take(pools.batch if batches else pools.first, self._focus())
            work = partial(workshop.make, [same[0] for same in units.values()])
            batches += 1
            batch = (yield from self._meanwhile(work, reach=_REACH, patient=True)) if drafting else work()
            yield from self._deliver(units, batch)

    def _side_by_side(self) -> Generator[Event, None, None]:
        """Several batches at a time: the model never waits for what is done with its translations."""
        threads = ThreadPoolExecutor(self._parts.pools.at_once, thread_name_prefix="batch")
        try:
            while True:
                for future in [future for future in self._at_work if future.done()]:
                    units = self._at_work.pop(future)
                    self._begin(threads)
                    yield from self._deliver(units, future.result())
                self._begin(threads)
                if self._more and len(self._queue) < self._parts.pools.look_ahead and not self._stop():
                    yield from self._next_job()
                elif self._at_work:
                    wait(self._at_work, return_when=FIRST_COMPLETED)
                elif not self._queue or self._stop():
                    return
        finally:
            # Nobody waits here: who leaves a run early wants to go on. What is at work is still cached at its end.
            threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self, threads: ThreadPoolExecutor) -> None:
        """Hand batches to idle threads, while there are enough sentences to choose from or no more will come."""
        pools = self._parts.pools
        while self._queue and len(self._at_work) < pools.at_once and not self._stop():
            if self._more and len(self._queue) < (pools.look_ahead if self._at_work else pools.batch):
                return
            units = self._queue.take(pools.batch, self._focus())
            work = partial(self._parts.workshop.make, [same[0] for same in units.values()])
            self._at_work[threads.submit(work)] = units

    def _focus(self) -> Focus | None:
        return self._priority() if self._priority else None

    def _take_in(self) -> Iterator[Event]:
        """Take in jobs until enough sentences wait or no job is left."""
        while self._more and len(self._queue) < self._parts.pools.look_ahead:
            yield from self._next_job()

    def _next_job(self) -> Iterator[Event]:
        job = next(self._jobs, None)
        if job is None:
            self._more = False
        else:
            yield from self._open(job)

    def _open(self, job: Job) -> Iterator[Event]:
        """Plan a job, tell what is known of it already, and put the rest in the queue."""
        parts = self._parts
        units = plan(job, parts.workshop.model, parts.workshop.options, parts.matcher)
        progress = self._running[job.key] = Progress(job, units, dict(job.article.blocks()))
        at_hand = self._at_hand(units)
        waiting = [unit for unit in units if (unit.segment.paragraph, unit.segment.sentence) not in at_hand]
        translating = {key: units for batch in self._at_work.values() for key, units in batch.items()}
        for unit in waiting:
            if unit.key in translating:
                translating[unit.key].append(unit)
            else:
                self._queue.add(unit)
        yield Planned(job.key, len(units), len(at_hand))
        yield from self._finish(list(at_hand.values()))
        if not units:
            yield self._end(progress)
        if parts.drafter is not None and waiting:
            yield from self._open_drafts(job, parts.drafter)

    def _at_hand(self, units: Sequence[Unit]) -> dict[tuple[int, int], Ready]:
        """By place, the sentences that no model has to be asked for: corrected, copied or cached."""
        workshop = self._parts.workshop
        known = workshop.known(units)
        corrected: Mapping[str, str] = {}
        if self._parts.corrections is not None:
            corrected = self._parts.corrections([unit.segment.text for unit in units], workshop.options.source_language)
        found: dict[tuple[int, int], Ready] = {}
        for unit in units:
            text = unit.segment.text
            if text in corrected:
                ready = Ready(unit, Rendering(one_line(corrected[text])), "edited", workshop.model)
            elif not unit.key:
                ready = Ready(unit, Rendering(text), "copied", workshop.model)
            elif unit.key in known:
                ready = Ready(unit, known[unit.key], self._parts.origin(fresh=False), workshop.model)
            else:
                continue
            found[unit.segment.paragraph, unit.segment.sentence] = ready
        return found

    def _deliver(self, units: Mapping[str, list[Unit]], batch: Batch) -> Iterator[Event]:
        """Tell a batch to every unit that has one of its sentences."""
        model, origin = self._parts.workshop.model, self._parts.origin(fresh=True)
        yield from self._finish(
            [
                Ready(unit, batch.made[key], origin, model)
                for key, same in units.items()
                if key in batch.made
                for unit in same
            ]
        )
        for key, message in batch.failed.items():
            for unit in units[key]:
                yield from self._fail(unit, message)

    def _finish(self, ready: Sequence[Ready]) -> Iterator[Event]:
        for one, sentence in zip(ready, self._parts.pairing.sentences(ready), strict=True):
            job = one.unit.job
            progress = self._running[job]
            paragraph = progress.add(sentence)
            yield SentenceReady(job, sentence)
            if paragraph is not None:
                yield ParagraphReady(job, paragraph)
            if progress.over:
                yield self._end(progress)

    def _fail(self, unit: Unit, message: str) -> Iterator[Event]:
        progress = self._running[unit.job]
        progress.failed[unit.segment.paragraph, unit.segment.sentence] = message
        yield Failed(unit.job, message, unit.segment)
        if progress.over:
            yield self._end(progress)

    def _end(self, progress: Progress) -> Event:
        key = progress.job.key
        del self._running[key]
        self._queue.forget(key)
        self._to_draft.forget(key)
        if progress.failed:
            return Failed(key, f"{len(progress.failed)} sentences failed: {next(iter(progress.failed.values()))}")
        return Done(key, progress.document(str(self._parts.workshop.model)))

    # Drafts

    def _open_drafts(self, job: Job, drafter: Workshop) -> Iterator[Event]:
        """Tell the drafts that are known already, and let the others wait."""
        units = [unit for unit in plan(job, drafter.model, drafter.options, self._parts.matcher) if self._lacks(unit)]
        known = drafter.known(units)
        for unit in units:
            if unit.key not in known:
                self._to_draft.add(unit)
        yield from self._tell_drafts(units, known, drafter)

    def _lacks(self, unit: Unit) -> bool:
        """Whether the sentence has no translation yet but, perhaps, a draft."""
        progress = self._running.get(unit.job)
        place = unit.segment.paragraph, unit.segment.sentence
        return progress is not None and place not in progress.ready and place not in progress.failed

    def _meanwhile(self, work: Callable[[], T], *, reach: int | None, patient: bool) -> Generator[Event, None, T]:
        """Do `work` on a thread, and drafts until it is done. `patient`: a run that is closed waits for its end."""
        future = in_background(work)
        try:
            while not future.done():
                waiting = self._to_draft.take(self._parts.pools.first, self._focus(), reach)
                units = [unit for same in waiting.values() for unit in same if self._lacks(unit)]
                if units:
                    yield from self._draft(units)
                elif not waiting:
                    wait([future], timeout=_PAUSE)
        finally:
            if patient:
                wait([future])
        return future.result()

    def _draft(self, units: Sequence[Unit]) -> Iterator[Event]:
        drafter = self._parts.drafter
        if drafter is None:
            return
        try:
            made = drafter.make(list({unit.key: unit for unit in units}.values())).made
        except (EngineError, ReaderError):
            return  # drafts are a kindness: without them the chosen model's translation comes all the same
        yield from self._tell_drafts(units, made, drafter)

    def _tell_drafts(self, units: Sequence[Unit], made: Mapping[str, Rendering], drafter: Workshop) -> Iterator[Event]:
        ready = [Ready(unit, made[unit.key], "draft", drafter.model) for unit in units if unit.key in made]
        for one, sentence in zip(ready, self._parts.pairing.sentences(ready), strict=True):
            yield SentenceReady(one.unit.job, sentence)
