"""Names that must come through unchanged."""

from __future__ import annotations

import re
from collections import Counter

from models import words
from models.guards.capitals import in_capitals, in_title_case

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_TRANSLATED_WORDS = """
senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober
november desember presiden wakil menteri luar negeri dalam perdana ketua umum gubernur bupati wali kota kepala
direktur jenderal letnan kolonel mayor kapten komandan profesor dokter bapak ibu pak bu tuan nyonya raja ratu
pangeran sultan imam ustaz haji partai badan dewan komisi kementerian departemen mahkamah agung konstitusi
kejaksaan kepolisian polisi tentara angkatan laut darat udara bank universitas institut sekolah rumah sakit
bandara pelabuhan jalan gedung pulau gunung sungai selat teluk samudra samudera provinsi kabupaten kecamatan
desa kelurahan republik kerajaan persatuan perserikatan bangsa organisasi amerika serikat rusia inggris prancis
perancis jerman belanda belgia spanyol portugal italia yunani turki swiss swedia norwegia denmark finlandia
polandia ceko hongaria rumania ukraina belarusia serbia kroasia tiongkok cina china jepang korea selatan utara
barat timur tengah tenggara barat-daya filipina malaysia singapura thailand vietnam kamboja myanmar india
pakistan afganistan afghanistan irak iran suriah lebanon yordania arab saudi mesir libya maroko aljazair tunisia
ethiopia etiopia afrika eropa asia australia selandia baru kanada meksiko brasil argentina kolombia uni soviet
moskow mekah madinah yerusalem beijing tokyo kairo athena roma paris wina warsawa lisbon praha beograd kiev kyiv
jenewa brussel kaledonia papua nugini jawa sumatera sumatra kalimantan sulawesi maluku nusa kepulauan islam
kristen katolik hindu buddha yahudi natal idul fitri adha ramadan paskah tuhan allah alkitab alquran quran nabi
as pbb tni polri dpr mpr ri wib wit wita kita kami dia ia mereka saya anda ini itu di ke dan yang dari untuk
pada undang-undang piala dunia liga olimpiade perang internasional nasional indonesia bahasa bumi matahari bulan
baltik balkan kaukasus krimea skandinavia karibia mediterania atlantik pasifik
"""
_TRANSLATED = frozenset(_TRANSLATED_WORDS.split())
"""Capitalised words that a translator changes; everything else with a capital inside a sentence is taken for a name."""


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def shared_names(source: str, reference: str) -> Counter[str]:
    """Words with a capital inside the source that the reference has in the same form, as often as both have them."""
    return Counter(_inner_capitals(source)) & Counter(_words(reference))


def likely_names(source: str) -> Counter[str]:
    """Names guessed without a reference: the capitals inside a sentence that a translator would leave as they are.

    Not those of a headline, where every word has one, and no plain words that only Indonesian has (`Keamanan`).
    """
    if in_capitals(source) or in_title_case(source):
        return Counter()
    found = [part for word in _inner_capitals(source) for part in word.split("-") if part[:1].isupper()]
    return Counter(part for part in found if not part.isupper() and not _is_translated(part.lower()))


def _is_translated(word: str) -> bool:
    return word in _TRANSLATED or word in words.only_indonesian()


def _inner_capitals(text: str) -> list[str]:
    found = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()
        starts = not before or before[-1] in ".!?:;\"“”‘’'(-–—"
        if not starts and match.group()[0].isupper() and len(match.group()) > 1:
            found.append(match.group())
    return found


def kept_names(wanted: Counter[str], translation: str) -> tuple[int, int]:
    """How many of the names stand in the translation, and how many there are."""
    words_there = _words(translation.replace("'s", " ").replace("’s", " "))
    found = Counter(part for word in words_there for part in {word, *word.split("-")})
    return sum((wanted & found).values()), sum(wanted.values())
