"""Lines between and below an article's paragraphs that are not its own, told without knowing the outlet: by the marks
round them, by what they say to the reader about the page, by a label before a title, and by where they stand.

Where a page sets its paragraphs apart by blank lines, a line that leans on the next paragraph without one was put
there by the page: a link, a prompt, an advertisement.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reader.article import shapes
from reader.article.page import Line
from reader.article.patterns import pattern
from reader.article.rules import LONGEST, furniture
from reader.document import Kind

_LABELLED: Final = pattern(r"(?P<label>[^\W\d_][^:.!?“\"»|]{1,45}?)\s*[:»|]\s*(?P<title>\S.{7,250})")
_SAID: Final = pattern(
    r"\b(?:(?<!apa )kata|ujar|tutur|ucap|ungkap|jelas|tegas|tambah|imbuh|sebut|papar|terang|tulis|pungkas|canda"
    r"|cuit|jawab|said|says|told)(?:nya)?\b(?! (?:anda|sandi|kunci))"
    r"|\blanjut(?:nya| dia| ia)\b|\b(?:mengatakan|menyebut|menurut|menjelaskan|menulis|menuturkan)\b",
    re.I,
)
"""Somebody in the article is speaking."""
_THIS_PAGE: Final = pattern(
    r"\b(?:(?:artikel|berita|tulisan|halaman|laman|video|konten|widget|situs|siaran|cerita|kisah|liputan)"
    r" (?:ini|berikut)\b"
    r"|(?:klik|tautan|link)\b.{0,12}\b(?:di ?sini|berikut)\b|di ?sini\W*$|di (?:atas|bawah) (?:ini|iklan)\b"
    r"|sampai habis\b|kami di\b|(?:kanal|saluran|kabar|situs|laman|redaksi|newsletter|buletin|grup|akun|studio|nomor)"
    r" (?:kami|redaksi|studio|resmi)\b)",
    re.I,
)
_CLAUSE: Final = pattern(r"(?:^|[.!?…:,–—-]\s+|\bsilakan\s+)\W*([^\W\d_]+)")
_WORD: Final = pattern(r"[^\W\d_]+")
_YOURS: Final = pattern(
    r"\b(?:anda|kamu|kalian|ponselmu|temanmu|your?|[a-z]{5,}(?<!te)(?<!il)(?<!ja)mu(?=\W|$))\b", re.I
)
_ASK: Final = shapes.word_set(
    "lewati yuk ayo mari silakan silahkan jangan baca simak lihat tonton klik ketuk cek ikuti dapatkan unduh "
    "bagikan sebarkan kirim kirimkan teruskan gabung bergabung bergabunglah daftar daftarkan dukung berlangganan "
    "langganan nantikan pantau tulis beri berikan tinggalkan nyalakan dengarkan dengar putar scroll geser gulir "
    "lanjut lanjutkan kunjungi hubungi temukan nikmati simpan cetak terima punya suka ingin mau minta sampaikan "
    "tunggu hentikan tetaplah read follow subscribe share click download join get support"
)
_PAGE: Final = shapes.word_set(
    "artikel berita tulisan halaman laman situs kanal channel saluran siaran tautan link iklan sponsor pariwara "
    "promo langganan berlangganan newsletter buletin surel email inbox notifikasi aplikasi komentar tanggapan "
    "balasan redaksi membaca pembaca baca bacaan epaper video podcast galeri rubrik edisi kabar pesan whatsapp "
    "telegram instagram facebook youtube tiktok google sambungan bersambung pengiklan donasi pendengar penonton "
    "lagu rating polling jajak konten widget advertisement article comments"
)
_ENOUGH: Final = 3
"""Points from which a line speaks to the reader wherever it stands; a longer one needs one more."""
_FOOT: Final = 2
"""Points from which it does at the page's foot."""
_SHORT: Final = 12
_LONG: Final = 20
"""Words from which a line that asks the reader something has to name the page to be the page's."""


def aside(line: Line) -> str | None:
    """The rule by which `line` is no part of the text round it, wherever it stands."""
    if len(line.text) > LONGEST or line.kind in {Kind.LIST, Kind.QUOTE, Kind.BODY}:
        return None
    if shapes.is_set_apart(line.text) and not _is_note(line.text):
        return "set-apart"
    prompts = addresses(line.text) >= _ENOUGH + (shapes.words(line.text) > _SHORT)
    return "prompt" if prompts and not _asks_of_life(line.text) else None


def _asks_of_life(text: str) -> bool:
    """Whether `text` is long and names no part of the page: an article may ask its readers something too."""
    if shapes.words(text) <= _LONG or _THIS_PAGE.search(text):
        return False
    return not any(word.lower() in _PAGE for word in _WORD.findall(text))


def _is_note(text: str) -> bool:
    """Whether what stands in brackets is a sentence of the article."""
    inner = text.strip("()[]")
    return text[:1] in "([" and shapes.is_sentence(inner) and addresses(inner) < _FOOT


def addresses(text: str) -> int:
    """How plainly `text` speaks to the reader about the page: asking, naming the page's parts, naming the reader."""
    return 0 if len(text) > LONGEST or text[:1] in "\"“'‘" else _addresses(text)


@lru_cache(maxsize=shapes.REMEMBERED)
def _addresses(text: str) -> int:
    if shapes.words(text) > 60 or _SAID.search(text):
        return 0
    asks = any(match[1].lower() in _ASK for match in _CLAUSE.finditer(text))
    here = bool(_THIS_PAGE.search(text))
    parts = sum(word.lower() in _PAGE for word in _WORD.findall(text))
    marks = text.rstrip(" .…")[-1:] in {"!", "?"} or "?" in text or "#" in text or "★" in text
    yours = bool(_YOURS.search(text))
    certain = asks or here
    return 2 * asks + 2 * here + min(parts, 2 if certain or yours else 1) + yours + marks - (shapes.words(text) > 30)


def is_link(text: str) -> bool:
    """Whether `text` is a label with another article's title: `Hulu ke hilir: Guru Honorer Mengajar Tiga Kelas`."""
    match = _LABELLED.fullmatch(text) if len(text) <= 300 else None
    if match is None or shapes.words(match["label"]) > 5 or shapes.ends_sentence(text.rstrip("?!")):
        return False
    title = match["title"]
    return shapes.words(title) >= 4 and shapes.title_case(title) >= 0.7


def leans(lines: list[Line], index: int) -> bool:
    """Whether the line at `index` is no prose and has prose below it in the same block."""
    line = lines[index]
    if line.kind is not None or shapes.is_sentence(line.text) or shapes.is_item(line.text) or line.text.endswith(":"):
        return False
    for below in lines[index + 1 : index + 12]:
        if below.gap or below.kind is not None:
            return False
        if shapes.is_sentence(below.text):
            return True
    return False


def leans_with_furniture(lines: list[Line], index: int) -> bool:
    """Whether the line at `index`, which leans on prose, has a line of the page's own below it before that prose."""
    for line in lines[index + 1 : index + 12]:
        if shapes.is_sentence(line.text):
            return False
        if aside(line) or furniture(line.text, "body"):
            return True
    return False


def heads_apart(lines: list[Line]) -> bool:
    """Whether the page sets its headings apart: a short line with a blank line above it and below it."""
    return any(
        line.gap and below.gap and 2 <= shapes.words(line.text) <= 12 and not _ends(line) and not aside(line)
        for line, below in pairwise(lines)
    )


def _ends(line: Line) -> bool:
    return shapes.ends_sentence(line.text) or line.text.endswith((":", ",", ";")) or shapes.is_item(line.text)


def label_of(line: Line) -> str | None:
    """The label before a short text that is no sentence: `Related news: …`."""
    match = _LABELLED.fullmatch(line.text) if len(line.text) <= 300 and line.kind is None else None
    return match["label"].lower() if match and not shapes.ends_sentence(line.text) else None


def repeated_labels(lines: list[Line]) -> frozenset[str | None]:
    """Labels that stand before more than one short text: the page's way to name other articles."""
    found = Counter(label for line in lines if (label := label_of(line)))
    return frozenset(label for label, count in found.items() if count > 1)


def set_apart(lines: list[Line]) -> bool:
    """Whether the page sets its paragraphs apart by blank lines."""
    prose = [
        index
        for index, line in enumerate(lines)
        if shapes.is_sentence(line.text) and line.kind is None and not shapes.is_item(line.text)
    ]
    gaps = sum(index == 0 or lines[index].gap or not shapes.is_sentence(lines[index - 1].text) for index in prose)
    own = sum(lines[index].gap for index in prose)
    return len(prose) >= 3 and own >= 2 and gaps >= 0.65 * len(prose)


def foot(lines: list[Line], end: int) -> int:
    """Where the page's foot begins among `lines`, a body over at `end`: below the last paragraph, in the lines that no
    blank line sets apart any more."""
    inside = end < len(lines) and not lines[end].gap
    if not set_apart(lines):
        return end
    while True:
        start = end - 1
        while start > 0 and not lines[start].gap:
            start -= 1
        if start <= 0:
            return end
        keeps = _is_strong(lines[start])
        block = lines[start + keeps : end]
        if not block and keeps:
            return end
        if (
            (not inside and _ends_in_text(block))
            or not all(map(_may_be_foot, block))
            or (keeps and not any(map(_is_furniture, block)))
        ):
            return end
        end = start + keeps
        inside = False
        if keeps:
            return end


def _ends_in_text(block: list[Line]) -> bool:
    """Whether `block` is a paragraph with some of the page's lines leaning on it, and no row of such lines."""
    strong = [_is_strong(line) for line in block]
    if not strong or not strong[-1] or sum(strong) > 1:
        return bool(strong) and all(strong)
    return len(strong) <= 4


def _is_strong(line: Line) -> bool:
    if furniture(line.text, "body", "tail") or aside(line) or line.text.startswith("#"):
        return False
    return shapes.is_sentence(line.text) and (addresses(line.text) < _FOOT or _asks_of_life(line.text))


def _may_be_foot(line: Line) -> bool:
    return line.kind is None and not shapes.is_item(line.text) and line.text[:1] not in '"“'


def _is_furniture(line: Line) -> bool:
    return not shapes.is_sentence(line.text) or not _is_strong(line)
