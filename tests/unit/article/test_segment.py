"""Sentences of Indonesian news: tricky cases as data, and what holds for any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.segment import segment

DATA = Path(__file__).parent / "sentences.txt"


def cases() -> list[list[str]]:
    text = "\n".join(line for line in DATA.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [block.strip("\n").split("\n") for block in text.split("\n\n") if block.strip()]


def test_there_are_cases_enough() -> None:
    assert len(cases()) >= 300


@pytest.mark.parametrize("lines", cases(), ids=lambda lines: lines[0][:40])
def test_sentences(lines: list[str]) -> None:
    text = "".join(line.removesuffix("¦") + ("" if line.endswith("¦") else " ") for line in lines).strip()
    sentences = [line.removesuffix("¦").strip() for line in lines]
    assert [span.of(text) for span in segment(text)] == sentences


def test_a_blank_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    text = "Judul tanpa titik\n\nKalimat yang\nterpotong baris. Lalu lagi."
    assert [span.of(text) for span in segment(text)] == [
        "Judul tanpa titik",
        "Kalimat yang\nterpotong baris.",
        "Lalu lagi.",
    ]


def test_nothing_gives_nothing() -> None:
    assert segment("") == ()
    assert segment(" \n\t ") == ()


def test_the_first_sentences_alone() -> None:
    text = "Ia datang. Ia pergi. Ia pulang."
    assert segment(text, limit=2) == segment(text)[:2]


@pytest.mark.parametrize("filler", ["Ia datang pada Senin. ", "“Kami siap,” kata dr. A. B. Budi, S.H. ", "kata "])
def test_a_long_text_is_cut_as_its_parts_are(filler: str) -> None:
    """Long texts are read a window after the other; where a window ends must not show."""
    short, long = filler * 20, filler * (180_000 // len(filler))
    kinds = {span.of(short) for span in segment(short)}
    found = [span.of(long) for span in segment(long)]
    if filler == "kata ":  # no sentence at all, but for its length
        assert {len(part) for part in found[:-1]} == {len(filler * 400) - 1}
    else:
        assert set(found) == kinds


PIECES = [
    *("Ia", "datang", "dr.", "Jl.", "Tbk.", "H.M.", "S.H.", "dll.", "No.", "Rp.", "1.", "21.00", "a.co.id."),
    *("“", "”", '"', "(", ")", ".", "?", "!", "…", ",", " ", "\n", "\n\n", "-", "é", "語", "。", "\u202e", "😀"),
]
NEWS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(NEWS, st.text(max_size=200)))
def test_sentences_cover_the_text_and_only_white_space_lies_between(text: str) -> None:
    spans = segment(text)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        assert text[at : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert text[at:].strip() == ""


def test_what_is_too_long_for_a_sentence_comes_in_parts() -> None:
    words = "Presiden pergi ke pasar, " + "warga membeli beras " * 400
    text = f"Ia tiba. {words}{'x' * 9000} lalu pulang ke rumah " + "lagi " * 500
    parts = [span.of(text) for span in segment(text)]
    assert parts[0] == "Ia tiba."
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= 2000 or "x" * 9000 in part for part in parts)
    assert not any(part.startswith(("siden", "eras", "agi")) for part in parts)
    assert len(parts) < 12
    clause = ["kata " * 300 + "menteri, " for _ in range(3)]
    assert [span.of("".join(clause)) for span in segment("".join(clause))] == [part.strip() for part in clause]


@pytest.mark.parametrize("piece", ["A. B. ", "“a. ", "(a. ", '"', "1. 2. ", "kata ", "Jl. ", "x", ". ", "a.B"])
def test_time_is_linear(piece: str) -> None:
    """sentencex alone takes the square of the time on unclosed quotes: a second here, minutes on a long page."""
    text = piece * (100_000 // len(piece))
    assert sum(span.end - span.start for span in segment(text)) > 0
