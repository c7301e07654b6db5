"""A web page of its own: side by side, light or dark, prints well, runs nothing and loads nothing."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib import resources
from typing import Final

from reader.diagnostics import harmless
from reader.document import (
    TITLE,
    AlignedDocument,
    AlignedParagraph,
    AlignedSentence,
    Kind,
    Span,
    TermStatus,
    TermUse,
)
from reader.export.text import about, facts, flat, note

_MEANINGS: Final[Mapping[TermStatus, str]] = {
    "used": "term of the glossary",
    "repaired": "term the model was made to say",
    "missing": "term whose English is missing",
}
GENERATOR: Final = '<meta name="generator" content="dwibaca">'
"""By this line, near its beginning, a page is known as the program's own."""
_TAGS: Final = {Kind.TITLE: "h1", Kind.HEADING: "h2", Kind.QUOTE: "blockquote"}


def render(document: AlignedDocument, bilingual: bool) -> str:
    """The page. Every piece of text is escaped; a content security policy forbids all but the page's own style."""
    title = document.part(TITLE)
    warning = note(document.model)
    body = [
        f'<main class="{"both" if bilingual else "english"}">',
        *rows(document, bilingual),
        "</main>",
        *([f"<footer><p>{escape(warning)}</p></footer>"] if warning else []),
    ]
    return document_page(flat(title.target) if title else flat(document.article.source), body)


def document_page(name: str, body: Iterable[str]) -> str:
    """A whole page of this name, in the one style that its policy allows. `body` is escaped already."""
    style, policy = _style()
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        GENERATOR,
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(name)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and the policy that allows it and nothing else."""
    style = (resources.files("reader.export") / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def rows(document: AlignedDocument, bilingual: bool) -> Iterator[str]:
    """The text of the page, a block a paragraph, as markup that HTML and XHTML both take.

    Below the title, or first of all where there is none, stands what is known of the article and its translation, and
    what the marks mean that are there.
    """
    head = list(_head(document, bilingual))
    if document.part(TITLE) is None:
        yield from head
    for paragraph in document.paragraphs:
        yield from _row(paragraph, document.article.language if bilingual else None)
        if paragraph.number == TITLE:
            yield from head


def _head(document: AlignedDocument, bilingual: bool) -> Iterator[str]:
    yield '<div class="head">'
    for line in (about(document.article), facts(document)):
        if line:
            yield f"<p>{escape(line)}</p>"
    meanings = list(_legend(document, bilingual))
    if meanings:
        yield f'<p class="legend">{" · ".join(meanings)}</p>'
    yield "</div>"


def _legend(document: AlignedDocument, bilingual: bool) -> Iterator[str]:
    """What each kind of mark means that the page has."""
    statuses = {use.status for sentence in document.sentences for use in sentence.terms}
    for status, meaning in _MEANINGS.items():
        if status in statuses and (bilingual or status != "missing"):  # what is missing is marked in the source alone
            yield f'<mark class="{status}">{meaning}</mark>'
    if any(sentence.findings for sentence in document.sentences):
        yield '<span class="doubt warn">to be checked: the reason stands below</span>'


def _row(paragraph: AlignedParagraph, language: str | None) -> Iterator[str]:
    """A paragraph and its translation; without `language`, that of the source, the translation alone."""
    tag = _TAGS.get(paragraph.kind, "p")
    yield f'<div class="row {paragraph.kind}">'
    if language is not None:
        # One outline only: a heading of the page is the English one.
        other = "p" if tag in ("h1", "h2") else tag
        source = " ".join(_marked(_source(sentence), sentence.terms, "source") for sentence in paragraph.sentences)
        yield f'<{other} class="text source" lang="{escape(language)}">{source}</{other}>'
    target = " ".join(_english(sentence) for sentence in paragraph.sentences)
    yield f'<{tag} class="text" lang="en">{target}</{tag}>'
    findings = [finding for sentence in paragraph.sentences for finding in sentence.findings]
    if findings:
        items = (f'<li class="{one.severity}">{one.kind}: {escape(flat(one.message))}</li>' for one in findings)
        yield f'<ul class="findings">{"".join(items)}</ul>'
    yield "</div>"


def _source(sentence: AlignedSentence) -> str:
    return sentence.segment.text


def _english(sentence: AlignedSentence) -> str:
    text = _marked(sentence.target, sentence.terms, "target")
    if not sentence.findings:
        return text
    worst = "warn" if any(finding.severity == "warn" for finding in sentence.findings) else "info"
    return f'<span class="doubt {worst}">{text}</span>'


def _marked(text: str, terms: Iterable[TermUse], side: str) -> str:
    """`text`, escaped, with its terms marked. Spans are cut from the text as it is, then made harmless."""
    pieces: list[str] = []
    position = 0
    for span, use in _spans(terms, side):
        if span.start < position or span.end > len(text):
            continue  # inside a term that is marked already
        other = use.target if side == "source" else use.source
        label = other if use.status != "missing" else f"{other} (missing)"
        pieces.append(_clean(text[position : span.start]))
        pieces.append(f'<mark class="{use.status}" title="{escape(flat(label))}">{_clean(span.of(text))}</mark>')
        position = span.end
    return "".join([*pieces, _clean(text[position:])])


def _spans(terms: Iterable[TermUse], side: str) -> list[tuple[Span, TermUse]]:
    """Where the terms stand on one side, from left to right, the longer first."""
    found = [(span, use) for use in terms for span in (use.source_spans if side == "source" else use.target_spans)]
    return sorted(found, key=lambda pair: (pair[0].start, -pair[0].end))


def _clean(text: str) -> str:
    return escape(harmless(text).replace("\n", " "))
