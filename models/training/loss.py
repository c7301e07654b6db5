"""Cross-entropy through a tied output layer, with its derivative worked out at once."""

from __future__ import annotations

import torch
from torch import Tensor

from models.training import eight_bit

PAD = 0


class _TiedCrossEntropy(torch.autograd.Function):  # type: ignore[misc]
    """Mean cross-entropy of `rows @ table.T` against `targets`, label smoothing included.

    PyTorch's own loss walks over the (rows x vocabulary) matrix many times, which on a CPU costs a sixth of a step.
    Here the derivative is put together from its parts, so that only the soft-max and two products have that size: by
    the logits it is the probabilities less the smoothed targets, and the targets' part of a product is a look-up.
    """

    @staticmethod
    def forward(
        ctx: torch.autograd.function.FunctionCtx,
        rows: Tensor,
        table: Tensor,
        targets: Tensor,
        smoothing: float,
        in_eight_bits: bool,
    ) -> tuple[Tensor, Tensor]:
        real = (targets != PAD).float()
        count = real.sum().clamp(min=1.0)
        wide, mean_row = rows.float(), table.mean(dim=0, dtype=torch.float32)
        target_rows = table.index_select(0, targets).float()
        shares = eight_bit.probabilities(rows, table) if in_eight_bits else torch.softmax(rows @ table.t(), dim=1)
        surprise = -torch.log(shares.gather(1, targets[:, None])[:, 0].float().clamp(min=1e-30))
        cross_entropy = (surprise * real).sum() / count
        uniform = ((surprise + (wide * target_rows).sum(1) - wide @ mean_row) * real).sum() / count

        weight = (real / count)[:, None]
        weighted = wide * weight
        if in_eight_bits:
            by_row, by_table = eight_bit.mixtures(shares, table, weighted)
        else:
            by_row, by_table = (shares @ table).float(), (shares.t() @ weighted.to(shares.dtype)).float()
        by_row = (by_row - (1 - smoothing) * target_rows - smoothing * mean_row) * weight
        by_table -= weighted.sum(0) * (smoothing / len(table))
        by_table.index_add_(0, targets, weighted, alpha=smoothing - 1)
        ctx.save_for_backward(by_row.to(rows.dtype), by_table.to(table.dtype))
        return (1 - smoothing) * cross_entropy + smoothing * uniform, cross_entropy

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, *grads: Tensor) -> tuple[Tensor, Tensor, None, None, None]:
        by_rows, by_table = ctx.saved_tensors
        factor = grads[0].to(by_rows.dtype)
        return by_rows * factor, by_table * factor, None, None, None


def tied_cross_entropy(
    rows: Tensor, table: Tensor, targets: Tensor, smoothing: float, *, in_eight_bits: bool = False
) -> tuple[Tensor, Tensor]:
    """The smoothed loss (differentiable) and the plain cross-entropy, both means over the targets that are not PAD.

    `rows` is (R, width), `table` (vocabulary, width), `targets` (R). `in_eight_bits` wants bfloat16 on a CPU.
    """
    loss, cross_entropy = _TiedCrossEntropy.apply(rows, table, targets, smoothing, in_eight_bits)
    return loss, cross_entropy.detach()
