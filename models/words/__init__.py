"""Lists of words. See README.md for source and licence.

Frequent ones, English and Indonesian, most frequent first; and the plain words of Indonesian, with those among them
that are names. The latter two are made by `python -m reader.check.plain`, which knows the glossary.
"""

import lzma
import re
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["english", "indonesian"]
PLAIN = Path(__file__).resolve().parent / "plain.txt"
NAMES = Path(__file__).resolve().parent / "names.txt"
_AFFIXED = re.compile(
    r"(?:ke|pe|per)[a-z]{3,}an(?:nya)?\Z|(?:me[mn]|meng|pe[mn]|peng)[a-z]{4,}\Z"
    r"|[a-z]{4,}(?:kan|nya|isasi|asi|isme|itas|lah)\Z"
)
"""Words that are made of others, and so are no names."""
_PREFIXED = re.compile(r"(?:antar|ber|di|ke|non|pasca|se|sub|ter)(?=[a-z]{3})")
"""Prefixes that many names begin with too (`Sergei`, `Diana`): what follows must be a plain word."""
ENGLISH_TOO = "*"
"""Stands in the list of plain words after one that English has as well: `agenda`, `air`."""


def path(language: Language) -> Path:
    """The compressed list."""
    return Path(__file__).resolve().parent / f"{language}.txt.xz"


def read(language: Language) -> list[str]:
    """The words in lower case, most frequent first."""
    return lzma.decompress(path(language).read_bytes()).decode("utf-8").splitlines()


@cache
def plain() -> frozenset[str]:
    """Indonesian words that a translator does not carry over into English, in small letters."""
    return frozenset(word.removesuffix(ENGLISH_TOO) for word in _listed())


@cache
def only_indonesian() -> frozenset[str]:
    """Those of the plain words that English does not have."""
    return frozenset(word for word in _listed() if not word.endswith(ENGLISH_TOO))


def is_plain(word: str) -> bool:
    """Whether `word`, in small letters, is a plain word, or is built like one."""
    if word in plain() or _AFFIXED.match(word):
        return True
    prefix = _PREFIXED.match(word)
    return prefix is not None and word[prefix.end() :] in plain()


@cache
def names() -> frozenset[str]:
    """Those of the plain words that have a capital: countries, towns, offices, feasts (`ukraina`, `lebaran`)."""
    return frozenset(NAMES.read_text(encoding="utf-8").split())


@cache
def _listed() -> tuple[str, ...]:
    return tuple(PLAIN.read_text(encoding="utf-8").split())
