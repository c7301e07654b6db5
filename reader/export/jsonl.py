"""JSON Lines: an object a sentence, keys and their order as CONTRACT has them."""

from reader.document import AlignedDocument, AlignedSentence
from reader.export.text import safe_json


def render(document: AlignedDocument, bilingual: bool) -> str:
    """The sentences in reading order: title (paragraph -1), subtitle (-2), caption (-3), then the body.

    Every line has both languages, whatever `bilingual` says.
    """
    return "".join(safe_json(_object(document.article.source, sentence)) + "\n" for sentence in document.sentences)


def _object(file: str, sentence: AlignedSentence) -> dict[str, object]:
    segment = sentence.segment
    return {
        "file": file,
        "paragraph": segment.paragraph,
        "sentence": segment.sentence,
        "kind": str(segment.kind),
        "source": segment.text,
        "target": sentence.target,
        "model": sentence.model,
        "origin": sentence.origin,
        "score": None if sentence.score is None else round(sentence.score, 4),
        "alignment": " ".join(f"{source}-{target}" for source, target in sentence.alignment),
        "terms": [{"source": use.source, "target": use.target, "status": use.status} for use in sentence.terms],
        "findings": [
            {"kind": finding.kind, "severity": finding.severity, "message": finding.message}
            for finding in sentence.findings
        ],
    }
