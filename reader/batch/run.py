"""Many sources in, files out, over the one pipeline."""

import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reader.batch.ahead import ahead
from reader.batch.glossaries import by_glossary
from reader.batch.interrupt import Interrupt
from reader.batch.ledger import Ledger, file_digest, file_stamp
from reader.batch.outputs import check_place, may_write, name_outputs, output_name
from reader.batch.rates import known_rate
from reader.batch.reading import open_article
from reader.batch.recipes import Order, recipes
from reader.batch.report import Failure, Report, Tally, tally
from reader.batch.writer import Listener, Writer, conducted
from reader.document import AlignedDocument, Article, Source
from reader.errors import ModelError, ReaderError, UsageError
from reader.export import export
from reader.pipeline import FOLDER, Done, Event, Failed, Job, Pipeline, Planned, SentenceReady
from reader.services import Services

_READ_AHEAD = 16
"""Articles that are read before they are asked for."""
_GRACE = 0.3
"""Seconds that a run which was asked to stop waits for the article that is being read."""
_log = logging.getLogger(__name__)


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
    """None when there is something to do and nothing has shown yet how fast this machine is with this model."""
    failed: tuple[Failure, ...]


@dataclass(frozen=True)
class Part:
    """The articles that are read with one glossary."""

    pipeline: Pipeline
    recipes: dict[str, str]
    """By format."""
    items: Sequence[tuple[Source, Path]]
    """Each source, and the path of its outputs without `.en.<ext>`."""


@dataclass(frozen=True)
class Item:
    """A source, the path of its outputs without `.en.<ext>`, and what is to be written."""

    source: Source
    stem: Path
    digest: str
    recipes: dict[str, str]
    """By format that is to be written."""
    known: Tally
    """What is in those of its outputs that are whole and unchanged."""
    stamp: tuple[int, int] | None
    """Of the file, before anything was read of it: see `file_stamp`."""


@dataclass
class Run(Writer):
    """A run over articles."""

    inputs: frozenset[Path] = frozenset()
    open_items: dict[str, Item] = field(default_factory=dict, init=False)

    def work(self, part: Part) -> None:
        """Translate and write `part`; once it is asked to stop, what is at work and nothing else."""
        with closing(self._jobs(part)) as jobs:
            for event in part.pipeline.run(jobs, stop=self.asked):
                self._hear(event)

    def asked(self) -> bool:
        """Whether the person asked to stop."""
        return self.interrupt.asked

    def todo(self, source: Source, stem: Path, recipes: Mapping[str, str]) -> Item:
        """What is to be written of a source; `recipes` by format."""
        stamp = file_stamp(source.path)
        digest = file_digest(source.path) if source.path is not None else ""
        wanted: dict[str, str] = {}
        known = Tally()
        for name, recipe in recipes.items():
            output = output_name(stem, name)
            entry = None if self.order.force else self.ledger.current(output, digest, recipe)
            if entry is None:
                wanted[name] = recipe
            else:
                known = entry.tally
        return Item(source, stem, digest, wanted, known, stamp)

    def read(self, item: Item) -> Article | ReaderError | None:
        """The article, or why there is none; None when nothing is to be written of it. Called on any thread."""
        if not item.recipes:
            return None
        try:
            self.check(item)
            return open_article(item.source, self.services.settings)
        except ReaderError as error:
            return error

    def check_folder(self) -> None:
        """Raises ReaderError where no output of any article can be written: nothing need be translated then."""
        if not may_write(self.order.folder):
            raise ReaderError("the output folder cannot be written to", self.order.folder, "choose another -o folder")

    def check(self, item: Item) -> None:
        """Raises ReaderError where an output of `item` would lie outside the folder, replace an input, or where
        nothing may be written."""
        for name in item.recipes:
            check_place(self.order.folder, output_name(item.stem, name), self.inputs)

    def _jobs(self, part: Part) -> Generator[Job, None, None]:
        """The articles that are to be translated, read on a thread before they are asked for.

        Once the run is asked to stop there are no more, also where one is being waited for. When what is read then
        does not come soon, as from a terminal or a pipe, the run is abandoned: its thread would keep the program.
        """

        def prepare(given: tuple[Source, Path]) -> tuple[Item, Article | ReaderError | None]:
            item = self.todo(*given, part.recipes)
            return item, self.read(item)

        thread = ThreadPoolExecutor(1, thread_name_prefix="articles")
        try:
            with closing(ahead(thread, prepare, part.items, _READ_AHEAD, self.asked)) as prepared:
                for item, article in prepared:
                    if item.recipes:
                        self.check_folder()
                    if isinstance(article, Article):
                        key = item.stem.as_posix()
                        self.open_items[key] = item
                        yield Job(key, article)
                    elif article is None:
                        self.unchanged(item)
                    else:
                        self.fail(item.source.name, article)
                    if self.interrupt.asked:
                        return
        finally:
            if self.interrupt.asked:
                idle = thread.submit(bool)  # the one thread comes to it when nothing is being read
                self.report.abandoned |= not wait([idle], timeout=_GRACE).done
            thread.shutdown(wait=False, cancel_futures=True)

    def _hear(self, event: Event) -> None:
        match event:
            case Planned(sentences=sentences):
                self.report.opened += 1
                self.report.planned += sentences
            case SentenceReady(sentence=sentence):
                if sentence.origin in {"model", "draft"}:
                    self.report.translated += 1
                    self.report.characters += len(sentence.segment.text)
                else:
                    self.report.cached += 1
            case Done(job=key, document=document):
                self._write(self.open_items.pop(key), document)
            case Failed(job=key, message=message, segment=None):
                name = self.open_items.pop(key).source.name
                self.fail(name, ReaderError("the article was not translated", name, message))
        self.listener.update(self.report)

    def _write(self, item: Item, document: AlignedDocument) -> None:
        try:
            files = {name: export(document, name, bilingual=self.order.bilingual) for name in item.recipes}
        except Exception as error:  # noqa: BLE001 - a fault of ours in one article stops no other
            self.fail(item.source.name, ReaderError("the output cannot be made", item.source.name, repr(error)))
        else:
            self.store(item, files, tally(document))

    def store(self, item: Item, files: Mapping[str, bytes], counts: Tally) -> None:
        """Write the outputs of an article, by format, each whole or not at all, and tell it."""
        try:
            for name, data in files.items():
                self.put(output_name(item.stem, name), data, item.digest, item.recipes[name], counts)
        except ReaderError as error:
            self.fail(item.source.name, error)
        else:
            self.report.end(item.source.name, "written", counts)
            if file_stamp(item.source.path) != item.stamp:
                _log.warning("the article changed while it was translated: %s (run again for it)", item.source.name)

    def unchanged(self, item: Item) -> None:
        """Tell that an article has all its outputs."""
        self.report.end(item.source.name, "unchanged", item.known)
        self.listener.update(self.report)


@dataclass(frozen=True)
class Engine:
    """Who translates."""

    name: str
    work: Callable[[Run, Sequence[Part]], None]
    """Translates parts and writes them by way of the run; ends early when its interrupt was asked for."""


def _here(run: Run, parts: Sequence[Part]) -> None:
    for part in parts:
        if run.asked():
            return
        run.work(part)


LOCAL: Final = Engine("local", _here)


def translate_sources(
    services: Services,
    sources: Sequence[Source],
    order: Order,
    listener: Listener,
    failed: Sequence[Failure] = (),
    engine: Engine = LOCAL,
) -> Report:
    """Translate `sources` into files below `order.folder`, and tell what was done.

    An article that fails is in the report and stops no other. `failed` are those that were not even found. Ctrl-C
    ends the run after the batch at work; the report then says `interrupted`. Raises ReaderError when nothing can be
    done at all: no folder to write to, a broken glossary, ModelError, and what the engine raises.
    """
    report = Report(articles=len(sources) + len(failed))
    for failure in failed:
        report.fail(failure)
    inputs = frozenset(source.path.resolve() for source in sources if source.path is not None)
    with conducted(services, report, listener, engine.name) as interrupt:
        make_folder(order.folder)
        run = Run(services, order, listener, report, interrupt, Ledger(order.folder), inputs)
        engine.work(run, _parts(run, sources))
    return report


def _parts(run: Run, sources: Sequence[Source]) -> list[Part]:
    """`sources` by their glossaries; those whose glossary is broken are told, and raise ReaderError if they are all."""
    groups = by_glossary(zip(sources, name_outputs(sources), strict=True))
    parts = []
    for folder, items in groups.items():
        try:
            pipeline = run.services.pipeline(folder, FOLDER)
            parts.append(Part(pipeline, recipes(run.services, pipeline.matcher, run.order), items))
        except ModelError:
            raise
        except ReaderError as error:
            if folder is None or len(groups) == 1:
                raise
            for source, _ in items:  # the glossary of their folder is broken: other folders' articles do not suffer
                run.fail(source.name, error)
    return parts


def estimate(
    services: Services, sources: Sequence[Source], order: Order, listener: Listener, engine: str = "local"
) -> Estimate:
    """What a run on `engine` would have to do. Writes nothing and loads no model. Raises ReaderError as that does."""
    report = Report(articles=len(sources))
    run = Run(services, order, listener, report, Interrupt(), Ledger(order.folder))
    sentences = cached = unchanged = 0
    left = 0.0
    for folder, items in by_glossary(zip(sources, name_outputs(sources), strict=True)).items():
        pipeline = services.pipeline(folder, FOLDER)
        wanted = recipes(services, pipeline.matcher, order)
        for source, stem in items:
            item = run.todo(source, stem, wanted)
            article = run.read(item)
            unchanged += not item.recipes
            if isinstance(article, ReaderError):
                run.fail(source.name, article)
            elif article is not None:
                planned = _planned(pipeline, Job(stem.as_posix(), article))
                sentences += planned.sentences
                cached += planned.cached
                length = sum(len(segment.text) for segment in article.segments())
                left += length * (1 - planned.cached / max(1, planned.sentences))
    rate = known_rate(services, engine)
    seconds = left / rate if rate else None if left else 0.0
    return Estimate(len(sources), unchanged, sentences, cached, seconds, tuple(report.failed))


def make_folder(folder: Path) -> None:
    """Make the output folder if it is not there. Raises UsageError for a file, ReaderError where it cannot be made."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("the output folder is a file", folder, "give -o a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReaderError("the output folder cannot be made", folder, error.strerror or str(error)) from error


def _planned(pipeline: Pipeline, job: Job) -> Planned:
    """What the pipeline makes of `job` before it does anything: its first event, at which it is left."""
    events = pipeline.run([job])
    first = next(events)
    if not isinstance(first, Planned):
        raise TypeError(f"a run begins with {type(first).__name__}")
    return first
