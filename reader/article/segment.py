"""Text -> sentences, as offsets into it. Lossless: between two sentences there is only white space.

sentencex proposes the boundaries, on a copy of the text in which quotes and brackets are blanked (same length, same
offsets): it would otherwise never cut inside a quotation, and news quotes run over many sentences. Rules for
Indonesian then take proposals back (abbreviations, initials, what goes on in lower case) and add the few it misses.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice, pairwise
from typing import Final

import sentencex

from reader.article.patterns import pattern
from reader.article.shapes import word_set
from reader.document import Span

_OPENERS: Final = "\"'“‘«‹([{„"
_CLOSERS: Final = "\"'”’»›)]}"
_MASK: Final = str.maketrans(dict.fromkeys(_OPENERS + _CLOSERS + "<>「」『』", " "))

_BLANK_LINE = pattern(r"\n[^\S\n]*\n\s*")
# A stop that a name or a word follows without a space, as crawls glue sentences: `selesai.Dia`, `merah.”“Kami`.
# After a number only where it is no number of a list: `1-1.Persib`, `2022.Sejak`, but `10.Beras`.
_GLUED = pattern(
    r"[.!?](?:(?<=[a-z)%]{2}.)|(?<=\d%.)|(?<=\d{3}.)|(?<=\d[,–-]\d.))"
    r"[\"”’)]*(?=[\"“‘(]*[A-Z][a-z]+\b)(?!\w+\.\w)|[.!?][”](?=[“A-Z])"
)
_DOMAIN_END = pattern(r"(?:com|co|id|net|org|tv|go|ac|info|news)\b", re.I)
_BETWEEN_WORDS = pattern(r"[\s\"“”‘’'(\[]")
_AFTER_WORD = pattern(r"[\s,.;:]")
_INITIAL = pattern(r"(?:[A-Z]\.)+")
_DEGREE = pattern(r"(?:[SMADP]|Sp|Ph|Dr|Drs|Lc|B)\.(?:[A-Z][A-Za-z]{0,4}\.?)+(?:[-.][A-Z][A-Za-z]*\.?)*")
_MISSED = pattern(
    r"(?:\.(?:(?<=\b[A-Z].)|(?<=\.(?:com|net|org).)|(?<=\.(?:id|co).)"
    r"|(?<=\bhuruf [a-z].)|(?<=\b[JS]r.)|(?<=\b(?:Ltd|Inc|Tbk).)|(?<=\bCorp.))|…)"
    r"[\"”’)]*\s+(?=[\"“‘(]*[A-Z])"
)
# What may stand at the head of an item of a list, and of the one after it.
_LETTER_ITEM = pattern(r"\((?:\d{1,2}|[a-z])\)\s+[A-Z“\"]")
_DASH_ITEM = pattern(r"[-–—•*]\s+(?=[A-Z“\"\d])")
_INLINE_NUMBER = pattern(r"(?:\d{1,2}|[a-z])\.")
_INLINE_LIST = pattern(r":\s(?:1|a)\.\s")
_BRACKETED_SHORT = pattern(r"(?:^|\s)\([A-Za-z]{2,4}\.\)$")
_YEAR_OR_AGE = pattern(r"(?:\b(?:tahun|abad)\s+\S*\d|°)\s?$")
_NUMBERED = pattern(r"(?:\d{1,3}|[ivx]{1,4}|[IVX]{1,5}|[a-zA-Z])\.")
_VERB = pattern(
    r"\b(?:(?:me|ber|di|ter)[a-z]{3,}|akan|telah|sudah|adalah|ialah|merupakan|bisa|dapat|ada|kata|ujar|jadi|"
    r"naik|turun|tiba|tahu|tinggal|ingin|masih|tidak|pergi|datang|lahir|selesai)\b"
)

# Never the end of a sentence: a name, a place or a number has to follow.
_BEFORE_NAME: Final = word_set(
    "dr drg prof ir drs dra hj kh tn ny nn sdr sdri bpk yth ustaz ust mr mrs ms st sri jend letjen mayjen brigjen "
    "irjen komjen laksma laksdya marsda kol letkol mayor kapt kompol akbp akp iptu ipda aipda bripka briptu brigadir "
    "serda sertu jl jln gg kec kab kel ds dsn prov kep no nmr rp tgl telp tlp hlm fig vs cf a.n d.a u.p u.b c.q q.q "
    "a.l a.i s.d ttd dr.h.c h.c capt lt col gen sen rep rev jr.h inf pol kav arh czi pdt mgr muh moh abd rt rw kp pkl "
    "rer nat"
)
# The end of a sentence or not, as what follows tells.
_EITHER: Final = word_set(
    "tbk dll dsb dst dkk etc inc ltd corp co bros jr sr pt cv ud s.h s.e s.t s.pd m.si m.a m.h m.m m.hum ph.d "
    "b.sc m.sc a.s p.m a.m ed eds alm almh"
)
_NEEDS_NUMBER: Final = word_set("no nmr rp hlm hal vol ps fig tgl jan feb mar apr jun jul agu agt sep okt nov des")
# Words before a single capital that make it a name of its own: `vitamin C. Ia`, `Grup A. Laga`.
_LETTERED: Final = word_set(
    "vitamin grup kelompok golongan kelas tipe blok hepatitis kategori rencana plan opsi liga seri zona tim gedung "
    "peringkat nilai rapor lampiran influenza terminal gerbang inisial berinisial huruf"
)
# A sentence often begins with these, a name never does.
_STARTERS: Final = word_set(
    "ia dia mereka kami kita saya aku itu ini hal namun tetapi tapi akan selain sementara sebelumnya selanjutnya "
    "kemudian lalu adapun sedangkan menurut dalam pada di dari untuk dengan oleh karena sebab meski meskipun walau "
    "jika bila kalau saat ketika setelah sesudah sejak hingga sampai para seluruh semua sejumlah sebanyak beberapa "
    "dan atau bahkan juga ada tidak bukan belum sudah telah apa siapa mengapa bagaimana kapan berapa nilai harga "
    "saham perusahaan perseroan pemerintah hasil jumlah total bagi seperti sebagai secara atas tak the he she it "
    "they we in on at but and this that yang kedua ketiga keduanya sidang polisi penyidik petugas warga massa penonton "
    "peserta panitia korban pelaku tersangka terdakwa hakim jaksa saksi penumpang pembeli laga rapat acara kejadian "
    "peristiwa"
)


_WINDOW: Final = 50_000
"""Code points that are looked at together."""
_LONGEST_WORD: Final = 40
_LONGEST: Final = 2_000
"""Code points of a sentence. What goes on longer was none: its parts are translated, shown and stopped apart."""
_SPACE = pattern(r"\s")
_CLAUSE_END = pattern(r"[,;:–—]\s")
_LOOK_BACK: Final = 240
"""Code points before a full stop that tell what it is. Bounded, so that the whole stays linear."""


def segment(text: str, language: str = "id", *, limit: int | None = None) -> tuple[Span, ...]:
    """Sentences of `text` in order, each without white space round it; at most the first `limit`.

    Every character that is not white space lies in exactly one span. Never raises; takes time linear in the text.
    """
    cuts = chain((0,), _all_cuts(text, language), (len(text),))
    wholes = (span for start, end in pairwise(cuts) if (span := _trimmed(text, start, end)))
    return tuple(islice(chain.from_iterable(_parts(text, span) for span in wholes), limit))


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The sentence, or one that is too long in parts: at the last clause mark that it reaches, else between words."""
    start = span.start
    while span.end - start > _LONGEST:
        reach = text[start : start + _LONGEST]
        clauses = [match.end() for match in _CLAUSE_END.finditer(reach, _LONGEST // 2)]
        spaces = clauses or [match.end() for match in _SPACE.finditer(reach, 1)]
        if spaces:
            end = start + spaces[-1]
        elif space := _SPACE.search(text, start + _LONGEST, span.end):  # an endless word: up to its end
            end = space.end()
        else:
            break
        yield from filter(None, [_trimmed(text, start, end)])
        start = end
    yield from filter(None, [_trimmed(text, start, span.end)])


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return Span(start=left, end=right) if left < right else None


def _all_cuts(text: str, language: str) -> Iterator[int]:
    """`_cuts` of any text, a window after the other: memory stays small, and whoever has enough stops.

    What stands near a window's end may look different with what follows, so the next window begins before that.
    """
    start, width = 0, _WINDOW
    while start < len(text):
        end = start + width
        cuts = [start + cut for cut in _cuts(text[start:end], language)]
        if end >= len(text):
            yield from cuts
            return
        sure = [cut for cut in cuts if cut < end - _LOOK_BACK]
        if sure:
            yield from sure
            start, width = sure[-1], _WINDOW
        else:
            width *= 2  # one sentence fills it


def _cuts(text: str, language: str) -> Iterator[int]:
    """Where a sentence begins, but for the first, ascending."""
    breaks = {match.end() for match in _BLANK_LINE.finditer(text)}
    # sentencex takes any single capital for an initial, and neither an ellipsis nor a web address for an end.
    proposed = {match.end() for match in _MISSED.finditer(text)}
    proposed |= {_next_start(text, offset) for offset in _proposals(text, language)}
    glued = {match.end() for match in _GLUED.finditer(text) if not _DOMAIN_END.match(text, match.end())}
    begin = 0
    for cut in sorted(breaks | proposed | glued):
        if not 0 < cut < len(text):
            continue
        if cut in breaks or cut in glued or _ends(text, begin, cut):
            yield cut
            begin = cut


def _proposals(text: str, language: str) -> Iterator[int]:
    masked = text.translate(_MASK)
    offset = 0
    for piece in sentencex.segment(language, masked):
        offset += len(piece)
        yield offset


def _next_start(text: str, offset: int) -> int:
    """The start of the next sentence for a boundary at `offset`: closing marks that stand there go left, opening
    marks right. A straight quote is closing when it touches what is before it."""
    # The masked copy may have put the boundary after marks and spaces: go back to the stop itself.
    least = max(0, offset - _LOOK_BACK)
    while offset > least and (text[offset - 1].isspace() or text[offset - 1] in _OPENERS + _CLOSERS):
        offset -= 1
    while offset < len(text) and text[offset] in _CLOSERS:
        offset += 1
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _ends(text: str, begin: int, cut: int) -> bool:
    """Whether the sentence text[begin:cut] really ends there."""
    if text[cut - 1] == "." and text[cut].isascii() and text[cut].isalnum():
        return False  # no space: `Kompas.Com`, `1.000`
    before = text[max(begin, cut - _LOOK_BACK) : cut].rstrip()
    closed = before.rstrip(_CLOSERS)
    coming = text[cut : cut + 60]
    if before.endswith((".", "!", "?")) and _is_item(text, begin, coming):
        return True
    after = coming.lstrip(_OPENERS + " ")
    if not closed or not after or after[0].islower() or after[0] in ",;:.!?)]”’–—-":
        return False  # the sentence goes on: `Apa?" tanya dia`, `(...) dan`
    if _BRACKETED_SHORT.search(before[-8:]):
        return False  # `Letnan Jenderal (Purn.) Sudrajat`
    if not closed.endswith(".") or closed.endswith("..") or len(before) > len(closed):
        return True
    # The stop may belong to the last word.
    word = _BETWEEN_WORDS.split(closed[-_LONGEST_WORD:])[-1]
    return _stop_ends(before, word, after)


def _is_item(text: str, begin: int, coming: str) -> bool:
    """Whether the next item of a list comes: `(b) Setiap orang`, or a dash where this sentence began with one."""
    if _LETTER_ITEM.match(coming):
        return True
    return bool(_DASH_ITEM.match(coming)) and text[begin : begin + 2] == coming[:2]


def _stop_ends(sentence: str, word: str, after: str) -> bool:
    """Whether the full stop at the end of `word`, the last of `sentence`, ends it, with `after` coming next."""
    first = _AFTER_WORD.split(after, maxsplit=1)[0].lower()
    bare = word[:-1].lower()
    if word == sentence and (_NUMBERED.fullmatch(word) or word == "KM."):
        return False  # `1. Beras`, `KM. Rejeki`: a ship, where it does not end a distance
    counts = _INLINE_NUMBER.fullmatch(word) and _in_list(sentence[: -len(word)].rstrip())
    if counts or (bare in _NEEDS_NUMBER and after[0].isdigit()):
        return False
    if bare == "hal" or (bare in _BEFORE_NAME and not (bare == "no" and not _code(after))):
        return bare == "hal"
    if _INITIAL.fullmatch(word):
        return _initial_ends(sentence, word, first)
    if bare in _EITHER or _DEGREE.fullmatch(word):
        return _starts(first) or (_complete(sentence, word) and not after[0].isdigit())
    return True


def _code(after: str) -> bool:
    """Whether what follows `No.` is a number or a code such as `B-12` or `UU/3`."""
    return any(character.isdigit() for character in after.split(maxsplit=1)[0])


def _initial_ends(sentence: str, word: str, first: str) -> bool:
    """Capitals with stops: a person's initials, unless what stands round them says otherwise."""
    ahead = sentence[: -len(word)].rstrip()
    if len(word) == 2:
        previous = "".join(ahead.rsplit(maxsplit=1)[-1:]).lower()
        if previous in _LETTERED or previous.removesuffix("nya") in _LETTERED or _YEAR_OR_AGE.search(ahead[-40:]):
            return True
    # After a comma stands a degree, which ends a list of names as well as a sentence: `Fahzal Hendri, S.H., M.H.`
    return _starts(first) and (ahead.endswith(",") or _complete(sentence, word))


def _starts(word: str) -> bool:
    """Whether a sentence may begin with `word`, and a name does not: a word with -nya is none."""
    return word in _STARTERS or (word.endswith("nya") and len(word) > 5)


def _in_list(ahead: str) -> bool:
    """Whether a number after `ahead` counts what a sentence lists: `syarat: 1. KTP, 2. KK`."""
    return ahead.endswith((":", ";")) or (ahead.endswith(",") and bool(_INLINE_LIST.search(ahead)))


def _complete(sentence: str, word: str) -> bool:
    """Whether `sentence` has what may be its verb, so that it can end with an abbreviation."""
    return bool(_VERB.search(sentence[: -len(word)]))
