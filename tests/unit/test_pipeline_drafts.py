"""Drafts: the bundled model speaks first, and the chosen one has the last word."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from cache.store import TranslationCache
from models.engine import CTranslate2Translator
from models.types import DecodingOptions, EngineError, Hypothesis, ModelIdentity, Request, Translator
from reader.config import load_settings
from reader.glossary.match import Matcher
from reader.pipeline import Done, Event, Failed, Focus, Job, ParagraphReady, Pipeline, Planned, Pools, SentenceReady
from reader.services import Services
from tests.support.articles import RecordingTranslator, article, paragraph
from tests.support.translators import Slow

SMALL = Pools(first=2, batch=2)
LARGE = ModelIdentity("large", "1" * 64)
BUNDLED = ModelIdentity("bundled", "2" * 64)


class Gated(RecordingTranslator):
    """Gives out a batch when `gate` is set."""

    def __init__(self, fail: Sequence[str] = ()) -> None:
        self.gate, self.at_work = threading.Event(), threading.Event()
        super().__init__(fail, before=self._wait)

    def _wait(self) -> None:
        self.at_work.set()
        assert self.gate.wait(20)

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        return [[Hypothesis(f"LARGE {h.text}", h.score) for h in found] for found in super().translate(batch, options)]


def pipeline(
    open_model: Callable[[], Translator],
    bundled: Translator,
    cache: TranslationCache | None = None,
    *,
    drafts: bool = True,
    pools: Pools = SMALL,
) -> Pipeline:
    return Pipeline(
        model=LARGE,
        open_model=open_model,
        aligner=BUNDLED,
        open_aligner=lambda: bundled,
        cache=cache,
        matcher=Matcher(()),
        options=DecodingOptions(beam_size=1),
        pools=pools,
        drafts=drafts,
    )


def story(paragraphs: int = 3) -> Job:
    return Job("a", article("Judul", *(paragraph(f"Alinea {number}.") for number in range(paragraphs))))


def origins(events: Sequence[Event]) -> dict[str, list[str]]:
    """By sentence, the origins in the order in which they came."""
    found: dict[str, list[str]] = {}
    for event in events:
        if isinstance(event, SentenceReady):
            found.setdefault(event.sentence.segment.text, []).append(event.sentence.origin)
    return found


def test_drafts_come_while_the_model_is_loading_and_are_replaced() -> None:
    large, bundled = Gated(), RecordingTranslator()
    loading = threading.Event()

    def load() -> Translator:
        assert loading.wait(20)
        return large

    events: list[Event] = []
    for event in pipeline(load, bundled).run([story()]):
        events.append(event)
        if sum(isinstance(one, SentenceReady) for one in events) == 4:  # all drafted, nothing else can come
            loading.set()
            large.gate.set()
    assert events[0] == Planned("a", sentences=4, cached=0)
    assert set(origins(events)) == {"Judul", "Alinea 0.", "Alinea 1.", "Alinea 2."}
    assert all(found == ["draft", "model"] for found in origins(events).values())
    drafts = [event.sentence for event in events[1:5] if isinstance(event, SentenceReady)]
    assert {sentence.model for sentence in drafts} == {str(BUNDLED)}
    assert drafts[0].target == "EN:Judul"
    first = next(index for index, event in enumerate(events) if isinstance(event, ParagraphReady))
    assert first > 5
    assert isinstance(events[-1], Done)
    assert {sentence.target[:5] for sentence in events[-1].document.sentences} == {"LARGE"}
    assert {sentence.model for sentence in events[-1].document.sentences} == {str(LARGE)}


def test_drafts_are_kept_under_the_bundled_models_own_name(cache: TranslationCache) -> None:
    large, bundled = Gated(), RecordingTranslator()
    run = pipeline(lambda: large, bundled, cache).run([story()])
    with closing(run):
        drafts = 0
        for event in run:
            drafts += isinstance(event, SentenceReady)
            if drafts == 4:
                large.gate.set()
                break
    assert sorted(text for batch in bundled.batches for text in batch) == [
        "Alinea 0.",
        "Alinea 1.",
        "Alinea 2.",
        "Judul",
    ]

    again, fresh = RecordingTranslator(), Gated()
    fresh.gate.set()
    events = list(pipeline(lambda: fresh, again, cache).run([story()]))
    assert not again.batches  # the drafts come from the cache
    done = origins(events)
    assert done["Alinea 2."][0] == "draft"
    assert done["Judul"][-1] in {"model", "cache"}


def test_the_run_follows_the_reader_while_the_model_is_at_work() -> None:
    large, bundled = Gated(), RecordingTranslator()
    where = {"at": Focus("a", 0)}
    run = pipeline(lambda: large, bundled).run([story(60)], lambda: where["at"])
    seen: list[str] = []
    with closing(run):
        for event in run:
            if isinstance(event, SentenceReady):
                seen.append(event.sentence.segment.text)
            if len(seen) == 6:
                where["at"] = Focus("a", 40)
            if "Alinea 41." in seen:
                large.gate.set()
                break
    assert seen[:2] == ["Alinea 0.", "Alinea 1."]
    assert seen[6:8] == ["Alinea 40.", "Alinea 41."]


def test_a_model_that_cannot_be_loaded_is_told_after_the_drafts() -> None:
    def load() -> Translator:
        time.sleep(0.2)
        raise EngineError("the file is broken")

    events: list[Event] = []
    run = pipeline(load, RecordingTranslator()).run([story()])
    with pytest.raises(EngineError, match="broken"):
        events.extend(run)
    assert "draft" in {origin for found in origins(events).values() for origin in found}


def test_without_the_bundled_model_the_chosen_one_goes_on() -> None:
    def missing() -> Translator:
        raise EngineError("no bundled model")

    large = Gated()
    large.gate.set()
    model = Pipeline(
        model=LARGE, open_model=lambda: large, aligner=BUNDLED, open_aligner=missing, cache=None,
        matcher=Matcher(()), options=DecodingOptions(), pools=SMALL, drafts=True,
    )  # fmt: skip
    events = list(model.run([story()]))
    assert all(found == ["model"] for found in origins(events).values())
    assert isinstance(events[-1], Done)


def test_a_sentence_that_fails_keeps_no_draft_from_ending_the_job() -> None:
    large = Gated(fail=["Alinea 1."])
    large.gate.set()
    events = list(pipeline(lambda: large, RecordingTranslator()).run([story()]))
    assert [event.segment.text if event.segment else None for event in events if isinstance(event, Failed)] == [
        "Alinea 1.",
        None,
    ]


def test_closing_waits_for_the_batch_at_work_and_no_longer(cache: TranslationCache) -> None:
    large = Gated()
    run = pipeline(lambda: large, RecordingTranslator(), cache).run([story(30)])
    for event in run:
        if isinstance(event, SentenceReady) and large.at_work.wait(20):
            break
    timer = threading.Timer(0.3, large.gate.set)
    timer.start()
    run.close()
    timer.join()
    assert len(large.batches) == 1
    planned = next(pipeline(lambda: large, RecordingTranslator(), cache).run([story(30)]))
    assert planned == Planned("a", sentences=31, cached=2)  # what was finished is kept


def test_closing_while_the_model_is_loading_does_not_wait() -> None:
    loading = threading.Event()

    def load() -> Translator:
        loading.wait(20)
        return RecordingTranslator()

    run = pipeline(load, RecordingTranslator()).run([story()])
    assert any(isinstance(event, SentenceReady) for event in run)
    start = time.monotonic()
    run.close()
    assert time.monotonic() - start < 10
    loading.set()


def test_no_drafts_for_many_articles_or_when_the_bundled_model_is_chosen() -> None:
    large, bundled = Gated(), RecordingTranslator()
    large.gate.set()
    list(pipeline(lambda: large, bundled, drafts=False).run([story()]))
    assert not bundled.batches

    model = Pipeline(
        model=BUNDLED, open_model=lambda: bundled, aligner=BUNDLED, open_aligner=lambda: bundled, cache=None,
        matcher=Matcher(()), options=DecodingOptions(), drafts=True,
    )  # fmt: skip
    assert all(found == ["model"] for found in origins(list(model.run([story()]))).values())


def test_with_real_models_the_draft_is_the_bundled_models(tiny_model: Path, compact: CTranslate2Translator) -> None:
    """The second model has NLLB's layout and random weights; it answers late."""
    slow = Slow(CTranslate2Translator.open(tiny_model), 0.5)
    job = Job("a", article("Harga beras naik", paragraph("Presiden tiba di Jakarta pada hari Senin.")))
    events = list(pipeline(lambda: slow, compact).run([job]))
    assert all(found == ["draft", "model"] for found in origins(events).values())
    draft = next(e.sentence for e in events if isinstance(e, SentenceReady) and "Jakarta" in e.sentence.segment.text)
    assert "Jakarta" in draft.target
    assert draft.alignment
    assert isinstance(events[-1], Done)
    assert {sentence.model for sentence in events[-1].document.sentences} == {str(LARGE)}


def test_services_draft_for_reading_and_batch_may_ask_for_drafts_only(tiny_model: Path) -> None:
    services = Services(load_settings(model=str(tiny_model), beam=1, use_cache=False))
    job = Job("a", article("Presiden tiba di Jakarta."))
    reading = list(services.pipeline().run([job]))
    assert origins(reading)["Presiden tiba di Jakarta."][-1] == "model"
    many = list(services.pipeline(pools=SMALL).run([job]))
    assert origins(many)["Presiden tiba di Jakarta."] == ["model"]
    services.close()

    services = Services(load_settings(model=str(tiny_model), beam=1, use_cache=False, drafts="only"))
    only = list(services.pipeline(pools=SMALL).run([job]))
    assert origins(only)["Presiden tiba di Jakarta."] == ["draft"]
    assert isinstance(only[-1], Done)
    assert "Jakarta" in only[-1].document.paragraphs[0].target
    assert only[-1].document.model.startswith("compact@")
    services.close()


def test_leaving_the_program_while_a_model_is_loading_does_not_crash() -> None:
    script = (
        "from models import bundled\n"
        "from models.engine import CTranslate2Translator\n"
        "from reader.pipeline.background import in_background\n"
        "in_background(lambda: [CTranslate2Translator.open(bundled.path()) for _ in range(3)])\n"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False, timeout=120).returncode == 0
