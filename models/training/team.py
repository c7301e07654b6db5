"""Replicas of a training on one machine: each learns from its own batches, and now and then all take their mean.

Local SGD (Stich, 2019; Lin et al., 2020): between two meetings, its synchronisation steps, every replica goes its own
way, so that hardly anything is sent. A team is a process group of PyTorch's `gloo`, over the loopback device.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor

MEETS_EVERY = 25
"""Steps between two meetings."""

PATIENCE = timedelta(minutes=10)
"""How long one replica waits for another, which may be evaluating, or dead."""


@dataclass(frozen=True)
class Team:
    """One replica's view of all of them; `rank` counts from 0."""

    size: int = 1
    rank: int = 0

    @property
    def meets_every(self) -> int:
        """Steps from one meeting to the next."""
        return MEETS_EVERY if self.size > 1 else 1

    def share(self, tensors: Sequence[Tensor]) -> None:
        """Put the mean over all replicas into each of the tensors."""
        if self.size == 1:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        dist.all_reduce(flat)
        flat /= self.size
        parts = flat.split([tensor.numel() for tensor in tensors])
        for tensor, part in zip(tensors, parts, strict=True):
            tensor.copy_(part.view_as(tensor))

    def any(self, flags: Sequence[bool]) -> list[bool]:
        """For each flag, whether any replica raised it."""
        if self.size == 1:
            return [*flags]
        raised = torch.tensor([int(flag) for flag in flags])
        dist.all_reduce(raised, op=dist.ReduceOp.MAX)
        return [bool(flag) for flag in raised]


ALONE = Team()


def _join(team: Team, meeting: str) -> None:
    # Without it gloo listens on whatever address this machine's name resolves to.
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo0" if sys.platform == "darwin" else "lo")
    dist.init_process_group(
        "gloo", init_method=f"file://{meeting}", rank=team.rank, world_size=team.size, timeout=PATIENCE
    )


def _member(team: Team, meeting: str, work: Callable[[Team], object]) -> None:
    _join(team, meeting)
    try:
        work(team)
    finally:
        dist.destroy_process_group()


@contextmanager
def gathered(size: int, work: Callable[[Team], object]) -> Iterator[Team]:
    """The first replica's team; `work` is done by every other one, in a process of its own, and must be picklable."""
    if size == 1:
        yield ALONE
        return
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        meeting = str(Path(folder) / "meeting")
        others: list[BaseProcess] = [
            context.Process(target=_member, args=(Team(size, rank), meeting, work)) for rank in range(1, size)
        ]
        started: list[BaseProcess] = []
        try:
            for other in others:
                other.start()
                started.append(other)
            _join(Team(size), meeting)
            yield Team(size)
        finally:
            if dist.is_initialized():
                dist.destroy_process_group()
            for other in started:
                other.join(timeout=60)
                other.kill()
