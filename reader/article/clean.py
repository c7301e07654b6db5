"""Lines of a page -> the article on it.

The page is read as head (`head`), body and tail. The body begins with the lead (`lead`): the first line with a
dateline, or else the first prose that is no caption. Below the last prose, or below a mark that ends the article,
nothing belongs to it any more. Whatever is left out is listed with the rule that left it out.
"""

import re
from dataclasses import replace

from reader.article import metadata, shapes
from reader.article.glued import unglue
from reader.article.head import drop_furniture, may_be_title, read_head, repeats, take_bylines, take_dates
from reader.article.lead import date_line, find_lead, join_datelines, opens
from reader.article.page import Cleaned, Hints, Line, lines_of, mend, rejoin, unwrap
from reader.article.rules import Rule, furniture, inline_rules
from reader.document import Kind, Removed, Source
from reader.errors import UnreadableError

_WORD = re.compile(r"[^\W_]")
_LONGEST_INLINE = 20_000
"""Code points beyond which nothing is looked for inside a line."""


def clean_text(text: str, source: Source) -> Cleaned:
    """The article on a plain-text page.

    Raises UnreadableError when there is none.
    """
    return clean_lines(unwrap(unglue(lines_of(text))), source)


def clean_lines(lines: list[Line], source: Source, hints: Hints | None = None) -> Cleaned:
    """The article among `lines`. What `hints` say is taken as said.

    Raises UnreadableError when there is none.
    """
    hints = hints or Hints()
    out = Cleaned(
        title=hints.title,
        byline=hints.byline,
        published=hints.published,
        outlet=hints.outlet,
        caption=hints.caption,
    )
    lines = join_datelines(lines)
    out.outlet = out.outlet or copyright_of(lines)
    lead = find_lead(lines, out.title, out.outlet)
    if lead is None:
        _without_lead(lines, out)
    else:
        head, body = lines[:lead], lines[lead:]
        end = _find_end(body)
        read_head(head, out, trusted=hints.trusted)
        _read_body(body[:end], out)
        _read_tail(body[end:], out)
    out.removed.sort(key=lambda removed: removed.line)
    if not any(_WORD.search(text) for text in [out.title or "", *(text for _, text in out.paragraphs)]):
        raise UnreadableError("no article text found", source.name if source.name != "-" else "standard input")
    return out


def copyright_of(lines: list[Line]) -> str | None:
    """The outlet that the page's copyright line names."""
    marked = [line for line in lines[-25:] + lines[:10] if furniture(line.text, "tail")]
    found = (metadata.copyright_outlet(line.text) for line in marked)
    return next((name for name in found if name), None)


# --- the body -------------------------------------------------------------------------------------------------------


def _find_end(body: list[Line]) -> int:
    """Where in `body` the article is over."""
    prose = [shapes.is_sentence(line.text) and furniture(line.text, "body", "tail") is None for line in body]
    before, total = 0, sum(prose)
    for index, line in enumerate(body):
        if index and not prose[index] and before * 2 >= total:
            rule = furniture(line.text, "tail", "body")
            if rule and rule.ends:
                break
        before += prose[index]
    else:
        index = len(body)
    end = index
    while end > 1 and not prose[end - 1] and not _belongs(body[end - 1]):
        end -= 1
    return end


def _belongs(line: Line) -> bool:
    """Whether a last line that is no full sentence may still be the article's."""
    if furniture(line.text, "body", "tail"):
        return False
    if line.kind in {Kind.LIST, Kind.QUOTE, Kind.BODY} or shapes.is_item(line.text):
        return True
    return shapes.ends_sentence(line.text) or (shapes.words(line.text) >= 12 and shapes.title_case(line.text) < 0.7)


def _read_body(lines: list[Line], out: Cleaned) -> None:
    first, *others = lines
    dateline = metadata.read_dateline(first.text, out.outlet)
    if dateline and opens(dateline):
        out.city = out.city or dateline.city
        out.outlet = out.outlet or dateline.outlet
        first = replace(first, text=dateline.rest)
    lines = rejoin(_without_furniture([first, *others], out))
    for index, line in enumerate(lines):
        kind = _kind(line, lines[index + 1 : index + 2], index)
        text = mend(shapes.without_bullet(line.text) if kind is Kind.LIST else line.text)
        if text:
            out.paragraphs.append((kind, text))


def _without_furniture(lines: list[Line], out: Cleaned) -> list[Line]:
    kept = [_without_pieces(lines[0], out)]
    above: Rule | None = None
    links = 0
    for index, line in enumerate(lines[1:], start=1):
        rule = furniture(line.text, "body")
        if rule is None and above and index + 1 < len(lines) and _is_link(line, links):
            rule, links = above, links + 1
        elif rule and rule.takes_next:
            above, links = rule, 0
        else:
            above = None
        if rule:
            out.drop([line], rule.id)
        elif shapes.has_photo_credit(line.text) and not line.kind:
            out.drop([line], "caption")
        else:
            kept.append(_without_pieces(line, out))
    return [line for line in kept if line.text]


def _is_link(line: Line, links: int) -> bool:
    """Whether `line` is a title below a `Baca juga:`, after `links` others. One is expected; another has to look
    like one."""
    if shapes.is_sentence(line.text) or shapes.ends_sentence(line.text) or shapes.words(line.text) > 25:
        return False
    return links == 0 or shapes.title_case(line.text) >= 0.7


def _without_pieces(line: Line, out: Cleaned) -> Line:
    """`line` without the furniture that stands inside it."""
    text = line.text
    if len(text) > _LONGEST_INLINE:
        return line
    for rule in inline_rules("body"):
        for match in rule.pattern.finditer(text):
            out.removed.append(Removed(line=line.number, text=match.group().strip(), rule=rule.id))
        text = rule.pattern.sub(" ", text)
    return line if text == line.text else replace(line, text=" ".join(text.split()))


def _kind(line: Line, below: list[Line], index: int) -> Kind:
    if line.kind:
        return line.kind
    if shapes.is_item(line.text):
        return Kind.LIST
    short = shapes.words(line.text) <= 14 and not shapes.ends_sentence(line.text)
    if index and short and line.text[0].isupper() and below and shapes.is_sentence(below[0].text):
        return Kind.HEADING if not line.text.endswith((":", ",", ";")) else Kind.BODY
    return Kind.BODY


# --- the tail, and pages without prose -------------------------------------------------------------------------------


def _read_tail(lines: list[Line], out: Cleaned) -> None:
    for line in take_bylines(lines, out):
        rule = furniture(line.text, "tail", "body")
        out.drop([line], rule.id if rule else "after-article")


def _without_lead(lines: list[Line], out: Cleaned) -> None:
    """A page without a single line of prose: the first line that fits is its title, the others stand as they are."""
    lines = take_bylines(drop_furniture(lines, out), out)
    dates = [(line, date) for line in lines if (date := date_line(line))]
    take_dates(dates, out)
    dated = {line.number for line, _ in dates}
    rest = [line for line in lines if line.number not in dated]
    if out.title is None and rest and may_be_title(rest[0].text):
        out.title = mend(rest.pop(0).text)
    for line in rest:
        if out.title and repeats(line.text, out.title):
            out.drop([line], "repeated-title")
        else:
            kind = line.kind or (Kind.LIST if shapes.is_item(line.text) else Kind.BODY)
            out.paragraphs.append((kind, mend(shapes.without_bullet(line.text))))
