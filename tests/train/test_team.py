"""Replicas that meet: `pytest -m train tests/train`."""

from functools import partial
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from models.training.team import ALONE, Team, gathered  # noqa: E402  # after the check for PyTorch

pytestmark = [pytest.mark.train, pytest.mark.filterwarnings("default")]


def meet(folder: Path, team: Team) -> None:
    """Every replica brings its rank plus 1 and leaves what it has afterwards."""
    tensors = [torch.full((2, 3), team.rank + 1.0), torch.tensor([10.0 * team.rank])]
    team.share(tensors)
    flags = team.any([team.rank == 1, False])
    (folder / str(team.rank)).write_text(f"{[tensor.tolist() for tensor in tensors]} {flags}", encoding="utf-8")


def test_replicas_leave_with_the_mean_and_agree(tmp_path: Path) -> None:
    with gathered(2, partial(meet, tmp_path)) as team:
        meet(tmp_path, team)
    left = [(tmp_path / str(rank)).read_text(encoding="utf-8") for rank in (0, 1)]
    assert left == ["[[[1.5, 1.5, 1.5], [1.5, 1.5, 1.5]], [5.0]] [True, False]"] * 2


def test_one_alone_needs_nobody() -> None:
    tensor = torch.tensor([3.0])
    with gathered(1, print) as team:
        team.share([tensor])
        assert team is ALONE
        assert team.any([True, False]) == [True, False]
    assert tensor.tolist() == [3.0]
