"""What stands above an article's lead: each line is a date, a byline, a caption, the title, a repetition of one of
those, or the page's own."""

import re
from dataclasses import dataclass, field, replace

from reader.article import metadata, shapes
from reader.article.asides import addresses
from reader.article.dates import DateLine
from reader.article.lead import date_line
from reader.article.page import Cleaned, Line, mend
from reader.article.patterns import pattern
from reader.article.rules import Rule, furniture, squash
from reader.document import Kind

CAPTION_LABEL = pattern(r"(?:keterangan (?:gambar|foto)|image caption|photo caption|caption)\s*(?:[,:]\s*|$)", re.I)
_SOURCE_LABEL = pattern(r"(?:sumber|source|kredit|credit|sumber foto|foto)\s*:", re.I)
_BAR = pattern(r"\s*[|·•»›>]\s*")
_HEAD_LINES = 200
"""Lines above the lead that are looked at; what stands higher is the page's."""
_LONGEST_TITLE = 400


@dataclass
class _Head:
    """The lines above the body, sorted out."""

    candidates: list[Line] = field(default_factory=list)
    """May be the title."""
    captions: list[Line] = field(default_factory=list)
    dates: list[tuple[Line, DateLine]] = field(default_factory=list)


def read_head(lines: list[Line], out: Cleaned, *, trusted: bool) -> None:
    """Sort out `lines`, which stand above the lead, into `out`. With `trusted` markup its headings and lists stay."""
    out.drop(lines[:-_HEAD_LINES], "before-lead")
    lines = drop_furniture(lines[-_HEAD_LINES:], out)
    head = _Head()
    lines = take_bylines(_take_labelled(lines, head, out), out)
    credited = False
    for line in lines:
        date = date_line(line, ask=True)
        if date:
            head.dates.append((line, date))
        elif shapes.is_credit(line.text) and head.candidates and line.text[:1] != "©":
            # The credit stands below the caption it belongs to.
            above = head.captions.pop() if head.captions else head.candidates.pop()
            if any(repeats(above.text, other.text) for other in head.candidates):
                credited = True  # and the caption stands below
                head.candidates.append(above)
                out.drop([line], "caption")
            else:
                head.captions.append(replace(above, text=f"{above.text} {line.text}"))
        elif credited and shapes.is_sentence(line.text):
            head.captions.append(line)
            credited = False
        elif shapes.has_credit(line.text):
            head.captions.append(line)
        else:
            head.candidates.append(line)
    take_dates(head.dates, out)
    _take_title(head, lines, out)
    _take_names(head, lines, out)
    _take_deck(head, lines, out)
    _take_caption(head, out)
    if trusted:
        marked = [line for line in head.candidates if line.kind in {Kind.HEADING, Kind.LIST, Kind.QUOTE}]
        head.candidates = [line for line in head.candidates if line not in marked]
        out.paragraphs.extend((line.kind, mend(line.text)) for line in marked if line.kind)
    _take_rest(head, out)


def _take_labelled(lines: list[Line], head: _Head, out: Cleaned) -> list[Line]:
    """`lines` without the captions that a label announces, on its own line or on the caption's."""
    kept: list[Line] = []
    labelled = sourced = False
    for line in lines:
        match = CAPTION_LABEL.match(line.text)
        if sourced:
            out.drop([line], "caption")
            sourced = False
            continue
        if _SOURCE_LABEL.fullmatch(line.text) and len(kept) > 1 and not date_line(kept[-1]):
            head.captions.append(kept.pop())
            out.drop([line], "caption")
            sourced = True
            continue
        if match and match.end() == len(line.text):
            out.drop([line], "caption")
        elif match or (labelled and not date_line(line)):
            head.captions.append(replace(line, text=line.text[match.end() :] if match else line.text))
        else:
            kept.append(line)
        labelled = bool(match and match.end() == len(line.text))
    return kept


def drop_furniture(lines: list[Line], out: Cleaned) -> list[Line]:
    """`lines` without the page's furniture in a head; the outlet is read from it on the way."""
    kept: list[Line] = []
    follows: Rule | None = None
    for line in lines:
        rule = furniture(line.text, "head")
        if rule and date_line(line):
            rule = None
        if rule is None and follows and not line.gap and not shapes.is_sentence(line.text) and not date_line(line):
            rule = follows
        if rule is None:
            kept.append(line)
            follows = None
            continue
        follows = rule if rule.takes_next else None
        out.outlet = out.outlet or metadata.leading_brand(line.text)
        out.drop([line], rule.id)
    return kept


def take_bylines(lines: list[Line], out: Cleaned) -> list[Line]:
    """`lines` without those that name the writer."""
    kept: list[Line] = []
    labelled: Line | None = None
    for line in lines:
        if labelled and metadata.is_name(line.text):
            out.byline = out.byline or line.text
            out.drop([labelled], "credit")
            labelled = None
            continue
        if labelled:
            kept.append(labelled)
            labelled = None
        if line.text.rstrip(" :").lower() in metadata.LABELS:
            labelled = line
            continue
        name = metadata.read_byline(line.text)
        if name and out.byline in {None, name} and not date_line(line):  # else it is read with the dates
            out.byline = name
            out.outlet = out.outlet or metadata.known_outlet(line.text.rpartition(" - ")[2])
            continue
        kept.append(line)
    return [*kept, labelled] if labelled else kept


def take_dates(dates: list[tuple[Line, DateLine]], out: Cleaned) -> None:
    """The first date that is no later change is when the article was published; one with a time of day before one
    without, which may be today's."""
    for line, date in sorted(dates, key=lambda entry: (entry[1].updated, not entry[1].timed)):
        if out.published is None:
            out.published = date.when
        elif date.when.date() != out.published.date() or date.updated:
            out.drop([line], "date")
        if date.rest:
            _read_beside(line, date.rest, out)


def _read_beside(line: Line, rest: str, out: Cleaned) -> None:
    """Who and where from what stands beside a date: `Oleh Nama`, `Kabarkita.com`."""
    parts = [part.strip() for part in re.split(r"[|,·•]| [-–—] ", rest) if part.strip()]
    outlet = next((name for part in parts if (name := metadata.known_outlet(part))), None)
    bylines = [metadata.read_byline(part) for part in (rest, *parts)]
    bylines += [metadata.names_in(part) for part in parts if out.outlet is None or not is_outlets(part, out.outlet)]
    byline = next(filter(None, bylines), None)
    out.outlet = out.outlet or outlet
    out.byline = out.byline or byline
    if not outlet and not byline:
        out.drop([replace(line, text=rest)], "date")


def _take_title(head: _Head, lines: list[Line], out: Cleaned) -> None:
    if out.title is None and head.candidates:
        best = max(head.candidates, key=lambda line: _title_score(line, head, lines, out.outlet))
        if _title_score(best, head, lines, out.outlet) > 0:
            out.title = metadata.without_outlet(best.text, out.outlet)
            index = head.candidates.index(best)
            above = head.candidates[index - 1] if index else None
            if above and above.text.endswith(":") and shapes.words(above.text) <= 8:
                out.subtitle = above.text  # the kicker over the title
                head.candidates.remove(above)
            head.candidates.remove(best)
    if out.title:
        again = [line for line in head.candidates if repeats(line.text, out.title)]
        head.candidates = [line for line in head.candidates if line not in again]
        out.drop(again, "repeated-title")


def _title_score(line: Line, head: _Head, lines: list[Line], outlet: str | None) -> float:
    """How much `line` is the title: its shape, whether it is said twice, and what stands beside it."""
    text = line.text
    count = shapes.words(text)
    if (
        count > 35
        or len(text) > _LONGEST_TITLE
        or not any(character.isalpha() for character in text)
        or metadata.known_outlet(text)
        or is_outlets(text, outlet)
    ):
        return 0
    said_again = any(repeats(other.text, text) for other in lines if other is not line)
    in_caption = count >= 3 and any(squash(text) in squash(caption.text) for caption in head.captions)
    index = lines.index(line)
    beside = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return (
        1.0
        + 2 * (4 <= count <= 25)
        + 2 * (count >= 3 and shapes.title_case(text) >= 0.7)
        + 4 * (line.kind == Kind.TITLE)
        + 3 * said_again
        + in_caption
        + 2 * any(date_line(other) for other in beside)
        + (line in {head.candidates[0], head.candidates[-1]})
        - 2 * text.endswith((":", ","))
        - 4 * (_is_navigation(text) or shapes.is_set_apart(text))
        - 3 * (addresses(text) > 2 and shapes.title_case(text) < 0.7)
        - 3 * (index > 0 and _is_deck(text, lines[index - 1].text))
        - 4 * (count < 7 and metadata.names_in(text) is not None and len(head.candidates) > 1)
    )


def _is_deck(text: str, above: str) -> bool:
    """Whether `text` goes on with the line `above` it, which has a title's capitals where this has none."""
    return shapes.words(above) >= 4 and shapes.title_case(above) >= 0.7 and shapes.title_case(text) < 0.5


def _is_navigation(text: str) -> bool:
    """Whether `text` is a row of short parts, as a menu is."""
    parts = [part for part in _BAR.split(text) if part]
    return len(parts) > 1 and all(shapes.words(part) <= 4 for part in parts)


def is_outlets(text: str, outlet: str | None) -> bool:
    """Whether `text` is the outlet's name, with no more than a motto beside it."""
    if outlet is None or squash(outlet) not in squash(text):
        return False
    if shapes.words(text) <= shapes.words(outlet) + 1:
        return True
    if not squash(text).startswith(squash(outlet)):
        return False
    rest = text[len(outlet) :].strip()
    return not rest or not rest[0].isalpha()


def _take_names(head: _Head, lines: list[Line], out: Cleaned) -> None:
    """The writers: names alone on a line by the date, or below the title."""
    if out.byline:
        return
    dated = [lines.index(line) for line, _ in head.dates]
    title = next((index for index, line in enumerate(lines) if out.title and repeats(line.text, out.title)), None)
    for line in head.candidates:
        index = lines.index(line)
        near = any(abs(index - other) <= 2 for other in dated) or (title is not None and index == title + 1)
        below = title is None or index > title
        if near and below and (found := metadata.names_in(line.text) or metadata.labelled_names(line.text)):
            out.byline = found
            head.candidates.remove(line)
            return


def _take_deck(head: _Head, lines: list[Line], out: Cleaned) -> None:
    """The subtitle: directly below the title, a line that goes on with it."""
    title = next((i for i, line in enumerate(lines) if out.title and line.text.endswith(out.title)), None)
    below = lines[title + 1] if title is not None and title + 1 < len(lines) else None
    if out.subtitle is None and below in head.candidates and below is not None:
        text = below.text
        fits = 4 <= shapes.words(text) <= 45 and shapes.title_case(text) < 0.7 and not _is_navigation(text)
        if fits and addresses(text) < 2 and not text.endswith(("...", "…", ":")):
            out.subtitle = text
            head.candidates.remove(below)


def may_be_title(text: str) -> bool:
    """Whether `text` may be a title by its length and its end."""
    return not shapes.ends_sentence(text) and shapes.words(text) <= 35 and len(text) <= _LONGEST_TITLE


def repeats(text: str, title: str) -> bool:
    """Whether `text` says the title again, whole or cut short."""
    cut = squash(text)
    whole = squash(title)
    if cut == whole or squash(metadata.without_outlet(text, None)) == whole:
        return True
    return len(cut) >= 8 and shapes.words(text) >= 2 and whole.startswith(cut) and len(text) < len(title)


def _take_caption(head: _Head, out: Cleaned) -> None:
    """The caption is the first line with a credit; failing that, one that is said twice."""
    twice = [
        line for line in head.candidates
        if sum(squash(other.text) == squash(line.text) for other in head.candidates) > 1 and shapes.words(line.text) > 5
    ]  # fmt: skip
    captions = head.captions or twice
    if out.caption is None and captions:
        out.caption = captions[0].text
        first, *captions = captions
        head.candidates = [line for line in head.candidates if line is not first]
    if out.caption:
        same = [line for line in captions + head.candidates if _same_caption(line.text, out.caption)]
        head.candidates = [line for line in head.candidates if line not in same]
        out.drop(same, "repeated-caption")
        out.drop([line for line in head.captions if line in captions and line not in same], "caption")


def _same_caption(text: str, caption: str) -> bool:
    one, other = squash(text), squash(caption)
    return one == other or (len(one) >= 20 and other.startswith(one))


def _take_rest(head: _Head, out: Cleaned) -> None:
    """What is left over the lead: one sentence may be the deck; the rest is the page's."""
    for line in head.candidates:
        if (
            out.subtitle is None
            and out.title
            and addresses(line.text) < 2
            and shapes.is_sentence(line.text)
            and shapes.words(line.text) <= 45
        ):
            out.subtitle = line.text
            continue
        out.outlet = out.outlet or metadata.leading_brand(line.text) or metadata.known_outlet(line.text)
        out.drop([line], "before-lead")
