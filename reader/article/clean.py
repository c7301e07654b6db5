"""Lines of a page -> the article on it.

The page is read as head (`head`), body and tail. The body begins with the lead (`lead`): the first line with a
dateline, or else the first prose that is no caption. Below the last prose, or below a mark that ends the article,
nothing belongs to it any more. Lines between the paragraphs go by a rule of `rules.toml`, or by what they are
(`asides`). Whatever is left out is listed with the rule that left it out.
"""

from dataclasses import replace

from reader.article import metadata, shapes
from reader.article.asides import (
    aside,
    foot,
    heads_apart,
    is_link,
    label_of,
    leans,
    leans_with_furniture,
    repeated_labels,
    set_apart,
)
from reader.article.glued import unglue
from reader.article.head import drop_furniture, may_be_title, read_head, repeats, take_bylines, take_dates
from reader.article.lead import date_line, find_lead, join_datelines, opens
from reader.article.masthead import find_outlet, mentioned_outlet
from reader.article.page import Cleaned, Hints, Line, lines_of, mend, rejoin
from reader.article.patterns import pattern
from reader.article.rules import Rule, furniture, inline_rules
from reader.article.wrap import unwrap
from reader.document import Kind, Source
from reader.errors import UnreadableError

_WORD = pattern(r"[^\W_]")
_SHORT = 8
"""Most words of a line that goes with a line of the page above it."""
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
    lines = join_datelines(lines, out.outlet)
    out.outlet = out.outlet or find_outlet(lines)
    lead = find_lead(lines, out.title, out.outlet)
    if lead is None:
        _without_lead(lines, out)
    else:
        head, body = lines[:lead], _without_pieces(lines[lead:], out)
        end = _find_end(body)
        read_head(head, out, trusted=hints.trusted)
        _read_body(body[:end], out, repeated_labels(body))
        _read_tail(body[end:], out)
    out.outlet = out.outlet or mentioned_outlet(lines)
    out.removed.sort(key=lambda removed: removed.line)
    if not any(_WORD.search(text) for text in [out.title or "", *(text for _, text in out.paragraphs)]):
        raise UnreadableError("no article text found", source.name if source.name != "-" else "standard input")
    return out


# --- the body -------------------------------------------------------------------------------------------------------


def _find_end(body: list[Line]) -> int:
    """Where in `body` the article is over."""
    prose = [
        shapes.is_sentence(line.text) and furniture(line.text, "body", "tail") is None and aside(line) is None
        for line in body
    ]
    before, total = 0, sum(prose)
    for index, line in enumerate(body):
        if index and not prose[index] and before * 2 >= total:
            rule = furniture(line.text, "tail", "body")
            if rule and rule.ends:
                break
        before += prose[index]
    else:
        index = len(body)
    end = foot(body, index)
    while end > 1 and not prose[end - 1] and not _belongs(body[end - 1]):
        end -= 1
    return end


def _belongs(line: Line) -> bool:
    """Whether a last line that is no full sentence may still be the article's."""
    if furniture(line.text, "body", "tail") or aside(line):
        return False
    if line.kind in {Kind.LIST, Kind.QUOTE, Kind.BODY} or shapes.is_item(line.text):
        return True
    return shapes.ends_sentence(line.text) or (shapes.words(line.text) >= 12 and shapes.title_case(line.text) < 0.7)


def _read_body(lines: list[Line], out: Cleaned, labels: frozenset[str | None]) -> None:
    first, *others = lines
    dateline = metadata.read_dateline(first.text, out.outlet)
    if dateline and opens(dateline):
        out.city = out.city or dateline.city
        out.outlet = out.outlet or dateline.outlet
        first = replace(first, text=dateline.rest)
    lines = rejoin(_without_furniture([first, *others], out, labels))
    kind = Kind.BODY
    for index, line in enumerate(lines):
        kind = _kind(lines, index, kind)
        text = mend(shapes.without_bullet(line.text) if kind is Kind.LIST else line.text)
        if _WORD.search(text):
            out.paragraphs.append((kind, text))


def _without_furniture(lines: list[Line], out: Cleaned, labels: frozenset[str | None]) -> list[Line]:
    kept = lines[:1]
    above: Rule | None = None
    links = 0
    apart = set_apart(lines)
    strict = apart and heads_apart(lines)
    after = False
    """The line above was the page's, in the same block."""
    below_page = False
    for index, line in enumerate(lines[1:], start=1):
        after = after and not line.gap
        rule = furniture(line.text, "body")
        named = rule.id if rule else aside(line) or ("related" if label_of(line) in labels else None)
        if named is None and above and index + 1 < len(lines) and _is_link(line, links, above):
            named, links = above.id, links + 1
        elif rule and rule.takes_next:
            above, links = rule, 0
        else:
            above = None
        named = named or _leaning(lines, index, after=after and apart, strict=strict, apart=apart)
        named = named or (_belongs_above(lines, index) if after else None)
        after = named is not None
        if named:
            out.drop([line], named)
        elif shapes.has_photo_credit(line.text) and not line.kind:
            out.drop([line], "caption")
        else:
            kept.append(replace(line, gap=True) if below_page else line)
        below_page = named is not None
    return kept


def _leaning(lines: list[Line], index: int, *, after: bool, strict: bool, apart: bool) -> str | None:
    """The rule that takes a line which stands directly above a paragraph: a link, or on a page that sets headings apart
    anything but a heading."""
    line = lines[index]
    leaning = leans(lines, index)
    leads = leaning or not apart or (index + 1 < len(lines) and not lines[index + 1].gap)
    if line.kind is None and is_link(line.text) and leads:
        return "related"
    if leaning and apart and label_of(line):
        return "related"
    pages = after or (line.gap and (strict or (apart and leans_with_furniture(lines, index))))
    return "leaning" if leaning and pages else None


def _belongs_above(lines: list[Line], index: int) -> str | None:
    """The rule that takes a short line below one of the page's in the same block: the rest of a wrapped link, or what
    has another line of the page's below it, as the parts of a form."""
    line, below = lines[index], lines[index + 1 : index + 2]
    if line.kind is not None or shapes.words(line.text) > _SHORT or shapes.ends_sentence(line.text):
        return None
    between = below and not below[0].gap and (aside(below[0]) or furniture(below[0].text, "body", "tail"))
    rest = line.text[0].islower() and (not below or below[0].gap)
    return "leaning" if between or rest else None


def _is_link(line: Line, links: int, above: Rule) -> bool:
    """Whether `line` belongs to the label `above` it, after `links` others: the caption below `Keterangan gambar,`, a
    title below `Baca juga:`. One is expected; another has to look like one."""
    if above.id == "caption":
        return links == 0
    if shapes.is_sentence(line.text) or shapes.ends_sentence(line.text) or shapes.words(line.text) > 25:
        return False
    return links == 0 or shapes.title_case(line.text) >= 0.7


def _without_pieces(lines: list[Line], out: Cleaned) -> list[Line]:
    """`lines` without the furniture that stands inside them."""
    kept: list[Line] = []
    for whole in lines:
        line = whole
        text = "" if len(line.text) > _LONGEST_INLINE or furniture(line.text, "body", "tail") else line.text
        for rule in inline_rules("body") if text else ():
            if rule.may_take(text.lower()) and rule.pattern.search(text):
                out.drop([replace(line, text=match.group().strip()) for match in rule.pattern.finditer(text)], rule.id)
                text = " ".join(rule.pattern.sub(" ", text).split())
                line = replace(line, text=text)
        if line.text:
            kept.append(line)
    return kept


def _kind(lines: list[Line], index: int, last: Kind) -> Kind:
    """What the line at `index` is, below one that is `last`."""
    line, above, below = lines[index], lines[max(index - 1, 0)], lines[index + 1 : index + 2]
    if line.kind:
        return line.kind
    short = shapes.words(line.text) <= 14 and (not shapes.ends_sentence(line.text) or _asks(line))
    if shapes.is_item(line.text):
        alone = not any(shapes.is_item(other.text) for other in [above, *below] if other is not line)
        return Kind.HEADING if short and alone and below and _opens_text(below[0]) else Kind.LIST
    if not index or not short or not line.text[0].isupper() or line.text.endswith((":", ",", ";")):
        return Kind.BODY
    if (above.text.endswith(":") and below and not below[0].gap) or (last is Kind.LIST and not line.gap):
        return Kind.LIST  # one of the short lines below `Siapkan perlengkapan ini:`
    return Kind.HEADING if below and (_opens_text(below[0]) or shapes.is_item(below[0].text)) else Kind.BODY


def _asks(line: Line) -> bool:
    """Whether a line is a question in the capitals of a title: `Kenapa Tidak Diganti?`."""
    return line.gap and line.text.endswith("?") and shapes.title_case(line.text) >= 0.8 and line.text[0].isalnum()


def _opens_text(line: Line) -> bool:
    return shapes.is_sentence(line.text) or line.text.endswith(":")


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
