"""What people are told, on stderr. stdout carries data only.

Article text and file names are hostile: whatever reaches a terminal goes through `harmless` first.
"""

import os
import sys
import unicodedata
from typing import TextIO

# C0 and C1 controls (escape sequences start there), and the format characters that re-order or hide text.
_KEPT = {"\n", "\t"}
_INVISIBLE_JOINERS = {"\u200c", "\u200d"}  # emoji sequences and some scripts need these two
_BIDI_AND_HIDDEN = {
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\u200b",
    "\u200e",
    "\u200f",
    "\u2060",
    "\ufeff",
    "\u061c",
    "\u00ad",
    "\u2028",
    "\u2029",
}


def harmless(text: str) -> str:
    """`text` with nothing in it that a terminal would act on: controls and bidi marks are shown or dropped.

    A control character becomes its visible picture (ESC becomes ␛), so that an attack is seen and does nothing.
    Newline and tab stay.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def one_line(text: str) -> str:
    """`harmless`, on one line."""
    return " ".join(harmless(text).split())


def counted(number: int, thing: str) -> str:
    """`1 article`, `2 articles`, `3 entries`."""
    many = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number} {thing if number == 1 else many}"


def _shown(character: str) -> str:
    if character in _KEPT or character in _INVISIBLE_JOINERS or character.isprintable():
        return character
    if character in _BIDI_AND_HIDDEN:
        return ""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category == "Cf" else "\ufffd"


def tell(message: str) -> None:
    """One line for the person, on stderr. Where nobody can hear it the work goes on all the same."""
    try:
        print(f"dwibaca: {one_line(message)}", file=sys.stderr)  # noqa: T201 - this is the one place that writes there
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """From now on what is written to `stream` goes nowhere, also what Python flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
