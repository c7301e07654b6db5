"""What people are told, on stderr. stdout carries data only.

Article text and file names are hostile: whatever reaches a terminal goes through `harmless` first.
"""

import sys
import unicodedata

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
    """One line for the person, on stderr."""
    print(f"dwibaca: {one_line(message)}", file=sys.stderr)  # noqa: T201 - this is the one place that writes there
