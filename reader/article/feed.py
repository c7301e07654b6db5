"""RSS and Atom: the addresses of a feed's articles, newest first."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from reader.errors import UnreadableError

MAX_ENTRIES: Final = 50
"""Most articles that are taken from one feed."""

_Element = Any
"""An element of lxml's, which comes without types."""
_ROOTS: Final = (b"<rss", b"<feed", b"<rdf:rdf")
_HEAD: Final = 2_000
_DATES: Final = frozenset({"pubdate", "published", "updated", "date"})


def is_feed(data: bytes) -> bool:
    """Whether `data` looks like a feed: its root is one of the three in use."""
    head = data[:_HEAD].lower()
    return any(root in head for root in _ROOTS) and b"<html" not in head


def entry_links(data: bytes, name: str, base: str = "") -> list[str]:
    """The web addresses of the entries, newest first, each once, at most `MAX_ENTRIES`.

    An entry without a date keeps its place after the one above it. Relative addresses are taken from `base`. Entities
    are never expanded and nothing is loaded. Raises UnreadableError, which names `name`.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("the feed cannot be read", name, "it is no well-formed XML") from error
    if root is None:
        raise UnreadableError("the feed cannot be read", name, "it is no well-formed XML")
    dated: list[tuple[datetime, str]] = []
    when = datetime.max.replace(tzinfo=UTC)
    for entry in root.iter("{*}item", "{*}entry"):
        when = _date(entry) or when
        link = _link(entry, base)
        if link:
            dated.append((when, link))
    newest_first = sorted(dated, key=lambda pair: pair[0], reverse=True)  # stable: equals keep the feed's order
    links = list(dict.fromkeys(link for _, link in newest_first))[:MAX_ENTRIES]
    if not links:
        raise UnreadableError("no articles in the feed", name)
    return links


def _date(entry: _Element) -> datetime | None:
    for child in _children(entry, _DATES):
        text = (child.text or "").strip()
        for parse in (datetime.fromisoformat, parsedate_to_datetime):
            with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
                when = parse(text)
                return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return None


def _link(entry: _Element, base: str) -> str | None:
    """The address of the article itself: Atom's `alternate` link, RSS's `link`, or a `guid` that is an address."""
    for child in _children(entry, {"link"}):
        if child.get("rel", "alternate") == "alternate":
            address = _address(child.get("href") or child.text, base)
            if address:
                return address
    for child in _children(entry, {"guid"}):
        address = _address(child.text, "")
        if address:
            return address
    return None


def _address(text: str | None, base: str) -> str | None:
    with contextlib.suppress(ValueError):
        address = urljoin(base, (text or "").strip())
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and address.isprintable() and " " not in address:
            return address
    return None


def _children(entry: _Element, names: "set[str] | frozenset[str]") -> Iterator[_Element]:
    for child in entry:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2].lower() in names:
            yield child
