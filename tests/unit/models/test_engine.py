"""The engine on a random model in NLLB's layout, and on the bundled model for what needs sense."""

import itertools
import json
import shutil
import threading
import time
from pathlib import Path

import pytest

from models import bundled
from models.engine import MAX_SOURCE_TOKENS, CTranslate2Translator, batch_replicas
from models.types import DecodingOptions, EngineError, Request, StoppedError
from tests.support.tiny_model import build_tiny_model

SENTENCES = [
    "Presiden tiba di Jakarta.",
    "Menteri Luar Negeri Rusia mengatakan bahwa pembicaraan dengan Barat akan dilanjutkan pada bulan Januari.",
    "Gempa bumi mengguncang Jawa Barat.",
    "Harga beras naik 5,5 persen menjadi Rp 12.500.",
]


@pytest.fixture(scope="module")
def engine(tiny_model: Path) -> CTranslate2Translator:
    return CTranslate2Translator.open(tiny_model, threads=1)


def requests(*texts: str) -> list[Request]:
    return [Request(text) for text in texts]


def test_reads_the_languages_and_names_itself_after_the_folder(engine: CTranslate2Translator) -> None:
    assert engine.languages == {"eng_Latn", "ind_Latn", "zsm_Latn"}
    assert engine.name == "tiny"
    assert len(engine.digest) == 64


@pytest.mark.parametrize("vocabulary", ["json", "txt"])
def test_both_vocabulary_files_give_the_same_model(
    engine: CTranslate2Translator, tmp_path: Path, vocabulary: str
) -> None:
    folder = build_tiny_model(tmp_path / "tiny", vocabulary="txt" if vocabulary == "txt" else "json")
    other = CTranslate2Translator.open(folder, threads=1)
    options = DecodingOptions(beam_size=2)
    assert other.translate(requests(*SENTENCES), options) == engine.translate(requests(*SENTENCES), options)


def test_a_sentence_does_not_depend_on_its_company(engine: CTranslate2Translator) -> None:
    options = DecodingOptions(beam_size=2)
    together = engine.translate(requests(*SENTENCES), options)
    alone = [engine.translate(requests(text), options)[0] for text in SENTENCES]
    assert [[h.text for h in one] for one in together] == [[h.text for h in one] for one in alone]


def test_gives_as_many_hypotheses_as_asked_best_first(engine: CTranslate2Translator) -> None:
    (hypotheses,) = engine.translate(requests(SENTENCES[0]), DecodingOptions(beam_size=4, n_best=3))
    assert len(hypotheses) == 3
    scores = [hypothesis.score for hypothesis in hypotheses]
    assert scores == sorted(scores, reverse=True)
    assert all(score < 0 for score in scores)


def test_begins_with_the_target_prefix(compact: CTranslate2Translator) -> None:
    (with_prefix, plain) = compact.translate(
        [Request("Presiden tiba di Jakarta.", "The head of state"), Request("Presiden tiba di Jakarta.")],
        DecodingOptions(),
    )
    assert with_prefix[0].text.startswith("The head of state")
    assert not plain[0].text.startswith("The head of state")


def test_no_language_token_reaches_the_text(engine: CTranslate2Translator) -> None:
    for hypotheses in engine.translate(requests(*SENTENCES), DecodingOptions(beam_size=1)):
        assert "_Latn" not in hypotheses[0].text


def test_the_bundled_model_translates(compact: CTranslate2Translator) -> None:
    (hypotheses,) = compact.translate(requests("Presiden tiba di Jakarta."), DecodingOptions())
    words = hypotheses[0].text.casefold()
    assert "president" in words
    assert "jakarta" in words


def test_the_bundled_model_aligns_what_it_did_not_write(compact: CTranslate2Translator) -> None:
    (links,) = compact.align([("Menteri Keuangan tiba di Jakarta.", "The Finance Minister arrived in Jakarta.")])
    assert {(0, 2), (1, 1), (2, 3), (4, 5)} <= set(links)


def test_alignment_links_are_in_range_for_any_text(engine: CTranslate2Translator) -> None:
    pairs = [("", "nothing"), ("kata", ""), ("½ ´ kata", "half of … it"), ("a " * 600, "b " * 600), ("ｱ\u00a0b", "c")]
    for (source, target), links in zip(pairs, engine.align(pairs), strict=True):
        assert all(0 <= i < len(source.split()) and 0 <= j < len(target.split()) for i, j in links)
    assert engine.align([]) == []
    assert engine.align([("\u2581 \u2581", "\u2581 \u2581")]) == [()]  # words without a piece


def test_refuses_a_language_the_model_does_not_know(engine: CTranslate2Translator) -> None:
    with pytest.raises(EngineError, match="does not know the language jav_Latn"):
        engine.translate(requests("Kowe"), DecodingOptions(source_language="jav_Latn"))


def test_refuses_what_it_would_have_to_cut(engine: CTranslate2Translator) -> None:
    with pytest.raises(EngineError, match="longer than"):
        engine.translate(requests("kata " * MAX_SOURCE_TOKENS * 2), DecodingOptions())


def test_translates_nothing_without_a_word(engine: CTranslate2Translator) -> None:
    assert engine.translate([], DecodingOptions()) == []


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "sentencepiece.bpe.model", "shared_vocabulary.json"])
def test_names_the_file_that_is_missing(tiny_model: Path, tmp_path: Path, missing: str) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    (folder / missing).unlink()
    with pytest.raises(EngineError, match=missing):
        CTranslate2Translator.open(folder)


@pytest.mark.parametrize("broken", ["model.bin", "sentencepiece.bpe.model", "shared_vocabulary.json"])
def test_a_broken_file_is_one_clear_error(tiny_model: Path, tmp_path: Path, broken: str) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    (folder / broken).write_bytes(b"\x00\x01 not a model file")
    with pytest.raises(EngineError):
        CTranslate2Translator.open(folder)


def test_a_model_without_language_tokens_is_no_nllb(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    vocabulary = folder / "shared_vocabulary.json"
    vocabulary.write_text(json.dumps([token.replace("_Latn", "") for token in json.loads(vocabulary.read_text())]))
    with pytest.raises(EngineError, match="no language tokens"):
        CTranslate2Translator.open(folder)


def test_a_vocabulary_cut_short_is_no_model(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    (folder / "shared_vocabulary.json").write_text('["ind_Latn", "eng_Latn"]')
    with pytest.raises(EngineError, match=r"cannot be loaded|not a whole model"):
        CTranslate2Translator.open(folder)


def texts(engine: CTranslate2Translator, sentences: list[str], beam: int = 2) -> list[str]:
    return [found[0].text for found in engine.translate(requests(*sentences), DecodingOptions(beam_size=beam))]


def test_replicas_translate_as_one_does(engine: CTranslate2Translator, tiny_model: Path) -> None:
    several = CTranslate2Translator.open(tiny_model, threads=2, replicas=2)
    many = [f"{sentence} {number}" for number in range(10) for sentence in SENTENCES]
    assert texts(several, many) == texts(engine, many)


def test_many_sentences_keep_their_order(engine: CTranslate2Translator) -> None:
    many = [f"{'kata ' * (number % 37)}{number}" for number in range(120)]
    alone = [texts(engine, [sentence])[0] for sentence in many[::17]]
    assert texts(engine, many)[::17] == alone


def test_yields_each_sentence_once_and_the_longest_first(engine: CTranslate2Translator) -> None:
    many = [f"{'kata ' * (1 + number)}" for number in range(60)]
    numbers = [number for number, _ in engine.stream(requests(*many), DecodingOptions(beam_size=1))]
    assert sorted(numbers) == list(range(60))
    assert numbers[0] == 59


def test_stops_between_batches(tiny_model: Path) -> None:
    asked = itertools.count()
    engine = CTranslate2Translator.open(tiny_model, threads=1, stop=lambda: next(asked) >= 2)
    many = requests(*["kata " * 90] * 40)
    stream = engine.stream(many, DecodingOptions(beam_size=1))
    first = next(stream)
    with pytest.raises(StoppedError):
        list(stream)
    assert len(first[1]) == 1


def test_closing_the_stream_ends_the_work(engine: CTranslate2Translator) -> None:
    stream = engine.stream(requests(*["kata " * 90] * 40), DecodingOptions(beam_size=1))
    next(stream)
    began = time.perf_counter()
    stream.close()
    assert time.perf_counter() - began < 1
    assert texts(engine, SENTENCES)


def test_can_be_opened_while_another_thread_works() -> None:
    """The weights are read and the sentences translated outside Python's lock."""
    ticks = 0
    opened: list[CTranslate2Translator] = []
    thread = threading.Thread(target=lambda: opened.append(CTranslate2Translator.open(bundled.path())))
    thread.start()
    while thread.is_alive():
        ticks += 1
        time.sleep(0.001)
    assert opened
    assert ticks > 1


def test_tells_what_the_model_has_no_token_for(tmp_path: Path) -> None:
    engine = CTranslate2Translator.open(build_tiny_model(tmp_path / "tiny", bytes_too=False), threads=1)
    assert engine.knows("a")
    assert not engine.knows("東")
    assert CTranslate2Translator.open(build_tiny_model(tmp_path / "bytes"), threads=1).knows("東")


def test_runs_on_the_processor_where_there_is_no_card(engine: CTranslate2Translator) -> None:
    import ctranslate2

    assert engine.device == ("cuda" if ctranslate2.get_cuda_device_count() else "cpu")


def test_a_card_that_is_asked_for_must_be_there(tiny_model: Path) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        assert CTranslate2Translator.open(tiny_model, device="cuda").device == "cuda"
    else:
        with pytest.raises(EngineError, match="cannot be loaded"):
            CTranslate2Translator.open(tiny_model, device="cuda")


def test_two_cores_a_replica() -> None:
    assert [batch_replicas(cores) for cores in (1, 2, 3, 4, 16)] == [1, 2, 2, 2, 8]
    assert [batch_replicas(cores, small=True) for cores in (1, 2, 16)] == [1, 2, 16]


def test_scores_what_it_wrote_itself_as_it_did(compact: CTranslate2Translator) -> None:
    options = DecodingOptions(beam_size=1)
    source = "Presiden tiba di Jakarta."
    (found,) = compact.translate(requests(source), options)
    assert compact.score([(source, found[0].text)], options)[0] == pytest.approx(found[0].score, abs=0.05)
    assert compact.score([], options) == []
