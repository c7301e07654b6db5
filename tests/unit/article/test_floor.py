"""The score on `tests/pages` is a floor: what is read well today is read well tomorrow.

A floor is raised when the reading gets better. It is lowered only together with the page or the reading that was
wrong, in a commit that says so.
"""

import math
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import wrap
from types import ModuleType

import pytest

from reader.article import read_article, to_article
from reader.article.decode import decode
from reader.document import Article, Source

SCORE = Path(__file__).parents[2] / "pages" / "score.py"
PAGES = {"pages": 78, "pages/blind": 26}
"""How many there are, by folder. Those of `blind` were read at first by rules that had never met them: README there."""
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
WRAPPED = {60: (0.70, 0.95, 0.96), 72: (0.93, 0.99, 0.99)}
"""By width: shares of pages exact, of whole paragraphs right, of whole paragraphs found."""


def score_module() -> ModuleType:
    """`score.py`, which is a script beside the pages and no part of a package."""
    spec = spec_from_file_location("page_score", SCORE)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=PAGES)
def figures(request: pytest.FixtureRequest) -> tuple[str, dict[str, dict[str, float]]]:
    """A folder of pages and the summary of its score: group -> row -> share."""
    score = score_module()
    pages = score.load(SCORE.parents[1] / request.param)
    return request.param, score.summary([score.judge(page, read_article) for page in pages])


Figures = tuple[str, dict[str, dict[str, float]]]


def test_no_page_has_gone(figures: Figures) -> None:
    folder, summary = figures
    assert summary["all"]["pages"] >= PAGES[folder]


@pytest.mark.parametrize(("group", "row"), FLOORS)
def test_score_is_not_below_its_floor(figures: Figures, group: str, row: str) -> None:
    folder, summary = figures
    found = summary[group][row]
    assert not math.isnan(found)
    hint = f"python tests/pages/score.py --folder tests/{folder} --verbose says which page ({found:.4f})"
    assert found >= FLOORS[group, row], hint


@pytest.mark.parametrize("width", WRAPPED)
def test_hard_wrapped_pages_are_read_as_well(width: int) -> None:
    """The text pages with every long line wrapped: nothing about them was tuned for that."""
    score = score_module()
    pages = [page for folder in PAGES for page in score.load(SCORE.parents[1] / folder)]
    pages = [page for page in pages if page.path.suffix == ".txt" and not page.note.oneline]

    def read(source: Source) -> Article:
        assert source.path
        lines = decode(source.path.read_bytes()).split("\n")
        text = "\n".join("\n".join(wrap(line, width, break_on_hyphens=False)) for line in lines)
        return to_article(text.encode(), source)

    summary = score.summary([score.judge(page, read) for page in pages])["all"]
    rows = ("exact", "paragraphs precision", "paragraphs recall")
    assert all(summary[row] >= floor for row, floor in zip(rows, WRAPPED[width], strict=True))
