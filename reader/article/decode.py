"""Bytes -> text: whatever encoding an Indonesian page was saved in, or a clear refusal."""

import codecs
import re
import unicodedata
from typing import Final

from reader.article.patterns import pattern
from reader.errors import UnreadableError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x1f\x8b", b"\x7fELF",
    b"MZ\x90", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"RIFF", b"OggS", b"ID3", b"\xd0\xcf\x11\xe0",
    b"SQLite format 3", b"\x00asm", b"wOFF", b"wOF2", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_HEAD: Final = 64_000
"""Bytes that decide what a file is."""

_STRAYS: Final = "dwibaca-strays"
"""Name of the error handler `_stray`."""
_WINDOWS_MARKS: Final = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa9\xab\xae\xb0\xb7\xbb\xe9")
"""Bytes that Windows-1252 pages in Indonesian hold: € … ‘ ’ “ ” • – — ™, a hard space, © « ® ° · » é."""

# UTF-8 that was read as Windows-1252 once, for characters where the wrong sequence is one no one writes on purpose.
_UNDEFINED: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
_SPOILT: Final = {
    "".join(bytes([byte]).decode("latin-1" if byte in _UNDEFINED else "cp1252") for byte in right.encode()): right
    for right in "“”‘’–—…•€©®«»°·é\u00a0\ufeff"
}  # fmt: skip
_STRANGE: Final = pattern(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\ufffd]")
"""Controls that no text has, and what could not be decoded."""
_MOJIBAKE: Final = pattern("|".join(map(re.escape, _SPOILT)))


def decode(data: bytes) -> str:
    """The text of `data`, in NFC, with `\\n` for every line end and without a byte order mark.

    Byte order marks are believed, then UTF-8 is tried, then Windows-1252 where its marks give it away, then what
    charset-normalizer makes of it. Raises UnreadableError for what is no text: archives, images, programs.
    """
    text = _text(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(first in text for first in "âÂÃï"):
        text = _MOJIBAKE.sub(lambda match: _SPOILT[match.group()], text)
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def _text(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return _refuse_binary(text)
    if data.startswith(_MAGIC):
        raise _not_a_text()
    utf16 = _bare_utf16(data[:_HEAD])
    if utf16:
        return _refuse_binary(data.decode(utf16, errors="replace"))
    try:
        return _refuse_binary(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if _is_cut(data, error):
            return _refuse_binary(data.decode("utf-8", errors="replace"))
    if _is_mixed(data[:_HEAD]):
        return _refuse_binary(data.decode("utf-8", errors=_STRAYS))
    return _legacy(data)


def decode_line(line: bytes) -> str:
    """The text of a line that stands for itself: UTF-8, and Windows-1252 where it is not."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("utf-8", errors=_STRAYS) if _is_mixed(line) else line.decode("cp1252", errors="replace")


def _stray(error: UnicodeError) -> tuple[str, int]:
    """A byte among UTF-8 that is none of it came from Windows-1252; several are what is left of a character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace") if len(stray) == 1 else "\ufffd", error.end


codecs.register_error(_STRAYS, _stray)


def _is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether this is UTF-8 that ends in the middle of a character."""
    if error.start < len(data) - 3 or len(data) <= 3:
        return False
    # A lone Windows-1252 closing quote there has no lead byte of UTF-8.
    return data[error.start] >= 0xE2 or (data[error.start] >= 0xC2 and _beyond_ascii(data) > 0)


def _is_mixed(data: bytes) -> bool:
    """Whether this is UTF-8 for the most part, spoilt in some places: no other encoding looks like it that often."""
    spoilt = data.decode("utf-8", errors="replace").count("\ufffd")
    return _beyond_ascii(data) >= max(spoilt, 1)


def _beyond_ascii(data: bytes) -> int:
    return sum(character > "\x7f" for character in data.decode("utf-8", errors="ignore"))


def _legacy(data: bytes) -> str:
    head = data[:_HEAD]
    if _controls(head) > len(head) // 200:
        raise _not_a_text()
    high = [byte for byte in head if byte > 0x7F]
    marks = sum(byte in _WINDOWS_MARKS for byte in high)
    # A page that is nearly all ASCII is in a Latin encoding, and of those Windows-1252 is the one with quotes.
    if marks * 2 >= len(high) or len(high) * 25 <= len(head):
        return data.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    if best is None:
        raise _not_a_text()
    return _refuse_binary(data.decode(best.encoding, errors="replace"))


def _bare_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _refuse_binary(text: str) -> str:
    """`text` as it is, unless it is too full of controls or undecodable characters to be a text."""
    head = text[:_HEAD]
    strange = len(_STRANGE.findall(head))
    if "\x00" in head and (strange * 50 > len(head) or head.count("\x00") > 8):
        raise _not_a_text()
    if strange * 10 > len(head):
        raise _not_a_text()
    return text


def _controls(head: bytes) -> int:
    return sum(byte < 0x20 and byte not in b"\t\n\r\f\v\x1b\b" for byte in head)


def _not_a_text() -> UnreadableError:
    return UnreadableError("not a text", hint="articles are read from text, Markdown, HTML and EPUB, also gzipped")
