"""The key depends on everything the output depends on, and on nothing else."""

from typing import Any

import pytest

from cache.key import alignment_key, translation_key

BASE: dict[str, Any] = {
    "model": "d" * 64,
    "options": {"beam_size": 4, "source_language": "ind_Latn"},
    "text": "Presiden tiba.",
    "terms": [("Presiden", "President"), ("AS", "US")],
}


@pytest.mark.parametrize(
    "change",
    [
        {"model": "e" * 64},
        {"options": {"beam_size": 1, "source_language": "ind_Latn"}},
        {"options": {"beam_size": 4, "source_language": "zsm_Latn"}},
        {"text": "Presiden tiba"},
        {"text": "presiden tiba."},
        {"terms": [("Presiden", "President")]},
        {"terms": [("Presiden", "the President"), ("AS", "US")]},
        {"terms": [("PresidenPresident", ""), ("AS", "US")]},
        {"terms": [("Presiden", "President", "Mr President"), ("AS", "US")]},
    ],
)
def test_any_change_is_another_key(change: dict[str, Any]) -> None:
    assert translation_key(**{**BASE, **change}) != translation_key(**BASE)


def test_the_order_of_terms_and_options_does_not_matter() -> None:
    turned = {
        **BASE,
        "terms": list(reversed(BASE["terms"])),
        "options": dict(reversed(list(BASE["options"].items()))),
    }
    assert translation_key(**turned) == translation_key(**BASE)


def test_keys_are_plain_hexadecimal_and_lasting() -> None:
    # A key that changed by accident would throw every cache away: raise SCHEMA when it is meant.
    key = translation_key(model="m", options={"beam_size": 4}, text="Halo “dunia”", terms=[("a", "b")])
    assert key == "5f80f19f2bfcd0efb57539ea7ecd29698db04735551d497cef949f441fecf9d4"


def test_an_alignment_is_another_thing_than_a_translation() -> None:
    assert alignment_key(model="m", source="a", target="b") != alignment_key(model="m", source="b", target="a")
    assert alignment_key(model="m", source="a", target="b") != alignment_key(model="n", source="a", target="b")
