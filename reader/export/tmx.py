"""TMX 1.4: a translation unit a sentence, as translation memories such as OmegaT's take it in.

The form is that of the LISA/GALA specification, TMX 1.4b. Nothing in the file says when it was written, so that the
same document always gives the same bytes.
"""

from xml.sax.saxutils import escape, quoteattr

from reader.document import AlignedDocument, AlignedSentence
from reader.export.text import flat

TARGET = "en"
VERSION = "1"
"""Of this form of the file, not of the program: the same document gives the same bytes in every release."""


def render(document: AlignedDocument, bilingual: bool) -> str:
    """The sentences in reading order. Every unit has both languages, whatever `bilingual` says."""
    language = document.article.language
    units = (line for sentence in document.sentences for line in unit(sentence, document.article.source, language))
    return "\n".join([*opening(language), *units, *CLOSING]) + "\n"


def opening(language: str) -> list[str]:
    """The lines above the units. `language` is that of the source, as in BCP 47."""
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'  <header creationtool="dwibaca" creationtoolversion="{VERSION}" segtype="sentence"'
        f' o-tmf="dwibaca" adminlang="en" srclang={_attribute(language)} datatype="plaintext"/>',
        "  <body>",
    ]


CLOSING = ("  </body>", "</tmx>")
"""The lines below the units."""


def unit(sentence: AlignedSentence, file: str, language: str) -> list[str]:
    """One translation unit: the file and the model as properties, then both sides. Empty for an empty side."""
    source, target = flat(sentence.segment.text), flat(sentence.target)
    if not source or not target:
        return []
    return pair(source, target, language, {"file": file, "x-model": sentence.model, "x-origin": sentence.origin})


def pair(source: str, target: str, language: str, properties: dict[str, str]) -> list[str]:
    """The lines of a unit of `source` and `target`, each one harmless line of text."""
    return [
        "    <tu>",
        *(f'      <prop type="{name}">{escape(flat(value))}</prop>' for name, value in properties.items()),
        f"      <tuv xml:lang={_attribute(language)}><seg>{escape(source)}</seg></tuv>",
        f'      <tuv xml:lang="{TARGET}"><seg>{escape(target)}</seg></tuv>',
        "    </tu>",
    ]


def _attribute(value: str) -> str:
    return quoteattr(flat(value))
