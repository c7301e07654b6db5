"""Headlines in capitals: models know their words in lower case."""

import re
from functools import cache

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 8
_MOSTLY = 0.9
"""The share of the letters that are capitals, from which a text counts as written in capitals."""
_FREQUENT = 10_000
"""Words of the Indonesian list that are taken for common words; rarer ones may be names and keep a capital. The bundled
model on the shipped sample in capitals: chrF++ 13.1 as it is, 41.3 with 3,000 of them, 43.3 with 10,000, 43.2 with
20,000 (46.7 for the sample as it was written)."""
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
    words = _WORD.findall(text)
    return (
        len(letters) >= _LEAST_LETTERS
        and capitals >= _MOSTLY * len(letters)
        and sum(not _is_acronym(word) for word in words if len(word) > 1) >= 2
    )


def sentence_case(text: str) -> str:
    """A text in capitals as a sentence: common words in lower case, acronyms kept, all others with a capital.

    A name that is among the common words (`brebes`) loses its capital; the models mind that less than the reverse.
    """
    common = _common_words()

    def written(match: re.Match[str]) -> str:
        word = match[0]
        if not word.isupper():
            return word
        if _is_acronym(word):
            return word
        return word.lower() if word.lower() in common else word.capitalize()

    cased = _WORD.sub(written, text)
    first = _WORD.search(cased)
    if first is None:
        return cased
    return cased[: first.start()] + cased[first.start()].upper() + cased[first.start() + 1 :]


def _is_acronym(word: str) -> bool:
    """A known one, or a short word that cannot be spoken: it has no vowel."""
    return word.upper() in _SPOKEN or (len(word) <= _ACRONYM and not _VOWELS.intersection(word.upper()))


@cache
def _common_words() -> frozenset[str]:
    from models import words

    return frozenset(words.read("indonesian")[:_FREQUENT])
