"""Checkpoints: all that a training needs to go on as if it had never stopped, and a small one to keep for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.files import replacing
from models.training.network import Shape

FORMAT = 1


@dataclass
class Checkpoint:
    """The state of a training. `weights` are the 32-bit masters, `average` their running average."""

    shape: Shape
    weights: dict[str, Tensor]
    average: dict[str, Tensor]
    first_moment: dict[str, Tensor] = field(default_factory=dict)
    second_moment: dict[str, Tensor] = field(default_factory=dict)
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    """Time spent in the whole training."""
    phase: str = ""
    phase_seconds: float = 0.0
    phase_steps: int = 0


def save(path: Path, checkpoint: Checkpoint, *, only: torch.dtype | None = None) -> None:
    """Write a checkpoint, all or nothing. `only` keeps the averaged weights alone, in this type."""
    content: dict[str, Any] = {"format": FORMAT, "shape": asdict(checkpoint.shape)}
    for name in ("step", "tokens", "seconds", "phase", "phase_seconds", "phase_steps"):
        content[name] = getattr(checkpoint, name)
    if only is not None:
        content["weights"] = {name: tensor.to(only) for name, tensor in checkpoint.average.items()}
    else:
        for name in ("weights", "average", "first_moment", "second_moment"):
            content[name] = getattr(checkpoint, name)
    with replacing(path) as file:
        torch.save(content, file)


def _floats(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: tensor.float() for name, tensor in tensors.items()}


def load(path: Path) -> Checkpoint:
    """Read either kind of checkpoint. Raises ValueError for another format."""
    content = torch.load(path, map_location="cpu", weights_only=True)
    if content.get("format") != FORMAT:
        raise ValueError(f"{path.name} is not a checkpoint of this recipe")
    weights = _floats(content["weights"])
    average = _floats(content["average"]) if "average" in content else {k: v.clone() for k, v in weights.items()}
    return Checkpoint(
        shape=Shape(**content["shape"]),
        weights=weights,
        average=average,
        first_moment=content.get("first_moment", {}),
        second_moment=content.get("second_moment", {}),
        **{name: content[name] for name in ("step", "tokens", "seconds", "phase", "phase_seconds", "phase_steps")},
    )
