"""The queue: which sentences come next, and that taking them stays cheap."""

import random

import pytest

from reader.document import Kind, Segment
from reader.pipeline import Focus, Unit
from reader.pipeline.queue import Queue


def unit(paragraph: int, sentence: int = 0, text: str = "", job: str = "a") -> Unit:
    text = text or f"{job} {paragraph} {sentence}"
    return Unit(job, Segment(paragraph=paragraph, sentence=sentence, kind=Kind.BODY, text=text), (), text)


def filled(*units: Unit, alike: bool = False) -> Queue:
    queue = Queue(alike=alike)
    for one in units:
        queue.add(one)
    return queue


def test_without_a_focus_sentences_come_as_they_went_in() -> None:
    queue = filled(*(unit(number) for number in (-1, 0, 1, 2)))
    assert list(queue.take(3)) == ["a -1 0", "a 0 0", "a 1 0"]
    assert list(queue.take(3)) == ["a 2 0"]
    assert not queue.take(3)


def test_title_subtitle_and_caption_stand_above_the_body() -> None:
    queue = filled(*(unit(number) for number in (-1, -2, -3, 0)))
    assert list(queue.take(4, Focus("a", -2))) == ["a -2 0", "a -3 0", "a 0 0", "a -1 0"]


def test_the_same_sentence_waits_once_and_is_told_to_every_place() -> None:
    same = [unit(0, text="Sama."), unit(7, text="Sama."), unit(0, text="Sama.", job="b")]
    queue = filled(*same, unit(1))
    assert len(queue) == 4
    assert queue.take(1, Focus("a", 7)) == {"Sama.": same}
    assert len(queue) == 1
    assert list(queue.take(5, Focus("a", 0))) == ["a 1 0"]


def test_other_jobs_come_after_the_one_that_is_read() -> None:
    queue = filled(unit(0), unit(0, job="b"), unit(1, job="b"), unit(0, job="c"))
    assert list(queue.take(4, Focus("b", 1))) == ["b 1 0", "b 0 0", "a 0 0", "c 0 0"]


def test_reach_keeps_to_the_neighbourhood() -> None:
    queue = filled(*(unit(number) for number in range(20)), unit(0, job="b"))
    assert list(queue.take(9, Focus("a", 10), reach=2)) == ["a 10 0", "a 11 0", "a 12 0", "a 9 0", "a 8 0"]
    assert not queue.take(9, Focus("a", 10), reach=2)
    assert len(queue) == 16


def test_like_lengths_come_together_and_nobody_waits_for_ever() -> None:
    lengths = [random.Random(3).randrange(10, 200) for _ in range(400)]
    queue = filled(*(unit(number, text=f"{number} ".ljust(length, "x")) for number, length in enumerate(lengths)),
                   alike=True)  # fmt: skip
    oldest = 0
    taken: set[int] = set()
    while batch := queue.take(20):
        numbers = {int(key.split()[0]) for key in batch}
        assert oldest in numbers
        taken |= numbers
        oldest = next((number for number in range(400) if number not in taken), -1)
        if len(batch) == 20 and len(queue) > 200:
            sizes = [len(key) for key in batch]
            assert max(sizes) - min(sizes) < 20
    assert len(taken) == 400


@pytest.mark.parametrize("focused", [True, False])
def test_what_is_forgotten_leaves_nothing_behind(focused: bool) -> None:
    queue = filled(*(unit(number) for number in range(5)))
    queue.take(5, Focus("a", 3) if focused else None)
    queue.forget("a")
    queue.add(unit(2))
    assert list(queue.take(5, Focus("a", 0))) == ["a 2 0"]
