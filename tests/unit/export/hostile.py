"""A small document, made by hand, with everything in it that a terminal, a browser or a parser might act on."""

from datetime import datetime, timedelta, timezone

from reader.document import (
    CAPTION,
    SUBTITLE,
    TITLE,
    AlignedDocument,
    AlignedParagraph,
    AlignedSentence,
    Article,
    Finding,
    Kind,
    Paragraph,
    Segment,
    Span,
    TermStatus,
    TermUse,
)

MODEL = "compact@0123456789ab"
WIB = timezone(timedelta(hours=7))


def sentence(
    number: int,
    index: int,
    kind: Kind,
    source: str,
    target: str,
    *,
    score: float | None = -0.31,
    alignment: tuple[tuple[int, int], ...] = (),
    terms: tuple[TermUse, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> AlignedSentence:
    """One aligned sentence."""
    return AlignedSentence(
        segment=Segment(paragraph=number, sentence=index, kind=kind, text=source),
        target=target,
        model=MODEL,
        origin="model" if score is not None else "copied",
        score=score,
        alignment=alignment,
        terms=terms,
        findings=findings,
    )


def block(*sentences: AlignedSentence) -> AlignedParagraph:
    """A paragraph of sentences."""
    first = sentences[0].segment
    text = " ".join(one.segment.text for one in sentences)
    return AlignedParagraph(number=first.paragraph, kind=first.kind, source=text, sentences=sentences)


def term(source: str, target: str, at: int | None, there: int | None, status: TermStatus = "used") -> TermUse:
    """A term at one place of the source and at one of the target."""
    return TermUse(
        source=source,
        target=target,
        status=status,
        source_spans=() if at is None else (Span(start=at, end=at + len(source)),),
        target_spans=() if there is None else (Span(start=there, end=there + len(target)),),
    )


def document() -> AlignedDocument:
    """Title, subtitle, caption, and a paragraph of each kind."""
    paragraphs = (
        block(sentence(TITLE, 0, Kind.TITLE, "Harga <beras> naik #", "Price of <rice> rises #")),
        block(sentence(SUBTITLE, 0, Kind.SUBTITLE, "Rp 5.000 & lebih", "Rp 5,000 & more")),
        block(sentence(CAPTION, 0, Kind.CAPTION, "Foto/AP", "Photo/AP")),
        block(
            sentence(
                0,
                0,
                Kind.BODY,
                "Presiden AS \x1b[31mtiba\x1b[0m.",
                "The US President [bold red]arrives[/].",
                alignment=((0, 2), (1, 1), (2, 3)),
                terms=(term("AS", "US", 9, 4), term("Presiden", "President", 0, 7)),
            ),
            sentence(
                0,
                1,
                Kind.BODY,
                "NATO menolak \u202e\x9d52;c;Zm9v\x07.",
                "Refused <script>alert('x')</script> & \"quotes\".",
                terms=(term("NATO", "NATO", 0, None, "missing"),),
                findings=(
                    Finding(kind="name", severity="warn", message="NATO <is> gone"),
                    Finding(kind="length", severity="info", message="rather long"),
                ),
            ),
        ),
        block(sentence(1, 0, Kind.HEADING, "# Judul *kecil*", "1. Small *heading*")),
        block(sentence(2, 0, Kind.QUOTE, "\u201cKami\u201d [@click=app.quit]", "\u201cWe\u201d [link](javascript:x)")),
        block(sentence(3, 0, Kind.LIST, "- 100 `buah` 漢字", "- 100 `pieces` 漢字")),
        block(sentence(4, 0, Kind.BODY, "12.000", "12.000", score=None)),
    )
    article = Article(
        source="berita/a\x1b]0;x\x07.txt",
        outlet="SINDO<news>",
        title="Harga <beras> naik #",
        subtitle="Rp 5.000 & lebih",
        published=datetime(2021, 12, 23, 0, 46, tzinfo=WIB),
        city="MOSKOW",
        caption="Foto/AP",
        paragraphs=tuple(
            Paragraph(
                kind=paragraph.kind,
                text=paragraph.source,
                sentences=tuple(_spans([one.segment.text for one in paragraph.sentences])),
            )
            for paragraph in paragraphs
            if paragraph.number >= 0
        ),
        head=tuple(
            (one.number, Paragraph(kind=one.kind, text=one.source, sentences=(Span(start=0, end=len(one.source)),)))
            for one in paragraphs
            if one.number < 0
        ),
    )
    return AlignedDocument(article=article, model=MODEL, paragraphs=paragraphs)


def _spans(texts: list[str]) -> list[Span]:
    spans, position = [], 0
    for text in texts:
        spans.append(Span(start=position, end=position + len(text)))
        position += len(text) + 1
    return spans
