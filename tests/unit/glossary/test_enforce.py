"""Enforcement: what a step asks of the model, what is accepted, and what the bundled model makes of it."""

from collections.abc import Callable, Sequence

import pytest

from models.engine import CTranslate2Translator
from models.types import Alignment, DecodingOptions, Hypothesis, Request
from reader.check import check
from reader.glossary.enforce import MARGIN, Enforcer, Faults, Outcome, Sentence, Step, tidy
from reader.glossary.match import Matcher, uses
from reader.glossary.terms import Term

KEMLU = Term(source="Kemlu", target="Foreign Ministry", kind="organisation")
RAPAT = Term(source="rapat", target="meeting")
TEXT = "Kemlu menunda rapat itu."
PLAIN = "The office put off the talks."


class Model:
    """A `Translator` whose answers are written down: what it says to a request, and how likely it finds a target."""

    name, digest = "written", "0" * 64

    def __init__(
        self, says: Callable[[Request], Sequence[str]], score: Callable[[str], float] = lambda _: -1.0
    ) -> None:
        self._says, self._score = says, score
        self.asked: list[list[Request]] = []

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        self.asked.append(list(batch))
        return [[Hypothesis(text, -0.1) for text in self._says(request)[: options.n_best]] for request in batch]

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        return [self._score(target) for _, target in pairs]

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        return [((0, 1), (1, 2), (2, 5), (3, 4)) for _ in pairs]


def enforce(
    model: Model,
    *terms: Term,
    steps: Sequence[Step] = ("prefix",),
    faults: Faults = lambda *_: 0,
    plain: str = PLAIN,
) -> Outcome:
    sentence = Sentence(TEXT, Matcher(terms).find(TEXT), Hypothesis(plain, -1.0))
    return Enforcer(model, DecodingOptions(), model.align, faults, steps=steps).enforce([sentence])[0]


def test_a_term_that_is_there_is_left_alone() -> None:
    model = Model(lambda request: [""])
    outcome = enforce(model, KEMLU, plain="Foreign ministries put off the talks.")
    assert outcome.hypothesis.text == "Foreign ministries put off the talks."
    assert not outcome.repaired
    assert not model.asked


def test_the_translation_goes_on_from_the_term_at_the_aligned_place() -> None:
    model = Model(lambda request: [f"{request.target_prefix} put off the talks."])
    outcome = enforce(model, KEMLU)
    assert [request.target_prefix for request in model.asked[0]] == ["The Foreign Ministry"]
    assert outcome.hypothesis.text == "The Foreign Ministry put off the talks."
    assert outcome.repaired == {"Kemlu": "prefix"}


def test_other_places_are_tried_with_and_without_an_article() -> None:
    model = Model(lambda request: [""])
    enforce(model, RAPAT, steps=("prefix", "places"))
    assert [[request.target_prefix for request in batch] for batch in model.asked] == [
        ["The office put off the meeting"],  # where the alignment puts it
        [
            "The office put meeting",  # after what the words before it became
            "The office put off meeting",
        ],
    ]


def test_linked_words_are_exchanged_and_the_model_is_only_asked_what_it_thinks() -> None:
    model = Model(lambda request: [""])
    outcome = enforce(model, KEMLU, RAPAT, steps=("exchange", "prefix"))
    assert outcome.hypothesis.text == "The Foreign Ministry put off the meeting."
    assert outcome.repaired == {"Kemlu": "exchange", "rapat": "exchange"}
    assert outcome.hypothesis.alignment == ((0, 1), (0, 2), (1, 3), (2, 6), (3, 5))
    assert not model.asked


@pytest.mark.parametrize(
    ("plain", "links", "wanted"),
    [
        ('Talks in the "Kemlu"', [3], 'Talks in the "Foreign Ministry"'),
        ("Talks, the Kemlu's, wait", [1, 2], "Talks, the Foreign Ministry's, wait"),
        ("kemlu waits", [0], "Foreign Ministry waits"),
        ("Talks by the Kemlu here on Monday", [1, 2, 3, 4], "Talks by the Foreign Ministry here on Monday"),
        ("The Ministry of the Outside waits", [1, 2, 3, 4], "The Foreign Ministry waits"),
        ("Out office waits", [0, 2], None),  # the words are scattered
        ("Home and Outside Ministry waits", [0, 1, 2, 3], None),
        ("The F.M. waits", [1], None),
        ("The F.M.-led talks wait", [1], None),
        ("Gen. Outside waits", [0], None),
        ("An outside spokesman waits", [1], None),
        ("and of waits", [0, 1], None),
        ("The office waits", [], None),
    ],
)
def test_what_stands_around_exchanged_words_stays(plain: str, links: list[int], wanted: str | None) -> None:
    hypothesis = Hypothesis(plain, -1.0, alignment=tuple((0, there) for there in links))
    sentence = Sentence(TEXT, Matcher([KEMLU]).find(TEXT), hypothesis)
    model = Model(lambda request: [""])
    enforcer = Enforcer(model, DecodingOptions(), model.align, lambda *_: 0, steps=("exchange",))
    (outcome,) = enforcer.enforce([sentence])
    assert outcome.hypothesis.text == (wanted or plain)
    assert bool(outcome.repaired) is bool(wanted)


def test_an_exchange_that_the_model_dislikes_is_translated_anew() -> None:
    exchanged, anew = "The Foreign Ministry put off the talks.", "The Foreign Ministry has put off the talks."
    model = Model(lambda request: [anew], score=lambda target: -1 - MARGIN * (1.1 if target == exchanged else 0.9))
    outcome = enforce(model, KEMLU, steps=("exchange", "prefix"))
    assert (outcome.hypothesis.text, outcome.repaired) == (anew, {"Kemlu": "prefix"})


def test_the_english_is_put_into_the_source() -> None:
    model = Model(lambda request: ["The Foreign Ministry put off the talks."])
    outcome = enforce(model, KEMLU, steps=("source",))
    assert model.asked == [[Request("Foreign Ministry menunda rapat itu.")]]
    assert outcome.repaired == {"Kemlu": "source"}


def test_of_a_wider_search_the_likeliest_with_the_term_is_taken() -> None:
    answers = ["The office waits.", "The Foreign Ministry waits.", "The Foreign Ministry put off the talks."]
    model = Model(lambda request: answers, score=lambda target: -0.9 if "put off" in target else -1.1)
    outcome = enforce(model, KEMLU, steps=("n-best",))
    assert outcome.hypothesis == Hypothesis("The Foreign Ministry put off the talks.", -0.9)
    assert outcome.repaired == {"Kemlu": "n-best"}


def test_several_terms_come_one_after_the_other() -> None:
    def says(request: Request) -> list[str]:
        rest = " delayed it." if request.target_prefix.endswith("meeting") else " put off the talks."
        return [request.target_prefix + rest]

    outcome = enforce(Model(says), KEMLU, RAPAT, steps=("prefix", "source"))
    assert outcome.repaired == {"Kemlu": "prefix", "rapat": "prefix"}
    used = uses(Matcher([KEMLU, RAPAT]).find(TEXT), outcome.hypothesis.text)
    assert [use.status for use in used] == ["used", "used"]


@pytest.mark.parametrize(
    "answer",
    [
        "The office put off the talks.",  # without the term
        "The Foreign Ministry of the Foreign Ministry put off the talks.",  # twice for once
        "",
    ],
)
def test_what_is_not_sound_is_not_taken(answer: str) -> None:
    outcome = enforce(Model(lambda request: [answer]), KEMLU, steps=("prefix", "source", "n-best"))
    assert outcome == Outcome(Hypothesis(PLAIN, -1.0))


def test_a_term_that_was_there_must_stay() -> None:
    model = Model(lambda request: ["The Foreign Ministry put it off."])
    outcome = enforce(model, KEMLU, RAPAT, plain="The office put off the meeting.")
    assert not outcome.repaired


def test_the_checks_must_have_no_more_to_say() -> None:
    model = Model(lambda request: ["The Foreign Ministry put off 14 talks."])
    assert not enforce(model, KEMLU, faults=lambda *pair: len(check(*pair))).repaired


@pytest.mark.parametrize(("fall", "accepted"), [(MARGIN - 0.01, True), (MARGIN + 0.01, False)])
def test_the_score_may_fall_by_the_margin(fall: float, accepted: bool) -> None:
    model = Model(lambda request: [f"{request.target_prefix} put off the talks."], score=lambda _: -1.0 - fall)
    assert bool(enforce(model, KEMLU).repaired) is accepted


def test_a_term_that_need_not_be_there_is_not_asked_for() -> None:
    model = Model(lambda request: ["never"])
    assert not enforce(model, KEMLU.model_copy(update={"enforce": False})).repaired
    assert not model.asked


def test_sentences_of_a_batch_go_through_the_model_together() -> None:
    model = Model(lambda request: [f"{request.target_prefix} put off the talks."])
    sentence = Sentence(TEXT, Matcher([KEMLU]).find(TEXT), Hypothesis(PLAIN, -1.0))
    outcomes = Enforcer(model, DecodingOptions(), model.align, lambda *_: 0, steps=("prefix",)).enforce([sentence] * 5)
    assert [len(batch) for batch in model.asked] == [5]
    assert all(outcome.repaired for outcome in outcomes)


def test_what_a_model_was_made_to_say_is_made_harmless() -> None:
    said = tidy(Hypothesis("\x1b[31mred\n \u202e door", -1.0, alignment=((0, 0), (1, 2))))
    assert said.text == "␛[31mred door"
    assert said.alignment is None  # a word that was only a mark is gone: the links count wrongly


def test_the_bundled_model_takes_a_term(compact: CTranslate2Translator) -> None:
    text = "Menurut Hadi Tjahjono, gedung perpustakaan daerah itu akan dibuka pada hari Senin."
    term = Term(source="perpustakaan daerah", target="county archive")
    matches = Matcher([term]).find(text)
    plain = compact.translate([Request(text)], DecodingOptions())[0][0]
    assert uses(matches, plain.text)[0].status == "missing"
    sentence = Sentence(text, matches, plain)
    enforcer = Enforcer(compact, DecodingOptions(), compact.align, lambda *pair: len(check(*pair)))
    outcome = enforcer.enforce([sentence])[0]
    assert outcome.repaired
    assert "county archive" in outcome.hypothesis.text
    assert "Monday" in outcome.hypothesis.text
