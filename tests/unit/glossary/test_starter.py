"""The glossary that ships with the program: whole, without contradictions, and what its sources give."""

from collections import Counter
from pathlib import Path

import pytest
from babel import Locale
from babel.core import get_cldr_version

from models.evaluation.sets import SAMPLE, read_set
from reader.article import read_article
from reader.article.load import find_sources
from reader.glossary import generate
from reader.glossary.builtin import FILE, built_in_terms
from reader.glossary.files import read_terms
from reader.glossary.match import Matcher, locate, uses
from reader.glossary.terms import Term
from reader.samples import paths

FILES = sorted(generate.DATA.glob("*.toml"))
BY_HAND = [(path.name, term) for path in FILES for term in read_terms(path)]
STARTER = Matcher(built_in_terms())


def key(form: str, term: Term) -> str:
    return form if term.rule(form) == "exact" else form.casefold()


@pytest.mark.skipif(get_cldr_version() != generate.CLDR, reason="babel has another version of CLDR")
def test_the_shipped_file_is_what_its_sources_give() -> None:
    # After a change of the TOML files or of regions.toml: python -m reader.glossary.generate
    assert (generate.DATA / FILE).read_text(encoding="utf-8") == generate.as_json()


def test_it_has_enough_of_each_kind_written_by_hand() -> None:
    kinds = Counter(term.kind for _, term in BY_HAND)
    assert len(BY_HAND) >= 600
    assert all(kinds[kind] >= 60 for kind in ("person", "place", "organisation", "title", "term"))


def test_no_wording_stands_under_two_entries() -> None:
    seen: dict[str, str] = {}
    for term in built_in_terms():
        for form in term.forms:
            assert key(form, term) not in seen, f"{form!r} stands under {seen[key(form, term)]!r} and {term.source!r}"
            seen[key(form, term)] = term.source


def test_entries_find_themselves_and_prove_themselves() -> None:
    for term in built_in_terms()[::4]:
        for form in term.forms:
            assert form in [span.of(form) for match in STARTER.find(form) for span in match.spans], form
        for wording in term.wordings:
            assert locate(term, f"Then {wording} came."), wording


def test_every_entry_has_a_good_form() -> None:
    for name, term in BY_HAND:
        for text in (*term.forms, *term.wordings):
            assert text == " ".join(text.split()), (name, text)
            assert not text.endswith((",", ";", ".")) or text.endswith(("S.", "N.", "Jr.")), (name, text)
        folded = [text.casefold() for text in term.wordings]
        assert len(folded) == len(set(folded)), (name, term.wordings)


PROVINCES = """Aceh;Sumatera Utara;Sumatera Barat;Riau;Kepulauan Riau;Jambi;Sumatera Selatan;Bengkulu;Lampung
Kepulauan Bangka Belitung;DKI Jakarta;Jawa Barat;Jawa Tengah;Daerah Istimewa Yogyakarta;Jawa Timur;Banten;Bali
Nusa Tenggara Barat;Nusa Tenggara Timur;Kalimantan Barat;Kalimantan Tengah;Kalimantan Selatan;Kalimantan Timur
Kalimantan Utara;Sulawesi Utara;Sulawesi Tengah;Sulawesi Selatan;Sulawesi Tenggara;Gorontalo;Sulawesi Barat;Maluku
Maluku Utara;Papua;Papua Barat;Papua Selatan;Papua Tengah;Papua Pegunungan;Papua Barat Daya"""


def test_all_provinces_are_there() -> None:
    names = PROVINCES.replace("\n", ";").split(";")
    assert len(names) == 38
    assert [name for name in names if (term := STARTER.term_of(name)) is None or term.kind != "place"] == []


def test_what_the_issue_names_is_there() -> None:
    wanted = (
        "KPK DPR MPR MK MA Polri TNI BMKG BNPB BPS OJK Kemlu Kemenkeu Menlu Menhan Sekjen Wapres Kapolri Gubernur "
        "PBB UE OSCE ASEAN AS"
    )
    assert [name for name in (*wanted.split(), "DK PBB") if STARTER.term_of(name) is None] == []


def test_countries_languages_currencies_months_and_days_are_those_of_cldr() -> None:
    indonesian, english = Locale("id"), Locale("en")
    for code in ("RU", "MZ", "KG", "NZ", "SB"):
        assert locate(_term(indonesian.territories[code]), english.territories[code])
    assert locate(_term(f"bahasa {indonesian.languages['sw']}"), english.languages["sw"])
    assert locate(_term("yen Jepang"), english.currencies["JPY"])
    for kind in ("months", "days"):
        names, wanted = (getattr(locale, kind)["format"]["wide"] for locale in (indonesian, english))
        for number, name in names.items():
            form = {"Mei": "bulan Mei", "Minggu": "hari Minggu"}.get(name, name)
            assert locate(_term(form), wanted[number]), name


def _term(form: str) -> Term:
    term = STARTER.term_of(form)
    assert term is not None, form
    return term


def test_common_words_that_are_also_names_are_left_alone() -> None:
    text = "Dua minggu ini, natal dan paska; ma, mk, as roda, batu, malu, turki-turki, mali-mali itu permen pan."
    assert STARTER.find(text) == ()


def test_in_human_translations_the_english_of_a_term_is_mostly_there() -> None:
    pairs = read_set(SAMPLE)
    found = [
        use for source, target in zip(pairs.sources, pairs.references, strict=True)
        for use in uses(STARTER.find(source), target)
    ]  # fmt: skip
    assert len(found) >= 150
    assert sum(use.status == "used" for use in found) / len(found) > 0.95


@pytest.mark.parametrize("path", list(paths()), ids=lambda path: path.name)
def test_the_samples_have_their_terms(path: Path) -> None:
    article = read_article(find_sources([str(path)])[0])
    matcher = STARTER.for_article(article)
    assert sum(len(matcher.find(segment.text)) for segment in article.segments()) >= 25
