"""Names that are lost, and words that only look like names."""

import subprocess
import sys
from pathlib import Path

import pytest

from models import words
from reader.check.names import check_names, fold
from reader.check.plain import name_lines, plain_lines

ROOT = Path(__file__).parents[3]


def lost(source: str, target: str) -> list[str]:
    """The names that are told of."""
    return [finding.message.split("“")[1].split("”")[0] for finding in check_names(source, target)]


def test_words_side_by_side_are_one_name() -> None:
    source = "Hal itu dikatakan oleh Anton Baskoro di depan wartawan, lalu diulang oleh Sukesti."
    assert lost(source, "This was said in front of reporters and then repeated.") == ["Anton Baskoro", "Sukesti"]


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("Wladimir", "Vladimir"),
        ("Soekarno", "Sukarno"),
        ("Khartoum", "Khartum"),
        ("Praha", "Prague"),
        ("Erdoğan", "Erdogan"),
        ("Kroasia", "Croatian"),
        ("Kualalumpur", "Kuala Lumpur"),
        ("Fukushima", "Fukushima's"),
    ],
)
def test_another_spelling_is_the_same_name(indonesian: str, english: str) -> None:
    assert not lost(f"Kemarin kami membaca tentang {indonesian} di sana.", f"We read about {english} there yesterday.")


@pytest.mark.parametrize("word", ["Sukesti", "Sebastian", "Diana", "Bernard", "Terence"])
def test_a_name_that_begins_like_a_prefix_is_a_name(word: str) -> None:
    assert lost(f"Kemarin kami bertemu {word} di sana.", "We met there yesterday.") == [word]


def test_capitals_of_headlines_and_of_first_words_say_nothing() -> None:
    assert not lost("Wabah Baru Melanda Kota Tua Sukesti", "A new outbreak hits")
    assert not lost("Sukesti mengatakan hal itu kemarin.", "He said so yesterday.")
    assert lost("Anton Baskoro mengatakan hal itu kemarin.", "He said so yesterday.") == ["Anton Baskoro"]


def test_few_findings_for_one_sentence() -> None:
    source = "Mereka melihat " + ", ".join(f"Zx{letter * 3}q" for letter in "bcdfghj") + " di sana."
    assert len(lost(source, "They saw nothing.")) <= 3


def test_folding_takes_marks_and_accents_off() -> None:
    assert fold("Ma’ruf Çelik") == "maruf celik"


def test_plain_words_are_words_and_no_names() -> None:
    found = words.plain()
    assert {"kota", "menteri", "rakyat", "tuhan", "membeli", "gubernur"} <= found
    assert not {"jakarta", "jokowi", "prabowo", "putin", "lavrov", "trenggalek", "brebes"} & found
    assert words.PLAIN.read_text(encoding="utf-8") == "".join(plain_lines()), "run python -m reader.check.plain"


def test_names_among_the_plain_words() -> None:
    assert {"ukraina", "jenewa", "menlu", "lebaran"} <= words.names()
    assert not {"laut", "menteri", "selatan", "beras", "kehutanan"} & words.names()
    assert words.NAMES.read_text(encoding="utf-8") == "".join(name_lines()), "run python -m reader.check.plain"


def test_words_that_are_built_like_plain_ones_are_plain() -> None:
    assert all(map(words.is_plain, ["diliburkan", "terbakar", "pemberlakuannya", "menindaklanjuti"]))
    assert not any(map(words.is_plain, ["sergei", "lavrov", "surabaya"]))


def test_some_plain_words_are_english_too() -> None:
    assert {"agenda", "air"} <= words.plain() - words.only_indonesian()
    assert {"serigala", "membeli"} <= words.only_indonesian()


def test_the_list_is_not_read_before_it_is_needed() -> None:
    code = "import reader.check; reader.check.check('Ia pergi ke Paris.', 'He went to Paris.'); "
    code += "from models import words; print(words.plain.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
