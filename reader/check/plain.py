"""Plain Indonesian words: those that a translator does not carry over into English, whatever their capital.

`python -m reader.check.plain` makes the list anew, from the bundled model's vocabulary and `models/words`: to read it
costs a few milliseconds, to make it a tenth of a second. Its licence is that of the word lists, CC BY-SA 4.0.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from models import bundled, words
from reader.check.given_names import GIVEN_NAMES
from reader.check.lexicon import words as lexicon

_ADDED = lexicon(
    """
    adapun adipati adu ahad akademi allah apel areal armada artis atur ayo balaikota bantu bawa beda beliau beri
    bimasakti bripda bukit celsius danramil deh doa erat fahrenheit fenisia gandarusa gang gara gubernur hai hajah
    halo iblis ipda iptu iya juknis kadang kajari kajati kala kamp kampung kanal kang kavling kena kian kirim kok
    koma konperensi kopda koran kreditor kuda lampiran lettu literatur macan maha mal malaikat mas masih meneg
    meskipun modus nabi nasi nih nyonya ornop padi paling palung panggil panja parsi pasal patahan peltu performa
    permenkeu pilar praka pura rakor raperda rasul rawat rela romo sailan salam sektoral selamat sentra serka serma
    setan sewa sukuk syakban tani tanya tarawih tari tbk titik toko ton traktat tren tuhan ubah ustad valas wadirut
    walaupun zulhijah
    """
)
"""Plain words that the lists below do not have."""
_WORD_START = "\u2581"
_SHORTEST = 3
LIST = Path(__file__).resolve().parent / "plain_words.txt"
_ENGLISH_TOO = "*"
"""Stands in the list after a word that English has as well: `agenda`, `air`."""


@cache
def plain_words() -> frozenset[str]:
    """The plain words, in small letters."""
    return frozenset(word.removesuffix(_ENGLISH_TOO) for word in _listed())


@cache
def only_indonesian() -> frozenset[str]:
    """Those of the plain words that English does not have."""
    return frozenset(word for word in _listed() if not word.endswith(_ENGLISH_TOO))


@cache
def _listed() -> tuple[str, ...]:
    return tuple(LIST.read_text(encoding="utf-8").split())


def made() -> frozenset[str]:
    """The plain words as they are made.

    Three sources are laid together. The bundled model's vocabulary keeps capitals apart: what is a piece of it in
    small letters is a word, what is one with a capital alone is a name. Of the frequent Indonesian words (see
    `models/words/README.md` for source and licence) those are plain that are not frequent in English too, as names
    are, nor common names of people; the vocabulary's English words are left out by the same token.
    """
    small, large = _vocabulary()
    english = frozenset(words.read("english"))
    indonesian = words.read("indonesian")
    known = frozenset(indonesian)
    from_model = {word for word in small if word in known or word not in english}
    frequent = {word for word in indonesian if len(word) >= _SHORTEST and word not in english}
    return frozenset((from_model | (frequent - (large - small)) | _ADDED) - GIVEN_NAMES)


def _vocabulary() -> tuple[set[str], set[str]]:
    """The whole words of the bundled model's vocabulary: in small letters, and with a capital (made small)."""
    pieces = json.loads((bundled.path() / "shared_vocabulary.json").read_text(encoding="utf-8"))
    whole = (piece[1:] for piece in pieces if piece.startswith(_WORD_START))
    small: set[str] = set()
    large: set[str] = set()
    for word in whole:
        if len(word) < _SHORTEST or not word.isalpha():
            continue
        if word.islower():
            small.add(word)
        elif word.istitle():
            large.add(word.lower())
    return small, large


def lines() -> Iterator[str]:
    """The list as it is written."""
    english = frozenset(words.read("english"))
    for word in sorted(made()):
        yield f"{word}{_ENGLISH_TOO if word in english else ''}\n"


if __name__ == "__main__":
    LIST.write_text("".join(lines()), encoding="utf-8")
