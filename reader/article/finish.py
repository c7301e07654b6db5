"""What cleaning made of a page -> the house's own type: sentences found, nothing left that a terminal would act on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from reader.article.page import Cleaned
from reader.article.segment import segment
from reader.diagnostics import harmless, one_line
from reader.document import CAPTION, SUBTITLE, TITLE, Article, Kind, Paragraph, Removed, Source
from reader.errors import UnreadableError

MAX_SENTENCES: Final = 50_000
"""Most sentences that an article may have: a very long novel. Each costs memory here and time in translation."""

_EARLIEST, _LATEST = 1700, 2200


def finish(cleaned: Cleaned, source: Source) -> Article:
    """The article of `cleaned`. Raises UnreadableError when it has more than `MAX_SENTENCES` sentences."""
    if len(cleaned.paragraphs) > MAX_SENTENCES:  # each is a sentence at the least
        raise too_many_sentences(source)
    budget = _Budget(source)
    title, subtitle, caption = (
        one_line(text) or None if text else None for text in (cleaned.title, cleaned.subtitle, cleaned.caption)
    )
    head = tuple(
        (number, budget.paragraph(kind, text))
        for number, kind, text in (
            (TITLE, Kind.TITLE, title),
            (SUBTITLE, Kind.SUBTITLE, subtitle),
            (CAPTION, Kind.CAPTION, caption),
        )
        if text
    )
    return Article(
        source=harmless(source.name),
        outlet=_shown(cleaned.outlet),
        title=title,
        subtitle=subtitle,
        byline=_shown(cleaned.byline),
        published=_plausible(cleaned.published),
        city=_shown(cleaned.city),
        caption=caption,
        paragraphs=tuple(budget.paragraph(kind, text) for kind, text in _lines(cleaned)),
        removed=tuple(
            Removed(line=removed.line, text=one_line(removed.text), rule=removed.rule) for removed in cleaned.removed
        ),
        head=head,
    )


def _plausible(moment: datetime | None) -> datetime | None:
    """A time of publication that may be one: at the ends of the calendar another zone's clock cannot be told."""
    return moment if moment is not None and _EARLIEST <= moment.year <= _LATEST else None


def too_many_sentences(source: Source) -> UnreadableError:
    """The refusal of an article over the limit."""
    name = "standard input" if source.name == "-" else source.name
    return UnreadableError("too many sentences for an article", name, f"the limit is {MAX_SENTENCES:,}")


class _Budget:
    """Makes paragraphs until there are too many sentences."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = MAX_SENTENCES

    def paragraph(self, kind: Kind, text: str) -> Paragraph:
        """Raises UnreadableError when its sentences are too many."""
        if text.count(".") > 2 * MAX_SENTENCES:  # each full stop has to be looked at, also where it ends nothing
            raise too_many_sentences(self._source)
        sentences = segment(text, limit=self._left + 1)
        self._left -= len(sentences)
        if self._left < 0:
            raise too_many_sentences(self._source)
        return Paragraph(kind=kind, text=text, sentences=sentences)


def _lines(cleaned: Cleaned) -> Iterator[tuple[Kind, str]]:
    for kind, raw in cleaned.paragraphs:
        if text := one_line(raw):
            yield kind, text


def _shown(text: str | None) -> str | None:
    return (one_line(text) or None) if text else None
