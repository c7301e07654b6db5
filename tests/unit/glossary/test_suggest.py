"""Names that no glossary has, with counts, contexts and what they became."""

import pytest

from reader.document import AlignedSentence, Article, Kind, Segment, Span
from reader.glossary.builtin import built_in_terms
from reader.glossary.match import Matcher
from reader.glossary.names import candidates, is_acronym, kind_of
from reader.glossary.suggest import Suggestion, became, suggest
from tests.support.articles import article, paragraph

STARTER = Matcher(built_in_terms())


def names(text: str) -> list[str]:
    return [candidate.text for candidate in candidates(text, STARTER.find(text), frozenset({"pedagang"}))]


def pair(source: str, target: str, *links: tuple[int, int]) -> AlignedSentence:
    segment = Segment(paragraph=0, sentence=0, kind=Kind.BODY, text=source)
    return AlignedSentence(segment=segment, target=target, model="m", origin="cache", alignment=links)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menlu Rusia Wulan Prasetyo tiba di Banda Neira.", ["Wulan Prasetyo", "Banda Neira"]),
        ("Menurut Wulan, Pedagang itu pergi.", ["Wulan", "Pedagang"]),
        ("Pedagang di sana pergi.", []),
        ("Badan Pangan dan Gizi Papua bersidang.", ["Badan Pangan dan Gizi Papua"]),
        ("Wulan dan Raka tiba.", ["Wulan", "Raka"]),
        ("kata BAKTI pada pukul 10.00 WIB, Rp 5 triliun", ["BAKTI"]),
        ("Negara-negara Barat khawatir.", []),
        ("Abad XXI dan Ludwig van Halen", ["Abad XXI", "Ludwig van Halen"]),
        ("Presiden Joko Widodo tiba.", []),
        ("", []),
    ],
)
def test_runs_of_capitals_that_are_no_terms(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("name", "hints", "kind"),
    [
        ("BAKTI", (), "acronym"),
        ("Yayasan Bumi", ("person",), "organisation"),
        ("Pulau Rhun", (), "place"),
        ("Wulan", ("person", "place"), "person"),
        ("Saumlaki", ("place",), "place"),
        ("Wulan Prasetyo", (), "person"),
        ("Lempeng", (), "term"),
    ],
)
def test_kinds(name: str, hints: tuple[str, ...], kind: str) -> None:
    assert kind_of(name, hints) == kind  # type: ignore[arg-type]


def test_roman_numbers_are_no_acronyms() -> None:
    assert [word for word in ("IV", "XXI", "BAKTI", "Bakti", "A", "KPK2") if is_acronym(word)] == ["BAKTI"]


def two() -> list[Article]:
    return [
        article(
            "Wulan Prasetyo Kunjungi Pasar",
            paragraph("Menteri Wulan Prasetyo tiba.", "Prasetyo disambut Dewan Adat Banda (DAB).", "DAB senang."),
        ),
        article("Kabar", paragraph("DAB menemui Wulan Prasetyo dan seorang wartawan BAKTI.", "Pasar itu ramai.")),
    ]


def test_counts_contexts_and_kinds() -> None:
    found = {one.source: one for one in suggest(two(), STARTER)}
    assert list(found)[:2] == ["Dewan Adat Banda", "Wulan Prasetyo"]
    wulan = found["Wulan Prasetyo"]
    assert (wulan.count, wulan.articles, wulan.kind) == (3, 2, "person")
    assert wulan.contexts[0] == "Menteri Wulan Prasetyo tiba."
    council = found["Dewan Adat Banda"]
    assert (council.variants, council.count, council.articles, council.kind) == (("DAB",), 4, 2, "organisation")
    assert found["BAKTI"].kind == "acronym"
    assert "Prasetyo" not in found
    assert "Pasar" not in found
    assert [one.source for one in suggest(two(), STARTER, least=2)] == ["Dewan Adat Banda", "Wulan Prasetyo"]


def test_what_the_glossary_has_is_not_suggested() -> None:
    known = Matcher([suggestion.term for suggestion in suggest(two(), STARTER)])
    assert [one.source for one in suggest(two(), known)] == []


def test_translations_seen_so_far() -> None:
    translated = [
        pair("Menteri Wulan Prasetyo tiba.", "Minister Wulan Prasetya arrived.", (0, 0), (1, 1), (2, 2), (3, 3)),
        pair("DAB senang.", "The DAB's happy.", (0, 1), (1, 2)),
    ]
    wulan = suggest(two(), STARTER, translated)[1]
    assert wulan.translations == (("Wulan Prasetya", 1),)
    assert (wulan.target, wulan.term.target, wulan.term.kind) == ("Wulan Prasetya", "Wulan Prasetya", "person")


@pytest.mark.parametrize(
    ("links", "expected"),
    [(((1, 1), (2, 2)), "Banda Neira"), (((1, 0), (2, 5)), ""), ((), ""), (((1, 1), (2, 1)), "Banda")],
)
def test_what_a_name_became_by_its_links(links: tuple[tuple[int, int], ...], expected: str) -> None:
    sentence = pair("di Banda Neira, Maluku", "in “Banda Neira”, far away Maluku", *links)
    assert became(sentence, Span(start=3, end=14)) == expected


def test_a_suggestion_becomes_an_entry() -> None:
    term = Suggestion("Dewan Adat", "organisation", 2, 1, (), ("DA",), (("Customary Council", 2),)).term
    assert (term.source, term.target) == ("Dewan Adat", "Customary Council")
    assert term.variants == term.accept == ("DA",)
