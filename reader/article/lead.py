"""Where an article begins: the line of its lead, and datelines put together that a page has torn apart."""

import re
from dataclasses import replace

from reader.article import metadata, shapes
from reader.article.asides import addresses
from reader.article.dates import DateLine, find_date
from reader.article.metadata import Dateline
from reader.article.page import Line, joined
from reader.article.patterns import pattern
from reader.article.rules import furniture, squash
from reader.document import Kind

_LONGEST_HEAD = 1000
"""Code points beyond which a line is neither title nor caption."""
_LEAD_WITHIN = 5
"""A dateline makes its line the lead if at most this much prose stands before it."""
_TITLE_WORDS = 25
_DECK_WORDS = 35
_HEAD_LINES = 60
"""Lines within which a torn dateline is looked for."""
_SENTENCE_LINES = 12
"""Lines that a sentence cut by links may be spread over."""
_CUT_WORDS = 6
"""Words from which a line may be the beginning of a sentence that is cut."""
_SIGNATURE = 60
"""Longest line that may be city and outlet."""
_DASH = pattern(r"-{1,3}|[–—―]")


def join_datelines(lines: list[Line], outlet: str | None = None) -> list[Line]:
    """Datelines whose city, dash or sentence stand on lines of their own, put together; and a sentence that links have
    cut with its end, with a dateline or without. `outlet`, where known, tells `Jakarta, Nama Media` for a dateline."""
    out: list[Line] = []
    index = 0
    while index < len(lines):
        line, below = lines[index], lines[index + 1 : index + 1 + _SENTENCE_LINES]
        taken = 0
        if index < _HEAD_LINES and line.kind in {None, Kind.BODY}:
            if below and outlet and _is_signature(line, below[0], outlet):
                line = replace(line, text=f"{line.text} -")
                taken = 1
            else:
                taken = _dateline_parts(line, below) or _cut_parts(line, below)
        out.append(joined([line, *below[:taken]]))
        index += 1 + taken
    return out


def _dateline_parts(line: Line, below: list[Line]) -> int:
    """How many lines `below` a dateline that begins on `line` reaches over."""
    if len(line.text) > 200 or not below:
        return 0
    alone = metadata.read_dateline(line.text)
    if alone and alone.rest:
        return 0 if shapes.ends_sentence(alone.rest) else _to_sentence_end(below)
    if alone:
        return int(shapes.is_sentence(below[0].text))  # `Jakarta, CNN Indonesia --` | sentence
    if len(line.text) <= 60 and metadata.read_dateline(line.text + " -"):
        return _dash_below(below)
    return 0


def _is_signature(line: Line, below: Line, outlet: str) -> bool:
    """Whether `line` is city and outlet without a dash, over the first sentence."""
    if len(line.text) > _SIGNATURE or not shapes.is_sentence(below.text):
        return False
    found = metadata.read_dateline(f"{line.text} -", outlet)
    return found is not None and found.city is not None and found.outlet is not None and "," in line.text


def _cut_parts(line: Line, below: list[Line]) -> int:
    """How many lines `below` complete a sentence of prose that `line` begins and a link has cut."""
    if not below or below[0].gap or not below[0].text[0].islower() or not line.text[0].isupper():
        return 0
    if shapes.words(line.text) < _CUT_WORDS or shapes.title_case(line.text) >= 0.6 or shapes.ends_sentence(line.text):
        return 0
    if shapes.has_credit(line.text) or metadata.read_dateline(below[0].text):
        return 0
    return _to_sentence_end(below)


def _dash_below(below: list[Line]) -> int:
    """How many lines `below` a city make up its dash and its sentence: `Jakarta` | `-` | sentence, or `- sentence`."""
    dash = _DASH.match(below[0].text)
    if dash is None:
        return 0
    rest = below[0].text[dash.end() :].strip()
    if not rest:
        return 2 if len(below) > 1 and shapes.is_sentence(below[1].text) else 0
    return int(shapes.is_sentence(rest) and not below[0].gap)


def _to_sentence_end(below: list[Line]) -> int:
    """How many of the lines `below` complete a sentence that links have cut; 0 where none of them ends it."""
    for index, line in enumerate(below):
        if line.gap or furniture(line.text, "head", "body") or date_line(line):
            return 0
        if shapes.ends_sentence(line.text):
            return index + 1
    return 0


def find_lead(lines: list[Line], title: str | None, outlet: str | None) -> int | None:
    """The index of the first line of the body; None where there is no prose."""
    prose: list[int] = []
    seen = {squash(title)} if title else set()
    for index, line in enumerate(lines):
        dateline = metadata.read_dateline(line.text, outlet)
        if dateline and opens(dateline) and not furniture(line.text, "head"):
            return index
        if _may_be_lead(line, seen) and not (_is_repeated(lines, index) or _is_over_date(lines, index)):
            prose.append(index)
            if len(prose) > _LEAD_WITHIN:
                break
        seen.add(_bare(line))
    if prose and title is None and _are_title_and_text(lines[: prose[0]], outlet):
        return 1
    if len(prose) > 1 and title is None and _is_title(lines, prose[0]):
        return prose[1]
    return prose[0] if prose else None


def opens(dateline: Dateline) -> bool:
    """Whether a sentence follows the dateline. A short one will do behind capitals or an outlet's name."""
    sure = dateline.outlet is not None or (dateline.city is not None and dateline.city.isupper())
    short = sure and shapes.words(dateline.rest) >= 3 and shapes.ends_sentence(dateline.rest)
    return short or shapes.is_sentence(dateline.rest)


def _is_title(lines: list[Line], index: int) -> bool:
    """Whether a short sentence that opens a page is its title: one that the date stands below, or a question."""
    line = lines[index]
    if shapes.words(line.text) > _TITLE_WORDS or any(shapes.words(above.text) > 3 for above in lines[:index]):
        return False
    return line.text.endswith("?") or any(date_line(below) for below in lines[index + 1 : index + 4])


def _are_title_and_text(head: list[Line], outlet: str | None) -> bool:
    """Whether what stands over the first prose is a title and, set apart, a short sentence and whatever goes on from
    there: text of a person's own, for a page has lines of the page's there too."""
    if len(head) < 2 or outlet or shapes.ends_sentence(head[0].text) or not shapes.ends_sentence(head[1].text):
        return False
    if any(line.kind or furniture(line.text, "head", "body") or date_line(line) for line in head):
        return False
    if any(metadata.read_byline(line.text) or shapes.has_credit(line.text) for line in head):
        return False
    return shapes.words(head[0].text) <= _TITLE_WORDS and all(line.gap for line in head[1:])


def _may_be_lead(line: Line, seen: set[str]) -> bool:
    if line.kind in {Kind.HEADING, Kind.LIST}:
        return False
    if not shapes.is_sentence(line.text) or _bare(line) in seen or addresses(line.text) > 2:
        return False
    return not (furniture(line.text, "head", "body") or shapes.has_credit(line.text) or date_line(line) is not None)


def _is_repeated(lines: list[Line], index: int) -> bool:
    """Whether the next lines say the same again, as captions and titles do."""
    text = _bare(lines[index])
    return any(_bare(line) == text for line in lines[index + 1 : index + 3])


def _in_parts(rest: str) -> bool:
    """Whether `rest`, which stands beside a date, is a row of short parts: `Laporan: Nama | Dengarkan`."""
    parts = [part for part in re.split(r"\s*[|·•]\s*", rest) if part]
    return len(parts) > 1 and all(shapes.words(part) <= 6 and not shapes.ends_sentence(part) for part in parts)


def _is_over_date(lines: list[Line], index: int) -> bool:
    """Whether a short sentence stands over the date or the writer's name, with longer prose below them: it is the
    deck, or the caption of the picture there."""
    if shapes.words(lines[index].text) > _DECK_WORDS:
        return False
    for place, below in enumerate(lines[index + 1 : index + 5], start=index + 1):
        if shapes.is_sentence(below.text) and not date_line(below):
            return False
        if date_line(below) or metadata.read_byline(below.text):
            return any(shapes.is_sentence(line.text) for line in lines[place + 1 : place + 6])
    return False


def _bare(line: Line) -> str:
    """What tells whether two lines say the same. What is too long for a title or a caption is not squashed."""
    return squash(line.text) if len(line.text) <= _LONGEST_HEAD else line.text


def date_line(line: Line, *, ask: bool = False) -> DateLine | None:
    """The date that is all, or nearly all, that a line says; for `ask` see `find_date`."""
    found = find_date(line.text, ask=ask)
    if found is None or shapes.has_credit(line.text):
        return None
    rest = found.rest
    if shapes.words(rest) <= 3 or metadata.read_byline(rest) or metadata.is_name(rest) or _in_parts(rest):
        return found if not shapes.ends_sentence(line.text) or shapes.words(rest) <= 1 else None
    return None
