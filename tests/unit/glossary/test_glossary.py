"""Terms: reading, merging, finding, locating."""

from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.glossary.match import Matcher, locate, uses
from reader.glossary.terms import Term, built_in_terms, merged, read_terms

STARTER = Matcher(built_in_terms())


def found(text: str, matcher: Matcher = STARTER) -> list[tuple[str, str]]:
    return [(span.of(text), match.term.target) for match in matcher.find(text) for span in match.spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menteri Luar Negeri AS tiba.", [("Menteri Luar Negeri", "Foreign Minister"), ("AS", "US")]),
        ("Wakil Menteri Luar Negeri", [("Wakil Menteri Luar Negeri", "Deputy Foreign Minister")]),
        ("as roda mobil", []),
        ("ASEAN dan asean", [("ASEAN", "ASEAN")]),
        ("PBBI dan APBB", []),
        ("sidang DK PBB, lalu PBB", [("DK PBB", "UN Security Council"), ("PBB", "UN")]),
        ("menteri luar negeri", [("menteri luar negeri", "Foreign Minister")]),
        ("Menteri\n Luar  Negeri", [("Menteri\n Luar  Negeri", "Foreign Minister")]),
        ("kepresidenan", []),
        ("(OSCE)", [("OSCE", "Organization for Security and Co-operation in Europe")]),
        ("", []),
    ],
)
def test_finds_whole_words_longest_first(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_shorter_term_counts_where_the_longer_one_has_wrong_capitals() -> None:
    matcher = Matcher([Term(source="MK Jakarta", target="x"), Term(source="Jakarta", target="y", case="any")])
    exact = Matcher([Term(source="MK JAKARTA", target="x"), Term(source="jakarta", target="y")])
    assert found("mk Jakarta", exact) == [("Jakarta", "y")]
    assert found("MK Jakarta", matcher) == [("MK Jakarta", "x")]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("the foreign ministers met", ["foreign ministers"]),
        ("The Foreign Minister's plan", ["Foreign Minister's"]),
        ("foreign ministerial talks", []),
        ("Minister of Foreign Affairs Sugiono", ["Minister of Foreign Affairs"]),
        ("", []),
    ],
)
def test_locates_the_english_with_plural_and_possessive(target: str, expected: list[str]) -> None:
    term = Term(source="Menlu", target="Foreign Minister", accept=("Minister of Foreign Affairs",))
    assert [span.of(target) for span in locate(term, target)] == expected


def test_capitals_tell_the_country_from_the_pronoun() -> None:
    assert locate(Term(source="AS", target="US"), "It was told to us.") == ()


def test_a_place_proves_one_term_alone() -> None:
    matches = STARTER.find("DK PBB dan PBB bersidang.")
    assert [use.status for use in uses(matches, "The UN Security Council met.")] == ["used", "missing"]
    assert [use.status for use in uses(matches, "The UN Security Council and the UN met.")] == ["used", "used"]


def test_an_empty_glossary_finds_nothing() -> None:
    assert Matcher(()).find("Presiden AS") == ()


def test_later_layers_go_over_earlier_ones() -> None:
    layers = [
        [Term(source="Menlu", target="Foreign Minister"), Term(source="AS", target="US")],
        [Term(source="menlu", target="Secretary of State"), Term(source="as", target="axle")],
    ]
    assert {(term.source, term.target) for term in merged(layers)} == {
        ("menlu", "Secretary of State"), ("AS", "US"), ("as", "axle"),
    }  # fmt: skip


def test_the_starter_glossary_has_no_two_terms_for_one_wording() -> None:
    seen: dict[str, str] = {}
    for term in built_in_terms():
        for form in term.forms:
            key = form if term.exact(form) else form.casefold()
            assert key not in seen, f"{form!r} stands under {seen[key]!r} and {term.source!r}"
            seen[key] = term.source
    assert len(built_in_terms()) >= 50


def test_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('[[term]]\nsource = "Tenggara"\ntarget = "Southeast"\nvariants = ["Tgr"]\n', encoding="utf-8")
    assert found("Tgr dan tenggara", Matcher(read_terms(path))) == [("Tgr", "Southeast"), ("tenggara", "Southeast")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[[term]]\nsource = "a"\n', "entry 1: target"),
        (b'[[term]]\nsource = "a"\ntarget = "b"\n[[term]]\nsource = ""\ntarget = "c"\n', "entry 2: source"),
        (b'[[term]]\nsource = "a"\ntarget = "b"\nvariants = [" "]\n', "a wording is empty"),
        (b'[[term]]\nsource = "a"\ntarget = "b"\ncolour = "red"\n', "entry 1: colour"),
        (b"[[term]\n", "not valid TOML"),
        (b"\xff\xfe", "cannot be read"),
        (b'title = "x"\n', "title"),
    ],
)
def test_a_wrong_file_is_one_clear_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_bytes(content)
    with pytest.raises(ReaderError, match=message) as caught:
        read_terms(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="cannot be read"):
        read_terms(tmp_path / "none.toml")
