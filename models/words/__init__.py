"""Lists of frequent words, English and Indonesian, most frequent first. See README.md for source and licence."""

import lzma
from pathlib import Path
from typing import Literal

Language = Literal["english", "indonesian"]


def path(language: Language) -> Path:
    """The compressed list."""
    return Path(__file__).resolve().parent / f"{language}.txt.xz"


def read(language: Language) -> list[str]:
    """The words in lower case, most frequent first."""
    return lzma.decompress(path(language).read_bytes()).decode("utf-8").splitlines()
