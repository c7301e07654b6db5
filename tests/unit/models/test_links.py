"""Word links that come with a translation: the same as those made for the pair afterwards, or none at all."""

import pytest

from models import bundled
from models.engine import CTranslate2Translator
from models.guard import GuardedTranslator
from models.types import DecodingOptions, Request

SENTENCES = (
    "Presiden tiba di Jakarta pada hari Senin.",
    "Menteri mengatakan harga beras akan turun bulan depan.",
    "Tidak ada korban jiwa.",
    "Banjir merendam 12 desa di Kabupaten Demak.",
)


@pytest.fixture(scope="module")
def aligning() -> CTranslate2Translator:
    return CTranslate2Translator.open(bundled.path(), aligns=True, threads=2)


def test_links_come_with_the_translation_and_change_nothing_else(
    aligning: CTranslate2Translator, compact: CTranslate2Translator
) -> None:
    requests = [Request(sentence) for sentence in SENTENCES]
    with_links = aligning.translate(requests, DecodingOptions())
    without = compact.translate(requests, DecodingOptions())
    assert [found[0].text for found in with_links] == [found[0].text for found in without]
    assert [found[0].alignment for found in without] == [None] * len(SENTENCES)
    afterwards = aligning.align([(s, found[0].text) for s, found in zip(SENTENCES, with_links, strict=True)])
    links = {(n, *link) for n, found in enumerate(with_links) for link in found[0].alignment or ()}
    forced = {(n, *link) for n, found in enumerate(afterwards) for link in found}
    assert len(links & forced) >= 0.95 * len(links | forced)  # batches round differently


def test_links_of_a_forced_beginning_count_it(aligning: CTranslate2Translator) -> None:
    hypothesis = aligning.translate([Request(SENTENCES[0], "On Monday the president")], DecodingOptions())[0][0]
    assert hypothesis.alignment
    assert {there for _, there in hypothesis.alignment if there < 4}


def test_marks_that_are_put_back_keep_the_links_and_words_that_are_gone_lose_them(
    aligning: CTranslate2Translator,
) -> None:
    guarded = GuardedTranslator(aligning, aligning.count_tokens, knows=aligning.knows)
    quoted, aside = (
        guarded.translate([Request(text)], DecodingOptions())[0][0]
        for text in ("“Tidak ada korban jiwa,” kata Menteri.", "Tidak ada korban jiwa 🙏 kata Menteri.")
    )
    assert quoted.alignment
    assert aside.alignment is None


def test_a_text_of_several_sentences_has_no_links_of_its_own(aligning: CTranslate2Translator) -> None:
    guarded = GuardedTranslator(aligning, aligning.count_tokens, knows=aligning.knows)
    text = f"{SENTENCES[0]} {SENTENCES[1]}"
    assert guarded.translate([Request(text)], DecodingOptions())[0][0].alignment is None
