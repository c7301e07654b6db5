"""A translated article as a file: one registry of formats, each a pure function of the document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reader.document import AlignedDocument
from reader.errors import UsageError
from reader.export import epub, jsonl, markdown, page, plain, tmx


@dataclass(frozen=True)
class Exporter:
    """A format. Its name is the suffix of its files."""

    render: Callable[[AlignedDocument, bool], str | bytes]
    bilingual: bool
    """Whether it holds both languages unless told otherwise."""
    heeds: bool = True
    """Whether it can be told otherwise."""

    @property
    def ways(self) -> tuple[bool, ...]:
        """What `bilingual` can be so that the file differs, its own way first."""
        return (self.bilingual, not self.bilingual) if self.heeds else (self.bilingual,)


FORMATS: Mapping[str, Exporter] = MappingProxyType(
    {
        "txt": Exporter(plain.render, bilingual=False),
        "md": Exporter(markdown.render, bilingual=False),
        "html": Exporter(page.render, bilingual=True),
        "jsonl": Exporter(jsonl.render, bilingual=True, heeds=False),
        "tmx": Exporter(tmx.render, bilingual=True, heeds=False),
        "epub": Exporter(epub.render, bilingual=True),
    }
)


def exporter(name: str) -> Exporter:
    """The format of this name. Raises UsageError that lists the formats."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UsageError("no such format", name, f"formats: {', '.join(FORMATS)}") from None


def export(document: AlignedDocument, format: str, *, bilingual: bool | None = None) -> bytes:  # noqa: A002
    """`document` as the bytes of a file; the same document always gives the same bytes.

    `bilingual` None is the format's own way. Raises UsageError for a format that there is not.
    """
    chosen = exporter(format)
    made = chosen.render(document, chosen.bilingual if bilingual is None else bilingual)
    return made if isinstance(made, bytes) else made.encode("utf-8", errors="replace")
