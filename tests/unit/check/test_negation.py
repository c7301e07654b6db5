"""Denials that are lost or made up."""

from reader.check.denials import cues, opposites
from reader.check.negation import check_negation


def messages(source: str, target: str) -> list[str]:
    """What is said of the denials."""
    return [finding.message for finding in check_negation(source, target)]


def test_the_lost_word_is_named() -> None:
    (message,) = messages("Polisi tidak menahan siapa pun.", "Police detained someone.")
    assert message == "the negation “tidak” is missing in the translation"


def test_the_added_word_is_named() -> None:
    (message,) = messages("Polisi menahan tiga orang.", "Police didn’t detain three people.")
    assert message == "the negation “n't” is not in the original"


def test_one_of_several_denials_may_be_lost() -> None:
    source = "Ia tidak datang karena belum diundang."
    assert not messages(source, "He did not come because he had not been invited.")
    assert messages(source, "He did not come because he had been invited.") == [
        "one of the negations “tidak”, “belum” is missing in the translation"
    ]


def test_two_denials_may_share_an_answer() -> None:
    assert not messages("Ia tidak makan dan tidak minum.", "He did not eat or drink.")


def test_an_opposite_answers_only_what_it_is_the_opposite_of() -> None:
    assert not messages("Rumahnya tidak jauh dari sini.", "His house is near here.")
    assert messages("Ia tidak menulis dari sini.", "He writes near here.")


def test_a_weak_answer_counts_only_about_the_place_of_the_denial() -> None:
    ending = "and then they all went to the market in the old town to buy rice, fish, fruit and a great many flowers"
    source = f"Ia tidak pulang, {'lalu mereka semua pergi ke pasar di kota tua untuk membeli beras dan ikan ' * 2}"
    assert messages(source, f"He went home, {ending}, but missed the bus")
    assert not messages(source, f"He avoided going home, {ending}")


def test_words_that_end_like_a_clitic_are_no_denial() -> None:
    assert not messages("Ia membeli udang galah di pasar.", "She bought giant prawns at the market.")


def test_cues_are_words_or_beginnings() -> None:
    some = cues("yet fail*")
    assert some.has("yet")
    assert some.has("failing")
    assert not some.has("yeti")


def test_every_row_of_opposites_has_words() -> None:
    assert all(answers.whole or answers.beginnings for answers in opposites().values())
    assert opposites()["jauh"].has("nearby")
