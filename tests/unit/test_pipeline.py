"""The pipeline: order, pooling, cache, failures, cancellation. Events are asserted, nothing is patched."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from cache.key import alignment_key
from cache.store import TranslationCache
from models.engine import CTranslate2Translator
from models.types import DecodingOptions, EngineError, Hypothesis, ModelIdentity, Request
from reader.document import Kind
from reader.glossary.match import Matcher
from reader.glossary.terms import Term
from reader.pipeline import (
    FOLDER,
    Done,
    Event,
    Failed,
    Focus,
    Job,
    ParagraphReady,
    Pipeline,
    Planned,
    Pools,
    SentenceReady,
    plan,
)
from tests.support.articles import RecordingTranslator, article, paragraph

MODEL = ModelIdentity("recording", "0" * 64)
PM = Term(source="perdana menteri", target="prime minister", kind="title")


SMALL = Pools(first=2, batch=3)
DEFAULT = DecodingOptions()


def pipeline(
    translator: RecordingTranslator,
    cache: TranslationCache | None = None,
    *terms: Term,
    pools: Pools = SMALL,
    options: DecodingOptions = DEFAULT,
) -> Pipeline:
    return Pipeline(
        model=MODEL,
        open_model=lambda: translator,
        aligner=MODEL,
        open_aligner=lambda: translator,
        cache=cache,
        matcher=Matcher(terms),
        options=options,
        pools=pools,
    )


def long_article(paragraphs: int = 10, name: str = "a.txt") -> Job:
    body = [paragraph(f"Kalimat {number} satu.", f"Kalimat {number} dua.") for number in range(paragraphs)]
    return Job(name, article("Judul", *body, source=name))


def test_tells_everything_in_order_and_ends_with_the_document() -> None:
    job = Job("a", article("Judul", paragraph("Satu.", "Dua."), paragraph("Tiga.", kind=Kind.QUOTE)))
    events = list(pipeline(RecordingTranslator()).run([job]))
    assert events[0] == Planned("a", sentences=4, cached=0)
    assert [type(event) for event in events[1:]] == [
        SentenceReady, ParagraphReady,
        SentenceReady, SentenceReady, ParagraphReady,
        SentenceReady, ParagraphReady,
        Done,
    ]  # fmt: skip
    last = events[-1]
    assert isinstance(last, Done)
    assert [(part.number, part.kind, part.target) for part in last.document.paragraphs] == [
        (-1, Kind.TITLE, "EN:Judul"),
        (0, Kind.BODY, "EN:Satu. EN:Dua."),
        (1, Kind.QUOTE, "EN:Tiga."),
    ]
    assert {sentence.origin for sentence in last.document.sentences} == {"model"}
    assert {sentence.model for sentence in last.document.sentences} == {"recording@000000000000"}


def test_what_is_cached_comes_before_the_model_is_opened(cache: TranslationCache) -> None:
    list(pipeline(RecordingTranslator(), cache).run([long_article(3)]))

    def never() -> RecordingTranslator:
        raise AssertionError("the model was opened for nothing")

    again = Pipeline(
        model=MODEL, open_model=never, aligner=MODEL, open_aligner=never, cache=cache, matcher=Matcher(()),
        options=DecodingOptions(),
    )  # fmt: skip
    events = list(again.run([long_article(3)]))
    assert events[0] == Planned("a.txt", sentences=7, cached=7)
    assert isinstance(events[-1], Done)
    assert {sentence.origin for sentence in events[-1].document.sentences} == {"cache"}
    assert {sentence.alignment for sentence in events[-1].document.sentences} == {((0, 0),)}


def test_only_sentences_with_a_changed_term_are_translated_again(cache: TranslationCache) -> None:
    job = Job("a", article("Judul", paragraph("Kata perdana menteri itu.", "Tidak ada istilah.")))
    list(pipeline(RecordingTranslator(), cache, PM).run([job]))
    translator = RecordingTranslator()
    changed = PM.model_copy(update={"target": "premier"})
    list(pipeline(translator, cache, changed).run([job]))
    assert translator.batches[0] == ["Kata perdana menteri itu."]
    assert not any("Tidak ada istilah." in batch for batch in translator.batches)


def test_the_same_sentence_is_translated_once_over_all_articles() -> None:
    translator = RecordingTranslator()
    jobs = [Job(name, article("Judul sama", paragraph("Kalimat sama.", f"Kalimat {name}."))) for name in "abc"]
    events = list(pipeline(translator, pools=FOLDER).run(jobs))
    asked = [text for batch in translator.batches for text in batch]
    assert sorted(asked) == ["Judul sama", "Kalimat a.", "Kalimat b.", "Kalimat c.", "Kalimat sama."]
    assert [event.job for event in events if isinstance(event, Done)] == ["a", "b", "c"]


def test_many_articles_are_taken_in_no_faster_than_they_are_needed() -> None:
    translator = RecordingTranslator()
    taken: list[str] = []

    def jobs() -> Iterator[Job]:
        for number in range(100):
            taken.append(str(number))
            yield Job(str(number), article(f"Judul {number}", paragraph(f"Satu {number}.", "Sama.")))

    events = pipeline(translator, pools=Pools(first=4, batch=4, look_ahead=12)).run(jobs())
    for event in events:
        if isinstance(event, Done):
            break
    assert len(taken) < 12


def test_a_pooled_batch_holds_sentences_of_like_length() -> None:
    translator = RecordingTranslator()
    sentences = [f"{'kata ' * (number % 7 + 1)}{number}." for number in range(40)]
    list(pipeline(translator, pools=FOLDER).run([Job("a", article("Judul", paragraph(*sentences)))]))
    lengths = [len(text) for batch in translator.batches for text in batch]
    assert lengths == sorted(lengths)


class Gate(RecordingTranslator):
    """Gives out batches while it is open."""

    def __init__(self) -> None:
        self.open, self.waiting = threading.Event(), threading.Semaphore(0)
        super().__init__(before=self._pass)

    def _pass(self) -> None:
        self.waiting.release()
        assert self.open.wait(20)


SIDE_BY_SIDE = Pools(first=2, batch=2, look_ahead=2, at_once=2)


def test_batches_are_at_work_side_by_side_and_told_as_they_end() -> None:
    translator = Gate()
    events = pipeline(translator, pools=SIDE_BY_SIDE).run([long_article(2)])
    assert next(events) == Planned("a.txt", sentences=5, cached=0)
    threading.Timer(0.2, translator.open.set).start()
    rest = list(events)
    assert translator.waiting.acquire(timeout=0)
    assert translator.waiting.acquire(timeout=0)
    assert sorted(len(batch) for batch in translator.batches) == [1, 2, 2]
    assert sum(isinstance(event, SentenceReady) for event in rest) == 5
    assert isinstance(rest[-1], Done)


def test_a_sentence_that_is_at_work_is_not_asked_for_again() -> None:
    translator = Gate()
    same = [Job(name, article("Judul sama", paragraph("Kalimat sama."))) for name in "ab"]

    def jobs() -> Iterator[Job]:
        yield same[0]
        assert translator.waiting.acquire(timeout=20), "the first article's batch is at work"
        yield same[1]
        translator.open.set()

    events = list(pipeline(translator, pools=SIDE_BY_SIDE).run(jobs()))
    assert translator.batches == [["Judul sama", "Kalimat sama."]]
    assert [event.job for event in events if isinstance(event, Done)] == ["a", "b"]


@pytest.mark.parametrize("pools", [SMALL, SIDE_BY_SIDE])
def test_a_run_that_is_told_to_stop_tells_what_is_at_work_and_begins_nothing(pools: Pools) -> None:
    translator = RecordingTranslator()
    told: list[Event] = []
    events = pipeline(translator, pools=pools).run(
        [long_article(20)], stop=lambda: any(isinstance(event, SentenceReady) for event in told)
    )
    for event in events:
        told.append(event)
    asked = sum(map(len, translator.batches))
    assert sum(isinstance(event, SentenceReady) for event in told) == asked
    assert 0 < asked <= 6


def test_a_model_that_cannot_be_opened_ends_a_run_of_many() -> None:
    def broken() -> RecordingTranslator:
        raise EngineError("not a usable model")

    many = Pipeline(
        model=MODEL, open_model=broken, aligner=MODEL, open_aligner=broken, cache=None, matcher=Matcher(()),
        options=DEFAULT, pools=SIDE_BY_SIDE,
    )  # fmt: skip
    with pytest.raises(EngineError, match="not a usable model"):
        list(many.run([long_article(20)]))


def test_more_replicas_get_larger_batches() -> None:
    assert [FOLDER.for_replicas(count).batch for count in (1, 2, 4, 16)] == [64, 64, 128, 512]
    assert FOLDER.for_replicas(16).look_ahead == 1024


def test_what_is_on_screen_comes_first_even_while_scrolling() -> None:
    translator = RecordingTranslator()
    where = {"at": Focus("a.txt", 6)}
    events: list[Event] = []
    for event in pipeline(translator, pools=Pools(first=2, batch=2)).run([long_article()], lambda: where["at"]):
        events.append(event)
        if len(translator.batches) == 2:
            where["at"] = Focus("a.txt", -1)
    assert translator.batches[0] == ["Kalimat 6 satu.", "Kalimat 6 dua."]
    assert translator.batches[1] == ["Kalimat 7 satu.", "Kalimat 7 dua."]
    assert translator.batches[2] == ["Judul", "Kalimat 0 satu."]
    assert isinstance(events[-1], Done)


def test_after_the_end_comes_what_is_above_nearest_first() -> None:
    translator = RecordingTranslator()
    list(pipeline(translator, pools=Pools(first=4, batch=4)).run([long_article()], lambda: Focus("a.txt", 8)))
    assert translator.batches[:2] == [
        ["Kalimat 8 satu.", "Kalimat 8 dua.", "Kalimat 9 satu.", "Kalimat 9 dua."],
        ["Kalimat 7 satu.", "Kalimat 7 dua.", "Kalimat 6 satu.", "Kalimat 6 dua."],
    ]


def test_one_bad_sentence_stops_nothing_else(cache: TranslationCache) -> None:
    translator = RecordingTranslator(fail=["Kalimat 1 dua."])
    events = list(pipeline(translator, cache).run([long_article(3), long_article(1, name="b.txt")]))
    failed = [event for event in events if isinstance(event, Failed)]
    assert [(event.job, event.segment.text if event.segment else None) for event in failed] == [
        ("a.txt", "Kalimat 1 dua."),
        ("a.txt", None),
    ]
    assert "breaks the model" in failed[0].message
    assert sum(isinstance(event, SentenceReady) for event in events) == 6 + 3
    assert [event.job for event in events if isinstance(event, Done)] == ["b.txt"]
    ready = [event.paragraph.number for event in events if isinstance(event, ParagraphReady) and event.job == "a.txt"]
    assert sorted(ready) == [-1, 0, 2]


def test_closing_between_events_stops_the_work_and_keeps_what_is_done(cache: TranslationCache) -> None:
    translator = RecordingTranslator()
    run = pipeline(translator, cache).run([long_article()])
    for event in run:
        if isinstance(event, SentenceReady):
            break
    run.close()
    assert len(translator.batches) == 1
    planned = next(pipeline(RecordingTranslator(), cache).run([long_article()]))
    assert planned == Planned("a.txt", sentences=21, cached=2)


def test_numbers_alone_are_copied_and_never_reach_the_model() -> None:
    translator = RecordingTranslator()
    events = list(
        pipeline(translator).run([Job("a", article("102", paragraph("1.500 – 2.000", "Satu."), paragraph("***")))])
    )
    assert translator.batches == [["Satu."]]
    assert isinstance(events[-1], Done)
    assert [(s.target, s.origin, s.score) for s in events[-1].document.sentences] == [
        ("102", "copied", None),
        ("1.500 – 2.000", "copied", None),
        ("EN:Satu.", "model", -0.5),
        ("***", "copied", None),
    ]  # fmt: skip


def test_an_article_without_sentences_is_done_at_once() -> None:
    events = list(pipeline(RecordingTranslator()).run([Job("a", replace(article("Judul"), head=()))]))
    assert [type(event) for event in events] == [Planned, Done]


def test_what_the_model_says_is_made_harmless() -> None:
    class Rude(RecordingTranslator):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            results = super().translate(batch, options)
            return [[Hypothesis(f"\x1b[31m{h.text}\n\x07\u202e", h.score) for h in result] for result in results]

    events = list(pipeline(Rude()).run([Job("a", article("Judul"))]))
    assert isinstance(events[-1], Done)
    assert events[-1].document.paragraphs[0].target == "␛[31mEN:Judul ␇"


def test_a_cached_value_of_another_form_is_translated_again(cache: TranslationCache) -> None:
    job = Job("a", article("Judul"))
    key = plan(job, MODEL, DecodingOptions(), Matcher(()))[0].key
    for value in ({"target": 5, "score": -1.0}, {"target": "x"}, {"target": "x", "score": "good"}):
        cache.set_many({key: value})
        translator = RecordingTranslator()
        list(pipeline(translator, cache).run([job]))
        assert translator.batches == [["Judul"]]


@pytest.mark.parametrize("value", [{"links": 7}, {"links": [[1]]}, {"links": [["a", 0]]}, {}])
def test_a_cached_alignment_of_another_form_is_made_again(cache: TranslationCache, value: dict[str, object]) -> None:
    job = Job("a", article("Judul"))
    list(pipeline(RecordingTranslator(), cache).run([job]))
    cache.set_many({alignment_key(model=MODEL.digest, source="Judul", target="EN:Judul"): value})
    done = list(pipeline(RecordingTranslator(), cache).run([job]))[-1]
    assert isinstance(done, Done)
    assert done.document.paragraphs[0].sentences[0].alignment == ((0, 0),)


def test_a_long_paragraph_is_told_once_when_it_is_whole() -> None:
    sentences = [f"Kalimat {number}." for number in range(200)]
    events = list(pipeline(RecordingTranslator()).run([Job("a", article("Judul", paragraph(*sentences)))]))
    whole = [event.paragraph for event in events if isinstance(event, ParagraphReady)]
    assert [(part.number, len(part.sentences)) for part in whole] == [(-1, 1), (0, 200)]


def test_terms_are_reported_with_their_places() -> None:
    job = Job("a", article("Judul", paragraph("Kata perdana menteri.", "Perdana Menteri Inggris tiba.")))
    term = PM.model_copy(update={"accept": ("EN:Kata",)})
    events = list(pipeline(RecordingTranslator(), None, term).run([job]))
    assert isinstance(events[-1], Done)
    first, second = list(events[-1].document.sentences)[1:]
    assert [(use.status, use.source) for use in first.terms] == [("used", "perdana menteri")]
    assert first.terms[0].source_spans[0].of(first.segment.text) == "perdana menteri"
    assert first.terms[0].target_spans[0].of(first.target) == "EN:Kata"
    assert [(use.status, use.source) for use in second.terms] == [("repaired", "Perdana Menteri")]
    assert second.before == "EN:Perdana Menteri Inggris tiba."
    assert first.before is None


def test_checks_speak_of_indonesian_alone() -> None:
    job = Job("a", article("Harga 5,5 persen", paragraph("Ada 130.000 tentara.")))

    class Wrong(RecordingTranslator):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            return [[Hypothesis("There are 13 soldiers.", -0.5)] for _ in batch]

    def kinds(options: DecodingOptions) -> set[str]:
        made = pipeline(Wrong(), options=options).run([job])
        return {f.kind for e in made if isinstance(e, SentenceReady) for f in e.sentence.findings}

    assert "number" in kinds(DecodingOptions())
    assert kinds(DecodingOptions(source_language="zsm_Latn")) == set()


def test_the_bundled_model_goes_the_whole_way(compact: CTranslate2Translator, cache: TranslationCache) -> None:
    identity = ModelIdentity("compact", compact.digest)
    real = Pipeline(
        model=identity, open_model=lambda: compact, aligner=identity, open_aligner=lambda: compact, cache=cache,
        matcher=Matcher([PM]), options=DecodingOptions(beam_size=1),
    )  # fmt: skip
    job = Job("a", article("Harga beras naik", paragraph("Perdana Menteri tiba di Jakarta pada hari Senin.")))
    done = list(real.run([job]))[-1]
    assert isinstance(done, Done)
    body = list(done.document.sentences)[1]
    assert "Jakarta" in body.target
    assert body.alignment
    assert body.terms[0].status == "used"
