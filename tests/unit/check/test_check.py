"""What `check` must say, and above all what it must not say."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.check import check

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    """The rows of a table beside this file."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def warned(source: str, target: str) -> set[str]:
    """Kinds of the warnings."""
    return {finding.kind for finding in check(source, target) if finding.severity == "warn"}


@pytest.mark.parametrize(("source", "target"), rows("silent.tsv"))
def test_the_same_in_another_form_is_no_finding(source: str, target: str) -> None:
    assert not [finding.message for finding in check(source, target)]


@pytest.mark.parametrize(("kind", "source", "target"), rows("warned.tsv"))
def test_a_fault_is_found(kind: str, source: str, target: str) -> None:
    assert kind in warned(source, target)


def test_the_message_names_both_values() -> None:
    (finding,) = check("Sebanyak 130.000 tentara dikerahkan.", "As many as 13,000 troops were deployed.")
    assert finding.message == "“130.000” became “13,000”"


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("Tiga bulan kemudian ia wafat.", "Three weeks later he died.", "“Tiga bulan” became “Three weeks”"),
        ("Turun 30 persen.", "It fell by 30.", "“30 %” became “30”"),
        ("Mulai pukul 20.00.", "It starts at 8 a.m.", "“20.00” (pm) became “8” (am)"),
        ("Itu kali ketiga.", "It was the second time.", "“ketiga” became “second”"),
        (
            "Ada elang, hantu, dan serigala.",
            "There is an elang, a hantu and a serigala.",
            "left in Indonesian: “elang”, “hantu”, “serigala”",
        ),
    ],
)
def test_the_message_is_in_the_words_of_the_page(source: str, target: str, said: str) -> None:
    assert [finding.message for finding in check(source, target)] == [said]


def test_what_a_term_of_the_glossary_says_is_not_left_over() -> None:
    source, target = "Mereka berkumpul di angkringan itu.", "They met at the angkringan."
    assert warned(source, target) == {"untranslated"}
    assert not check(source, target, ["angkringan"])


def test_a_copied_thousands_mark_is_only_mentioned() -> None:
    (finding,) = check("Sebanyak 130.000 tentara dikerahkan.", "As many as 130.000 troops were deployed.")
    assert (finding.kind, finding.severity) == ("number", "info")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("“Kami siap,” kata menteri itu.", "We are ready, the minister said."),
        ("“Kami siap,” kata menteri itu.", "“We are ready, the minister said."),
        ("Kami siap, kata menteri itu.", "“We are ready,” the minister said."),
    ],
)
def test_lost_quotation_marks_are_mentioned(source: str, target: str) -> None:
    assert [(finding.kind, finding.severity) for finding in check(source, target)] == [("quote", "info")]


def test_names_and_titles_may_be_copied() -> None:
    assert not check("Film “Ada Apa dengan Cinta” tayang.", "The film “Ada Apa dengan Cinta” is on.")
    assert not check("Foto: Antara/Budi Santoso", "Foto: Antara/Budi Santoso")


def test_a_sentence_that_is_all_wrong_says_so_a_few_times() -> None:
    source = " ".join(str(number) for number in range(100, 400))
    assert len(check(source, "Nothing of the kind was ever said by anyone here. " * 20)) <= 8


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_makes_it_raise(source: str, target: str) -> None:
    assert isinstance(check(source, target), tuple)


PIECES = (
    "1 2,5 1.000 0 99999999999999999 / - : . , ke abad Rp $ % juta ribu dua setengah and a half hundred s an per ½ ' pm"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=14), st.booleans())
def test_no_heap_of_number_words_makes_it_raise(pieces: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    assert isinstance(check(text, text), tuple)


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "1.",
        "1/",
        "1-",
        "juta ",
        "dua puluh ",
        "and a half ",
        "@",
        "#1",
        "“",
        "ha",
        "9",
        "Rp ",
        "x1",
        "satu dua ",
        "2 juta 3 ribu ",
        "1 km ",
        "sepekan ",
        "tidak ",
        "tidak jauh dan ",
        "not ",
        "Abcde ",
        "Xq",
        "ribuan ",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.thread_time()
        check(text, text[::-1])
        check(text, text)
        return time.thread_time() - start

    seconds(1_000)
    assert seconds(8_000) < 16 * max(seconds(1_000), 0.02)
