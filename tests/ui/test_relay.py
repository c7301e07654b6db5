"""Pipeline events become messages: together where many come at once, and never after the screen is gone."""

from collections.abc import Iterator

from textual.message import Message

from reader.config import Settings
from reader.document import Article
from reader.errors import ModelError
from reader.pipeline import Job, Pipeline
from reader.ui.messages import Progress, SentenceFailed, SentencesArrived, TranslationEnded, TranslationStopped
from reader.ui.relay import Relay
from reader.ui.viewpoint import Viewpoint
from tests.support.articles import article, paragraph
from tests.ui.kit import ARTICLE, ENGLISH, Desk, WaitingTranslator

SENTENCES = list(ENGLISH)


def relayed(settings: Settings, translator: WaitingTranslator | None, story: Article = ARTICLE) -> list[Message]:
    posted: list[Message] = []
    seconds = iter(range(10_000))
    relay = Relay(posted.append, clock=lambda: float(next(seconds)))
    relay.run(Desk(settings, translator).pipeline, Job("a", story), Viewpoint("a", 0), lambda: False)
    return posted


def sentences(posted: list[Message]) -> list[str]:
    arrived = [message for message in posted if isinstance(message, SentencesArrived)]
    return [sentence.segment.text for message in arrived for sentence in message.sentences]


def test_every_sentence_is_posted_once_and_the_end_is_told(settings: Settings) -> None:
    posted = relayed(settings, WaitingTranslator(free=True))
    assert sorted(sentences(posted)) == sorted(SENTENCES)
    assert isinstance(posted[-1], TranslationEnded)
    last = [message for message in posted if isinstance(message, Progress)][-1]
    assert (last.done, last.total) == (len(SENTENCES), len(SENTENCES))


def test_what_needs_no_model_comes_together(settings: Settings) -> None:
    numbers = article("Judul", *(paragraph(f"{number}.") for number in range(450)))
    posted = relayed(settings, WaitingTranslator(free=True), numbers)
    sizes = [len(message.sentences) for message in posted if isinstance(message, SentencesArrived)]
    assert sizes == [200, 200, 50, 1]


def test_a_sentence_that_fails_is_told_and_the_others_come(settings: Settings) -> None:
    posted = relayed(settings, WaitingTranslator(broken=[SENTENCES[4]], free=True))
    failed = [message for message in posted if isinstance(message, SentenceFailed)]
    assert [(message.place, message.reason) for message in failed] == [((0, 1), "the model failed on this sentence")]
    assert len(sentences(posted)) == len(SENTENCES) - 1
    assert isinstance(posted[-1], TranslationEnded)


def test_a_model_that_cannot_be_opened_is_told_with_what_helps(settings: Settings) -> None:
    stopped = relayed(settings, None)[-1]
    assert isinstance(stopped, TranslationStopped)
    assert (stopped.what, stopped.hint) == ("no usable model: the file model.bin is broken", "fetch it again")


def test_time_left_is_told_once_there_is_something_to_judge_by(settings: Settings) -> None:
    story = article("Judul", *(paragraph(f"Kalimat {number}.") for number in range(60)))
    progress = [m for m in relayed(settings, WaitingTranslator(free=True), story) if isinstance(m, Progress)]
    assert all(message.seconds_left is None for message in progress if message.done < 20)
    late = next(message for message in progress if message.done == 30)
    assert late.seconds_left is not None
    assert late.seconds_left > 0
    assert progress[-1].seconds_left == 0


def test_cancelling_closes_the_pipeline_between_two_events(settings: Settings) -> None:
    closed = []

    translator = WaitingTranslator(free=True)

    def watched() -> Pipeline:
        inner = Desk(settings, translator).pipeline()

        class Noting(Pipeline):
            def __init__(self) -> None:
                pass

            def run(self, jobs: object, priority: object = None) -> Iterator[object]:  # type: ignore[override]
                try:
                    yield from inner.run(jobs, priority)  # type: ignore[arg-type]
                finally:
                    closed.append(True)

        return Noting()

    posted: list[Message] = []
    Relay(posted.append).run(watched, Job("a", ARTICLE), Viewpoint("a", 0), lambda: len(posted) > 3)
    assert closed == [True]
    assert len(translator.batches) == 1
    assert not any(isinstance(message, TranslationEnded) for message in posted)


def test_a_run_that_nobody_waits_for_does_not_tell_that_it_cannot_go_on(settings: Settings) -> None:
    posted: list[Message] = []
    opened: list[bool] = []

    def opening() -> Pipeline:
        opened.append(True)
        raise ModelError("no usable model", "the file model.bin is broken", "fetch it again")

    Relay(posted.append).run(opening, Job("a", ARTICLE), Viewpoint("a", 0), lambda: bool(opened))
    assert (opened, posted) == ([True], [])


def test_every_message_has_the_number_of_its_run(settings: Settings) -> None:
    kinds: set[type[Message]] = set()
    for translator in (WaitingTranslator(broken=[SENTENCES[4]], free=True), None):
        posted: list[Message] = []
        relay = Relay(posted.append, number=7)
        relay.run(Desk(settings, translator).pipeline, Job("a", ARTICLE), Viewpoint("a", 0), lambda: False)
        assert {getattr(message, "run", None) for message in posted} == {7}
        kinds |= set(map(type, posted))
    assert kinds == {Progress, SentencesArrived, SentenceFailed, TranslationEnded, TranslationStopped}


def test_a_burst_of_progress_counts_as_its_last() -> None:
    first, second = Progress(1, 9, 0), Progress(2, 9, 0)
    assert first.can_replace(second)
    assert not Progress(1, 9, 0, run=1).can_replace(Progress(0, 9, 0, run=2))
    assert not first.can_replace(TranslationEnded())
    assert not SentencesArrived(()).can_replace(SentencesArrived(()))


def test_the_viewpoint_is_what_the_pipeline_is_told() -> None:
    where = Viewpoint("a", 0)
    where.move_to(7)
    assert (where().job, where().paragraph) == ("a", 7)
