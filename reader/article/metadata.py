"""Who, where and when, read from single lines: datelines, bylines, outlets."""

import re
from dataclasses import dataclass
from typing import Final

from reader.article import shapes
from reader.article.dates import is_day, starts_with_date
from reader.article.patterns import pattern
from reader.article.rules import names, squash

# --- datelines -------------------------------------------------------------------------------------------------------

_DASHED = pattern(
    r"(?P<place>(?:[^-–—―\n]|(?<=\w)-(?=\w)){2,70}?)\s*(?P<dash>-{1,3}(?!\w)|(?<=\s)-{1,3}|[–—―]{1,2}|(?<=\s)(?:~|//|[:|])(?=\s)|:(?=\s))\s*(?P<rest>\S.*)?$",
    re.S,
)
_DASHES: Final = frozenset("-–—―~/|:")
_REACH: Final = 80
"""Code points within which a dateline's dash stands; most lines have none there and are spared the pattern."""
_UNDASHED = pattern(r"(?P<outlet>[\w-]+(?:\.\w{2,4}){1,2}),\s+(?P<rest>[A-Z].*)$", re.S)
_DOMAIN_NAME: Final = r"[\w-]+(?:\.(?:com|co|id|net|org|tv|news|info|my|sg|go|or|ac))+"
_DOMAIN = pattern(_DOMAIN_NAME, re.I)
_BRACKETED = pattern(r"\s*[(\[]([^()\[\]]{1,40})[)\]]")
_COINED = pattern(r"[a-z][A-Z]|\d")
_PLACE_WORD = pattern(r"[^\W\d_][\w.'’-]*")
_CAPITAL_CITY = pattern(
    r"(?P<city>[A-Z]{3,}(?: [A-Z]{3,}){0,3}(?:, [A-Z]{3,}(?: [A-Z]{3,}){0,2})?)(?:[.:]|,? *[-–—]{1,2})\s+(?=[A-Z\"“])"
)
_SMALL: Final = frozenset({"de", "di", "da", "do", "del", "al", "au", "la", "el", "der", "of", "dan", "and", "e"})


@dataclass(frozen=True)
class Dateline:
    """What stands before an article's first sentence."""

    city: str | None
    """As printed."""
    outlet: str | None
    rest: str
    """The sentence without it; empty when the dateline stands alone."""


def read_dateline(text: str, outlet: str | None = None) -> Dateline | None:
    """The dateline at the start of `text`, or None. `outlet`, where known, tells its name from a place.

    Forms: `MOSKOW - `, `Berita Baru, Moskow –`, `JAKARTA, KOMPAS.com -`, `TEMPO.CO, Jakarta -`, `Jakarta (ANTARA) -`,
    `Jakarta, CNN Indonesia --`, `KOMPAS.com -`, `Liputan6.com, Jakarta Presiden …`, `KBRN, Jayapura: `, `Jakarta: `.
    """
    start = text[:2000]
    match = None if _DASHES.isdisjoint(start[:_REACH]) else _DASHED.match(start)
    if match:
        rest = text[match.start("rest") :] if match["rest"] else ""
        spaced = start[match.start("dash") - 1].isspace() or start[match.end("dash") :][:1].isspace()
        long_dash = match["dash"] != "-"
        if (spaced or long_dash or not rest) and not _goes_on(rest):
            found = _places(match["place"], outlet)
            marked = match["dash"] not in {":", "|"} or (found and (found[1] or _is_known_place(found[0])))
            if found and marked and not starts_with_date(rest):
                return _with_city(Dateline(*found, rest=rest))
    match = _UNDASHED.match(start)
    if match and _DOMAIN.fullmatch(match["outlet"]):
        city = _first_place(match["rest"])
        if city:
            rest = text[match.start("rest") + len(city) :].lstrip(" ,-–—:")
            return Dateline(city=city, outlet=brand(match["outlet"]), rest=rest)
    return None


def _is_known_place(city: str | None) -> bool:
    return city is not None and squash(city) in names().places


def _with_city(dateline: Dateline) -> Dateline:
    """`dateline` with the city that stands in capitals behind an outlet's dash: `KONTAN.CO.ID - MAMUJU. Harga …`."""
    match = _CAPITAL_CITY.match(dateline.rest) if dateline.city is None else None
    if match is None:
        return dateline
    return Dateline(city=match["city"], outlet=dateline.outlet, rest=dateline.rest[match.end() :])


def _goes_on(rest: str) -> bool:
    """Whether what stands behind the dash continues a sentence rather than beginning one."""
    first = rest.lstrip("\"'“‘«([")[:1]
    return first.islower() or (rest[:1] != "" and not first.isalnum())


def _places(text: str, known: str | None) -> tuple[str | None, str | None] | None:
    """City and outlet in what stands before a dateline's dash; None where it is no such thing."""
    outlet: str | None = None
    places: list[str] = []
    for bracketed in _BRACKETED.findall(text):
        if not any(character.isdigit() for character in bracketed):
            outlet = bracketed.strip()
    parts = [part.strip().removesuffix(".") for part in _BRACKETED.sub("", text).split(",")]
    for part in parts:
        if not part or (part[0].isdigit() and len(part) <= 20) or is_day(part):
            continue  # a date inside the dateline
        if _is_outlet(part, known):
            outlet = part
        elif (
            (first := part.split(maxsplit=1)[0]).isupper() and len(first) > 2 and known_outlet(first) and part != first
        ):
            outlet = first  # and its section: `VIVA Nasional`
        elif _is_place(part):
            places.append(part)
        else:
            return None
    if len(places) == 2 and outlet is None:
        outlet = _stranger(places)
    if not places and outlet is None:
        return None
    return ", ".join(places) or None, brand(outlet) if outlet else None


def _is_outlet(part: str, known: str | None) -> bool:
    bare = squash(_strip_domain(part))
    if known and len(bare) >= 4 and bare == squash(_strip_domain(known)):
        return True
    if known and part.isupper() and len(part) > 1 and part == "".join(word[0] for word in known.upper().split()):
        return True  # its initials
    if known and len(part) >= 5 and part.lower() in known.lower().split() and squash(part) not in names().places:
        return True  # a word of it: `Serumpun` for `Buletin Serumpun`
    return bool(_DOMAIN.fullmatch(part)) or (squash(part) in names().outlets and squash(part) not in names().places)


def _is_place(part: str) -> bool:
    found = part.split()
    return (
        1 <= len(found) <= 4
        and all(
            word.lower() in _SMALL or (word[0].isupper() and _PLACE_WORD.fullmatch(word) is not None) for word in found
        )
        and not part[0].islower()
    )


def _stranger(places: list[str]) -> str | None:
    """Of two names one of which is a known place, the other, taken out of `places`: it is the outlet's."""
    known = [squash(place) in names().places for place in places]
    if sum(known) != 1 or not (known[1] or _COINED.search(places[1])):
        return None
    return places.pop(known.index(False))


def _first_place(text: str) -> str | None:
    """The place `text` begins with: a known one of several words, else the first word if a capital follows."""
    found = text[:80].split()
    for size in (4, 3, 2):
        if tuple(word.lower().strip(",") for word in found[:size]) in names().long_places:
            return " ".join(found[:size]).rstrip(",")
    if len(found) > 1 and _PLACE_WORD.fullmatch(found[0].rstrip(",")):
        following = found[1].lstrip("-–—(\"“‘'")
        return found[0].rstrip(",") if not following or following[0].isupper() or following[0].isdigit() else None
    return None


# --- outlets ---------------------------------------------------------------------------------------------------------

_COPYRIGHT = pattern(
    r"(?:copyright|hak cipta|©|\(c\)|&copy;)(?:[\s:,–-]|©|\(c\)|&copy;|by\b|oleh\b|copyright\b|\d{4})*"
    r"(?P<name>[^\W\d_][^|©\n]{1,60})",
    re.I,
)
_NAME_ENDS = pattern(
    r"\s*(?:\ball rights\b|\bhak cipta\b|\bdilindungi\b|\ballright|[|,;–]| - |\.\s|"
    r"\b(?:19|20)\d\d\b|\breserved\b|\btelah\b|\bv\d).*$",
    re.I,
)
_LEADING_BRAND = pattern(rf"({_DOMAIN_NAME})(?=\s|$|\s*[-–|,:])", re.I)


def brand(name: str) -> str:
    """An outlet's name without `.com`, which says nothing; other endings are part of the name as people print it."""
    name = name.strip(' .,;:-–|"“”')
    if name.lower().startswith("www."):
        name = name[4:]
    return name[:-4] if name.lower().endswith(".com") and len(name) > 6 else name


def copyright_outlet(line: str) -> str | None:
    """The outlet that a copyright line names."""
    match = _COPYRIGHT.search(line[:300])
    if not match:
        return None
    name = brand(_NAME_ENDS.sub("", match["name"]))
    if domain := _LEADING_BRAND.match(name):
        name = brand(domain[1])
    if name.split(maxsplit=1)[0].strip(".").upper() in {"PT", "CV"}:
        return None  # the company, not what its paper is called
    return name if 2 <= len(name) <= 60 and shapes.words(name) <= 6 and not name.islower() else None


def leading_brand(line: str) -> str | None:
    """The outlet whose domain a line of the page's head begins with: `Beritabaru.co Dapatkan aplikasi …`."""
    match = _LEADING_BRAND.match(line) if len(line) < 160 else None
    return brand(match[1]) if match else None


def known_outlet(text: str) -> str | None:
    """`text` if it is nothing but the name of an outlet."""
    name = brand(text)
    if _DOMAIN.fullmatch(text.strip()) or squash(name) in names().outlets:
        return name
    return None


def without_outlet(title: str, outlet: str | None) -> str:
    """A page title without the outlet that browsers are shown behind it: `Judul - Kompas.com`."""
    head, separator, last = _rpartition(title)
    if not separator or shapes.words(head) < 3:
        return title
    same = outlet is not None and squash(_strip_domain(last)) == squash(_strip_domain(outlet))
    if same or known_outlet(last) or re.fullmatch(r"(?:halaman|page)\s.{1,20}", last, re.I):
        return without_outlet(head, outlet)
    return title


def title_outlet(title: str) -> str | None:
    """The outlet that stands behind a page title or before it, where its name gives it away."""
    head, separator, last = _rpartition(title)
    if not separator:
        return None
    return known_outlet(last) or known_outlet(head)


def _rpartition(title: str) -> tuple[str, str, str]:
    cut = max((title.rfind(mark), mark) for mark in (" - ", " | ", " – ", " — ", " » ", " :: "))
    if cut[0] < 0:
        return title, "", ""
    return title[: cut[0]].strip(), cut[1], title[cut[0] + len(cut[1]) :].strip()


def _strip_domain(name: str) -> str:
    return re.sub(r"(?:\.\w{2,4}){1,2}$", "", name)


# --- bylines ---------------------------------------------------------------------------------------------------------

_WRITER = pattern(
    r"(?:(?:\w{3,12}\s*[&/]\s*)?(?:oleh|by|penulis|reporter|pewarta|jurnalis|wartawan|ditulis oleh|rep|author"
    r"|kontributor|laporan|peliput|teks|naskah|dilaporkan oleh)\s*(?:[:/|,]|–|—)\s*|"
    r"(?:oleh|by|ditulis oleh)\s+|laporan (?:wartawan|reporter|kontributor|jurnalis)\s+)(?P<name>.{2,80})",
    re.I,
)
_ANNOUNCED = pattern(
    r"(?:penulis|reporter|pewarta)\s+(?P<name>(?:[\w.'’-]+\s?){2,4}?)(?:\s*[|/]\s*(?:editor|red)\b.*)?", re.I
)
_LABELLED = pattern(r"(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2})(?:\s*[:/|=]\s*|\s+oleh\s+)(?P<names>[^:]{5,90})")
_WRITES = pattern(
    r"(?:tulis|penulis|karang|lapor|warta|liput|naskah|jurnal|wartawan|report|author|kontribut)|\boleh\b", re.I
)
_NO_WRITER = pattern(
    r"\b(?:editor|redaktur|red|penyunting|sunting\w*|foto\w*|photo\w*|sumber|source|uploader|pengunggah|video\w*|kamera\w*"
    r"|penerjemah|translator|ilustra\w*|gambar|desain\w*|grafis|penanggung)\b",
    re.I,
)
_ADDRESS = pattern(r"\s*[(\[<]\s*\S*@\S*\s*[)\]>]")  # Nama (nama@situs.id)
_BETWEEN_NAMES = pattern(r"\s*(?:[,|;&·•]|\bdan\b)\s*")
_AFTER_NAME = pattern(r"\s*(?:\||;|\b(?:editor|red(?:aktur)?|rep)\s*[:/]).*$|\s+(?:pada|on)$", re.I)
_NAME = pattern(r"(?:[A-Z][\w.'’-]*\.?,?\s?(?:(?:bin|binti|van|de|al|el)\s)?){1,6}(?:/[A-Z][\w.'’ -]*)?")
_DESK = pattern(r"(?P<name>[^-–|]{3,50}?)\s+[-–|]\s+(?P<desk>[\w.]+(?: \w+)?)")
_ROLE = pattern(r"(?P<name>[^,]{3,50}),\s*(?:jurnalis|wartawan|reporter|okezone|kontributor)\b.{0,20}", re.I)
LABELS: Final = frozenset({"penulis", "reporter", "pewarta", "jurnalis", "oleh", "wartawan"})
"""Lines that announce the writer's name on the next line."""


def read_byline(line: str) -> str | None:
    """The writer that a line names: `Oleh: …`, `Pewarta: …`, `Nama - detikNews`, `Nama, Jurnalis`."""
    if len(line) > 140:
        return None
    match = _WRITER.fullmatch(line)
    if match:
        name = _AFTER_NAME.sub("", match["name"]).strip(" .,:;|/")
        # `Laporan Wartawan Kabarkita.com, Nama`
        head, _, last = name.rpartition(", ")
        name = _ADDRESS.sub("", last if head and known_outlet(head) else name)
        return name if is_name(name) else names_in(name)
    match = _LABELLED.fullmatch(line)
    if match and _WRITES.search(match["label"]) and (found := labelled_names(line)):
        return found
    match = _ANNOUNCED.fullmatch(line)
    if match and is_name(match["name"]):
        return match["name"].strip()
    match = _DESK.fullmatch(line)
    if match and is_name(match["name"]) and _is_desk(match["desk"]):
        return match["name"]
    match = _ROLE.fullmatch(line)
    return match["name"] if match and is_name(match["name"]) else None


def is_name(text: str) -> bool:
    """Whether `text` may be a person's name (or a few)."""
    return len(text) <= 60 and _NAME.fullmatch(text) is not None


def names_in(text: str) -> str | None:
    """The persons that `text` lists and nothing else, joined by commas; each has two to four names."""
    found = [name for name in _BETWEEN_NAMES.split(_ADDRESS.sub("", text).strip(" ,|–—-")) if name]
    one_by_one = all(2 <= shapes.words(name) <= 4 and is_name(name) and not known_outlet(name) for name in found)
    return ", ".join(found) if 1 <= len(found) <= 4 and one_by_one else None


def labelled_names(text: str) -> str | None:
    """The persons behind a label that the reader does not know, by the date or the title: `Juru warta: Nama Orang`."""
    match = _LABELLED.fullmatch(text) if len(text) <= 120 else None
    if match is None or _NO_WRITER.search(match["label"]):
        return None
    return names_in(re.split(r"\s*[|/]\s*", match["names"], maxsplit=1)[0])


def _is_desk(text: str) -> bool:
    return known_outlet(text) is not None or text.lower().startswith("detik")
