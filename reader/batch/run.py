"""Many sources in, files out, over the one pipeline."""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reader.batch.glossaries import by_glossary
from reader.batch.interrupt import Interrupt, interruptible
from reader.batch.ledger import Entry, Ledger, file_digest
from reader.batch.outputs import check_place, name_outputs, output_name
from reader.batch.rates import known_rate, remember_rate
from reader.batch.reading import open_article
from reader.batch.report import Failure, Report, Tally, tally
from reader.config import Settings
from reader.document import AlignedDocument, Article, Source
from reader.errors import ModelError, ReaderError, UsageError
from reader.export import export, exporter
from reader.files import replacing
from reader.glossary.match import Matcher
from reader.pipeline import FOLDER, Done, Event, Failed, Focus, Job, Pipeline, Planned, SentenceReady
from reader.services import Services
from reader.version import program_version


@dataclass(frozen=True)
class Order:
    """What is wanted of a run."""

    folder: Path
    """Where the outputs go."""
    formats: tuple[str, ...] = ("txt",)
    bilingual: bool | None = None
    """None is each format's own way."""
    force: bool = False
    """Write every file, also those that are whole and unchanged."""

    def __post_init__(self) -> None:
        """Raises UsageError for a format that there is not."""
        for name in self.formats:
            exporter(name)


class Listener(Protocol):
    """Who wants to know how a run goes on."""

    def update(self, report: Report) -> None:
        """Something changed in `report`."""
        ...

    def failed(self, failure: Failure) -> None:
        """An article came to nothing."""
        ...

    def stopping(self) -> None:
        """Ctrl-C was pressed; the batch at work is finished first. Called from a signal handler."""
        ...


@dataclass(frozen=True)
class Estimate:
    """What a run would have to do."""

    articles: int
    unchanged: int
    """Articles whose files are whole and would be skipped."""
    sentences: int
    """Sentences of the articles that would be written."""
    cached: int
    seconds: float | None
    """None when no run has shown yet how fast this machine is with this model."""
    failed: tuple[Failure, ...]


@dataclass(frozen=True)
class _Item:
    """A source, the path of its outputs without `.en.<ext>`, and what is to be written."""

    source: Source
    stem: Path
    digest: str
    formats: tuple[str, ...]


@dataclass
class _Run:
    settings: Settings
    order: Order
    listener: Listener
    report: Report
    interrupt: Interrupt
    ledger: Ledger
    recipes: dict[str, str] = field(default_factory=dict)
    """By format, for the articles of one glossary."""
    inputs: frozenset[Path] = frozenset()
    open_items: dict[str, _Item] = field(default_factory=dict)

    def work(self, pipeline: Pipeline, items: Sequence[tuple[Source, Path]]) -> None:
        """Translate and write `items`. Raises KeyboardInterrupt between two batches."""
        for event in pipeline.run(self._jobs(items), self._priority):
            self._hear(event)
        self.interrupt.check()

    def todo(self, source: Source, stem: Path) -> tuple[_Item, Tally]:
        """What is to be written of a source, and what is in those of its outputs that are whole and unchanged."""
        digest = file_digest(source.path) if source.path is not None else ""
        formats: list[str] = []
        known = Tally()
        for name, recipe in self.recipes.items():
            output = output_name(stem, name)
            entry = None if self.order.force else self.ledger.current(output, digest, recipe)
            if entry is None:
                formats.append(name)
            else:
                known = entry.tally
        return _Item(source, stem, digest, tuple(formats)), known

    def _priority(self) -> Focus | None:
        """Asked before every batch: the moment to stop at, with every finished sentence in the cache."""
        self.interrupt.check()
        return None

    def _jobs(self, items: Sequence[tuple[Source, Path]]) -> Iterator[Job]:
        for source, stem in items:
            if self.interrupt.asked:
                return
            item, known = self.todo(source, stem)
            if not item.formats:
                self.report.end(source.name, "unchanged", known)
                self.listener.update(self.report)
                continue
            article = self.read(item)
            if article is not None:
                key = stem.as_posix()
                self.open_items[key] = item
                yield Job(key, article)

    def read(self, item: _Item) -> Article | None:
        """The article; None when it came to nothing, which is told and ends nothing else."""
        try:
            for name in item.formats:
                check_place(self.order.folder, output_name(item.stem, name), self.inputs)
            return open_article(item.source, self.settings)
        except ReaderError as error:
            self._fail(item.source, error)
        return None

    def _hear(self, event: Event) -> None:
        match event:
            case SentenceReady(sentence=sentence):
                if sentence.origin in {"model", "draft"}:
                    self.report.translated += 1
                else:
                    self.report.cached += 1
            case Done(job=key, document=document):
                self._write(self.open_items.pop(key), document)
            case Failed(job=key, message=message, segment=None):
                source = self.open_items.pop(key).source
                self._fail(source, ReaderError("the article was not translated", source.name, message))
        self.listener.update(self.report)

    def _write(self, item: _Item, document: AlignedDocument) -> None:
        counts = tally(document)
        try:
            for name in item.formats:
                output = output_name(item.stem, name)
                data = export(document, name, bilingual=self.order.bilingual)
                digest = hashlib.sha256(data).hexdigest()
                with replacing(self.order.folder / output) as file:
                    file.write(data)
                    file.flush()
                    self.ledger.add(Entry(output.as_posix(), item.digest, self.recipes[name], digest, counts))
        except OSError as error:
            reason = error.strerror or str(error)
            self._fail(item.source, ReaderError("the output cannot be written", self.order.folder / output, reason))
        except Exception as error:  # noqa: BLE001 - a fault of ours in one article stops no other
            self._fail(item.source, ReaderError("the output cannot be made", self.order.folder / output, repr(error)))
        else:
            self.report.end(item.source.name, "written", counts)

    def _fail(self, source: Source, error: ReaderError) -> None:
        failure = Failure(source.name, error)
        self.report.fail(failure)
        self.listener.failed(failure)
        self.listener.update(self.report)


def translate_sources(
    services: Services,
    sources: Sequence[Source],
    order: Order,
    listener: Listener,
    failed: Sequence[Failure] = (),
) -> Report:
    """Translate `sources` into files below `order.folder`, and tell what was done.

    An article that fails is in the report and stops no other. `failed` are those that were not even found. Ctrl-C
    ends the run after the batch at work; the report then says `interrupted`. Raises ReaderError when nothing can be
    done at all: no folder to write to, a broken glossary, ModelError.
    """
    start = time.perf_counter()
    _make_folder(order.folder)
    report = Report(articles=len(sources) + len(failed))
    for failure in failed:
        report.fail(failure)
    groups = by_glossary(zip(sources, name_outputs(sources), strict=True))
    parts = []
    for folder, items in groups.items():
        try:
            pipeline = services.pipeline(folder, FOLDER)
            parts.append((pipeline, _recipes(services, pipeline.matcher, order), items))
        except ModelError:
            raise
        except ReaderError as error:
            if folder is None or len(groups) == 1:
                raise
            for source, _ in items:  # the glossary of their folder is broken: other folders' articles do not suffer
                failure = Failure(source.name, error)
                report.fail(failure)
                listener.failed(failure)
    inputs = frozenset(source.path.resolve() for source in sources if source.path is not None)
    with interruptible(listener.stopping) as interrupt:
        run = _Run(services.settings, order, listener, report, interrupt, Ledger(order.folder), inputs=inputs)
        try:
            for pipeline, recipes, items in parts:
                run.recipes = recipes
                run.work(pipeline, items)
        except KeyboardInterrupt:
            report.interrupted = True
    report.seconds = time.perf_counter() - start
    remember_rate(services, report.translated, report.seconds)
    return report


def estimate(services: Services, sources: Sequence[Source], order: Order, listener: Listener) -> Estimate:
    """What `translate_sources` would have to do. Writes nothing and loads no model. Raises ReaderError as that does."""
    report = Report(articles=len(sources))
    run = _Run(services.settings, order, listener, report, Interrupt(), Ledger(order.folder))
    sentences = cached = unchanged = 0
    for folder, items in by_glossary(zip(sources, name_outputs(sources), strict=True)).items():
        pipeline = services.pipeline(folder, FOLDER)
        run.recipes = _recipes(services, pipeline.matcher, order)
        for source, stem in items:
            item, _ = run.todo(source, stem)
            article = run.read(item) if item.formats else None
            unchanged += not item.formats
            if article is not None:
                planned = _planned(pipeline, Job(stem.as_posix(), article))
                sentences += planned.sentences
                cached += planned.cached
    rate = known_rate(services)
    seconds = None if rate is None else (sentences - cached) / rate
    return Estimate(len(sources), unchanged, sentences, cached, seconds, tuple(report.failed))


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError("the output folder is a file", folder, "give -o a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReaderError("the output folder cannot be made", folder, error.strerror or str(error)) from error


def _recipes(services: Services, matcher: Matcher, order: Order) -> dict[str, str]:
    """By format: a digest of all that an output depends on apart from the article."""
    settings = services.settings
    common = {
        "program": program_version(),
        "model": services.model.digest,
        "aligner": services.aligner.digest,
        "language": settings.language,
        "beam": settings.beam,
        "drafts": settings.drafts == "only",
        "terms": [repr(term) for term in matcher.terms],
        "bilingual": order.bilingual,
        "corrections": sorted(pair for pair in services.memory.all_corrections() if pair[0] == settings.language),
    }
    return {
        name: hashlib.sha256(json.dumps({**common, "format": name}, sort_keys=True).encode()).hexdigest()
        for name in order.formats
    }


def _planned(pipeline: Pipeline, job: Job) -> Planned:
    """What the pipeline makes of `job` before it does anything: its first event, at which it is left."""
    events = pipeline.run([job])
    first = next(events)
    if not isinstance(first, Planned):
        raise TypeError(f"a run begins with {type(first).__name__}")
    return first
