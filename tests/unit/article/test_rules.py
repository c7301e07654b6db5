"""The rules for furniture: each is shown by an example, none takes an article's own sentence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.article.rules import Rule, Zone, furniture, inline_rules, rules

_ZONES: tuple[Zone, ...] = ("head", "body", "tail")
SENTENCES = [
    "Menteri Luar Negeri mengatakan pertemuan itu berlangsung terbuka dan bermanfaat.",
    "Baca laporan itu dengan saksama, kata ketua komisi kepada para anggota dewan.",
    "“Kami tidak menginginkan perang,” tegas Lavrov.",
    "Ia mengikuti akun Telegram itu sejak 2019.",
    "Editor surat kabar itu ditahan polisi pada Senin malam.",
    "Iklan rokok dilarang mulai tahun depan.",
    "Halaman rumah warga terendam setinggi 40 sentimeter.",
    "Hak cipta lagu itu dipegang keluarga penciptanya sejak 1998, kata pengacara keluarga di Jakarta.",
    "Copyright atas karya itu dipersoalkan di pengadilan niaga oleh dua penerbit.",
    "NATO telah menolak tuntutan tersebut.",
    "Saham Facebook turun 3 persen.",
    "Dua tersangka ditahan (AS dan BK).",
]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.id}: {rule.example}")
def test_rule_takes_its_example(rule: Rule) -> None:
    if rule.inline:
        assert rule.pattern.search(f"Kalimat selesai. {rule.example}")
    else:
        assert rule.pattern.fullmatch(rule.example)
        zone = next(zone for zone in ("head", "body", "tail") if zone in rule.where)
        assert furniture(rule.example, zone) is not None


_LETTERS = st.characters(codec="ascii", exclude_characters="\n") | st.sampled_from("©×»›…“”’–—•·→")


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.has], ids=lambda rule: f"{rule.id}: {rule.example}")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_every_line_of_a_rule_has_one_of_its_words(rule: Rule, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(f"(?i:{rule.pattern.pattern})", fullmatch=not rule.inline, alphabet=_LETTERS))
    assert rule.may_take(line.lower())


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_rule_takes_a_sentence_of_the_body(sentence: str) -> None:
    assert furniture(sentence, "body") is None
    assert all(not rule.pattern.search(sentence) for rule in inline_rules("body"))


_PARTS = sorted({word for rule in rules() for word in rule.has} | {rule.example for rule in rules()} | {" ", "x", "0"})


@settings(max_examples=200, deadline=None)
@given(line=st.lists(st.sampled_from(_PARTS), min_size=1, max_size=5).map("".join), zone=st.sampled_from(_ZONES))
def test_the_first_rule_in_the_order_of_the_file_takes_a_line(line: str, zone: Zone) -> None:
    """Looking for all their words in one pass leaves out no rule, and changes no order."""
    taking = (rule for rule in rules() if not rule.inline and zone in rule.where and rule.pattern.fullmatch(line))
    expected = next(taking, None)
    assert furniture(line, zone) is expected


def test_a_long_line_is_never_furniture() -> None:
    assert furniture("Baca juga: " + "kata " * 200, "body") is None


@pytest.mark.parametrize(
    "line", ["1" * 599, "x" * 600, "A " * 300, "share " * 99 + "?", "> " * 299, "(" * 600, "#" * 600]
)
def test_rules_are_quick_on_hostile_lines(line: str) -> None:
    """A pattern that backtracks would run for years here."""
    furniture(line, "head", "body", "tail")
    for rule in rules():
        rule.pattern.search(line)
