"""Bytes, seconds and rates, as people are told of them."""

import pytest

from reader.amounts import Pace, duration, size


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (4_000, "4 kB"),
        (2_570_000, "2.6 MB"),
        (623_000_000, "623 MB"),
        (1.38e9, "1.4 GB"),
    ],
)
def test_sizes_are_decimal(number: float, shown: str) -> None:
    assert size(number) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(7.4, "7 s"), (98, "1 min 38 s"), (7260, "2 h 1 min")])
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_rate_is_that_of_the_last_seconds_and_of_what_came_since_the_beginning() -> None:
    clock = Clock()
    pace = Pace(1000, 400, clock)
    assert (pace.rate, pace.seconds_left) == (0, None)
    for second in range(1, 21):
        clock.now = float(second)
        pace.move(400 + 5 * second)  # what was there before counts for nothing
    assert (pace.rate, pace.seconds_left) == (5, 100)
    for second in range(21, 41):
        clock.now = float(second)
        pace.move(500 + 20 * (second - 20))
    assert (pace.rate, pace.seconds_left) == (20, 5)


def test_a_rate_falls_where_nothing_comes_any_more() -> None:
    clock = Clock()
    pace = Pace(1000, 0, clock)
    for second in range(1, 6):
        clock.now = float(second)
        pace.move(10 * second)
    rates = []
    for second in (6, 10, 20):
        clock.now = float(second)
        pace.move(50)
        rates.append(pace.rate)
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == 0
    assert pace.seconds_left is None
