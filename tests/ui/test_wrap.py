"""Breaking lines by cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.ui.wrap import cells, inert, offset_at, shortened, wrap

ODD = ["a", "b", " ", "kata", "中", "e\u0301", "👩\u200d👩\u200d👧", "☝\ufe0f", "“", "–", "\u0301"]


def test_lines_break_between_words() -> None:
    text = "Harga beras naik lagi"
    assert [text[start:end] for start, end in wrap(text, 11)] == ["Harga beras", "naik lagi"]


def test_a_word_that_fits_no_line_is_broken() -> None:
    text = "a " + "x" * 7
    assert [text[start:end] for start, end in wrap(text, 3)] == ["a", "xxx", "xxx", "x"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == [(0, 0)]


def test_wide_characters_count_twice() -> None:
    text = "日本 日本"
    assert [text[start:end] for start, end in wrap(text, 5)] == ["日本", "日本"]


def test_a_long_word_after_a_break_is_broken_again() -> None:
    text = "\u0301 kata中"
    assert [text[start:end] for start, end in wrap(text, 5)] == ["\u0301", "kata", "中"]


def test_an_emoji_family_stays_together() -> None:
    family = "👩\u200d👩\u200d👧"
    text = f"ab{family}cd"
    assert [text[start:end] for start, end in wrap(text, 4)] == [f"ab{family}", "cd"]


@given(st.lists(st.sampled_from(ODD)).map("".join), st.integers(min_value=2, max_value=15))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="ab ", max_size=60).map(str.strip), st.integers(min_value=1, max_value=15))
def test_plain_and_measured_texts_break_alike(text: str, width: int) -> None:
    """A zero-width mark at the very end sends the same text down the other path."""
    plain = wrap(text, width)
    measured = wrap(f"{text}\u0301", width) if text else plain
    assert [line[0] for line in measured] == [line[0] for line in plain]


@given(st.text(max_size=40))
def test_inert_keeps_every_offset_and_no_control(text: str) -> None:
    safe = inert(text)
    assert len(safe) == len(text)
    assert all(character.isprintable() or character in "\u200c\u200d" for character in safe)


def test_inert_shows_escape_as_a_picture() -> None:
    assert inert("\x1b[31mmerah\n") == "␛[31mmerah "


@pytest.mark.parametrize(("cell", "offset"), [(-1, 0), (0, 0), (1, 0), (2, 1), (3, 2), (9, 3)])
def test_offset_at_a_cell(cell: int, offset: int) -> None:
    assert offset_at("日ab", cell) == offset


def test_shortened_says_that_there_is_more() -> None:
    assert shortened("berita panjang", 8) == "berita…"
    assert shortened("berita", 6) == "berita"
    assert cells(shortened("日本日本", 4)) <= 4
    assert shortened("berita", 0) == ""
