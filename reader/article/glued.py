"""Pages that came as one long line, cut where their parts were glued together.

Such pages have lost their line ends and nothing else: a date stands against the title, a paragraph's capital against
the last one's full stop. Nothing is cut inside a sentence below the head.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reader.article import shapes
from reader.article.dates import find_date
from reader.article.page import MAX_LINES, Line, too_many_lines
from reader.article.patterns import pattern
from reader.article.rules import furniture

_SENTENCES = pattern(
    r"(?:(?<=[a-z0-9)%\]][.!?])|(?<=[A-Z]{2}[.!?])|(?<=[a-z0-9]\.{3}))(?=[A-Z“\"(\[>][A-Za-z>(])"
    r"(?!(?:Com|Co|Id|Net|Org|COM|CO|ID|NET|ORG)\b)"
    r"|(?<=[.!?,…][”\"])(?=[“\"][A-Z])|(?<=[.!?…]”)(?=[A-Z“(\[>])"
)
_ASIDE = pattern(
    r"(?<=[.!?…”\"])(?:\[[^\[\]\n]{3,160}\]|\(\([^()\n]{3,160}\)\)|>>[^<>\n]{3,160}<<|<<[^<>\n]{3,160}>>"
    r"|\*{2,3}[^*\n]{3,160}\*{2,3}|~[^~\n]{3,160}~|={2,3}[^=\n]{3,160}={2,3})"
)
"""What is set between marks and glued to the sentence before it."""
_SIGNOFF = pattern(r"(?<=[.!?”\"])[(\[][A-Za-z]{2,5}(?:[/*-][A-Za-z0-9]{1,6}){0,3}[)\]](?=[A-Z]|$)")
_WORDS = pattern(
    r"(?<=[a-z]{2})(?=[A-Z][a-z]+ |[A-Z]{3,} [-–—] )"
    r"|(?<=[.…])(?=[A-Z][a-z]+ |A A A)|(?<=A A A)(?=[A-Z])|(?<=[a-z])(?=loading)"
)
_LINK = pattern(r"(?P<label>[A-Z][A-Za-z ]{2,30}) ?: ?(?P<title>[^.!?:\n]{8,180}?[a-z0-9)”])(?=[A-Z“\"][A-Za-z]*[ ,])")
"""A label and a title, with the next sentence glued to it: `Baca juga: Judul BeritaNamun …`."""
_LABEL = pattern(
    r"(?<=[a-z.!?\")])(?=(?:BACA|SIMAK|LIHAT)(?: [A-Z]+)? ?:|(?:Baca|Simak|Lihat) (?:juga|pula|Juga|Pula)\b"
    r"|[A-Z][a-z]{3,10} ?: ?[A-Z]|\*{1,3} ?[A-Z]|COPYRIGHT\b|Copyright\b)|(?<=[a-z]{3})(?=[“\"][A-Z][a-z]+ )"
)
"""Where a label was glued to what stands before it: `… segar.Pewarta : Nama`."""
_DATE_AND_TIME = pattern(
    r"(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r",? \d{1,2} \w{3,9} \d{4}(?:[ ,|–-]{1,4}\d{1,2}[:.]\d\d)?(?: WI[BT]A?)?"
)
_PROMPT = pattern(r"(?:Saksikan|Simak|Tonton|Lihat)\b[^.:\n]{3,60}\b(?:[Ii]ni|[Bb]erikut) ?:(?=[A-Z\"“])")
_BETWEEN = pattern(r"loading(?:\.{3}|…)|A A A(?=[A-Z])")
_BEGINNING = pattern(r"Halaman ?:|Copyright ©|All Rights Reserved")
_HEAD: Final = 1500
"""Code points in which the parts above the text are looked for."""
_LONG: Final = 500
"""Code points from which a line may be a whole page."""


def unglue(lines: list[Line]) -> list[Line]:
    """`lines`, with those cut that hold half a page or more. Raises UnreadableError for too many lines."""
    long = max(_LONG, sum(len(line.text) for line in lines) // 2)
    if not any(len(line.text) >= long for line in lines):
        return lines
    cut: list[Line] = []
    for line in lines:
        for index, piece in enumerate(_pieces(line.text) if len(line.text) >= long else [line.text]):
            if len(cut) == MAX_LINES:
                raise too_many_lines()
            cut.append(replace(line, text=piece, gap=line.gap or index > 0))
    return cut


def _pieces(text: str) -> Iterator[str]:
    cuts = set(_sentence_cuts(text)) | _head_cuts(text[:_HEAD])
    for mark in [*_BETWEEN.finditer(text), *_SIGNOFF.finditer(text), *_ASIDE.finditer(text)]:
        cuts |= {mark.start(), mark.end()}
    cuts |= {mark.start() for mark in [*_BEGINNING.finditer(text), *_LABEL.finditer(text)]}
    cuts |= {mark.end() for mark in _PROMPT.finditer(text)}
    cuts |= set(_link_cuts(text, sorted(cuts)))
    for start, end in pairwise(sorted({0, *cuts, len(text)})):
        if piece := text[start:end].strip():
            yield piece


def _sentence_cuts(text: str) -> Iterator[int]:
    """Where a sentence was glued to the next. A straight quote there closes if one is open, else it opens."""
    begin = 0
    for match in _SENTENCES.finditer(text):
        cut = match.start()
        quotes = text.count('"', begin, cut) + text.count("“", begin, cut) - text.count("”", begin, cut)
        closes = text[cut : cut + 1] == '"' and quotes % 2 == 1
        begin = cut + closes
        yield begin


def _link_cuts(text: str, cuts: list[int]) -> Iterator[int]:
    """Where links to other articles end that begin at one of `cuts`: below the label stands a title in capitals."""
    for cut in cuts:
        match = _LINK.match(text, cut)
        known = match and furniture(match[0], "body") is not None
        if match and shapes.words(match["title"]) > 2 and (known or shapes.title_case(match["title"]) >= 0.7):
            yield match.end()


def _head_cuts(head: str) -> set[int]:
    """Where the parts above the text were glued; none without a date glued to something, which tells such a page."""
    date = _DATE_AND_TIME.search(head)
    if not date or not find_date(date.group()) or (date.start() > 0 and head[date.start() - 1].isspace()):
        return set()
    stops = (match.start() for match in _SENTENCES.finditer(head, date.end() + 400))
    return {date.start(), date.end()} | {match.start() for match in _WORDS.finditer(head[: next(stops, len(head))])}
