"""What an HTML page's markup says about its article: title, writer, date, outlet, the caption of its picture."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise
from typing import Any, Final

from reader.article import metadata, shapes
from reader.article.dates import find_date, parse_iso
from reader.article.head import CAPTION_LABEL
from reader.article.page import Hints, Line, squeeze
from reader.article.patterns import pattern
from reader.article.rules import squash

_Element = Any
"""An element of lxml's, which comes without types."""
_WRITERS: Final = shapes.word_set("author authors writer penulis byline reporter pewarta wartawan credit jurnalis fn")
"""Words in the class of an element that names the writer."""
_BETWEEN_TOKENS = pattern(r"[\s_-]+")
_NO_WRITER = pattern(r"\b(?:editor|redaktur|red)\b", re.I)


def read_hints(tree: _Element) -> Hints:
    """What the markup of `tree` says."""
    article = _json_ld(tree)
    title = _title(tree, article)
    outlet, publisher = _meta(tree, "og:site_name"), _named(article.get("publisher"))
    if not outlet or (publisher and outlet.islower() and "." not in outlet):
        outlet = publisher or outlet  # a site's section calls itself in lower case
    shown = squeeze(tree.findtext(".//title") or "")
    outlet = outlet or metadata.title_outlet(shown) or _beside_title(tree, shown, title)
    author = _named(article.get("author")) or _meta(tree, "author") or ""
    if not metadata.is_name(author) or metadata.known_outlet(author):
        author = _writers(tree) or ""
    return Hints(
        title=title,
        byline=author or None,
        published=_published(tree, article),
        outlet=metadata.brand(outlet) if outlet and shapes.words(outlet) <= 5 and "/" not in outlet else None,
        caption=_caption(tree),
    )


def _beside_title(tree: _Element, shown: str, title: str | None) -> str | None:
    """What stands beside the article's title in the browser's, where it is a heading of the page too: the site."""
    if not title or title not in shown:
        return None
    rest = shown.replace(title, "", 1).strip(" -–—|:»·")
    return rest if rest and any(_text(place) == rest for place in tree.iter("h1", "h2", "a", "p")) else None


def _title(tree: _Element, article: dict[str, Any]) -> str | None:
    """The page's only h1, else the first that the other titles agree with, else what they say."""
    headline = article.get("headline")
    others = [headline if isinstance(headline, str) else None, _meta(tree, "og:title"), tree.findtext(".//title")]
    said = [squeeze(other.replace("\n", " ")) for other in others if other and other.strip()]
    headings = [text for h1 in tree.iter("h1") if (text := _text(h1))]
    agreed = [text for text in headings if any(squash(text)[:30] in squash(other) for other in said)]
    if agreed and shapes.words(agreed[0]) < 4:
        # The site's name may be a heading too: the article's is the longest that the page's title says.
        lower = [text for heading in tree.iter("h2", "h3") if (text := _text(heading))]
        agreed = sorted((t for t in agreed + lower if any(squash(t) in squash(o) for o in said)), key=len, reverse=True)
    if agreed:
        return agreed[0]
    if len(headings) == 1 and shapes.words(headings[0]) >= 3:
        return headings[0]
    # A browser's title of a word or two names the site, not the article.
    long = next((text for text in said if shapes.words(text) >= 3), None)
    return metadata.without_outlet(long, _meta(tree, "og:site_name")) if long else None


def _writers(tree: _Element) -> str | None:
    """The names in the first element that calls itself the writer's."""
    for element in islice(filter(_is_writers, tree.xpath("//*[@class or @rel or @itemprop]")), 20):
        found: list[str] = []
        for text in map(squeeze, element.itertext()):
            if _NO_WRITER.search(text):
                break
            name = metadata.read_byline(text) or metadata.names_in(text)
            found += [name] if name else []
        if found:
            return ", ".join(found)
    return None


def _is_writers(element: _Element) -> bool:
    """Whether `element` calls itself the writer's."""
    if "author" in {element.get("rel"), element.get("itemprop")}:
        return True
    return not _WRITERS.isdisjoint(_BETWEEN_TOKENS.split(element.get("class") or ""))


def _published(tree: _Element, article: dict[str, Any]) -> datetime | None:
    found = (parse_iso(text) for text in _stated_dates(tree, article) if isinstance(text, str) and text.strip())
    return next((when for when in found if when), None)


def _stated_dates(tree: _Element, article: dict[str, Any]) -> Iterator[object]:
    yield article.get("datePublished")
    for name in ("article:published_time", "datePublished", "publishdate", "content_PublishedDate", "pubdate", "date"):
        yield _meta(tree, name)
    for time in tree.iter("time"):
        yield time.get("datetime")


def settle(hints: Hints, lines: list[Line]) -> Hints:
    """`hints` with the date as the page shows it, where it shows the same moment: that is the one with the zone a
    reader would expect. A page that states no date or writer in its markup may show them over its text."""
    above: list[Line] = []
    for line in lines:
        if shapes.is_sentence(line.text) and shapes.words(line.text) > 20:
            break
        above.append(line)
    dated = [date for line in above if (date := find_date(line.text)) and shapes.words(date.rest) <= 5]
    bylines = [metadata.read_byline(line.text) for line in above]
    bylines += [
        below.text
        for line, below in pairwise(above)
        if line.text.rstrip(" :").lower() in metadata.LABELS and metadata.is_name(below.text)
    ]
    bylines += [
        metadata.names_in(date.rest)
        for date in dated
        if date.rest and date.rest.split(maxsplit=1)[0].lower() not in metadata.LABELS
    ]
    hints = replace(hints, byline=hints.byline or next(filter(None, bylines), None))
    shown = [date.when for date in dated]
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
    for element in tree.xpath("//*[self::figcaption or contains(@class, 'caption')]")[:20]:
        text = CAPTION_LABEL.sub("", _text(element))
        if 3 <= shapes.words(text) <= 80:
            return text
    pictures = (_text(image.getparent()) for image in islice(tree.iter("img"), 20) if image.getparent() is not None)
    return next((text for text in pictures if 3 <= shapes.words(text) <= 80 and shapes.has_credit(text)), None)


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
            named = "headline" in entry and "datePublished" in entry
            if named or any("Article" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
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
