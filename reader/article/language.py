"""Which language an article is in: Indonesian unless the text says clearly otherwise.

Words that every text is full of decide first: they cost nothing, and they tell Indonesian from its near relations,
which a general detector takes for one another (of Sundanese it knows nothing). Only a text without them goes to
py3langid, which knows 139 languages by a model within its package and takes most of a second to load.
"""

import functools
from collections.abc import Iterable
from typing import Any, Final

from reader.article.patterns import pattern
from reader.article.shapes import word_set
from reader.document import Article

_WORD: Final = pattern(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENOUGH: Final = 25
"""Words below which a text tells nothing."""
_READ: Final = 600
"""Words that are looked at."""
_SHARE: Final = 0.06
"""Share of a text that its language's commonest words have at the least; of news in these four it is over 0.12."""
_SURE: Final = 0.8

# Common to Indonesian and Malay.
_MALAYIC: Final = word_set(
    "yang dan di dengan untuk itu ini dari pada dalam tidak akan telah oleh mereka ada ke kepada juga sebagai "
    "adalah tersebut lebih dapat atau orang saya kami kita ia dia satu sudah bagi serta antara hari tahun"
)
# What one of the two says and the other hardly ever does.
_INDONESIAN: Final = word_set(
    "bisa karena bahwa uang pemerintah polisi presiden jika namun mengatakan saat tetapi sejumlah warga kota "
    "kabupaten provinsi kantor mobil sepeda agustus desember senin kamis jumat minggu usai beda coba butuh rabu "
    "kementerian wilayah rupiah pekan jumlahnya"
)
_MALAY: Final = word_set(
    "kerana bahawa wang hospital kerajaan polis mahu sahaja isnin khamis jumaat ogos disember pelbagai basikal "
    "syarikat datuk sekiranya manakala dijangka berbeza cuba ahad seramai ekoran jabatan pegawai telefon "
    "kakitangan berikutan memaklumkan ringgit setakat kanak pejabat beliau boleh negeri sungguhpun disebabkan"
)
_JAVANESE: Final = word_set(
    "ing lan sing kang ora karo kanggo saka iki kuwi marang dening uga wis yen wong kanthi utawa amarga nanging "
    "menyang iku dadi luwih akeh miturut nalika sawise taun isih durung menawa ngendika"
)
_SUNDANESE: Final = word_set(
    "jeung nu anu ti dina keur teu aya éta eta ieu kana nyaéta nyaeta ogé oge sarta pikeun mah téh teh jalma geus "
    "moal sanajan saprak lamun kusabab atawa loba urang ceuk cenah numutkeun sadaya kedah henteu"
)

NAMES: Final = {
    "ms": ("Malay", "zsm_Latn"),
    "jv": ("Javanese", "jav_Latn"),
    "su": ("Sundanese", "sun_Latn"),
    "ace": ("Acehnese", "ace_Latn"),
    "tl": ("Tagalog", "tgl_Latn"),
    "en": ("English", None),
    "ar": ("Arabic", "arb_Arab"),
    "de": ("German", "deu_Latn"),
    "es": ("Spanish", "spa_Latn"),
    "fr": ("French", "fra_Latn"),
    "hi": ("Hindi", "hin_Deva"),
    "it": ("Italian", "ita_Latn"),
    "ja": ("Japanese", "jpn_Jpan"),
    "ko": ("Korean", "kor_Hang"),
    "nl": ("Dutch", "nld_Latn"),
    "pt": ("Portuguese", "por_Latn"),
    "ru": ("Russian", "rus_Cyrl"),
    "th": ("Thai", "tha_Thai"),
    "tr": ("Turkish", "tur_Latn"),
    "vi": ("Vietnamese", "vie_Latn"),
    "zh": ("Chinese", "zho_Hans"),
}
"""By code: the language's English name and its FLORES-200 code, None where there is nothing to translate."""


def detect(article: Article) -> str:
    """The code of the article's language: `id` unless it is long enough to tell and clearly something else."""
    return detect_text(paragraph.text for _, paragraph in article.blocks())


def detect_text(texts: Iterable[str]) -> str:
    """`detect` for paragraphs."""
    words: list[str] = []
    read: list[str] = []
    size = 0
    for text in texts:
        words += (match.group().lower() for match in _WORD.finditer(text[:10_000]))
        read.append(text[:10_000])
        size += len(read[-1])
        if len(words) >= _READ or size >= 20_000:
            break
    # Scripts without spaces have few words and much text.
    if len(words) < _ENOUGH and sum(len(text.encode()) for text in read) < 200:
        return "id"
    return _relation(words[:_READ]) or _any("\n".join(read)[:10_000])


def notice(article: Article, given: str = "ind_Latn") -> str | None:
    """A gentle line for the person when the article is not in Indonesian, where `given`, the FLORES-200 code of the
    articles' language, says it is; None else."""
    if article.language == "id" or given != "ind_Latn":
        return None
    name, code = NAMES.get(article.language, (f"{article.language!r}, not Indonesian", None))
    if article.language == "en":
        name = "English already"
    offer = f" (try --from {code})" if code else ""
    return f"{article.source} seems to be {name}{offer}"


def _relation(words: list[str]) -> str | None:
    """The language, if it is Indonesian or one of its relations."""
    floor = _SHARE * len(words)
    counts = {
        code: sum(word in common for word in words)
        for code, common in (("id", _MALAYIC), ("jv", _JAVANESE), ("su", _SUNDANESE))
    }
    code = max(counts, key=lambda one: counts[one])
    if counts[code] < floor or not words:
        return None
    if code != "id":
        return code
    malay = sum(word in _MALAY for word in words)
    return "ms" if malay >= 3 and malay > 1.5 * sum(word in _INDONESIAN for word in words) else "id"


@functools.cache
def _identifier() -> Any:
    """The detector, loaded once: that takes most of a second and some 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _any(text: str) -> str:
    code, sure = _identifier().classify(text)
    return str(code) if sure >= _SURE and code not in {"zxx", "und"} else "id"
