"""Quotation marks, dashes and signs that a model does not know: taken out before, put back after."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_DOUBLE, _SINGLE, _DASH = "“”„‟«»", "‘’‚‛", "–—―"
_PLAIN = str.maketrans({**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DASH, "-")})
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{/–—-])$")
_SPACED_DASH = re.compile(r"(?<=\s)-(?=\s)")
_RANGE_DASH = re.compile(r"(?<=\d)-(?=\d)")
_SPACED = re.compile(rf"(?<=\s)[{_DASH}](?=\s)")
_RANGE = re.compile(rf"(?<=\d)[{_DASH}](?=\d)")
_ATTACHED = re.compile(r"\s+([.,;:!?)\]}])")
_PICTURE = "[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_EMOJI = re.compile(
    rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*"
    rf"(?:\u200d{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*)*)+"
)
"""Emoji and dingbats: flags, keycaps, and pictures with their variants, joined or in a row."""
_UNSPOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>]*[\w/]|[^\s@,;<>]+@[\w-]+\.[\w.-]*\w|</?[A-Za-z][^<>]{0,200}>|[^\s–—,;]{41,}"
)
"""Addresses, markup, and what is longer than any word: keys, encoded pictures. A model can only garble them, and takes
minutes to spell out a long one."""


@dataclass(frozen=True)
class Style:
    """The marks that a text uses, for its translation to use the same. Empty: none, or plain ones."""

    opening: str = ""
    closing: str = ""
    apostrophe: str = ""
    dash: str = ""
    range_dash: str = ""


@dataclass(frozen=True)
class Aside:
    """A sign or a run of them taken out of a text: before it stood `before` of the `of` words."""

    sign: str
    before: int
    of: int


def clean(text: str) -> str:
    """`text` in Unicode's composed form, on one line, without signs that are not seen."""
    composed = unicodedata.normalize("NFC", text)
    kept = (c for c in composed if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs") or c == "\u200d")
    return " ".join("".join(kept).split())


def plain(text: str) -> tuple[str, Style]:
    """`text` with straight quotation marks and hyphens, as the models were trained on; and the style it had."""
    double = next((character for character in text if character in _DOUBLE), "")
    pairs = {"«": ("«", "»"), "»": ("»", "«")}
    opening, closing = pairs.get(double, ("“", "”")) if double else ("", "")
    spaced, between = _SPACED.search(text), _RANGE.search(text)
    style = Style(
        opening,
        closing,
        "’" if any(character in text for character in "‘’") else "",
        spaced[0] if spaced else "",
        between[0] if between else "",
    )
    return text.translate(_PLAIN), style


def restore(text: str, style: Style) -> str:
    """`text` with the marks of `style` where it has plain ones."""
    if style.opening:
        text = _curled(text, '"', style.opening, style.closing)
    if style.apostrophe:
        text = _curled(text, "'", "‘", "’")
    if style.dash:
        text = _SPACED_DASH.sub(style.dash, text)
    if style.range_dash:
        text = _RANGE_DASH.sub(style.range_dash, text)
    return text


def _curled(text: str, mark: str, opening: str, closing: str) -> str:
    parts = text.split(mark)
    curled = parts[0]
    for part in parts[1:]:
        curled += (opening if _BEFORE_OPENING.search(curled[-1:]) else closing) + part
    return curled


def set_aside(text: str, knows: Callable[[str], bool]) -> tuple[str, tuple[Aside, ...]]:
    """`text` without emoji, addresses, and characters that the model has no token for; and what was taken out."""
    spans = _spans(text, knows)
    if not spans:
        return text, ()
    kept: list[str] = []
    places: list[tuple[str, int]] = []
    end = 0
    for start, stop in spans:
        kept.append(text[end:start])
        places.append((text[start:stop], len("".join(kept).split())))
        kept.append(" ")
        end = stop
    kept.append(text[end:])
    rest = _ATTACHED.sub(r"\1", " ".join("".join(kept).split()))
    total = len(rest.split())
    return rest, tuple(Aside(sign, min(before, total), total) for sign, before in places)


def _spans(text: str, knows: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Where the signs stand, in order; those that touch are one."""
    found = [match.span() for pattern in (_EMOJI, _UNSPOKEN) for match in pattern.finditer(text)]
    found += [
        (i, i + 1) for i, c in enumerate(text) if not c.isspace() and not (c.isascii() and c.isalnum()) and not knows(c)
    ]
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def put_back(text: str, asides: tuple[Aside, ...]) -> str:
    """`text` with the signs at the same share of its words as in the source."""
    words: list[str] = text.split()
    count = len(words)
    for aside in reversed(asides):
        words.insert(round(aside.before / aside.of * count) if aside.of else 0, aside.sign)
    return " ".join(words)
