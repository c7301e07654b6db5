"""Makes the lists of plain Indonesian words that `models.words` reads: `python -m reader.check.plain`.

Plain are those that a translator does not carry over into English, whatever their capital; and some of these are names
all the same, as the starter glossary tells. From the bundled model's vocabulary, the frequent words and the glossary:
to read the lists costs a few milliseconds, to make them a tenth of a second. Their licence is that of the frequent
words, CC BY-SA 4.0.
"""

import json
from collections.abc import Iterator

from models import bundled, words
from reader.check.given_names import GIVEN_NAMES
from reader.check.lexicon import words as lexicon
from reader.check.place_names import PLACE_NAMES
from reader.glossary.builtin import built_in_terms

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
_FREQUENT = 5_000
"""Of the frequent words: those that are part of names (`Timur`, `Menteri`) and none by themselves."""


def made() -> frozenset[str]:
    """The plain words as they are made.

    Three sources are laid together. The bundled model's vocabulary keeps capitals apart: what is a piece of it in
    small letters is a word, what is one with a capital alone is a name. Of the frequent Indonesian words (see
    `models/words/README.md` for source and licence) those are plain that are not frequent in English too, as names
    are, nor common names of people and towns; the vocabulary's English words are left out by the same token.
    """
    small, large = _vocabulary()
    english = frozenset(words.read("english"))
    indonesian = words.read("indonesian")
    known = frozenset(indonesian)
    from_model = {word for word in small if word in known or word not in english}
    frequent = {word for word in indonesian if len(word) >= _SHORTEST and word not in english}
    return frozenset((from_model | (frequent - (large - small)) | _ADDED) - GIVEN_NAMES - PLACE_NAMES)


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


def made_names() -> frozenset[str]:
    """Those of the plain words that the starter glossary writes with a capital.

    Titles, and words of a longer place name, only if they are rare: `menlu` and `natuna`, but not `menteri` and `laut`.
    """
    frequent = frozenset(words.read("indonesian")[:_FREQUENT])
    found: set[str] = set()
    for term in built_in_terms():
        for form in term.forms:
            parts = {part.lower() for part in form.split() if part.istitle()}
            if " " not in form and term.kind != "title":
                found |= parts
            elif term.kind == ("place" if " " in form else "title"):
                found |= parts - frequent
    return made() & found


def plain_lines() -> Iterator[str]:
    """The list of plain words as it is written."""
    english = frozenset(words.read("english"))
    for word in sorted(made()):
        yield f"{word}{words.ENGLISH_TOO if word in english else ''}\n"


def name_lines() -> Iterator[str]:
    """The list of names as it is written."""
    return (f"{word}\n" for word in sorted(made_names()))


if __name__ == "__main__":
    words.PLAIN.write_text("".join(plain_lines()), encoding="utf-8")
    words.NAMES.write_text("".join(name_lines()), encoding="utf-8")
