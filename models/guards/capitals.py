"""Headlines, in capitals or with a capital at every word: models know their words in lower case."""

import re

from models import words

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 8
_MOSTLY = 0.9
"""The share of the letters that are capitals, from which a text counts as written in capitals."""
_SMALL = (
    "di ke dari dan yang untuk pada dengan dalam oleh atau itu ini per vs bagi akan agar tak hingga saat karena "
    "sebagai kepada terhadap tentang antara serta demi usai jika maka lalu namun tetapi tapi seperti sejak sampai "
    "secara bukan tidak ala guna tanpa soal"
)
SMALL_WORDS = frozenset(_SMALL.split())
"""Words that headlines write small."""
_LEAST_WORDS = 4
"""Words with a capital, at least."""
_UNIT = 3
"""Letters of other small words at most: `km`."""
_PLACE_WORDS = (
    "laut selat teluk gunung pulau kota kabupaten provinsi sungai danau bandara pelabuhan jalan selatan utara timur "
    "barat tengah tenggara baru besar raya"
)
_OF_PLACES = frozenset(_PLACE_WORDS.split())
"""Words that have a capital beside a name: `Laut Natuna`, `Jawa Timur`."""
_THE_WEST = re.compile(r"(?<!\b(?:di|ke) )(?<!\bdari )(?<!\barah )Barat\b(?! (?:Daya|Laut)\b)")
"""The West, and not the direction."""
_VOWELS = frozenset("AEIOU")
_WITH_VOWELS = (
    "TNI BUMN BUMD ASEAN AS UE MA MUI NU PDIP PAN KPU KAI UI ITB IPB UGM IHSG OJK BI APBN APBD RUU UU WNI WNA ASN WIB "
    "WITA WIT NKRI DKI RI TVRI RRI KUHP KUHAP HAM TKI PMI FIFA UEFA AFF NATO WHO UNESCO UNICEF IMF IDI PGRI UMKM BPJS "
    "ATM USD IDR OPEC UNHCR ICC KTT UAE NASA FBI CIA SIM STNK KUR PPKM PON SEA GIB OTT BPOM IKN UMP UMK UMR DPO PDAM "
    "PAUD SMA UIN IAIN IPDN UNS UKM CASN OPM AFC NBA UFC PSSI KONI IOC TKA ICW ICJ AHY IGD ICU UGD APD IDAI ISPA HIV "
    "AIDS SPBU ESDM PUPR BEI IPO RUPS PBSI BRIN LIPI PLTU PLTA PKI APEC OECD OKI IAEA IOM ILO USA BI ABK KRI HMI PMII"
)
_SPOKEN = frozenset(_WITH_VOWELS.split())
"""Acronyms of Indonesian news that have a vowel, so that their letters do not give them away."""
_ACRONYM = 5
"""Letters of an acronym at most."""


def in_capitals(text: str) -> bool:
    """Whether `text` is two or more words, nearly all in capitals, and not acronyms alone."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    found = _WORD.findall(text)
    return (
        len(letters) >= _LEAST_LETTERS
        and capitals >= _MOSTLY * len(letters)
        and sum(not _is_acronym(word) for word in found if len(word) > 1) >= 2
    )


def sentence_case(text: str) -> str:
    """A text in capitals as a sentence: plain words in lower case, acronyms kept, all others with a capital.

    What it is worth is measured by `python -m models.evaluation headlines`.
    """

    def written(match: re.Match[str]) -> str:
        word = match[0]
        if not word.isupper():
            return word
        if _is_acronym(word):
            return word
        return word.lower() if _is_plain(word.lower()) else word.capitalize()

    cased = _WORD.sub(written, text)
    first = _WORD.search(cased)
    if first is None:
        return cased
    return cased[: first.start()] + cased[first.start()].upper() + cased[first.start() + 1 :]


def in_title_case(text: str) -> bool:
    """Whether `text` is a headline that has a capital at every word but the small ones."""
    found = [word for word in _WORD.findall(text) if len(word) > 1 and word not in SMALL_WORDS]
    small = [word for word in found if not word[0].isupper()]
    return len(found) - len(small) >= _LEAST_WORDS and all(len(word) <= _UNIT for word in small)


def without_title_case(text: str) -> str:
    """Such a headline as a sentence: plain words in lower case, names and acronyms as they are.

    What it is worth is measured by `python -m models.evaluation headlines`.
    """
    found = list(_WORD.finditer(text))
    plain = [match.start() > found[0].start() and _is_plain(match[0].lower()) for match in found]
    named = [match[0].istitle() and not is_plain for match, is_plain in zip(found, plain, strict=True)]

    def beside_a_name(index: int) -> bool:
        neighbours = (other for other in (index - 1, index + 1) if 0 <= other < len(found) and named[other])
        ends = (sorted((found[index].span(), found[other].span())) for other in neighbours)
        return any(text[left[1] : right[0]] == " " for left, right in ends)

    for index, match in enumerate(found):
        word = match[0].lower()
        if not plain[index] or not match[0].istitle() or _THE_WEST.match(text, match.start()):
            continue
        if word not in _OF_PLACES or not beside_a_name(index):
            text = text[: match.start()] + word + text[match.end() :]
    return text


def _is_plain(word: str) -> bool:
    return word in SMALL_WORDS or (words.is_plain(word) and word not in words.names())


def _is_acronym(word: str) -> bool:
    """A known one, or a short word that cannot be spoken: it has no vowel."""
    return word.upper() in _SPOKEN or (len(word) <= _ACRONYM and not _VOWELS.intersection(word.upper()))
