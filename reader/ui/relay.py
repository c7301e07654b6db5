"""Pipeline events into messages, on a worker's thread. No widgets here; what is posted is all that comes out."""

import time
from collections.abc import Callable
from contextlib import closing

from textual.message import Message

from models.types import EngineError
from reader.document import AlignedSentence
from reader.errors import ReaderError
from reader.pipeline import Done, Event, Failed, Job, Pipeline, Planned, SentenceReady
from reader.ui.messages import Progress, SentenceFailed, SentencesArrived, TranslationEnded, TranslationStopped
from reader.ui.viewpoint import Viewpoint

_TOGETHER = 200
"""Cached sentences in one message: a long article must not fill the screen's queue."""
_ENOUGH = 20
"""Sentences that the model must have made before their speed says anything about the rest."""


class Relay:
    """Runs the pipeline for one article and posts what happens."""

    def __init__(
        self,
        post: Callable[[Message], object],
        clock: Callable[[], float] = time.monotonic,
        number: int | None = None,
    ) -> None:
        """`post` must be safe to call from a thread; `clock` counts seconds; `number` goes with every message."""
        self._post, self._clock, self._number = post, clock, number
        self._waiting: list[AlignedSentence] = []
        self._total = self._cached = self._done = 0
        self._began = 0.0

    def run(
        self, open_pipeline: Callable[[], Pipeline], job: Job, where: Viewpoint, cancelled: Callable[[], bool]
    ) -> None:
        """Until the article is done, translating cannot go on, or `cancelled` says so (asked between events)."""
        try:
            events = open_pipeline().run([job], where)
            # A pipeline is a generator: closing it between two events is how it is cancelled.
            with closing(events):
                for event in events:
                    if cancelled():
                        return
                    self._take(event)
        except ReaderError as error:
            self._stopped(f"{error.what}: {error.which}" if error.which else error.what, error.hint, cancelled)
        except EngineError as error:
            self._stopped(str(error), error.hint, cancelled)
        else:
            if not cancelled():
                self._post(TranslationEnded(self._number))

    def _stopped(self, what: str, hint: str, cancelled: Callable[[], bool]) -> None:
        """Tell it, unless nobody waits for this run any more."""
        if not cancelled():
            self._post(TranslationStopped(what, hint, self._number))

    def _take(self, event: Event) -> None:
        match event:
            case Planned():
                self._total, self._cached = event.sentences, event.cached
                self._began = self._clock()
                self._tell_progress()
            case SentenceReady():
                self._done += event.sentence.origin != "draft"
                self._waiting.append(event.sentence)
                # What needs no model comes at once and is sent together; after that each is sent as it comes.
                if self._done >= self._cached or len(self._waiting) >= _TOGETHER:
                    self._send()
            case Failed(segment=segment) if segment is not None:
                self._done += 1
                self._post(SentenceFailed((segment.paragraph, segment.sentence), event.message, self._number))
                self._tell_progress()
            case Done():
                self._send()

    def _send(self) -> None:
        if self._waiting:
            self._post(SentencesArrived(tuple(self._waiting), run=self._number))
            self._waiting.clear()
        self._tell_progress()

    def _tell_progress(self) -> None:
        made = self._done - self._cached
        if made <= 0:
            self._began = self._clock()
        left = None
        if made >= _ENOUGH:
            left = (self._total - self._done) * (self._clock() - self._began) / made
        self._post(Progress(self._done, self._total, self._cached, left, self._number))
