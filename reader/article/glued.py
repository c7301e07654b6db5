"""Pages that came as one or two long lines, cut where their parts were glued together.

Such pages have lost their line ends and nothing else: a date stands against the title, a paragraph's capital against
the last one's full stop. Nothing is cut inside a sentence below the head.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reader.article.dates import find_date
from reader.article.page import Line

_SENTENCES = re.compile(
    r"(?:(?<=[a-z0-9)][.!?])|(?<=[A-Z]{2}[.!?]))(?=[A-Z“\"][A-Za-z])(?!(?:Com|Co|Id|Net|Org)\b)"
    r"|(?<=[.!?,][”\"])(?=[“\"][A-Z])|(?<=[.!?]”)(?=[A-Z“])"
)
_SIGNOFF = re.compile(r"(?<=[.!?”\"])\([a-z]{2,4}(?:/[a-z]{2,4}){0,3}\)(?=[A-Z]|$)")
_WORDS = re.compile(
    r"(?<=[a-z]{2})(?=[A-Z][a-z]+ |[A-Z]{3,} [-–—] )"
    r"|(?<=[.…])(?=[A-Z][a-z]+ |A A A)|(?<=A A A)(?=[A-Z])|(?<=[a-z])(?=loading)"
)
_DATE_AND_TIME = re.compile(
    r"(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r",? \d{1,2} \w{3,9} \d{4}(?:[ ,|–-]{1,4}\d{1,2}[:.]\d\d)?(?: WI[BT]A?)?"
)
_BETWEEN = re.compile(r"loading(?:\.{3}|…)|A A A(?=[A-Z])")
_BEGINNING = re.compile(r"Halaman ?:|Copyright ©|All Rights Reserved")
_HEAD: Final = 1500
"""Code points in which the parts above the text are looked for."""
_LONG: Final = 500
"""Code points from which a line may be a whole page."""


def unglue(lines: list[Line]) -> list[Line]:
    """`lines`, with those cut that hold a whole page. A page of more than three lines is left as it is."""
    if len(lines) > 3 or not any(len(line.text) >= _LONG for line in lines):
        return lines
    return [
        replace(line, text=piece, gap=line.gap or index > 0)
        for line in lines
        for index, piece in enumerate(_pieces(line.text))
    ]


def _pieces(text: str) -> Iterator[str]:
    cuts = set(_sentence_cuts(text)) | _head_cuts(text[:_HEAD])
    for mark in [*_BETWEEN.finditer(text), *_SIGNOFF.finditer(text)]:
        cuts |= {mark.start(), mark.end()}
    cuts |= {mark.start() for mark in _BEGINNING.finditer(text)}
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


def _head_cuts(head: str) -> set[int]:
    """Where the parts above the text were glued; none without a date glued to something, which tells such a page."""
    date = _DATE_AND_TIME.search(head)
    if not date or not find_date(date.group()) or (date.start() > 0 and head[date.start() - 1].isspace()):
        return set()
    stops = (match.start() for match in _SENTENCES.finditer(head, date.end() + 400))
    return {date.start(), date.end()} | {match.start() for match in _WORDS.finditer(head[: next(stops, len(head))])}
