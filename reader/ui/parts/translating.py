"""Having the article translated: the workers that do it, what the program is told of them, stopping and going on.

The workers compute and post, and touch nothing of the screen.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.worker import Worker, get_current_worker

from models.types import EngineError
from reader.document import Article, Source
from reader.errors import ReaderError
from reader.ui.manners import stand_back
from reader.ui.messages import Progress, SentenceFailed, SentencesArrived
from reader.ui.parts.part import Part, source_name
from reader.ui.state import Place
from reader.ui.status import time_left
from reader.ui.viewpoint import Viewpoint

if TYPE_CHECKING:
    from reader.services import Services
    from reader.ui import jobs

Read = Callable[[Source], Article]
"""Reads and cleans an article. Raises ReaderError."""


class Translating(Part):
    """The long run over the article, sentences anew, and the next article ahead."""

    def __init__(self, services: "Services", read: Read, sources: Sequence[Source], index: int) -> None:
        """`read` reads the next article."""
        super().__init__(services, sources, index)
        self.read_source = read
        self.where = Viewpoint(self.source.name, 0)
        self.asked_again: set[Place] = set()
        """Sentences that were asked for anew: what comes for them knows of a change that the long run does not."""
        self._long_run: Worker[None] | None = None
        self._runs = 0
        """How many long runs were begun; the last one's number."""
        self._job: jobs.Job | None = None
        self._one_at_a_time = threading.Lock()

    def read_with(self, model: str) -> None:
        """Translate the article with another model, or go on with the same."""
        if self.state is None:
            return
        self.end_translating()
        self.model_name, self.over, self.stopped = model, False, ""
        self.asked_again.clear()
        self.query(".trouble").remove()
        self.show_top()
        self.begin_to_translate(self.state.article)
        self.show_status()

    def translate_again(self, places: Iterable[Place]) -> None:
        """Ask the pipeline anew for these sentences: a correction or the glossary has changed."""
        chosen = tuple(places)
        self.asked_again.update(chosen)
        self._translate_these(chosen)

    def begin_to_translate(self, article: Article) -> None:
        """Begin the long run; every screen shows that it goes on, and can stop it."""
        self.progress = Progress(0, 0, 0)
        self._runs += 1
        self._long_run = self._translate(article, self._runs)
        name = f"Translating {source_name(self.source)}"
        self._job = self.shell.jobs.begin(name, self._break_off, told_by=self)

    def end_translating(self) -> None:
        """The long run is over, or is to end."""
        if self._long_run is not None:
            self._long_run.cancel()
        if self._job is not None:
            self._job.end()
        self._long_run = self._job = None

    def is_old(self, run: int | None) -> bool:
        """Whether what the run of this number tells is of no interest any more: another one has begun."""
        return run is not None and run != self._runs

    def take_progress(self, progress: Progress) -> None:
        """This is how far it is."""
        self.progress = progress
        if self._job is not None and progress.total:
            left = time_left(progress.seconds_left) if progress.seconds_left is not None else ""
            self._job.update(progress.done / progress.total, left)

    def action_translate(self) -> None:
        """Stop translating, or go on with what was stopped."""
        if self._job is not None:
            self._job.cancel()
        elif self.state is not None and not self.over:
            self.read_with(self.model_name)
        else:
            self.say("All that could be translated is")

    def _break_off(self) -> None:
        """The person has stopped the translation; what is translated stays."""
        self.end_translating()
        self.stopped = f"stopped at {self.progress.done}/{self.progress.total} sentences"
        self.show_status()

    @work(thread=True, group="article", exit_on_error=False)
    def _translate(self, article: Article, number: int) -> None:
        from reader.pipeline import Job
        from reader.ui.relay import Relay

        stand_back()
        worker = get_current_worker()
        model, folder = self.model_name, self.folder
        Relay(self.post_message, number=number).run(
            lambda: self.services.pipeline(folder, model=model),
            Job(self.source.name, article),
            self.where,
            lambda: worker.is_cancelled,
        )

    @work(thread=True, group="again", exit_on_error=False)
    def _translate_these(self, places: Sequence[Place]) -> None:
        """Translate these sentences anew."""
        from reader.pipeline import Failed, Job, SentenceReady
        from reader.ui.again import Excerpt

        stand_back()
        if self.state is None:
            return
        excerpt = Excerpt(self.state.article, places)
        try:
            # One after the other: the last one knows of every change.
            with self._one_at_a_time:
                pipeline = self.services.pipeline(self.folder, model=self.model_name, drafts="off")
                for event in pipeline.run([Job("again", excerpt.article)]):
                    match event:
                        case SentenceReady(sentence=sentence):
                            self.post_message(SentencesArrived((excerpt.restored(sentence),), again=True))
                        case Failed(message=message, segment=segment) if segment is not None:
                            self.post_message(SentenceFailed(excerpt.place(segment), message))
        except (EngineError, ReaderError) as error:
            for place in places:
                self.post_message(SentenceFailed(place, str(error)))

    @work(thread=True, group="ahead", exit_on_error=False)
    def translate_ahead(self, source: Source) -> None:
        """Translate the next article while this one is read: what is made goes to the cache."""
        from reader.pipeline import Job, Planned, SentenceReady

        stand_back()
        worker = get_current_worker()
        name = f"Translating {source_name(source)}, the next article"
        job = self.shell.jobs.begin(name, worker.cancel)
        try:
            article = self.read_source(source)
            folder = source.path.parent if source.path else None
            total = done = 0
            for event in self.services.pipeline(folder, model=self.model_name, drafts="off").run([Job("", article)]):
                if worker.is_cancelled:
                    return
                match event:
                    case Planned():
                        total = event.sentences
                    case SentenceReady():
                        done += 1
                        job.update(done / total)
        except (EngineError, ReaderError):
            return  # it is told when the person gets there
        finally:
            job.end()
