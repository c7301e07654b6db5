"""An article without a translation, as `dwibaca extract` prints it."""

from reader.document import Article
from reader.export.markdown import article_markdown
from reader.export.text import about, flat, safe_json


def article_json(article: Article, indent: int | None = 1) -> str:
    """JSON as CONTRACT has it; with `indent` None on one line. Offsets are code points in `text`."""
    return safe_json(
        {
            "source": article.source,
            "outlet": article.outlet,
            "title": article.title,
            "subtitle": article.subtitle,
            "byline": article.byline,
            "published": article.published.isoformat() if article.published else None,
            "city": article.city,
            "caption": article.caption,
            "language": article.language,
            "paragraphs": [
                {
                    "kind": str(paragraph.kind),
                    "text": paragraph.text,
                    "sentences": [{"start": span.start, "end": span.end} for span in paragraph.sentences],
                }
                for paragraph in article.paragraphs
            ],
            "removed": [{"line": gone.line, "text": gone.text, "rule": gone.rule} for gone in article.removed],
        },
        indent,
    )


def article_text(article: Article) -> str:
    """Plain text in the layout of the `txt` format."""
    head = "\n".join(line for line in (flat(article.title or ""), about(article)) if line)
    rest = [flat(text) for text in (article.subtitle, article.caption) if text]
    blocks = [head, *rest, *(flat(paragraph.text) for paragraph in article.paragraphs)]
    return "\n\n".join(block for block in blocks if block) + "\n"


__all__ = ["article_json", "article_markdown", "article_text"]
