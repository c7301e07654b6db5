"""The recipe's back-translation: which English is taken, what is done with what a model made of it."""

import lzma
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.training.backtranslate import (
    CHUNK,
    choose_english,
    finish,
    pairs_of,
    read_translations,
    repair_names,
    translate_all,
    usable,
)
from models.training.collect import Blocklist
from models.training.config import BackTranslation, Cleaning
from models.training.examples import Example, parse_links, reversed_example

PHASE = {"name": "reverse", "steps": 1, "rate": [1e-3, 1e-3], "weights": {"news": 1.0}}
GOOD = "The minister arrived in the capital on Monday night."


def settings(**changes: object) -> BackTranslation:
    plain = {"sources": [{"files": ["*.txt.xz"]}], "training": {"phases": [PHASE]}}
    return BackTranslation.model_validate({**plain, **changes})


def english(folder: Path, *lines: str) -> None:
    with lzma.open(folder / "news.txt.xz", "wt", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in lines)


def chosen(folder: Path, **changes: object) -> list[str]:
    found = choose_english(settings(**changes), folder, Blocklist([]), random.Random(1))
    return [sentence for sentence, _ in found]


def made(source: str, target: str, links: str = "") -> Example:
    return Example("backtranslated", source, target, parse_links(links))


def dropped_for(source: str, target: str) -> Counter[str]:
    dropped: Counter[str] = Counter()
    assert list(usable([made(source, target)], Cleaning(), dropped)) == []
    return dropped


@pytest.mark.parametrize(
    "line",
    ["Too short.", "long " * 41, "see https://example.org for the rest of this story", "and so it went on and on today",
     "OIL PRICES RISE SHARPLY AFTER OPEC MEETING TODAY", "Name | Party | Votes | Share of the vote"],
)  # fmt: skip
def test_english_that_is_no_plain_sentence_is_left_out(tmp_path: Path, line: str) -> None:
    english(tmp_path, line, GOOD)
    assert chosen(tmp_path) == [GOOD]


def test_each_sentence_is_taken_once_and_none_of_an_evaluation_set(tmp_path: Path) -> None:
    secret = "The court in the northern city has freed both men."
    english(tmp_path, GOOD, GOOD.upper().capitalize(), secret)
    found = choose_english(settings(), tmp_path, Blocklist([("Rahasia", secret)]), random.Random(1))
    assert found == [(GOOD, "news")]


def test_shares_and_the_most(tmp_path: Path) -> None:
    english(tmp_path, *(f"The minister arrived in town number {i} on Monday night." for i in range(1000)))
    assert len(chosen(tmp_path, most=30)) == 30
    half = chosen(tmp_path, sources=[{"files": ["*.txt.xz"], "share": 0.5}])
    assert 400 < len(half) < 600
    assert half == chosen(tmp_path, sources=[{"files": ["*.txt.xz"], "share": 0.5}])
    assert half != sorted(half, key=lambda sentence: int(sentence.split()[6]))


def test_translation_goes_on_where_it_stopped(tmp_path: Path) -> None:
    sentences = [f"Sentence number {i}." for i in range(2 * CHUNK + 5)]
    path, asked = tmp_path / "translations.tsv", []

    def translate(part: Sequence[str]) -> list[str]:
        asked.append(len(part))
        return [sentence.replace("Sentence number", "Kalimat\tnomor") for sentence in part]

    first = translate_all(sentences, path, translate, lambda: len(asked) == 1, lambda _: None)
    assert len(first) == CHUNK
    with path.open("a", encoding="utf-8") as torn:
        torn.write("Sentence number 2052.\tKal")
    done = translate_all(sentences, path, translate, lambda: False, lambda _: None)
    assert asked == [CHUNK, CHUNK, 5]
    assert done == {sentence: sentence.replace("Sentence number", "Kalimat nomor") for sentence in sentences}
    assert read_translations(path) == done


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "empty"),
        ("Ia berkata bahwa ia berkata bahwa ia berkata bahwa ada 25 orang.", "loop"),
        ("Menteri itu mengatakan ada 25 orang di ko", "cut off"),
        ("Menteri itu mengatakan ada 52 orang di kota itu.", "numbers"),
        ("Menteri itu mengatakan ada 25 orang di dua kota itu.", "numbers"),
        ("The minister said there were 25 people in the city.", "copied"),
        ("Ada 25.", "length ratio"),
    ],
)
def test_bad_translations_are_dropped_and_counted(source: str, fault: str) -> None:
    assert dropped_for(source, "The minister said there were 25 people in the city.") == Counter([fault])


def test_good_translations_stay() -> None:
    pair = made(
        "Menteri itu mengatakan ada 1,5 juta orang di kota itu", "The minister said 1.5 million people were there"
    )
    dropped: Counter[str] = Counter()
    assert list(usable([pair], Cleaning(), dropped)) == [pair]
    assert not dropped


def test_garbled_names_are_put_right_and_translated_ones_left() -> None:
    example = made(
        'Menurut Larrov, Rusia dan "Zelesky" berunding Senin.',
        'According to Lavrov, Russia and "Zelensky" talk on Monday.',
        "0-0 1-2 2-3 3-4 4-5 5-6 6-8",
    )
    repaired = repair_names(example, {"menurut", "rusia", "dan", "berunding", "senin"})
    assert repaired.source == 'Menurut Lavrov, Rusia dan "Zelensky" berunding Senin.'
    assert (repaired.target, repaired.links) == (example.target, example.links)


def test_a_name_that_is_there_already_is_left() -> None:
    example = made("Kata Lavrov kepada Larrov", "So said Lavrov to them", "0-1 1-3 3-2")
    assert repair_names(example, {"kata"}).source == example.source


def test_uncovered_pairs_go() -> None:
    bad = made("satu dua tiga empat lima enam tujuh delapan", "something else that a model made up", "0-0")
    assert list(finish([bad], set(), 0.35)) == []
    assert list(finish([bad], set(), 0.1)) == [bad]


def test_pairs_are_of_what_is_translated_and_keep_their_origin() -> None:
    pairs = list(pairs_of([("A man.", "bbc"), ("A woman.", "cnn")], {"A woman.": "Seorang wanita."}))
    assert pairs == [Example("backtranslated", "Seorang wanita.", "A woman.", (), "cnn")]


def test_a_reversed_pair_has_reversed_links() -> None:
    example = made("mobil merah", "red car", "0-1 1-0")
    assert reversed_example(example) == Example("backtranslated", "red car", "mobil merah", ((0, 1), (1, 0)))
    assert reversed_example(reversed_example(example)) == example
