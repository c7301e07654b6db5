"""The checks keep their precision and recall on the shipped sample, measured by the bench script itself."""

import pytest

from tests.bench import bench_check

FLOORS = {"values": (0.97, 0.95), "negation": (0.95, 0.55), "names": (0.95, 0.85), "units": (0.8, 0.9)}
"""Precision and recall, a little below what was measured; the sample has 16 pairs with units, and an error in one."""


@pytest.mark.parametrize("aspect", FLOORS)
def test_planted_faults_are_told_from_other_forms(aspect: str) -> None:
    result = bench_check.run(aspect=aspect)
    precision, recall = FLOORS[aspect]
    assert result.pairs >= (400 if aspect == "values" else 16)
    assert result.precision >= precision, result.mistakes
    assert result.recall >= recall, result.mistakes


def test_human_references_are_left_in_peace() -> None:
    warned, count = bench_check.untouched()
    assert warned <= 0.03 * count
