"""Makes the lists anew: `pip install wordfreq==3.1.1`, then `python -m models.words`.

wordfreq is needed for this alone. The same version gives the same lists.
"""

import lzma
import re
from importlib import import_module
from itertools import islice

from models.words import Language, path

_LISTS: tuple[tuple[Language, str, str, int], ...] = (
    ("english", "en", "large", 100_000),
    ("indonesian", "id", "best", 30_000),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def main() -> None:
    """Write both lists beside this file."""
    wordfreq = import_module("wordfreq")
    for language, code, name, count in _LISTS:
        words = (word for word in wordfreq.iter_wordlist(code, wordlist=name) if _WORD.fullmatch(word))
        text = "".join(f"{word}\n" for word in islice(words, count))
        path(language).write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
