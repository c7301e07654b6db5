"""What stands above the article on a page, and what the marks mean: only what is there, and everything that is."""

from dataclasses import replace

import pytest

from reader.document import AlignedDocument, Article, Finding, Kind, TermStatus
from reader.export import export
from reader.export.text import facts, in_doubt
from tests.unit.export.hostile import MODEL, block, document, sentence, term

MEANINGS = {
    "used": "term of the glossary",
    "repaired": "term the model was made to say",
    "missing": "term whose English is missing",
}


def page_of(*statuses: TermStatus, doubt: bool = False, bilingual: bool = True) -> str:
    """The page of one sentence with terms of these statuses, and a finding where it is in doubt."""
    terms = tuple(
        term("kata", "word", 5 * place, None if status == "missing" else 5 * place, status)
        for place, status in enumerate(statuses)
    )
    findings = (Finding(kind="name", severity="warn", message="Bandung is gone"),) if doubt else ()
    one = sentence(0, 0, Kind.BODY, "kata " * 4, "word " * 4, terms=terms, findings=findings)
    made = AlignedDocument(article=Article(source="a.txt"), model=MODEL, paragraphs=(block(one),))
    return export(made, "html", bilingual=bilingual).decode()


@pytest.mark.parametrize("statuses", [(), ("used",), ("repaired",), ("missing",), ("used", "repaired", "missing")])
def test_the_legend_has_the_marks_of_the_page_and_no_other(statuses: tuple[TermStatus, ...]) -> None:
    page = page_of(*statuses)
    legend = [status for status, meaning in MEANINGS.items() if f'<mark class="{status}">{meaning}</mark>' in page]
    assert legend == list(statuses)
    assert ('<p class="legend">' in page) is bool(statuses)
    for status in statuses:
        assert f"mark.{status}" in page or status == "used"


def test_a_mark_that_the_english_cannot_have_is_not_explained() -> None:
    assert MEANINGS["missing"] not in page_of("missing", bilingual=False)


@pytest.mark.parametrize("doubt", [False, True])
def test_a_sentence_in_doubt_is_marked_explained_and_followed_by_the_reason(doubt: bool) -> None:
    page = page_of(doubt=doubt)
    assert (page.count('<span class="doubt warn">') == 2) is doubt
    assert ('<li class="warn">name: Bandung is gone</li>' in page) is doubt
    assert ("1 finding<" in page) is doubt


def test_above_the_article_stand_source_model_and_doubt() -> None:
    made = document()
    assert in_doubt(made) == (2, 1)
    assert facts(made) == f"berita/a␛]0;x␇.txt · {MODEL} · 2 findings · 1 term missing"
    untroubled = replace(made, paragraphs=made.paragraphs[:1])
    assert facts(untroubled) == f"berita/a␛]0;x␇.txt · {MODEL} · 0 findings"


def test_without_a_title_the_facts_come_first() -> None:
    page = page_of("used")
    assert page.index('<div class="head">') < page.index('<div class="row body">')
    titled = export(document(), "html").decode()
    assert titled.index('<div class="row title">') < titled.index('<div class="head">') < titled.index("row subtitle")


def test_both_languages_are_named() -> None:
    page = page_of("used")
    assert 'class="text source" lang="id"' in page
    assert 'class="text" lang="en"' in page
    assert '<html lang="en">' in page
