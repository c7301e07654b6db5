"""Finding terms in Indonesian: whole words, affixes, capitals, layers; and proving their English."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.glossary.builtin import built_in_terms
from reader.glossary.match import Matcher, locate, uses
from reader.glossary.terms import Term, merged

STARTER = Matcher(built_in_terms())


def found(text: str, matcher: Matcher = STARTER) -> list[tuple[str, str]]:
    return [(span.of(text), match.term.target) for match in matcher.find(text) for span in match.spans]


def places(text: str, *terms: Term) -> list[str]:
    return [text[span.start : span.end] for match in Matcher(terms).find(text) for span in match.spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menteri Luar Negeri AS tiba.", [("Menteri Luar Negeri", "Foreign Minister"), ("AS", "US")]),
        ("Wakil Menteri Luar Negeri", [("Wakil Menteri Luar Negeri", "Deputy Foreign Minister")]),
        ("as roda mobil", []),
        ("ASEAN dan asean", [("ASEAN", "ASEAN")]),
        ("PBBI dan APBB", []),
        ("sidang DK PBB, lalu PBB", [("DK PBB", "UN Security Council"), ("PBB", "UN")]),
        ("menteri luar negeri", [("menteri luar negeri", "Foreign Minister")]),
        ("Menteri\n Luar  Negeri", [("Menteri\n Luar  Negeri", "Foreign Minister")]),
        ("kepresidenan", []),
        ("(OSCE)", [("OSCE", "OSCE")]),
        ("kebijakan anti-Rusia", [("Rusia", "Russia")]),
        ("bahasa Arab, orang Arab", [("bahasa Arab", "Arabic")]),
        ("dua minggu, sampai hari Minggu", [("hari Minggu", "Sunday")]),
        ("Mei Lan lahir pada Mei 1990", [("pada Mei", "May")]),
        ("situs kpk.go.id milik @DPR dan #KPK", []),
        ("", []),
    ],
)
def test_finds_whole_words_longest_first(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    ["KPKnya", "KPK-nya", "KPKlah", "KPK-kah", "KPKpun", "KPK-ku", "KPK-mu", "KPK-nyalah", "se-KPK", "ke-KPK", "'KPK'"],
)
def test_an_acronym_is_found_with_what_hangs_on_it(text: str) -> None:
    assert places(text, Term(source="KPK", target="x")) == ["KPK"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("gubernurnya", "gubernur"),
        ("gubernurlah", "gubernur"),
        ("gubernurkukah", "gubernur"),
        ("Gubernur-gubernur", "Gubernur-gubernur"),
        ("para gubernur-gubernurnya", "gubernur-gubernur"),
        ("GUBERNUR", "GUBERNUR"),
    ],
)
def test_a_word_is_found_with_its_clitics_and_doubled(text: str, place: str) -> None:
    assert places(text, Term(source="gubernur", target="x")) == [place]


@pytest.mark.parametrize(
    "text", ["gubernuran", "kegubernuran", "gubernurnyata", "wagubernur", "o'gubernur", "gubernur'an"]
)
def test_a_word_is_not_found_inside_another(text: str) -> None:
    assert places(text, Term(source="gubernur", target="x")) == []


def test_the_first_word_of_several_may_be_doubled() -> None:
    assert places("rumah-rumah sakit", Term(source="rumah sakit", target="hospital")) == ["rumah-rumah sakit"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("diBali", ["Bali"]), ("seBali", ["Bali"]), ("kebali", []), ("kembali", []), ("ke-Bali-an", []), ("xdiBali", [])],
)
def test_a_prefix_may_be_joined_to_a_name_whose_capital_tells(text: str, expected: list[str]) -> None:
    assert places(text, Term(source="Bali", target="Bali", kind="place")) == expected


@pytest.mark.parametrize(
    ("term", "yes", "no"),
    [
        (Term(source="Polri", target="x", kind="organisation"), ("Polri", "POLRI"), ("polri",)),
        (Term(source="Batu", target="x", kind="place", case="exact"), ("Batu",), ("batu", "BATU")),
        (Term(source="AS", target="x"), ("AS",), ("as", "As")),
        (Term(source="AS", target="x", case="any"), ("AS", "as", "As"), ()),
        (Term(source="gempa", target="x"), ("gempa", "Gempa", "GEMPA"), ()),
        (Term(source="Uni Eropa", target="x", kind="place"), ("Uni Eropa", "UNI EROPA"), ("Uni eropa", "uni Eropa")),
    ],
)
def test_rules_for_capitals(term: Term, yes: tuple[str, ...], no: tuple[str, ...]) -> None:
    assert [text for text in (*yes, *no) if places(text, term)] == list(yes)


def test_a_shorter_term_counts_where_the_longer_one_has_wrong_capitals() -> None:
    exact = [Term(source="MK JAKARTA", target="x"), Term(source="jakarta", target="y")]
    assert found("mk Jakarta", Matcher(exact)) == [("Jakarta", "y")]
    assert found("MK JAKARTA", Matcher(exact)) == [("MK JAKARTA", "x")]


def test_of_overlapping_terms_the_longest_is_found_wherever_it_begins() -> None:
    terms = Term(source="satu dua", target="x"), Term(source="dua tiga empat", target="y")
    assert places("satu dua tiga empat", *terms) == ["dua tiga empat"]


def test_places_count_characters_whatever_they_are() -> None:
    term = Term(source="Istanbul", target="x", kind="place")
    assert places("İİ 🌋 İstanbul Istanbul, ẞ  Istanbul", term) == ["Istanbul", "Istanbul"]
    assert places("Ma’ruf Amin dan Ma'ruf Amin", Term(source="Ma'ruf Amin", target="x", kind="person")) == [
        "Ma’ruf Amin",
        "Ma'ruf Amin",
    ]


@settings(deadline=None)
@given(st.text(alphabet="AS Rusiak-'n’ya\n\tİ(", max_size=60))
def test_places_lie_in_the_text_and_never_overlap(text: str) -> None:
    spans = sorted((span.start, span.end) for match in STARTER.find(text) for span in match.spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_an_empty_glossary_finds_nothing() -> None:
    assert Matcher(()).find("Presiden AS") == ()


def test_later_layers_go_over_earlier_ones() -> None:
    layers = [
        [Term(source="Menlu", target="Foreign Minister"), Term(source="AS", target="US")],
        [Term(source="menlu", target="Secretary of State"), Term(source="as", target="axle")],
    ]
    terms = merged(layers)
    assert {(term.source, term.target) for term in terms} == {
        ("menlu", "Secretary of State"), ("AS", "US"), ("as", "axle"),
    }  # fmt: skip
    assert found("as AS", Matcher(terms)) == [("as", "axle"), ("AS", "US")]


@pytest.mark.parametrize("case", ["any", None])
def test_a_persons_term_goes_over_a_variant_of_the_built_in_one(case: str | None) -> None:
    mine = Term.model_validate({"source": "Kemlu", "target": "State Department", "case": case})
    assert found("Kemlu", Matcher(merged([built_in_terms(), [mine]]))) == [("Kemlu", "State Department")]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("the foreign ministers met", ["foreign ministers"]),
        ("The Foreign Minister's plan", ["Foreign Minister's"]),
        ("foreign ministerial talks", []),
        ("Ministers of Foreign Affairs", ["Ministers of Foreign Affairs"]),
        (
            "The Foreign Minister and his Minister of Foreign Affairs",
            ["Foreign Minister", "Minister of Foreign Affairs"],
        ),
        ("Foreign-Minister", ["Foreign-Minister"]),
        ("", []),
    ],
)
def test_locates_the_english_in_other_numbers_and_orders(target: str, expected: list[str]) -> None:
    term = Term(source="Menlu", target="Foreign Minister", accept=("Minister of Foreign Affairs",), kind="title")
    assert [span.of(target) for span in locate(term, target)] == expected


@pytest.mark.parametrize(
    ("wording", "target"),
    [
        (
            "Organization for Security and Co-operation in Europe",
            "Organisation for Security & Cooperation in Europe",
        ),
        ("Defense Ministry", "the Defence Ministry's"),
        ("Labor Party", "Labour Party"),
        ("health center", "health centres"),
        ("Ministry of the Interior", "Ministry of Interior"),
        ("Ministry of Interior", "Ministry of the Interior"),
        ("the Netherlands", "Netherlands"),
        ("ceasefire", "ceasefires"),
        ("cease-fire", "ceasefire"),
        ("spokesman", "spokesmen"),
        ("agency", "agencies"),
        ("coronavirus", "coronaviruses"),
        ("armed forces", "armed force"),
        ("US", "U.S."),
        ("NGO", "NGOs"),
        ("evacuate", "evacuating"),
        ("import", "imported"),
        ("subsidy", "subsidies"),
        ("People's Liberation Army", "People’s Liberation Army"),
    ],
)
def test_english_is_the_same_whatever_its_spelling(wording: str, target: str) -> None:
    assert [span.of(target) for span in locate(Term(source="x", target=wording), target)] != []


@pytest.mark.parametrize(
    ("wording", "target"),
    [
        ("US", "told us"), ("US", "USA"), ("Bali", "Balinese"), ("tax", "taxi"), ("UN", "a UNESCO site"),
        ("rice", "price"), ("Army", "arm"),
    ],
)  # fmt: skip
def test_english_inside_another_word_is_no_proof(wording: str, target: str) -> None:
    assert locate(Term(source="x", target=wording, kind="organisation"), target) == ()


def test_a_place_inside_a_longer_term_proves_nothing() -> None:
    matches = STARTER.find("DK PBB dan PBB bersidang.")
    assert [use.status for use in uses(matches, "The UN Security Council met.")] == ["used", "missing"]
    assert [use.status for use in uses(matches, "The UN Security Council and the UN met.")] == ["used", "used"]


def test_a_term_that_need_not_be_there_is_never_missing() -> None:
    matcher = Matcher([Term(source="pajak", target="tax", enforce=False)])
    assert uses(matcher.find("bebas pajak"), "duty-free") == ()
    assert [use.status for use in uses(matcher.find("bebas pajak"), "tax-free")] == ["used"]
