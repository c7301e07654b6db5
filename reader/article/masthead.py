"""Whose page it is, by what the page itself says: a name at its top that datelines, credits, dates or the page's own
lines say again; failing that, the copyright line, or a known name in what the page says of itself."""

import re
from collections.abc import Iterator
from typing import Final

from reader.article import metadata, shapes
from reader.article.asides import addresses
from reader.article.dates import find_date
from reader.article.lead import opens
from reader.article.page import Line
from reader.article.patterns import pattern
from reader.article.rules import furniture, names, squash

_TOP: Final = 8
"""Lines at the top of the page among which its name stands."""
_FOOT: Final = 25
_LOOKED: Final = 60
"""Lines from the top, besides those at the foot, in which the name is looked for."""
_SIGNED: Final = 80
"""Code points in which a dateline names its outlet."""
_CUT: Final = pattern(r"\s+[-–—|·•»:/]+\s+|\s*[|•»]\s*|\s+(?=\d)")
_SITE: Final = pattern(r"(?<![\w@/.-])(?:www\.)?([\w-]{3,})\.(?:com|co\.id|co|net|id|org|tv|news)\b(?![/\w@-])", re.I)
_ELSEWHERE: Final = shapes.word_set(
    "google facebook twitter x instagram youtube tiktok whatsapp telegram unsplash pexels freepik shutterstock "
    "gmail yahoo"
)
_SPOKEN_TO: Final = pattern(r"\bkepada ([A-Z]\w+(?:\.\w+)?|detik\w*)(?=\W|$)")
_MEDIA: Final = shapes.word_set(
    "buletin harian koran majalah tabloid mingguan radio tv post pos news times daily fm online tribun media kabar "
    "warta jurnal"
)
_PLATFORMS: Final = frozenset({"ap", "afp", "reuters", "antara", "xinhua", "google", "radar", "suara", "viva"})
"""Agencies that many pages name, and names that are words of the language too."""


def find_outlet(lines: list[Line]) -> str | None:
    """The outlet whose page `lines` are, or None where they do not say."""
    signed = _signed(lines)
    named = masthead(lines) or copyright_of(lines) or _in_dateline(lines)
    if signed and (named is None or squash(named) != squash(signed)):
        return signed
    # The house's name may be the beginning of its paper's, which the page uses of itself.
    own = _named_in_prompts(lines) if named else None
    return own if own and named and squash(own).startswith(squash(named)) else named


def mentioned_outlet(lines: list[Line]) -> str | None:
    """The outlet by what the page lets slip: its domain at the top or the foot, or a known name there."""
    return _domain(lines) or _named_in_prompts(lines) or _told(lines)


def _signed(lines: list[Line]) -> str | None:
    """The outlet that signs the article's dateline by its domain or a name that is known: surer than what stands over
    the page, which may be its network's name. Agencies sign what others print."""
    for line in lines[:_LOOKED]:
        dateline = metadata.read_dateline(line.text) if shapes.words(line.text) > 8 else None
        if dateline and dateline.outlet and opens(dateline):
            site = _SITE.search(line.text[:_SIGNED])
            known = metadata.known_outlet(dateline.outlet) or (site and squash(site[1]) == squash(dateline.outlet))
            return _spelt(dateline.outlet, lines) if known and squash(dateline.outlet) not in _PLATFORMS else None
    return None


def _spelt(name: str, lines: list[Line]) -> str:
    """`name`, which a dateline may print in capitals, as the page spells it elsewhere."""
    if name.isupper():
        spelling = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
        found = (match[0] for line in lines[:_LOOKED] + lines[-_FOOT:] for match in spelling.finditer(line.text[:300]))
        return next((other for other in found if not other.isupper() and other[0].isupper()), name)
    return name


def masthead(lines: list[Line]) -> str | None:
    """The name at the top of the page."""
    dated = False
    for index, line in enumerate(lines[:_TOP]):
        if known := metadata.known_outlet(line.text):
            return known
        if find_date(line.text) or metadata.read_byline(line.text):
            dated = True
        dated = dated or (shapes.words(line.text) > 5 and shapes.title_case(line.text) >= 0.6)
        for name in _candidates(line.text):
            if dated and name != line.text:
                continue
            others = lines[:index] + lines[index + 1 : _LOOKED] + lines[max(_LOOKED, len(lines) - _FOOT) :]
            if index == 0 and _is_over_title(others) and (_says_medium(name) or _is_used(name, others, line.text)):
                return name
            # A line below the title or the date may name a person: a dateline alone tells the outlet there.
            if any(_is_in_dateline(other, name) or (not dated and _confirms(other, name)) for other in others):
                return name
    return None


def _is_over_title(others: list[Line]) -> bool:
    """Whether one of the lines below the page's first may be its title, so that the first need not be."""
    return any(shapes.words(line.text) > 4 and not shapes.is_sentence(line.text) for line in others[:_TOP])


def _is_used(name: str, others: list[Line], line: str) -> bool:
    """Whether the name on the page's first line is said again below, or has a motto beside it, over a title."""
    if shapes.words(name) < 2 or (shapes.title_case(name) < 1 and not name.isupper()):
        return False
    motto = line[len(name) :].strip(" -–—|·•»:/")
    if shapes.words(motto) > 2 and shapes.title_case(motto) < 0.7:
        return True
    bare = squash(name)
    return any(bare in squash(other.text) for other in others if len(other.text) <= 400 and other.text != line)


def copyright_of(lines: list[Line]) -> str | None:
    """The outlet that the page's copyright line names."""
    marked = [line for line in lines[-_FOOT:] + lines[:10] if furniture(line.text, "tail")]
    found = (metadata.copyright_outlet(line.text) for line in marked)
    return next((name for name in found if name), None)


def _in_dateline(lines: list[Line]) -> str | None:
    """The second name of a dateline (`Medan, Gema Deli -`) that a short line of the page says again."""
    for line in lines[:_LOOKED]:
        dateline = metadata.read_dateline(line.text[:200])
        places = (dateline.city or "").split(", ") if dateline and shapes.words(line.text) > 8 else []
        if len(places) == 2 and squash(places[1]) not in names().places and len(places[1]) > 4:
            others = (other.text for other in lines[-_FOOT:] + lines[:_TOP] if other is not line)
            if any(len(text) <= 90 and squash(places[1]) in squash(text) for text in others):
                return places[1]
    return None


def _domain(lines: list[Line]) -> str | None:
    """The outlet whose domain stands at the page's top or foot, with no path behind it."""
    for line in lines[:_TOP] + lines[-_FOOT:]:
        if len(line.text) > 200 or shapes.has_credit(line.text):
            continue
        for match in _SITE.finditer(line.text):
            if squash(match[1]) not in _ELSEWHERE:
                return metadata.brand(match[0])
    return None


def _candidates(text: str) -> Iterator[str]:
    """What in a short line may be an outlet's name: the line, or its part before a mark or a number."""
    if len(text) > 90 or text.endswith((":", ".", "?", "!", "…")) or furniture(text, "head") or find_date(text):
        return
    name = _CUT.split(text.strip(" |*=~#_<>[]-–—"), maxsplit=1)[0].strip(" ,")
    if squash(name) in names().places or name.lower().endswith((" app", " network")):
        return  # a section; what belongs to the outlet
    if 4 <= len(name) <= 40 and shapes.words(name) <= 4 and name[0].isalpha():
        yield name


def _says_medium(name: str) -> bool:
    words = name.lower().split()
    return len(words) > 1 and not _MEDIA.isdisjoint(words) and (name.isupper() or shapes.title_case(name) == 1)


def _is_in_dateline(line: Line, name: str) -> bool:
    """Whether `line` begins with a dateline that has `name` in it, a word of it or its initials."""
    dateline = metadata.read_dateline(line.text[:120], name)
    if not dateline or not dateline.outlet or not (dateline.rest or len(line.text) < 60):
        return False
    bare = squash(dateline.outlet)
    if bare == squash(name) or (len(bare) >= 5 and bare in squash(name)):
        return True
    return dateline.outlet.isupper() and bare == _initials(name)


def _confirms(line: Line, name: str) -> bool:
    """Whether `line` uses `name` as a page uses its own: in a credit, with its domain, by a date."""
    if len(line.text) > 400 or squash(name) not in squash(line.text):
        return False
    if re.search(rf"{re.escape(name)}\.(?:com|co|net|id|org|tv|news|info)\b", line.text, re.I):
        return True
    if line.text == name or shapes.words(name) < 2:
        return False
    own = shapes.has_credit(line.text) or addresses(line.text) > 1 or furniture(line.text, "tail", "body")
    return bool(own or find_date(line.text))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.lower().split())


def _told(lines: list[Line]) -> str | None:
    """The one known outlet that somebody in the text spoke to: `kata Melati kepada detikcom`."""
    told = {
        squash(match[1]): match[1]
        for line in lines
        for match in _SPOKEN_TO.finditer(line.text[:2000])
        if squash(match[1]) in names().outlets and squash(match[1]) not in _PLATFORMS
    }
    return next(iter(told.values())) if len(told) == 1 else None


def _named_in_prompts(lines: list[Line]) -> str | None:
    """A known name in a line at the page's foot or top in which the page speaks of itself."""
    for line in lines[-_FOOT:] + lines[:_TOP]:
        if len(line.text) > 300 or (addresses(line.text) < 2 and not furniture(line.text, "tail")):
            continue
        words = line.text.split()
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                name = " ".join(words[start : start + size]).strip(".,:;!?()")
                if name[:1].isupper() and squash(name) in names().outlets and squash(name) not in _PLATFORMS:
                    return metadata.brand(name)
    return None
