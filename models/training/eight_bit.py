"""Matrix products in 8-bit integers, forwards and backwards, for training on a CPU.

Each operand is scaled by the largest value of every row or column, along the axis that the product sums over, so that
both scales can be taken out of the sum. All three products of a linear layer are done this way; SwitchBack (Wortsman et
al., 2023) still keeps the weights' gradient in 16 bits. On a CPU with VNNI and without AMX an 8-bit product takes a
fifth of the time of a bfloat16 one. What stands around the products is compiled, or it would eat what they win: a
function for each pass over memory, since the compiler makes slow code of longer ones that sum along both axes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx as Context

LARGEST = 127.0
TINY = 1e-20
STORE = 1 << 25
"""Random values of 16 bits that are kept: more than the largest matrix has entries."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _compiled(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile when first called: the compiler takes seconds to import. Every shape is compiled for itself; packing
    leaves about twenty."""

    @functools.cache
    def made() -> Callable[Arguments, Result]:
        return torch.compile(function, dynamic=False, recompile_limit=64)  # type: ignore[no-any-return]

    @functools.wraps(function)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        return made()(*args, **kwargs)

    return call


def _scaled(matrix: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    scale = matrix.abs().amax(axis, keepdim=True).float().clamp(min=TINY) / LARGEST
    return torch.round(matrix.float() * (1.0 / scale)).to(torch.int8), scale


def _dithered(matrix: Tensor, dither: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    scale = matrix.amax(axis, keepdim=True).float().clamp(min=TINY) / LARGEST
    steps = torch.floor(matrix.float() * (1.0 / scale) + (dither.float() + 32768) / 65536)
    return steps.clamp(max=LARGEST).to(torch.int8), scale


@_compiled
def by_rows(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """`matrix` (n, m) as 8-bit integers, and the scale of each row, (n, 1)."""
    return _scaled(matrix, 1)


@_compiled
def by_columns(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """`matrix` (n, m) as 8-bit integers, and the scale of each column, (1, m)."""
    return _scaled(matrix, 0)


@_compiled
def _dithered_by_rows(matrix: Tensor, dither: Tensor) -> tuple[Tensor, Tensor]:
    return _dithered(matrix, dither, 1)


@_compiled
def _dithered_by_columns(matrix: Tensor, dither: Tensor) -> tuple[Tensor, Tensor]:
    return _dithered(matrix, dither, 0)


@_compiled
def _scaled_back(product: Tensor, left: Tensor, right: Tensor) -> Tensor:
    return (product.float() * left * right).to(torch.bfloat16)


@_compiled
def _scaled_back_biased(product: Tensor, left: Tensor, right: Tensor, bias: Tensor) -> Tensor:
    return (product.float() * left * right + bias.float()).to(torch.bfloat16)


@_compiled
def _scaled_back_rectified(product: Tensor, left: Tensor, right: Tensor, bias: Tensor) -> Tensor:
    return (product.float() * left * right + bias.float()).clamp(min=0).to(torch.bfloat16)


@_compiled
def _scaled_back_where(product: Tensor, left: Tensor, right: Tensor, inner: Tensor) -> Tensor:
    return torch.where(inner > 0, product.float() * left * right, 0.0).to(torch.bfloat16)


@_compiled
def _soft_max(product: Tensor, left: Tensor, right: Tensor) -> Tensor:
    return torch.softmax(product.float() * left * right, dim=1).to(torch.bfloat16)


@_compiled
def _summed(gradient: Tensor) -> Tensor:
    return gradient.float().sum(0).to(torch.bfloat16)


@_compiled
def _where_kept(rows: Tensor, chance: Tensor, least: int) -> Tensor:
    return torch.where(chance >= least, rows.float() * (256 / (256 - least)), 0.0).to(torch.bfloat16)


def _forth(rows: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """`rows @ weight.T` as integers, with the scales (R, 1) and (1, out)."""
    left, left_scale = by_rows(rows)
    right, right_scale = by_rows(weight)
    return torch._int_mm(left, right.t()), left_scale, right_scale.t().contiguous()


def _back(gradient: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """`gradient @ weight` as integers, with the scales (R, 1) and (1, in)."""
    left, left_scale = by_rows(gradient)
    right, right_scale = by_columns(weight)
    return torch._int_mm(left, right), left_scale, right_scale


def _to_weight(gradient: Tensor, rows: Tensor) -> Tensor:
    """`gradient.T @ rows`, (out, in)."""
    left, left_scale = by_columns(gradient)
    right, right_scale = by_columns(rows)
    return _scaled_back(torch._int_mm(left.t(), right), left_scale.t().contiguous(), right_scale)


class _Linear(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(ctx: Context, rows: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        ctx.save_for_backward(rows, weight)
        return _scaled_back_biased(*_forth(rows, weight), bias)

    @staticmethod
    def backward(ctx: Context, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        rows, weight = ctx.saved_tensors
        gradient = grads[0].contiguous()
        return _scaled_back(*_back(gradient, weight)), _to_weight(gradient, rows), _summed(gradient)


class _FeedForward(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(
        ctx: Context, rows: Tensor, weight: Tensor, bias: Tensor, out_weight: Tensor, out_bias: Tensor
    ) -> Tensor:
        inner = _scaled_back_rectified(*_forth(rows, weight), bias)
        ctx.save_for_backward(rows, inner, weight, out_weight)
        return _scaled_back_biased(*_forth(inner, out_weight), out_bias)

    @staticmethod
    def backward(ctx: Context, *grads: Tensor) -> tuple[Tensor, ...]:
        rows, inner, weight, out_weight = ctx.saved_tensors
        gradient = grads[0].contiguous()
        to_inner = _scaled_back_where(*_back(gradient, out_weight), inner)
        to_rows = _scaled_back(*_back(to_inner, weight))
        return (
            to_rows, _to_weight(to_inner, rows), _summed(to_inner), _to_weight(gradient, inner), _summed(gradient),
        )  # fmt: skip


class _Dropout(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(ctx: Context, rows: Tensor, least: int) -> Tensor:
        ctx.chance, ctx.least = _noise(rows.shape), least
        return _where_kept(rows, ctx.chance, least)

    @staticmethod
    def backward(ctx: Context, *grads: Tensor) -> tuple[Tensor, None]:
        return _where_kept(grads[0], ctx.chance, ctx.least), None


def linear(rows: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """`rows @ weight.T + bias`. `rows` (R, in), `weight` (out, in), `bias` (out), all bfloat16."""
    out: Tensor = _Linear.apply(rows, weight, bias)
    return out


def feed_forward(rows: Tensor, weight: Tensor, bias: Tensor, out_weight: Tensor, out_bias: Tensor) -> Tensor:
    """Two linear layers with a rectifier between; `weight` (inner, width), `out_weight` (width, inner)."""
    out: Tensor = _FeedForward.apply(rows, weight, bias, out_weight, out_bias)
    return out


@functools.cache
def _store() -> Tensor:
    return torch.randint(0, 256, (2 * STORE,), dtype=torch.uint8)


def _noise(shape: torch.Size, kind: torch.dtype = torch.uint8) -> Tensor:
    """Random integers: a stretch of a store that is made once, begun at random. New ones would take a tenth of a step.

    Raises ValueError when more are wanted than the store has.
    """
    store, wanted = _store().view(kind), shape.numel()
    if wanted >= len(store):
        raise ValueError(f"{wanted} random values wanted of {len(store)}: lower `training.rows`")
    start = int(torch.randint(0, len(store) - wanted, ()))
    return store[start : start + wanted].view(shape)


def dropout(rows: Tensor, rate: float) -> Tensor:
    """Dropout of bfloat16 `rows`, at the nearest rate in steps of 1/256."""
    out: Tensor = _Dropout.apply(rows, round(256 * rate))
    return out


def probabilities(rows: Tensor, table: Tensor) -> Tensor:
    """The soft-max of `rows @ table.T`, (R, vocabulary), in bfloat16. Not differentiable."""
    return _soft_max(*_forth(rows, table))


def mixtures(shares: Tensor, table: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
    """`shares @ table` (R, width) and `shares.T @ rows` (vocabulary, width), 32-bit; `shares` has no negative values.

    Most shares are far below a step of the 8-bit scale and would all be lost, so they are rounded up or down at random,
    in proportion (stochastic rounding), in steps fine enough for what label smoothing leaves to each token.
    """
    dither = _noise(shares.shape, torch.int16)
    left, left_scale = _dithered_by_rows(shares, dither)
    right, right_scale = by_columns(table)
    by_row = torch._int_mm(left, right).float() * left_scale * right_scale
    left, left_scale = _dithered_by_columns(shares, dither)
    right, right_scale = by_columns(rows)
    return by_row, torch._int_mm(left.t(), right).float() * left_scale.t() * right_scale
