"""What every format does to text: nothing that a terminal, a browser or a parser would act on gets through."""

import json
import re
from datetime import datetime

from reader.diagnostics import counted, one_line
from reader.document import AlignedDocument, Article

COMPACT_NOTE = "Translated by the compact model that comes with dwibaca. It makes mistakes: trust the Indonesian."
"""Said wherever the bundled model's English is shown."""

_COMPACT = "compact@"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def flat(text: str) -> str:
    """`text` as one harmless line."""
    return one_line(text)


def note(model: str) -> str | None:
    """What has to be said of translations by `model` (as in `AlignedDocument.model`)."""
    return COMPACT_NOTE if model.startswith(_COMPACT) else None


def date_line(published: datetime) -> str:
    """`23 December 2021, 00:46 +07:00`, whatever the locale; the offset only where there is one."""
    text = f"{published.day} {_MONTHS[published.month - 1]} {published.year}, {published:%H:%M}"
    return f"{text} {published.isoformat()[-6:]}" if published.tzinfo is not None else text


def about(article: Article) -> str:
    """Outlet, writer, city and time on one line; empty when the page says none of them."""
    parts = (article.outlet, article.byline, article.city)
    said = [flat(part) for part in parts if part]
    if article.published is not None:
        said.append(date_line(article.published))
    return " · ".join(said)


def facts(document: AlignedDocument) -> str:
    """Where the article is from, who translated it, and how much of it is in doubt, on one line."""
    findings, missing = in_doubt(document)
    said = [flat(document.article.source), flat(document.model), counted(findings, "finding")]
    return " · ".join([*said, f"{counted(missing, 'term')} missing"] if missing else said)


def in_doubt(document: AlignedDocument) -> tuple[int, int]:
    """How many findings there are in `document`, and how many glossary terms whose English is missing."""
    sentences = list(document.sentences)
    missing = sum(use.status == "missing" for sentence in sentences for use in sentence.terms)
    return sum(len(sentence.findings) for sentence in sentences), missing


def safe_json(value: object, indent: int | None = None) -> str:
    """`value` as JSON in which nothing is lost and no character is one that a terminal acts on.

    Printable text stays as it is; every other character is written as its JSON escape.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "\n".join(map(safe_line, text.split("\n")))


def safe_line(line: str) -> str:
    """A line of JSON, or a piece of one, as `safe_json` writes it."""
    return line if line.isprintable() else _ESCAPED.sub(_escape, line)


_ESCAPED = re.compile(r"[^ -~]")


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return character if character.isprintable() else json.dumps(character)[1:-1]
