"""What an HTML page's elements say they are: furniture cut out of the tree before the article is looked for.

An element goes for its role (`nav`, `aside`, a dialog), for what its class or id calls it, or because it is nothing
but links under a heading. It stays where it holds the title or a good part of the page's text.
"""

from collections.abc import Iterator
from typing import Any, Final

from reader.article import shapes
from reader.article.page import squeeze
from reader.article.patterns import pattern
from reader.article.rules import squash

_Element = Any
"""An element of lxml's, which comes without types."""

_NAMES: Final = shapes.word_set(
    "promo promosi iklan ads ad adv advert advertisement advertorial sponsor sponsored share sharing sosmed social "
    "bagikan sebarkan related terkait readmore bacajuga lihatjuga simakjuga alsoread readalso recommend recommended "
    "recommendation recommendations rekomendasi recs komentar comment comments newsletter cookie cookies consent "
    "tag tags breadcrumb breadcrumbs remah sidebar subscribe langganan berlangganan rating populer terpopuler "
    "popular trending pagination paging pager nav navbar navigation menu banner widget popup modal toast footer "
    "kaki paywall donasi donate caption berikutnya polling kuis quiz survey survei"
)
_STEMS: Final = ("related", "sharing", "comment", "newsletter")
"""Tokens begin with these where names are run together: `relatedposts`."""
_PAIRS: Final = pattern(r"(?:baca|lihat|simak|tonton)[-_ ]?(?:juga|lain\w*)|(?:also|read|see)[-_ ]?(?:also|more|read)")
_ROLES: Final = frozenset({"navigation", "dialog", "alertdialog", "complementary", "search", "banner", "contentinfo"})
_TAGS: Final = ("nav", "aside", "form", "dialog", "footer", "button", "figcaption")
_SHARE: Final = 0.3
"""Share of the page's text that furniture holds at most."""
_TOKEN: Final = pattern(r"[a-z]+")
_LINKED: Final = 0.8


def prune(tree: _Element) -> str:
    """Cut the furniture out of `tree`, in place; what went, squashed. Text behind an element that goes stays."""
    gone: list[str] = []
    total = max(1, _length(tree))
    for element in list(_furniture(tree)):
        parent = element.getparent()
        if parent is None or _length(element) > total * _SHARE or element.find(".//h1") is not None:
            continue
        gone.append(squash("".join(text for text in element.itertext() if isinstance(text, str))))
        element.drop_tree() if hasattr(element, "drop_tree") else _drop(element, parent)
    return "\n".join(gone)


def _drop(element: _Element, parent: _Element) -> None:
    tail = element.tail or ""
    above = element.getprevious()
    if above is not None:
        above.tail = (above.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _furniture(tree: _Element) -> Iterator[_Element]:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in {"html", "body", "main", "article", "head"}:
            continue
        if _is_furniture(element):
            yield element


def _is_furniture(element: _Element) -> bool:
    if element.tag in _TAGS or element.get("role") in _ROLES or _is_named(element) or _is_link_list(element):
        return True
    return element.tag in {"p", "div", "li", "strong", "h4", "h5"} and _is_labelled_link(element)


def _is_named(element: _Element) -> bool:
    """Whether the element's class or id calls it furniture: as a word of its own, or as its first."""
    for name in f"{element.get('class') or ''} {element.get('id') or ''}".lower().split():
        tokens = _TOKEN.findall(name)
        if _PAIRS.search(name) or any(token in _NAMES or token.startswith(_STEMS) for token in tokens):
            return True
    return False


def _is_link_list(element: _Element) -> bool:
    """Whether the element is a list of links with nothing but a heading: other articles, topics."""
    if element.tag not in {"ul", "ol", "section", "div"}:
        return False
    if element.find(".//p") is not None:
        return False
    links = [squeeze(" ".join(link.itertext())) for link in element.iter("a")]
    if len(links) < 2:
        return False
    headings = sum(_length(heading) for heading in element.iter("h2", "h3", "h4", "h5"))
    rest = _length(element) - headings
    return rest > 0 and sum(map(len, links)) >= rest * _LINKED and not any(map(shapes.is_sentence, links))


def _is_labelled_link(element: _Element) -> bool:
    """Whether the element is a label and a link, and nothing else: `Baca juga: Judul`."""
    links = element.findall(".//a") if len(element) <= 3 else []
    if len(links) != 1:
        return False
    text, link = squeeze(" ".join(element.itertext())), squeeze(" ".join(links[0].itertext()))
    label = text.removesuffix(link).strip()
    if element.tag == "p" and not label and not shapes.is_sentence(link):
        return shapes.words(link) > 2
    return shapes.words(link) > 2 and text.endswith(link) and label.endswith(":") and shapes.words(label) <= 6


def _length(element: _Element) -> int:
    return sum(len(text.strip()) for text in element.itertext() if isinstance(text, str))
