"""What a line looks like: a sentence, a title, a caption, a list item. No knowledge of any one page."""

import re
from functools import lru_cache
from typing import Final

from reader.article.patterns import pattern

REMEMBERED: Final = 8192
"""Short lines whose look is remembered: each is looked at from several sides, and hardly a page has more."""
_TERMINAL: Final = ".!?…。！？؟।"
_CLOSERS: Final = "\"'”’»)]› "
_WORD = pattern(r"[^\W\d_]{4,}")
_ITEM = pattern(r"(?:[-•·●▪◦‣*–]|\d{1,2}[.)]|[a-z][.)])\s+\S")
_BULLET = pattern(r"[-•·●▪◦‣*–]\s+")

_MARKED: Final = pattern(
    r"\[[^\[\]]+\]|\(\(.+\)\)|\((?=[^().]{3,160}\)$)[^()]+\)|\{.+\}|<<.+>>|>>.+|«.+»|»[^«]+|~.+~"
    r"|[-–—]{2,}\s*[^-–—].*[-–—]{2,}|\*{2,}.+\*{2,}|={2,}.+={2,}|_{2,}.+_{2,}|#{2,}.+#{2,}|\|.+\||\+{2,}.+\+{2,}"
    r"|:{2,}.+:{2,}|[→►▶⇒➤➡☞👉📢🔔🔗⬇↓▼].{2,}"
)
# A site and a name: tirto.id/Nama, (pexels.com/Nama)
_SITE_CREDIT = r"[(\[]?\b[\w-]{2,30}\.(?:com|co\.id|co|id|net|org)\s?/\s?[^\W\d_][\w .'@-]{1,40}"
# The credit of a photograph, at the end of a line or as a line of its own.
_CREDIT_WORD = (
    r"(?:foto|photo|dok(?:umentasi)?\b\.?|gambar|ilustrasi|kredit|credit|courtesy|sumber foto|image|antara foto"
    r"|ap photo|afp photo|getty images|shutterstock|istimewa|ist\b\.?|tangkapan layar|screenshot)"
)
_CREDIT = pattern(
    rf"(?:\b{_CREDIT_WORD}\s*[:/|]\s*[^.!?]{{1,80}}(?:\.\w{{2,4}}\b)*[^.!?]{{0,40}}"  # FOTO/AP, Foto/detik.com
    r"|\bdok\.\s[^.!?]{2,60}"  # Dok. Humas KPK
    rf"|[(\[][^()\[\]]{{0,60}}\b{_CREDIT_WORD}[^()\[\]]{{0,80}}[)\]]"  # (Dok. Kemenlu), (ANTARA FOTO/Rini)
    r"|[(\[](?:[A-Z][\w.&-]*\s?){1,4}/\s?[^()\[\]]{2,60}[)\]]"  # (REUTERS/Nama), (KOMPAS.com/NAMA)
    r"|[(\[]\w+(?: \w+)?: ?[A-Z][^()\[\]:]{2,60}[)\]]"  # (Potret: Nama)
    r"|\b(?:ANTARA|REUTERS|AFP|AP|Reuters|KOMPAS\.com|Getty Images|EPA|Xinhua)\s?/\s?[A-Z][\w .'-]{1,60}"
    r"|(?<=[.!?])\s*/\s*[A-Z][^.!?/]{1,40}"  # `… di kolam Sario. / Nama`
    rf"|{_SITE_CREDIT}"
    r"|©\s?[A-Z][\w ./'-]{1,60})[.\])]*$",
    re.I,
)
_BY_SLASH = pattern(
    r"(?:^|[\s(\[.,|/])(?:[A-Z][\w.&-]*\s){0,2}[A-Z][\w.&-]*/(?:[A-Z][\w.'’-]*\s?){1,4}[)\]]?[.*]*$"  # KONTAN/Nama
)
_PHOTO_CREDIT = pattern(
    r"(?:\b(?:foto|photo)(?:\s*[:/]\s*|\s+(?:oleh|by)\s+)[^.!?]{2,60}|[(\[][^()\[\]]{0,40}\b(?:foto|photo)\b[^()\[\]]{0,60}[)\]]"
    rf"|{_SITE_CREDIT}[)\]]?)\.?$",
    re.I,
)
_CREDIT_SIGNS: Final = frozenset("/:|([©")
_CREDIT_STARTS: Final = ("foto", "photo", "dok.")
"""A credit has one of those signs in it or one of these words."""
_TAIL: Final = 220
"""Code points at the end of a line in which a credit is looked for."""


def word_set(text: str) -> frozenset[str]:
    """The words of `text`: how the tables of words in this package are written."""
    return frozenset(text.split())


def words(text: str) -> int:
    """How many words `text` has; where words are not spaced, four code points count as one."""
    count = text.count(" ") + 1
    return count if text.isascii() or count > 3 else max(count, len(text) // 4)


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing marks aside."""
    return text.rstrip(_CLOSERS)[-1:] in tuple(_TERMINAL)


def is_sentence(text: str) -> bool:
    """Whether `text` reads as prose: long enough, and ended as a sentence or too long for anything else."""
    count = words(text)
    if count < 6 or (count < 30 and not ends_sentence(text)):
        return False
    return title_case(text) < 0.8  # last, as it costs most


def title_case(text: str) -> float:
    """Share of the longer words of `text` that begin with a capital, from 0 to 1."""
    return _title_case(text[:400])


@lru_cache(maxsize=REMEMBERED)
def _title_case(text: str) -> float:
    found = _WORD.findall(text)
    return len([word for word in found if word[0].isupper()]) / len(found) if found else 0.0


def is_item(text: str) -> bool:
    """Whether `text` is an item of a list."""
    return bool(_ITEM.match(text))


def without_bullet(text: str) -> str:
    """A list item without its mark. A number stays: it is part of what is said."""
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text


def is_set_apart(text: str) -> bool:
    """Whether `text`, a line, stands between marks that set it apart: brackets, arrows, a row of stars."""
    return bool(_MARKED.fullmatch(text))


def is_rule(text: str) -> bool:
    """Whether `text`, a line, is a row of marks."""
    return len(text) > 2 and not any(character.isalnum() for character in text)


def has_credit(text: str) -> bool:
    """Whether `text` ends with the credit of a photograph."""
    return len(text) < 900 and _has_credit(text[-_TAIL:])


@lru_cache(maxsize=REMEMBERED)
def _has_credit(end: str) -> bool:
    if _CREDIT_SIGNS.isdisjoint(end) and not any(word in end.lower() for word in _CREDIT_STARTS):
        return False  # as most lines: spares them the patterns
    return bool(_CREDIT.search(end) or _PHOTO_CREDIT.search(end) or _BY_SLASH.search(end))


def is_credit(text: str) -> bool:
    """Whether `text` is nothing but a credit."""
    if len(text) >= 120 or words(text) > 7:
        return False
    found = (pattern.search(text) for pattern in (_CREDIT, _BY_SLASH))
    return any(match is not None and match.start() == 0 for match in found)


def has_photo_credit(text: str) -> bool:
    """As `has_credit`, but only where the word photo stands: sure enough for the middle of an article."""
    return bool(_PHOTO_CREDIT.search(text[-_TAIL:])) and len(text) < 400
