"""HTML pages -> the article. trafilatura finds the text, the markup gives title, date and caption."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

from reader.article import metadata, shapes
from reader.article.asides import addresses
from reader.article.clean import clean_lines
from reader.article.dates import find_date
from reader.article.head import repeats
from reader.article.markup import scan
from reader.article.masthead import find_outlet
from reader.article.page import Cleaned, Hints, Line, squeeze
from reader.article.prune import prune
from reader.article.rules import furniture, squash
from reader.article.stated import read_hints, settle
from reader.document import Kind, Removed, Source

_Element = Any
"""An element of lxml's, which comes without types."""

_DEEPEST: Final = 250
_MOST_TAGS: Final = 60_000
_LONGEST: Final = 4_000_000
"""Limits, in elements and code points, beyond which a page goes to no parser that builds a tree."""
_ANCHOR: Final = 30
"""Code points, squashed, from which a line tells where the text stands."""
_MOST_COMPARED: Final = 100_000_000
"""Lines times code points up to which what trafilatura found is looked for on the page."""
_LONGEST_TITLE: Final = 400
_LEVELS: Final = 40
"""Elements inside one another that are looked into for it."""
_IN_ELEMENTS: Final = 0.9
"""Share of a page's prose in paragraphs of their own from which what stands in none has to read as prose."""
_ENOUGH: Final = 200
"""Code points below which what trafilatura found is held to be no article."""


def clean_html(html: str, source: Source) -> Cleaned:
    """The article on an HTML page. Touches no network; takes time linear in the page where it is hostile.

    Raises UnreadableError when there is none.
    """
    html = html.replace("\x00", "")
    seen = scan(html)
    hostile = seen.depth > _DEEPEST or seen.tags > _MOST_TAGS or len(html) > _LONGEST
    page = None if hostile else _parse(html)
    if page is None:
        return clean_lines(seen.lines, source)
    hints = _without_site(settle(page.hints, seen.lines), seen.lines)
    said = hints.title
    if said and not any(squash(said) in squash(line.text) or repeats(said, line.text) for line in seen.lines):
        hints = replace(hints, title=None)  # it names the site, or the browser's tab
    hints = replace(hints, outlet=hints.outlet or find_outlet(seen.lines))
    enough = sum(len(line.text) for line in page.lines) >= _ENOUGH
    cleaned = clean_lines(
        _placed(_chosen(page.lines, page.container), seen.lines, page.gone) if enough else seen.lines, source, hints
    )
    cleaned.title = cleaned.title or said
    cleaned.subtitle = cleaned.subtitle or _deck(cleaned, seen.lines)
    if enough:
        _list_rest(cleaned, seen.lines)
    return cleaned


def _without_site(hints: Hints, seen: list[Line]) -> Hints:
    """`hints` with the title as a line of the page has it, where it is the browser's: the article's and the site's."""
    said = squash(hints.title or "")
    longest = max((line.text for line in seen if _is_end_of(line, said)), key=len, default=None)
    if not hints.title or longest is None or longest not in hints.title:
        return hints
    site = hints.title.replace(longest, "", 1).strip(" -–—|:»·")
    known = hints.outlet or (site if 0 < len(site) <= 40 and shapes.words(site) <= 3 else None)
    return replace(hints, title=longest, outlet=known)


def _is_end_of(line: Line, said: str) -> bool:
    if len(line.text) > _LONGEST_TITLE or shapes.words(line.text) < 4 or find_date(line.text):
        return False
    bare = squash(line.text)
    return len(said) > len(bare) >= 0.6 * len(said) > 0 and (said.startswith(bare) or said.endswith(bare))


def _deck(cleaned: Cleaned, seen: list[Line]) -> str | None:
    """The heading that stands directly below the title and goes on with it."""
    title = squash(cleaned.title or "")
    index = next((i for i, line in enumerate(seen) if squash(line.text) == title), len(seen))
    below = seen[index + 1] if index + 1 < len(seen) else None
    fits = (
        below and below.kind is Kind.HEADING and shapes.words(below.text) >= 4 and shapes.title_case(below.text) < 0.7
    )
    in_text = below and any(squash(below.text) == squash(text) for _, text in cleaned.paragraphs)
    return below.text if below and fits and not in_text and addresses(below.text) < 2 else None


@dataclass(frozen=True)
class _Page:
    lines: list[Line]
    hints: Hints
    gone: str
    """What was cut out of the page before, squashed."""
    container: list[Line]
    """The blocks of the element in which the text stands."""


def _parse(html: str) -> _Page | None:
    """The page by lxml and trafilatura; None where they cannot make anything of it."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())  # their remarks are not for the person reading
    import trafilatura

    try:
        tree = trafilatura.load_html(html)
        if tree is None:
            return None
        hints = read_hints(tree)
        gone = prune(tree)
        document = trafilatura.bare_extraction(deepcopy(tree), include_comments=False, favor_recall=True)
        body = getattr(document, "body", None)
        lines = list(_lines(body)) if body is not None else []
        return _Page(lines=lines, hints=hints, gone=gone, container=_container(tree, lines))
    except Exception:  # noqa: BLE001 - a hostile page may break the parsers anywhere; the scanner reads it then
        return None


def _container(tree: _Element, lines: list[Line]) -> list[Line]:
    """The blocks of the innermost element that holds nearly all of `lines`."""
    from lxml.html import tostring

    anchors = [text for line in lines if len(text := squash(line.text)) >= _ANCHOR]
    total = sum(map(len, anchors))
    element = tree
    if len(anchors) * total > _MOST_COMPARED:
        return []
    for _ in range(_LEVELS):
        texts = ((child, "".join(child.itertext())) for child in element if isinstance(child.tag, str))
        large = ((child, squash(text)) for child, text in texts if len(text) >= 0.85 * total)
        inner = (child for child, text in large if sum(len(a) for a in anchors if a in text) >= 0.85 * total)
        child = next(inner, None) if total else None
        if child is None or child.tag in {"p", "blockquote", "table", "tr", "td"}:
            break
        element = child
    if not total or (len(element) == 0 and not (element.text or "").strip()):
        return []
    blocks = scan(tostring(element, encoding="unicode", with_tail=False), lists=True).lines
    return [replace(line, kind=None) if line.kind is Kind.TITLE else line for line in blocks]


# --- what trafilatura found ------------------------------------------------------------------------------------------


def _lines(body: _Element) -> Iterator[Line]:
    for element in body:
        yield from _element(element, None)


def _element(element: _Element, kind: Kind | None) -> Iterator[Line]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "list":
        for item in element:
            yield from _element(item, Kind.LIST)
    elif tag in {"quote", "div"} and any(child.tag in {"p", "list", "head", "quote"} for child in element):
        yield from _texts(element.text or "", Kind.QUOTE if tag == "quote" else kind)
        for child in element:
            yield from _element(child, Kind.QUOTE if tag == "quote" else kind)
    elif tag == "row":
        cells = (squeeze(" ".join(cell.itertext()).replace("\n", " ")) for cell in element)
        yield from _texts(" | ".join(cell for cell in cells if cell), Kind.BODY)
    elif tag == "table":
        for row in element:
            yield from _element(row, kind)
    else:
        own = {"head": Kind.TITLE if element.get("rend") == "h1" else Kind.HEADING, "quote": Kind.QUOTE}.get(tag, kind)
        yield from _texts(_with_breaks(element), own)
    yield from _texts(element.tail or "", kind)


def _with_breaks(element: _Element) -> str:
    """The text of `element`, with line ends where it has breaks."""
    pieces = [(element.text or "").replace("\n", " ")]
    for child in element.iterdescendants():
        if child.tag == "lb":
            pieces.append("\n")
        elif isinstance(child.tag, str):
            pieces.append((child.text or "").replace("\n", " "))
        pieces.append((child.tail or "").replace("\n", " "))
    return "".join(pieces)


def _texts(text: str, kind: Kind | None) -> Iterator[Line]:
    for line in text.split("\n"):
        if squeezed := squeeze(line):
            yield Line(number=0, text=squeezed, gap=True, kind=kind)


def _chosen(lines: list[Line], container: list[Line]) -> list[Line]:
    """The blocks of `container`, in which the text stands, that trafilatura chose or passed over although they read
    as prose: it drops paragraphs behind anything it does not know, and makes one of several that only breaks part.

    `lines` themselves where the blocks do not cover what they say.
    """
    text = "\n".join(squash(line.text) for line in lines)
    if max(len(container), len(lines)) * len(text) > _MOST_COMPARED:
        return lines
    kept = [line for line in container if line.kind is Kind.HEADING or squash(line.text) in text or _is_text(line)]
    if sum(not line.bare for line in kept if _is_text(line)) >= _IN_ELEMENTS * sum(map(_is_text, kept)):
        kept = [line for line in kept if not line.bare or _is_text(line)]  # a bare label, a button, a player's remark
    below = [*kept[1:], None][: len(kept)]
    kept = [line for line, next_line in zip(kept, below, strict=True) if not _is_loose_heading(line, next_line)]
    found = "".join(squash(line.text) for line in kept)
    prose = [squash(line.text) for line in lines if shapes.is_sentence(line.text)]
    all_of_it = len(found) >= 0.9 * (len(text) - len(lines))
    its_prose = sum(len(piece) for piece in prose if piece in found) >= 0.9 * sum(map(len, prose)) > 0
    return kept if all_of_it or its_prose else lines


def _is_loose_heading(line: Line, below: Line | None) -> bool:
    """Whether `line` is a heading with no text below it."""
    return line.kind is Kind.HEADING and (below is None or below.kind is Kind.HEADING)


def _is_text(line: Line) -> bool:
    return line.kind is Kind.QUOTE or (shapes.is_sentence(line.text) and addresses(line.text) < 2)


def _placed(lines: list[Line], seen: list[Line], gone: str) -> list[Line]:
    """`lines` with their numbers on the page, and with the headings between them that trafilatura passed over: it
    collects bare paragraphs where it does not know a page's containers."""
    places: dict[str, list[int]] = {}
    for index in reversed(range(len(seen))):
        places.setdefault(squash(seen[index].text), []).append(index)
    placed: list[Line] = []
    last = -1
    for line in lines:
        found = places.get(squash(line.text))
        if found:
            index = found.pop() if len(found) > 1 else found[0]
            above = seen[index - 1] if index > last + 1 and placed else None
            if (
                above
                and above.kind is Kind.HEADING
                and line.kind is not Kind.HEADING
                and squash(above.text) not in gone
            ):
                placed.append(above)
            last = max(last, index)
        placed.append(replace(line, number=seen[max(last, 0)].number if seen else 1))
    return placed


def _list_rest(cleaned: Cleaned, seen: list[Line]) -> None:
    """List every visible line of the page that neither became part of the article nor is listed yet."""
    texts = [cleaned.title, cleaned.subtitle, cleaned.byline, cleaned.caption, cleaned.city, cleaned.outlet]
    texts += [text for _, text in cleaned.paragraphs] + [removed.text for removed in cleaned.removed]
    kept = {squash(text) for text in texts if text}
    title = squash(cleaned.title or "")
    first = next((line.number for line in seen if line.kind is Kind.TITLE and squash(line.text) == title), 0)
    # Parts of lines cost lines times texts, so they are looked for on pages of an ordinary size only.
    parts = [text for text in kept if len(text) >= 20] if len(kept) * len(seen) < 500_000 else []
    for line in seen:
        bare = squash(line.text)
        if not bare or bare in kept or any(part in bare or bare in part for part in parts):
            continue
        dateline = metadata.read_dateline(line.text, cleaned.outlet)
        if dateline and not dateline.rest and dateline.city == cleaned.city:
            continue
        date = find_date(line.text)
        if date is None or date.when.date() != (cleaned.published and cleaned.published.date()):
            rule = furniture(line.text, "body" if line.number > first else "head")
            cleaned.removed.append(Removed(line=line.number, text=line.text, rule=rule.id if rule else "outside"))
    cleaned.removed.sort(key=lambda removed: removed.line)
