"""The score on `tests/pages` is a floor: what is read well today is read well tomorrow.

A floor is raised when the reading gets better. It is lowered only together with the page or the reading that was
wrong, in a commit that says so.
"""

import math
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from reader.article import read_article

SCORE = Path(__file__).parents[2] / "pages" / "score.py"
PAGES = 78
FLOORS = {
    ("all", "exact"): 1.0,
    ("all", "paragraphs precision"): 1.0,
    ("all", "paragraphs recall"): 1.0,
    ("all", "words precision"): 1.0,
    ("all", "words recall"): 1.0,
    ("invented outlets", "exact"): 1.0,
    ("one-line", "exact"): 1.0,
    ("nasty", "exact"): 1.0,
}
"""Shares, from 0 to 1, by group of pages and row of the summary."""


def score_module() -> ModuleType:
    """`score.py`, which is a script beside the pages and no part of a package."""
    spec = spec_from_file_location("page_score", SCORE)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, float]]:
    """The summary of the score: group -> row -> share."""
    score = score_module()
    summary: dict[str, dict[str, float]] = score.summary([score.judge(page, read_article) for page in score.load()])
    return summary


def test_no_page_has_gone(figures: dict[str, dict[str, float]]) -> None:
    assert figures["all"]["pages"] >= PAGES


@pytest.mark.parametrize(("group", "row"), FLOORS)
def test_score_is_not_below_its_floor(figures: dict[str, dict[str, float]], group: str, row: str) -> None:
    found = figures[group][row]
    assert not math.isnan(found)
    assert found >= FLOORS[group, row], f"python tests/pages/score.py --verbose says which page ({found:.4f})"
