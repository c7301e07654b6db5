"""Findings on the wording as a whole: length, loops, stretches left in Indonesian, lost quotation marks."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache

from models.guard import find_loop
from reader.check.lexicon import words
from reader.check.marks import tidy
from reader.diagnostics import one_line
from reader.document import Finding

# Length. ln(characters of the English / of the Indonesian) lies around CENTRE, and spreads more in short sentences:
# CENTRE +- (BASE + SLOPE / sqrt(characters of the Indonesian)). Fitted by hand to the 0.1 % and 99.9 % quantiles of
# 9,248 pairs of the training text (UD PUD, CSUI and GSD, TED talks), in bins of length; 11 of them fall outside.
_CENTRE, _BASE, _SLOPE = -0.08, 0.25, 4.6

# Untranslated. Indonesian words that hold a sentence together, are no English word and stand in no English name.
_INDONESIAN = words(
    "yang dan untuk dengan tidak akan pada dari oleh ini itu adalah bahwa dalam sebagai juga karena atau telah sudah "
    "bisa dapat ada mereka kami kita dia ia saya anda tersebut lebih bagi tetapi namun saat ketika seperti secara "
    "antara setelah sebelum hingga sampai menjadi merupakan tentang terhadap lagi masih belum bukan jika kalau agar "
    "supaya serta maupun para sebuah seorang beberapa banyak semua setiap sangat hanya saja lain lainnya kepada "
    "sedang sedangkan sejak selama melalui atas bawah tanpa pun harus perlu bila maka sehingga yaitu yakni ujar kata "
    "katanya ujarnya menurut tahun bulan hari orang negara pemerintah jangan pernah"
)
_AFFIXED = re.compile(r"(?:(?:me[mn]|meng|ber|ter|di|pe[mn])[a-z]{4,}(?:kan|i|an|nya)?|[a-z]{4,}(?:kan|nya))\Z")
_COPIED_WORDS = 4
"""Words in a row that stand in both sentences, before their Indonesian words are counted."""

_WHOLE, _LEAST = 5, 3
"""Words of a sentence that may not come out as it went in. A shorter one may be a name or a credit; but not one in
small letters with words that only Indonesian has."""

_LOANS = words(
    "adat andesit angklung aqidah arisan bajaj bakso balado batik bebek becak bemo bubur busway calung camat dangdut "
    "delman dukun gado gamelan gotong gudeg halal hijab imam jamu jilbab karang kasidah kebaya kecak kelurahan kerapu "
    "keris ketoprak ketupat kiai kroncong kuntilanak kupat kyai lampion lenong lontong lumpia majelis minimarket "
    "mudik muktamar musyawarah nasi oncom opor pecel pempek pencak pesantren pinisi pocong pondok rawon rendang reog "
    "royong rupiah salat sambal samsat santri sarung sasando sate shalat silat sinden soto subak sukuk suro syariah "
    "tahlil tahlilan taipan takbir takjil tarawih taruna tauhid tempe tumpeng ulama umat umrah ustad ustaz wali waria "
    "warteg warung wayang zakat"
)
"""Indonesian words that English texts about the country keep."""
_LOAN_SHORTEST, _LOAN_MOST = 4, 3
"""Letters of a word that is told of as left in Indonesian, and how many of them are named."""
_ASIDE = re.compile(r"[\"“][^\"”]{1,40}[\"”]|\([^)]{1,40}\)")
"""A few words in quotation marks or brackets: there a translator gives the original."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTE = re.compile(r"[\"“”„«»]")


def check_wording(source: str, target: str, terms: Iterable[str] = ()) -> Iterator[Finding]:
    """Findings of the kinds length, repetition, untranslated and quote. What `terms` say is no word left over."""
    source_words, target_words = _WORD.findall(source), _WORD.findall(target)
    yield from _length(source, target)
    yield from _repetition(source, target)
    yield from _untranslated(source_words, target_words, target, terms)
    yield from _quotes(source, target)


def _length(source: str, target: str) -> Iterator[Finding]:
    here, there = len(source.strip()), len(target.strip())
    if not here:
        return
    if not there:
        yield Finding(kind="length", severity="warn", message="the translation is empty")
        return
    ratio = math.log(there / here) - _CENTRE
    if abs(ratio) > _BASE + _SLOPE / math.sqrt(here):
        which = "long" if ratio > 0 else "short"
        yield Finding(
            kind="length",
            severity="warn",
            message=f"the translation is unusually {which}: {there} characters for {here}",
        )


def _repetition(source: str, target: str) -> Iterator[Finding]:
    loop = find_loop(target, source)
    if loop:
        words_said = " ".join(loop.split()[:8])
        yield Finding(kind="repetition", severity="warn", message=f"“{one_line(words_said)}” is said over and over")


def _untranslated(
    source_words: list[str], target_words: list[str], target: str, terms: Iterable[str]
) -> Iterator[Finding]:
    """A copied stretch that holds Indonesian words, or single ones; names, titles and terms alone do not count."""
    copied = [word.lower() for word in source_words] == [word.lower() for word in target_words]
    if copied and (len(source_words) >= _WHOLE or _is_plain_clause(source_words)):
        yield Finding(kind="untranslated", severity="warn", message="the sentence was copied, not translated")
        return
    known = set(source_words)
    stretch: list[str] = []
    for word in [*target_words, ""]:
        if word in known:
            stretch.append(word)
            continue
        if len(stretch) >= _COPIED_WORDS and _is_indonesian(stretch):
            text = one_line(" ".join(stretch[:10]))
            yield _left(text)
            return
        stretch = []
    wanted = {word for term in terms for word in _WORD.findall(term)}
    left = _words_left(known - wanted, target)
    if left:
        yield _left("”, “".join(left))


def _words_left(known: set[str], target: str) -> list[str]:
    """Words in small letters that came over as they were and are no English words, nor loans of the glossary."""
    text = _ASIDE.sub(" ", tidy(target, "."))
    shared = [word for word in dict.fromkeys(_WORD.findall(text)) if word in known and word.islower()]
    long = [word for word in shared if len(word) >= _LOAN_SHORTEST and word not in _LOANS]
    if not long:
        return []
    from models.words import only_indonesian

    foreign = [word for word in long if word in only_indonesian()]
    return [word for word in foreign if word not in _english_of_the_glossary()][:_LOAN_MOST]


@cache
def _english_of_the_glossary() -> frozenset[str]:
    from reader.glossary.builtin import built_in_terms

    return frozenset(word for term in built_in_terms() for text in term.wordings for word in _WORD.findall(text))


def _left(text: str) -> Finding:
    return Finding(kind="untranslated", severity="warn", message=f"left in Indonesian: “{text}”")


def _is_plain_clause(words_said: list[str]) -> bool:
    """Whether a short sentence is one in small letters, one of them a word that only Indonesian has."""
    rest = words_said[1:]
    return (
        len(words_said) >= _LEAST
        and all(map(str.islower, rest))
        and any(word in _INDONESIAN or _AFFIXED.match(word) for word in rest)
    )


def _is_indonesian(stretch: list[str]) -> bool:
    """At least two words that only an Indonesian sentence has, one of them a function word."""
    function = sum(word in _INDONESIAN for word in stretch)
    return (
        function >= 1 and function + sum(bool(_AFFIXED.match(word)) for word in stretch if word not in _INDONESIAN) >= 2
    )


def _quotes(source: str, target: str) -> Iterator[Finding]:
    here, there = len(_QUOTE.findall(source)), len(_QUOTE.findall(target))
    if here >= 2 and here % 2 == 0 and not there and "'" not in target and "‘" not in target:
        yield Finding(kind="quote", severity="info", message="the quotation marks are missing in the translation")
    elif here % 2 == 0 and there % 2 == 1:
        yield Finding(kind="quote", severity="info", message="a quotation mark is opened or closed only once")
    elif not here and there >= 2 and "'" not in source and "‘" not in source:
        yield Finding(kind="quote", severity="info", message="the quotation marks are not in the original")
