"""Findings on the wording as a whole: length, loops, stretches left in Indonesian, lost quotation marks."""

import math
import re
from collections.abc import Iterator

from models.guard import find_loop
from reader.check.lexicon import words
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

_WHOLE = 5
"""Words of a sentence that may not come out as it went in; shorter ones may be a name or a credit."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTE = re.compile(r"[\"“”„«»]")


def check_wording(source: str, target: str) -> Iterator[Finding]:
    """Findings of the kinds length, repetition, untranslated and quote."""
    source_words, target_words = _WORD.findall(source), _WORD.findall(target)
    yield from _length(source, target)
    yield from _repetition(source, target)
    yield from _untranslated(source_words, target_words)
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


def _untranslated(source_words: list[str], target_words: list[str]) -> Iterator[Finding]:
    """The longest copied stretches that hold Indonesian words; names, titles and terms alone do not count."""
    if len(source_words) >= _WHOLE and [word.lower() for word in source_words] == [
        word.lower() for word in target_words
    ]:
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
            yield Finding(kind="untranslated", severity="warn", message=f"left in Indonesian: “{text}”")
            return
        stretch = []


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
