"""Markdown (CommonMark): front matter, title, paragraphs; the text of the article means nothing to Markdown."""

import re
from collections.abc import Iterator, Sequence

from reader.document import TITLE, AlignedDocument, AlignedParagraph, Article, Kind
from reader.export.text import flat, in_doubt, safe_json

_MARKS = {Kind.TITLE: "# ", Kind.HEADING: "## ", Kind.QUOTE: "> ", Kind.LIST: "- "}
_HEADINGS = (Kind.TITLE, Kind.HEADING)
# `$` and `~` mean something to GitHub and others; an escaped `[` leaves links and images no way in.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~$|]")
_AT_START = re.compile(r"^(?:[#+=-]|\d{1,9}(?=[.)](?:\s|$)))")


def render(document: AlignedDocument, bilingual: bool) -> str:
    """The document; bilingual: the Indonesian in italics, above the English, or below it where that is a heading."""
    title = document.part(TITLE)
    findings, missing = in_doubt(document)
    head: list[tuple[str, str | int]] = [
        *_facts(document.article, title.target if title else None),
        ("model", document.model),
        ("findings", findings),
        ("terms_missing", missing),
    ]
    blocks = [_front_matter(head), *(_block(paragraph, bilingual) for paragraph in document.paragraphs)]
    return "\n\n".join(blocks) + "\n"


def article_markdown(article: Article) -> str:
    """The article alone, as `dwibaca extract --format md` prints it."""
    blocks = [_front_matter(list(_facts(article, None)))]
    blocks += [_MARKS.get(block.kind, "") + escape(block.text) for _, block in article.blocks()]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """`text` on one line, with a backslash before whatever Markdown would take for its own."""
    text = _SPECIAL.sub(r"\\\g<0>", flat(text))
    if text.endswith("#"):  # a heading would lose it
        text = f"{text[:-1]}\\#"
    opening = _AT_START.match(text)
    if opening is None:
        return text
    # A number takes its backslash before the full stop, any other mark before itself.
    place = opening.end() if opening.group().isdigit() else 0
    return f"{text[:place]}\\{text[place:]}"


def _facts(article: Article, title: str | None) -> Iterator[tuple[str, str]]:
    """What the front matter says of the article. `title` is the English one, if there is one."""
    given = {
        "title": title or article.title,
        "original_title": article.title if title else None,
        "outlet": article.outlet,
        "byline": article.byline,
        "city": article.city,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
    }
    yield from ((name, value) for name, value in given.items() if value)


def _front_matter(facts: Sequence[tuple[str, str | int]]) -> str:
    # What JSON says, YAML says too.
    said = ((name, flat(value) if isinstance(value, str) else value) for name, value in facts)
    return "\n".join(["---", *(f"{name}: {safe_json(value)}" for name, value in said), "---"])


def _block(paragraph: AlignedParagraph, bilingual: bool) -> str:
    mark = _MARKS.get(paragraph.kind, "")
    target = escape(paragraph.target)
    if not bilingual:
        return mark + target
    source = f"*{escape(paragraph.source)}*"
    if paragraph.kind in _HEADINGS:
        return f"{mark}{target}\n\n{source}"
    indent = mark if paragraph.kind is Kind.QUOTE else " " * len(mark)
    return f"{mark}{source}\\\n{indent}{target}"
