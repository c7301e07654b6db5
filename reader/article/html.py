"""HTML pages -> the article. trafilatura finds the text, the markup gives title, date and caption."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from reader.article import metadata, shapes
from reader.article.clean import clean_lines, copyright_of
from reader.article.dates import find_date, parse_iso
from reader.article.markup import scan
from reader.article.page import Cleaned, Hints, Line, squeeze
from reader.article.rules import squash
from reader.document import Kind, Removed, Source

_Element = Any
"""An element of lxml's, which comes without types."""

_DEEPEST: Final = 250
_MOST_TAGS: Final = 60_000
_LONGEST: Final = 4_000_000
"""Limits, in elements and code points, beyond which a page goes to no parser that builds a tree."""
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
    hints = _settle(page.hints, seen.lines)
    hints = replace(hints, outlet=hints.outlet or copyright_of(seen.lines))
    enough = sum(len(line.text) for line in page.lines) >= _ENOUGH
    cleaned = clean_lines(_placed(page.lines, seen.lines) if enough else seen.lines, source, hints)
    if enough:
        _list_rest(cleaned, seen.lines)
    return cleaned


@dataclass(frozen=True)
class _Page:
    lines: list[Line]
    hints: Hints


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
        hints = _hints(tree)
        document = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=True)
        body = getattr(document, "body", None)
        return _Page(lines=list(_lines(body)) if body is not None else [], hints=hints)
    except Exception:  # noqa: BLE001 - a hostile page may break the parsers anywhere; the scanner reads it then
        return None


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


def _placed(lines: list[Line], seen: list[Line]) -> list[Line]:
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
            if above and above.kind is Kind.HEADING and line.kind is not Kind.HEADING:
                placed.append(above)
            last = max(last, index)
        placed.append(replace(line, number=seen[max(last, 0)].number if seen else 1))
    return placed


def _list_rest(cleaned: Cleaned, seen: list[Line]) -> None:
    """List every visible line of the page that neither became part of the article nor is listed yet."""
    texts = [cleaned.title, cleaned.subtitle, cleaned.byline, cleaned.caption, cleaned.city, cleaned.outlet]
    texts += [text for _, text in cleaned.paragraphs] + [removed.text for removed in cleaned.removed]
    kept = {squash(text) for text in texts if text}
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
            cleaned.removed.append(Removed(line=line.number, text=line.text, rule="outside"))
    cleaned.removed.sort(key=lambda removed: removed.line)


# --- what the markup says --------------------------------------------------------------------------------------------


def _hints(tree: _Element) -> Hints:
    article = _json_ld(tree)
    title = _title(tree, article)
    outlet = _meta(tree, "og:site_name") or _named(article.get("publisher"))
    outlet = outlet or metadata.title_outlet(squeeze(tree.findtext(".//title") or ""))
    author = _named(article.get("author")) or _meta(tree, "author") or ""
    return Hints(
        title=title,
        byline=author if metadata.is_name(author) and not metadata.known_outlet(author) else None,
        published=_published(tree, article),
        outlet=metadata.brand(outlet) if outlet and shapes.words(outlet) <= 5 and "/" not in outlet else None,
        caption=_caption(tree),
    )


def _title(tree: _Element, article: dict[str, Any]) -> str | None:
    """The page's only h1, else the first that the other titles agree with, else what they say."""
    headline = article.get("headline")
    others = [headline if isinstance(headline, str) else None, _meta(tree, "og:title"), tree.findtext(".//title")]
    said = [squeeze(other.replace("\n", " ")) for other in others if other and other.strip()]
    headings = [text for h1 in tree.iter("h1") if (text := _text(h1))]
    agreed = [text for text in headings if any(squash(text)[:30] in squash(other) for other in said)]
    if agreed:
        return agreed[0]
    if len(headings) == 1 and shapes.words(headings[0]) >= 3:
        return headings[0]
    # A browser's title of a word or two names the site, not the article.
    long = next((text for text in said if shapes.words(text) >= 3), None)
    return metadata.without_outlet(long, _meta(tree, "og:site_name")) if long else None


def _published(tree: _Element, article: dict[str, Any]) -> datetime | None:
    names = ("article:published_time", "datePublished", "publishdate", "content_PublishedDate", "pubdate", "date")
    stated = [article.get("datePublished"), *(_meta(tree, name) for name in names)]
    stated += [time.get("datetime") for time in tree.iter("time")]
    found = (parse_iso(text) for text in stated if isinstance(text, str) and text.strip())
    return next((when for when in found if when), None)


def _settle(hints: Hints, lines: list[Line]) -> Hints:
    """`hints` with the date as the page shows it, where it shows the same moment: that is the one with the zone a
    reader would expect. A page that states no date or writer in its markup may show them over its text."""
    above: list[Line] = []
    for line in lines:
        if shapes.is_sentence(line.text) and shapes.words(line.text) > 20:
            break
        above.append(line)
    bylines = (metadata.read_byline(line.text) for line in above)
    hints = replace(hints, byline=hints.byline or next(filter(None, bylines), None))
    shown = [date.when for line in above if (date := find_date(line.text)) and shapes.words(date.rest) <= 5]
    if hints.published is None:
        return replace(hints, published=shown[0]) if shown else hints
    same = next((when for when in shown if when.tzinfo and _same_moment(when, hints.published)), None)
    return replace(hints, published=same) if same else hints


def _same_moment(shown: datetime, stated: datetime) -> bool:
    if stated.tzinfo:
        return abs((shown - stated).total_seconds()) < 60
    plain = shown.replace(tzinfo=None)
    return abs((plain - stated).total_seconds()) < 60 or (
        stated.time() == datetime.min.time() and plain.date() == stated.date()
    )


def _caption(tree: _Element) -> str | None:
    """The first caption of a picture that says anything."""
    path = (
        "//figcaption|//*[contains(concat(' ', @class, ' '), 'caption') or contains(@class, 'photo__caption')"
        " or contains(@class, 'img-caption')]"
    )
    for element in tree.xpath(path)[:20]:
        text = _text(element)
        if 3 <= shapes.words(text) <= 80:
            return text
    return None


def _text(element: _Element) -> str:
    return squeeze(" ".join("".join(element.itertext()).split()))


def _meta(tree: _Element, name: str) -> str | None:
    for meta in tree.iter("meta"):
        if name in {meta.get("property"), meta.get("name"), meta.get("itemprop")} and meta.get("content"):
            return squeeze(meta.get("content").replace("\n", " ")) or None
    return None


def _json_ld(tree: _Element) -> dict[str, Any]:
    """The first article among the page's JSON-LD; empty where there is none or it is broken."""
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            data = json.loads(re.sub(r"[\x00-\x1f]", " ", script.text or ""))
        except (ValueError, RecursionError):
            continue
        for entry in _entries(data):
            kinds = entry.get("@type")
            if any("Article" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return entry
    return {}


def _entries(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for entry in data[:50]:
            if isinstance(entry, dict):
                yield entry
    elif isinstance(data, dict):
        yield data
        graph = data.get("@graph")
        if isinstance(graph, list):
            yield from _entries(graph)


def _named(value: object) -> str | None:
    """The name of a JSON-LD person or organisation, or of the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return squeeze(value.replace("\n", " ")) or None if isinstance(value, str) else None
