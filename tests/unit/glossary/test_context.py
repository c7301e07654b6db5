"""What an article says of its own terms: acronyms, surnames, other spellings."""

import pytest

from reader.document import Article
from reader.glossary.acronyms import definitions
from reader.glossary.builtin import built_in_terms
from reader.glossary.context import sound
from reader.glossary.match import Matcher, uses
from reader.glossary.terms import Term
from tests.support.articles import article, paragraph

STARTER = Matcher(built_in_terms())


def of(*sentences: str, title: str = "Judul") -> Article:
    return article(title, paragraph(*sentences))


def found(text: str, page: Article, matcher: Matcher = STARTER) -> list[tuple[str, str]]:
    return [(match.text, match.term.target) for match in matcher.for_article(page).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kata Komisi Pemberantasan Korupsi (KPK) itu", [("KPK", "Komisi Pemberantasan Korupsi")]),
        ("pemutusan hubungan kerja (PHK)", [("PHK", "pemutusan hubungan kerja")]),
        ("Kementerian Keuangan (Kemenkeu)", [("Kemenkeu", "Kementerian Keuangan")]),
        ("KPK (Komisi Pemberantasan Korupsi)", [("KPK", "Komisi Pemberantasan Korupsi")]),
        ("Badan Meteorologi, Klimatologi, dan Geofisika (BMKG)",
         [("BMKG", "Badan Meteorologi, Klimatologi, dan Geofisika")]),
        ("Ia lelah. Dewan Adat (DA)", [("DA", "Dewan Adat")]),
        ("pada Rabu (12/1)", []),
        ("Ia tertawa (XYZ)", []),
        ("(KPK)", []),
        ("kata Budi (42)", []),
    ],
)  # fmt: skip
def test_explained_acronyms(text: str, expected: list[tuple[str, str]]) -> None:
    assert [tuple(definition) for definition in definitions(text)] == expected


def test_many_brackets_cost_no_more_than_their_number() -> None:
    assert len(list(definitions("Dewan Adat (DA) " * 3_000))) == 3_000


def test_a_short_form_that_the_article_explains_is_the_term() -> None:
    page = of("Dewan Adat Papua (DAP) bersidang.", "DAP menolak.")
    matcher = Matcher([Term(source="Dewan Adat Papua", target="Papuan Customary Council", kind="organisation")])
    assert found("DAP menolak.", page, matcher) == [("DAP", "Papuan Customary Council")]
    matches = matcher.for_article(page).find("DAP menolak.")
    assert [use.status for use in uses(matches, "DAP refused.")] == ["used"]  # the short form is English enough
    assert matcher.find("DAP menolak.") == ()


def test_a_short_form_of_another_language_is_taken_for_an_organisation() -> None:
    page = of("pertemuan Dewan NATO-Rusia (NRC) berakhir")
    assert found("Sidang NRC", page) == [("NRC", "NATO-Russia Council")]


def test_an_acronym_that_means_something_else_here_is_not_the_term() -> None:
    page = of("Siswa Madrasah Aljabar (MA) itu senang.", "MA itu besar.")
    assert found("MA itu besar.", of("Tidak ada.")) == [("MA", "Supreme Court")]
    assert found("MA itu besar.", page) == []
    other = of("Bantuan Palang Merah Indonesia (PMI) tiba.")
    assert found("PMI tiba", other) == [("PMI", "Indonesian Red Cross")]


def test_a_name_after_the_long_form_hides_nothing() -> None:
    page = of("Presiden Amerika Serikat Joe Biden (AS) tiba.")
    assert found("AS dan Joe Biden", page) == [("AS", "US"), ("Joe Biden", "Joe Biden")]
    other = of("Kata seorang Menteri dari Aceh (MA) itu.")
    assert found("MA", other) == [("MA", "Supreme Court")]


def test_a_long_form_spelled_a_little_otherwise_is_still_the_term() -> None:
    page = of("Badan Meteorologi Klimatologi Geofisika (BMKG) mencatat gempa.")
    assert ("Badan Meteorologi Klimatologi Geofisika", "Meteorology, Climatology and Geophysics Agency") in found(
        "Badan Meteorologi Klimatologi Geofisika (BMKG) mencatat", page
    )
    assert found("BMKG", page) == found("BMKG", of("x"))


def test_a_surname_alone_is_the_person_once_the_article_has_named_them() -> None:
    page = of("Menlu Rusia Sergey Lavrov tiba.", "Lavrov diam.", title="Lavrov Tiba")
    assert found("Lavrov diam.", page) == [("Lavrov", "Lavrov")]
    assert found("Lavrov diam.", of("Lavrov diam.")) == []


def test_a_name_in_another_spelling_is_the_person() -> None:
    matcher = Matcher([Term(source="Sergey Lavrov", target="Sergey Lavrov", kind="person")])
    page = of("Sergei Lavrov tiba.")
    assert found("Sergei Lavrov tiba.", page, matcher) == [("Sergei Lavrov", "Sergey Lavrov")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei", "Sergey"),
        ("Dmitri", "Dmitry"),
        ("Soekarno", "Sukarno"),
        ("Zelensky", "Zelenskyy"),
        ("Khadafi", "Kadhafi"),
    ],
)
def test_spellings_that_sound_alike(one: str, other: str) -> None:
    assert (sound(one) == sound(other)) == (one != "Khadafi")


def test_an_article_that_says_nothing_costs_no_new_matcher() -> None:
    assert STARTER.for_article(of("Hujan turun.")) is STARTER
