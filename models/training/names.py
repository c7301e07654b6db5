"""Names that nobody bears, so that a network learns to copy what it has never seen."""

from __future__ import annotations

import random

_ONSETS = "b br c ch d dh f g gr h j k kh kr l m n ng p pr r s sh st t tr v w y z"
_VOWELS = ["a", "a", "a", "e", "i", "i", "o", "u", "ai", "au", "ee", "ia"]
_CODAS = ["", "", "", "n", "r", "s", "k", "ng", "h", "m", "d", "l", "v"]


def invented_name(rng: random.Random) -> str:
    """A name that nobody bears, to be spelled out piece by piece."""
    parts = (
        rng.choice(_ONSETS.split()) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((2, 2, 3)))
    )
    return "".join(parts).capitalize()
