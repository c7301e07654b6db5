"""What a person asks of the pipeline: corrections, other translations, a changed glossary."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cache.memory import Memory
from cache.store import TranslationCache
from models.engine import CTranslate2Translator
from models.types import Alignment, DecodingOptions, EngineError, Hypothesis, ModelIdentity, Request, Translator
from reader.document import Article, Kind, Segment
from reader.errors import ModelError
from reader.glossary.match import Matcher
from reader.glossary.terms import Term
from reader.pipeline import FOLDER, Corrections, Done, Job, Pipeline, Planned, SentenceReady
from reader.pipeline.pairing import diagonal
from tests.support.articles import RecordingTranslator, article, paragraph
from tests.support.translators import Counting

PM = Term(source="perdana menteri", target="prime minister", kind="title")


def pipeline(
    translator: Translator,
    cache: TranslationCache | None = None,
    *terms: Term,
    corrections: Corrections | None = None,
    beam: int = 1,
) -> Pipeline:
    identity = ModelIdentity(translator.name, translator.digest)
    return Pipeline(
        model=identity,
        open_model=lambda: translator,
        aligner=identity,
        open_aligner=lambda: translator,
        cache=cache,
        matcher=Matcher(terms),
        options=DecodingOptions(beam_size=beam),
        pools=FOLDER,
        corrections=corrections,
    )


def segment(text: str) -> Segment:
    return Segment(paragraph=0, sentence=0, kind=Kind.BODY, text=text)


def test_editing_a_term_translates_only_the_sentences_that_contain_it(
    compact: CTranslate2Translator, cache: TranslationCache
) -> None:
    """60 paragraphs, 300 terms, the bundled model: counted."""
    nouns = [f"{first}{second}" for first in ("ban", "dol", "gam", "kur", "sel") for second in ("ako", "iru", "eta")]
    terms = [
        Term(source=f"{noun} {number}{letter}", target=f"{noun} {number}{letter}", enforce=False)
        for noun in nouns for number in range(5) for letter in "abcd"
    ]  # fmt: skip
    assert len(terms) == 300
    edited = next(term for term in terms if term.source == "dolako 3b")
    story = article(
        "Pasar hari ini",
        *(
            paragraph(
                f"Pedagang nomor {number} membuka toko pada pagi hari.",
                f"Harga {terms[number * 5].source} naik di pasar nomor {number}."
                if number % 15
                else f"Barang {edited.source} habis di pasar nomor {number}.",
            )
            for number in range(60)
        ),
    )
    first = Counting(compact)
    list(pipeline(first, cache, *terms).run([Job("a", story)]))
    assert len(set(first.asked)) >= 121

    other = edited.model_copy(update={"target": "Other thing", "enforce": True})
    changed = [term if term is not edited else other for term in terms]
    second = Counting(compact)
    events = list(pipeline(second, cache, *changed).run([Job("a", story)]))
    expected = {f"Barang dolako 3b habis di pasar nomor {number}." for number in range(0, 60, 15)}
    assert {text.replace("Other thing", "dolako 3b") for text in second.asked} == expected
    assert events[0] == Planned("a", sentences=121, cached=117)
    fresh = [
        event.sentence for event in events if isinstance(event, SentenceReady) and event.sentence.origin == "model"
    ]
    assert {sentence.segment.text for sentence in fresh} == expected
    assert len(fresh) == 4

    third = Counting(compact)
    list(pipeline(third, cache, *changed).run([Job("a", story)]))
    assert not third.asked  # a repair that succeeded or failed is not tried again


def test_a_correction_outranks_the_model_wherever_the_sentence_stands(tmp_path: Path, cache: TranslationCache) -> None:
    job = Job("a", article("Judul", paragraph("Harga naik 5 persen.", "Lain."), paragraph("Harga naik 5 persen.")))
    list(pipeline(RecordingTranslator(), cache).run([job]))
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.correct("Harga naik 5 persen.", "ind_Latn", "Prices rose 6\u202e percent.")
        translator = RecordingTranslator()
        events = list(pipeline(translator, cache, corrections=memory.corrections).run([job]))
        assert isinstance(events[-1], Done)
        edited = [sentence for sentence in events[-1].document.sentences if sentence.origin == "edited"]
        assert [(sentence.segment.paragraph, sentence.target) for sentence in edited] == [
            (0, "Prices rose 6 percent."),
            (1, "Prices rose 6 percent."),
        ]
        assert not translator.batches
        assert edited[0].alignment == ((0, 0),)
        assert [finding.kind for finding in edited[0].findings] == ["number"]
        memory.correct("Harga naik 5 persen.", "ind_Latn", None)
        events = list(pipeline(translator, cache, corrections=memory.corrections).run([job]))
        assert isinstance(events[-1], Done)
        assert {sentence.origin for sentence in events[-1].document.sentences} == {"cache"}


def test_an_edited_sentence_is_a_pair_like_any_other() -> None:
    pair = pipeline(RecordingTranslator(), None, PM).pair(
        segment("Perdana menteri tiba dengan 3 orang."), "The prime minister\narrived with 4 people."
    )
    assert pair.target == "The prime minister arrived with 4 people."
    assert pair.origin == "edited"
    assert pair.score is None
    assert [use.status for use in pair.terms] == ["used"]
    assert "number" in {finding.kind for finding in pair.findings}
    assert pair.alignment


def test_alternatives_differ_and_the_best_comes_first(compact: CTranslate2Translator) -> None:
    found = pipeline(compact).alternatives(segment("Menteri mengatakan harga beras akan turun bulan depan."), 4)
    assert len(found) == 4
    assert len({hypothesis.text for hypothesis in found}) == 4
    assert [hypothesis.score for hypothesis in found] == sorted((h.score for h in found), reverse=True)


def test_a_sentence_is_translated_anew_whatever_the_cache_says(cache: TranslationCache) -> None:
    class Moody(RecordingTranslator):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            results = super().translate(batch, options)
            return [[replace(h, text=f"{h.text} {len(self.batches)}") for h in result] for result in results]

    model = pipeline(Moody(), cache)
    job = Job("a", article("Judul"))
    list(model.run([job]))
    assert model.retranslate(segment("Judul")).target == "EN:Judul 2"
    again = list(model.run([job]))[-1]
    assert isinstance(again, Done)
    assert next(again.document.sentences).target == "EN:Judul 2"  # the new one is kept

    other = model.retranslate(segment("Judul"), DecodingOptions(beam_size=8))
    assert (other.target, other.origin) == ("EN:Judul 3", "model")
    again = list(model.run([job]))[-1]
    assert isinstance(again, Done)
    assert next(again.document.sentences).target == "EN:Judul 2"  # what other options gave is another translation


def test_a_retranslation_that_fails_says_why() -> None:
    with pytest.raises(EngineError, match="breaks the model"):
        pipeline(RecordingTranslator(fail=["Judul"])).retranslate(segment("Judul"))


def test_what_needs_no_model_is_copied_when_asked_again() -> None:
    assert pipeline(RecordingTranslator()).retranslate(segment("1.500")).origin == "copied"


def test_a_pair_that_cannot_be_aligned_has_the_diagonal(cache: TranslationCache) -> None:
    class Deaf(RecordingTranslator):
        def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
            if any("tuli" in source for source, _ in pairs):
                raise EngineError("this pair breaks the aligner")
            return super().align(pairs)

    story: Article = article("Judul", paragraph("Satu dua.", "Ini tuli sekali."))
    done = list(pipeline(Deaf(), cache).run([Job("a", story)]))[-1]
    assert isinstance(done, Done)
    assert [sentence.alignment for sentence in done.document.sentences] == [
        ((0, 0),), ((0, 0),), ((0, 0), (1, 1), (2, 2)),
    ]  # fmt: skip
    done = list(pipeline(RecordingTranslator(), cache).run([Job("a", story)]))[-1]
    assert isinstance(done, Done)
    assert [sentence.alignment for sentence in done.document.sentences][-1] == ((0, 0),)  # nothing false was kept


@pytest.mark.parametrize(
    ("source", "target", "links"),
    [
        ("a b c", "x y z", ((0, 0), (1, 1), (2, 2))),
        ("a b", "w x y z", ((0, 0), (0, 1), (1, 2), (1, 3))),
        ("a b c d", "x y", ((1, 0), (3, 1))),
        ("", "x", ()),
        ("a", " ", ()),
    ],
)
def test_the_diagonal(source: str, target: str, links: Alignment) -> None:
    assert diagonal(source, target) == links


def test_what_the_guards_could_not_mend_is_a_finding_also_from_the_cache(cache: TranslationCache) -> None:
    class Cut(RecordingTranslator):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            results = super().translate(batch, options)
            return [[replace(hypothesis, faults=("cut",)) for hypothesis in found] for found in results]

    for _ in range(2):
        done = list(pipeline(Cut(), cache).run([Job("a", article("Judul"))]))[-1]
        assert isinstance(done, Done)
        assert [finding.kind for finding in next(done.document.sentences).findings] == ["length"]


def test_without_an_aligner_there_is_the_diagonal() -> None:
    def missing() -> Translator:
        raise ModelError("no usable model", "compact")

    translator = RecordingTranslator()
    identity = ModelIdentity(translator.name, translator.digest)
    model = Pipeline(
        model=identity, open_model=lambda: translator, aligner=identity, open_aligner=missing, cache=None,
        matcher=Matcher(()), options=DecodingOptions(),
    )  # fmt: skip
    done = list(model.run([Job("a", article("Dua kata"))]))[-1]
    assert isinstance(done, Done)
    assert next(done.document.sentences).alignment == ((0, 0), (1, 1))
