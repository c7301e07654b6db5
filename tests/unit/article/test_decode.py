"""Encodings that Indonesian pages come in."""

import codecs
from collections.abc import Callable

import pytest

from reader.article.decode import decode, decode_line
from reader.errors import UnreadableError

TEXT = "“Harga kopi €5,” kata penjual – ‘kafé’ itu…"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("cp1252"),
        TEXT.encode().decode("cp1252", errors="replace").replace("\ufffd", "\x9d").encode(),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16 le", "utf-16 be", "utf-32", "windows-1252", "utf-8 read as windows-1252"],
)
def test_encoding(data: bytes) -> None:
    assert decode(data) == TEXT


def test_a_single_windows_quote_is_enough() -> None:
    assert decode(b"Menteri berkata \x93ya\x94") == "Menteri berkata “ya”"
    assert decode(b"Harganya \x805") == "Harganya €5"


def test_utf16_without_a_mark() -> None:
    text = "Pemerintah menaikkan harga beras medium." * 3
    assert decode(text.encode("utf-16-le")) == text


def test_other_encodings_are_detected() -> None:
    text = "Правительство России объявило о новых переговорах с соседними странами в Москве. " * 5
    assert decode(text.encode("cp1251")) == text


def test_line_ends_and_composition() -> None:
    assert decode(b"satu\r\ndua\rtiga\n") == "satu\ndua\ntiga\n"
    assert decode("kafe\u0301".encode()) == "kafé"


def test_utf8_that_was_cut_in_a_character() -> None:
    data = ("“Kami siap,” kata dia. " * 5).encode() + "“".encode()[:2]
    assert decode(data).startswith("“Kami siap,” kata dia.")


@pytest.mark.parametrize("decoded", [decode, decode_line])
def test_a_stray_byte_does_not_spoil_the_characters_around_it(decoded: Callable[[bytes], str]) -> None:
    assert decoded("Kafé “ramai” ".encode() + b"\x96 caf\xe9 lagi.") == "Kafé “ramai” – café lagi."
    assert decoded("Kafé ramai ".encode() + b"\xe2\x80 lagi.") == "Kafé ramai \ufffd lagi."
    assert decoded(b"Kota \x93Bandung\x94 dan caf\xe9.") == "Kota “Bandung” dan café."


def test_words_that_only_look_spoilt_stay() -> None:
    assert decode("Âge dan naïve".encode()) == "Âge dan naïve"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"PK\x03\x04\x14\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x00" * 100,
        bytes(range(256)) * 20,
    ],
    ids=["pdf", "zip", "png", "jpeg", "nul", "every byte"],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not a text"):
        decode(data)
