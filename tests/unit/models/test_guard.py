"""The guards: nothing cut, loops and empty outputs decoded again."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine import CTranslate2Translator
from models.guard import COMPACT_MAX_TOKENS, MAX_TOKENS, GuardedTranslator, has_loop, split_at_clauses
from models.types import Alignment, DecodingOptions, Hypothesis, Request


def count_words(text: str) -> int:
    return len(text.split())


class Scripted:
    """Answers a sentence from a table: first the plain answer, then the careful one."""

    name, digest = "scripted", "0" * 64

    def __init__(self, plain: dict[str, str], careful: dict[str, str]) -> None:
        self.plain, self.careful = plain, careful
        self.asked: list[list[str]] = []

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        table = self.careful if options.no_repeat_ngram_size else self.plain
        self.asked.append([request.text for request in batch])
        return [[Hypothesis(table.get(request.text, request.text.upper()), -1.0)] for request in batch]

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        return [() for _ in pairs]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry I'm sorry I'm sorry",
        "the talks, the talks, the talks",
        "no no no no",
        "and that. And that. And that.",
    ],
)
def test_sees_a_loop(text: str) -> None:
    assert has_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was very, very serious.",
        "from day to day and from house to house",
        "The minister said that the minister of trade had met the minister of finance.",
        "1,000,000 people",
        "No, no.",
    ],
)
def test_sees_no_loop(text: str) -> None:
    assert not has_loop(text)


def test_decodes_a_loop_and_an_empty_output_again() -> None:
    inner = Scripted({"a": "talks talks talks talks", "b": "", "c": "fine"}, {"a": "talks", "b": "something"})
    guarded = GuardedTranslator(inner, count_words)
    results = guarded.translate([Request("a"), Request("b"), Request("c")], DecodingOptions())
    assert [result[0].text for result in results] == ["talks", "something", "fine"]
    assert inner.asked == [["a", "b", "c"], ["a", "b"]]


def test_keeps_the_first_answer_when_the_second_is_no_better() -> None:
    inner = Scripted({"a": "x y x y x y"}, {"a": ""})
    (result,) = GuardedTranslator(inner, count_words).translate([Request("a")], DecodingOptions())
    assert result[0].text == "x y x y x y"


def test_a_loop_in_the_source_may_stay() -> None:
    source = "ha ha ha ha"
    inner = Scripted({source: "ha ha ha ha"}, {source: "ha"})
    (result,) = GuardedTranslator(inner, count_words).translate([Request(source)], DecodingOptions())
    assert result[0].text == "ha ha ha ha"


def test_splits_a_long_sentence_and_joins_its_parts() -> None:
    text = ", ".join(" ".join(f"kata{part}-{word}" for word in range(50)) for part in range(9)) + "."
    inner = Scripted({}, {})
    (result,) = GuardedTranslator(inner, count_words).translate([Request(text)], DecodingOptions())
    assert result[0].text == text.upper()
    assert len(inner.asked[0]) == 3
    assert all(count_words(part) <= MAX_TOKENS for part in inner.asked[0])
    assert all(part.endswith((",", ".")) for part in inner.asked[0])


@given(st.text(alphabet="ab ,;:-–\n", max_size=400), st.integers(min_value=4, max_value=40))
def test_split_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    def count(part: str) -> int:
        return sum(1 for character in part if not character.isspace())

    parts = split_at_clauses(text, limit, count)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(count(part) <= limit for part in parts)


def test_a_very_long_sentence_comes_through_the_real_model_to_its_end(compact: CTranslate2Translator) -> None:
    guarded = GuardedTranslator(compact, compact.count_tokens, COMPACT_MAX_TOKENS)
    cities = ["Jakarta", "Bandung", "Surabaya", "Medan", "Makassar", "Denpasar", "Padang", "Manado"]
    clauses = [
        f"Presiden tiba di {city} pada hari Senin untuk membahas harga beras bersama para menteri" for city in cities
    ]
    text = ", ".join(clauses) + " " + "x" * 3000
    (result,) = guarded.translate([Request(text)], DecodingOptions(beam_size=1))
    assert {city for city in cities if city in result[0].text} >= {"Jakarta", "Surabaya", "Manado"}
    assert (guarded.name, guarded.digest) == (compact.name, compact.digest)
    assert guarded.align([("Jakarta", "Jakarta")]) == [((0, 0),)]
