"""Sentences as an article of their own, what a word became, and threads that stand back: without a screen."""

import os
import sys
import threading
from collections.abc import Iterable

import pytest

from reader.document import AlignedSentence
from reader.ui.again import Excerpt
from reader.ui.geometry import Side
from reader.ui.lookup import Lookup, Met, Pair
from reader.ui.manners import stand_back
from tests.ui.kit import ARTICLE, ENGLISH

SENTENCES = list(ENGLISH)


def test_an_excerpt_has_the_chosen_sentences_and_all_the_text_around_them() -> None:
    excerpt = Excerpt(ARTICLE, [(3, 1), (-3, 1), (0, 0), (3, 1)])
    assert [segment.text for segment in excerpt.article.segments()] == [SENTENCES[2], SENTENCES[3], SENTENCES[9]]
    assert [paragraph.text for _, paragraph in excerpt.article.blocks()] == [
        paragraph.text for _, paragraph in ARTICLE.blocks()
    ]


def test_a_sentence_of_an_excerpt_goes_back_to_its_place() -> None:
    places = [(-3, 1), (3, 1), (6, 0), (6, 2)]
    excerpt = Excerpt(ARTICLE, places)
    made = [
        AlignedSentence(segment=segment, target="x", model="m", origin="model")
        for segment in excerpt.article.segments()
    ]
    back = [excerpt.restored(sentence).segment for sentence in made]
    assert [(segment.paragraph, segment.sentence) for segment in back] == places
    whole = {(segment.paragraph, segment.sentence): segment for segment in ARTICLE.segments()}
    assert back == [whole[place] for place in places]
    assert [excerpt.place(sentence.segment) for sentence in made] == places


PAIRS = (
    Pair("Rumah besar itu runtuh.", "That big house collapsed.", ((0, 2), (1, 1), (2, 0), (3, 3))),
    Pair("Sebuah rumah, besar sekali.", "A House, very big.", ((0, 0), (1, 1), (2, 3), (3, 2))),
    Pair("Rumah.", "Home.", ()),
    Pair("Rumahnya besar.", "His house is big.", ((0, 0), (0, 1), (1, 3))),
)


def look_up(pairs: Iterable[Pair], wording: str, side: Side) -> Met:
    lookup = Lookup(wording, side)
    for pair in pairs:
        lookup.take(pair)
    return lookup.met


def test_a_word_is_looked_up_in_either_language() -> None:
    met = look_up(PAIRS, "rumah", Side.SOURCE)
    assert met.counterparts == (("house", 2),)
    assert met.count == 3  # also where nothing is aligned with it, but not in `Rumahnya`
    assert met.examples[0] == ("Rumah.", "Home.")
    assert look_up(PAIRS, "BIG", Side.TARGET).counterparts == (("besar", 3),)
    assert look_up(PAIRS, "very big", Side.TARGET).counterparts == (("besar sekali", 1),)
    assert look_up(PAIRS, "gajah", Side.SOURCE) == Met((), (), 0, 0)
    assert look_up(PAIRS, "...", Side.SOURCE).counterparts == ()


@pytest.mark.parametrize("other", ["One two.", "A two."])
def test_of_the_translations_of_a_sentence_the_first_counts(other: str) -> None:
    twice = (Pair("Satu dua.", "One two.", ((0, 0),)), Pair("Satu dua.", other, ((0, 1),)))
    assert look_up(twice, "satu", Side.SOURCE).counterparts == (("One", 1),)
    assert look_up(twice, "satu", Side.SOURCE).count == 1


def test_what_was_found_can_be_told_at_any_time() -> None:
    lookup = Lookup("rumah", Side.SOURCE)
    told = []
    for pair in [*PAIRS, *PAIRS]:
        before = lookup.met.sentences
        assert lookup.take(pair) == (lookup.met.sentences > before)
        told.append(lookup.met.count)
    assert told == sorted(told)
    assert told[len(PAIRS) - 1] == told[-1] == look_up(PAIRS, "rumah", Side.SOURCE).count


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives threads a priority of their own")
def test_a_thread_in_the_background_stands_back_once_and_for_all_that_it_begins() -> None:
    seen: list[int] = []

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def work() -> None:
        stand_back()
        seen.append(priority())
        stand_back()
        seen.append(priority())
        child = threading.Thread(target=lambda: seen.append(priority()))
        child.start()
        child.join()

    before = priority()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [min(before + 5, 19)] * 3
    assert priority() == before
