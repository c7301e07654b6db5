"""A worker in a process of its own: articles in, the bytes of their files out. It writes nothing but the cache."""

import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from reader.batch.answers import Answer, Problem, plain_settings, plain_source, settings_of, source_of
from reader.batch.glossaries import by_glossary
from reader.batch.reading import open_article
from reader.batch.recipes import Order, recipes
from reader.batch.report import tally
from reader.document import AlignedDocument, Article, Source
from reader.errors import ModelError, ReaderError
from reader.export import export
from reader.pipeline import FOLDER, Done, Failed, Job, Pipeline, SentenceReady
from reader.services import Services

Task = Mapping[str, Any]
"""Plain data; `key` names it."""


class Worker(ABC):
    """What every kind of worker has: services that are opened once, and a pipeline for each glossary."""

    def __init__(self, services: Services, order: Order, stop: Callable[[], bool] = lambda: False) -> None:
        """Of `order` only the formats and `bilingual` matter. `stop` is asked between batches: once it says so, what
        has not begun has no answer. Opens nothing yet."""
        self.services, self.order, self.stop = services, order, stop
        self._pipelines: dict[Path | None, tuple[Pipeline, dict[str, str]]] = {}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """The worker that `plain_worker` describes, with services of its own."""
        order = Order(Path(), tuple(plain["formats"]), plain["bilingual"])
        return cls(Services(settings_of(plain["settings"])), order)

    @abstractmethod
    def answers(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        """One answer for each task, as they are done. Raises ModelError when the model cannot be opened."""

    def pipeline(self, folder: Path | None, wanted: Mapping[str, str]) -> Pipeline:
        """The pipeline for articles of `folder`, if it makes what `wanted`, recipes by format, says.

        Raises ReaderError where it does not, and ModelError where there is no such model.
        """
        if folder not in self._pipelines:
            pipeline = self.services.pipeline(folder, FOLDER)
            self._pipelines[folder] = pipeline, recipes(self.services, pipeline.matcher, self.order)
        pipeline, own = self._pipelines[folder]
        if any(own[name] != recipe for name, recipe in wanted.items()):
            raise ReaderError(
                "a worker has another version, model, glossary or corrections than this machine",
                hint="give all machines the same, or one DWIBACA_HOME",
            )
        return pipeline

    def translated(
        self, pipeline: Pipeline, jobs: Iterator[Job]
    ) -> Iterator[tuple[str, AlignedDocument | str, Counter[str]]]:
        """For each job that is over: its key, what it became or why it did not, and how many of its sentences were
        `translated` and `cached`, the former with their `characters`. Raises ModelError when the model cannot be
        opened."""
        counts: dict[str, Counter[str]] = {}
        for event in pipeline.run(jobs, stop=self.stop):
            match event:
                case SentenceReady(job=key, sentence=sentence):
                    asked = sentence.origin in {"model", "draft"}
                    done = {"translated": 1, "characters": len(sentence.segment.text)} if asked else {"cached": 1}
                    counts.setdefault(key, Counter()).update(done)
                case Done(job=key, document=document):
                    yield key, document, counts.pop(key, Counter())
                case Failed(job=key, message=message, segment=None):
                    yield key, message, counts.pop(key, Counter())


def plain_worker(services: Services, order: Order) -> dict[str, Any]:
    """What makes a worker that does what `services` would do, as plain data. Raises ModelError."""
    return {"settings": plain_settings(services), "formats": list(order.formats), "bilingual": order.bilingual}


def article_task(key: str, source: Source, wanted: Mapping[str, str]) -> dict[str, Any]:
    """The task that makes the files of `source`: by format the recipe that each is entered under in the ledger."""
    return {"key": key, "source": plain_source(source), "recipes": dict(wanted)}


class ArticleWorker(Worker):
    """Translates articles."""

    def answers(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        """One answer for each task, as the articles are done. Raises ModelError when the model cannot be opened."""
        given = [(source_of(task["source"]), task) for task in tasks]
        for folder, items in by_glossary(given).items():
            try:
                pipeline = self.pipeline(folder, items[0][1]["recipes"])
            except ModelError:
                raise
            except ReaderError as error:
                yield from (_failed(task["key"], source, error) for source, task in items)
            else:
                yield from self._work(pipeline, {task["key"]: (source, task) for source, task in items})

    def _work(self, pipeline: Pipeline, items: Mapping[str, tuple[Source, Task]]) -> Iterator[Answer]:
        unread: list[Answer] = []
        remarks: dict[str, tuple[str, ...]] = {}
        for key, made, counts in self.translated(pipeline, self._jobs(items, unread, remarks)):
            source, task = items[key]
            if isinstance(made, str):
                error = ReaderError("the article was not translated", source.name, made)
                yield _failed(key, source, error, counts)
            else:
                yield self._answer(task, source, made, counts, remarks.pop(key))
        yield from unread

    def _jobs(
        self, items: Mapping[str, tuple[Source, Task]], unread: list[Answer], remarks: dict[str, tuple[str, ...]]
    ) -> Iterator[Job]:
        """The articles that can be read; the others go to `unread`, and what is said of an article to `remarks`."""
        for key, (source, _) in items.items():
            try:
                with _overheard() as said:
                    article: Article = open_article(source, self.services.settings)
            except ReaderError as error:
                unread.append(_failed(key, source, error))
            else:
                remarks[key] = tuple(said)
                yield Job(key, article)

    def _answer(
        self, task: Task, source: Source, document: AlignedDocument, counts: Counter[str], remarks: tuple[str, ...]
    ) -> Answer:
        try:
            files = {name: export(document, name, bilingual=self.order.bilingual) for name in task["recipes"]}
        except Exception as error:  # noqa: BLE001 - a fault of ours in one article stops no other
            told = ReaderError("the output cannot be made", source.name, repr(error))
            return _failed(task["key"], source, told, counts)
        return Answer(
            task["key"],
            files,
            tally(document),
            translated=counts["translated"],
            cached=counts["cached"],
            characters=counts["characters"],
            remarks=remarks,
        )


def _failed(key: str, source: Source, error: ReaderError, counts: Counter[str] | None = None) -> Answer:
    """The answer of an article that came to nothing; `counts` are those of the sentences that were done."""
    done = counts or Counter()
    return Answer(
        key,
        translated=done["translated"],
        cached=done["cached"],
        characters=done["characters"],
        problems=(Problem.of(source.name, error),),
    )


class _Ear(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.said.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What the program says of an article meanwhile: in this process nobody would hear it."""
    logger, ear = logging.getLogger("reader"), _Ear()
    logger.addHandler(ear)
    try:
        yield ear.said
    finally:
        logger.removeHandler(ear)
