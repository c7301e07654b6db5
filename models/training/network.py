"""The network: a pre-norm transformer with a deep encoder and a shallow decoder, in PyTorch.

Tokens of a batch are packed: every position-wise layer sees one matrix of a fixed number of rows, without padding
between the sentences, and only attention looks at them sentence by sentence. On a CPU that keeps the matrix kernels at
one shape (no new kernel is compiled for each batch) and wastes a few per cent of the work instead of a fifth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as nnf
from torch import Tensor, nn

from models.training import eight_bit
from models.training.loss import tied_cross_entropy

MAX_POSITIONS = 512
"""Rows of the position table; CTranslate2 cuts nothing shorter than this."""

MASKED = -1e4
"""Added to attention scores of positions that must not be seen; representable in every float type used here."""


@dataclass(frozen=True)
class Shape:
    """What the network looks like; stored in every checkpoint."""

    vocabulary: int
    width: int = 256
    heads: int = 4
    feed_forward: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2


@dataclass(frozen=True)
class Layout:
    """Where the packed tokens of one side of a batch stand.

    `ids` and `position` have one entry a packed row (R of them, filler rows at the end). `to_grid` (sentences x length,
    flat) names the packed row for each cell of the padded grid; cells behind a sentence's end name a filler row.
    `to_rows` (R) names the cell for each packed row; filler rows name a cell behind an end. Both therefore undo each
    other on real tokens, and gradients of all others are zero, so that each is the other's derivative. `mask` is
    (sentences, 1, 1, length).
    """

    ids: Tensor
    position: Tensor
    to_grid: Tensor
    to_rows: Tensor
    mask: Tensor

    @property
    def grid(self) -> tuple[int, int]:
        """Sentences and length of the padded grid."""
        return self.mask.shape[0], self.mask.shape[-1]


@dataclass(frozen=True)
class Batch:
    """One training step's sentences. `targets` are the next tokens of `target.ids` (0 where there is none).

    `links` are the word alignment: flat cells of the (sentences, target length, source length) grid, with weights that
    sum to 1 for each linked target token.
    """

    source: Layout
    target: Layout
    targets: Tensor
    links: Tensor
    link_weights: Tensor

    @property
    def tokens(self) -> int:
        """Real target tokens."""
        return int((self.targets != 0).sum())


class _Permute(torch.autograd.Function):  # type: ignore[misc]
    """Select rows with `forth`; the derivative selects with `back` (see Layout): much cheaper than adding rows up."""

    @staticmethod
    def forward(ctx: torch.autograd.function.FunctionCtx, rows: Tensor, forth: Tensor, back: Tensor) -> Tensor:
        ctx.save_for_backward(back)
        return rows.index_select(0, forth)

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, *grads: Tensor) -> tuple[Tensor, None, None]:
        (back,) = ctx.saved_tensors
        return grads[0].index_select(0, back), None, None


def _spread(rows: Tensor, layout: Layout) -> Tensor:
    """Packed rows to the padded grid, (sentences, length, width)."""
    grid: Tensor = _Permute.apply(rows, layout.to_grid, layout.to_rows)
    return grid.view(*layout.grid, -1)


def _gather(grid: Tensor, layout: Layout) -> Tensor:
    """Padded grid to packed rows."""
    rows: Tensor = _Permute.apply(grid.reshape(-1, grid.shape[-1]), layout.to_rows, layout.to_grid)
    return rows


def sinusoids(rows: int, width: int) -> Tensor:
    """The position table, (rows, width): sines, then cosines."""
    half = width // 2
    frequency = torch.exp(torch.arange(half).float() * -(math.log(10000) / (half - 1)))
    angle = torch.arange(rows).float()[:, None] * frequency[None]
    return torch.cat([angle.sin(), angle.cos()], dim=1)


class Linear(nn.Linear):  # type: ignore[misc]
    """A linear layer whose products are of its own type or of 8-bit integers."""

    eight_bit = False

    def forward(self, rows: Tensor) -> Tensor:
        """Rows in, rows out."""
        out: Tensor = eight_bit.linear(rows, self.weight, self.bias) if self.eight_bit else super().forward(rows)
        return out


class Dropout(nn.Module):  # type: ignore[misc]
    """Dropout whose mask is kept in the rows' own type."""

    eight_bit = False

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, rows: Tensor) -> Tensor:
        """Rows in, rows out."""
        if not self.rate or not self.training:
            return rows
        return eight_bit.dropout(rows, self.rate) if self.eight_bit else nnf.dropout(rows, self.rate)


class Attention(nn.Module):  # type: ignore[misc]
    """Multi-head attention over packed rows; of other sentences' rows nothing is seen."""

    def __init__(self, width: int, heads: int, *, over_source: bool) -> None:
        super().__init__()
        self.heads = heads
        self.over_source = over_source
        if over_source:
            self.query = Linear(width, width)
            self.key_value = Linear(width, 2 * width)
        else:
            self.query_key_value = Linear(width, 3 * width)
        self.output = Linear(width, width)

    def _split(self, grid: Tensor) -> Tensor:
        sentences, length, width = grid.shape
        return grid.view(sentences, length, self.heads, width // self.heads).transpose(1, 2)

    def project(self, rows: Tensor, layout: Layout, memory: Tensor, source: Layout) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, each (sentences, heads, length, width of a head)."""
        if self.over_source:
            query = _spread(self.query(rows), layout)
            key, value = _spread(self.key_value(memory), source).chunk(2, dim=-1)
        else:
            query, key, value = _spread(self.query_key_value(rows), layout).chunk(3, dim=-1)
        return self._split(query), self._split(key), self._split(value)

    def forward(
        self, rows: Tensor, layout: Layout, memory: Tensor, source: Layout, bias: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The attended rows, and the first head's weights (sentences, length, source length), for the alignment loss.

        Written out, because PyTorch's own kernel hides the weights and its backward pass is slow on a CPU.
        """
        query, key, value = self.project(rows, layout, memory, source)
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2) + bias
        weights = torch.softmax(scores, dim=-1)
        mixed = weights @ value
        sentences, _, length, _ = mixed.shape
        packed = _gather(mixed.transpose(1, 2).reshape(sentences, length, -1), layout)
        return self.output(packed), weights[:, 0]


class FeedForward(nn.Module):  # type: ignore[misc]
    """Two linear layers with a rectifier between."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.inner = Linear(width, inner)
        self.outer = Linear(inner, width)

    def forward(self, rows: Tensor) -> Tensor:
        """Rows in, rows out."""
        inner, outer = self.inner, self.outer
        if inner.eight_bit:
            return eight_bit.feed_forward(rows, inner.weight, inner.bias, outer.weight, outer.bias)
        out: Tensor = outer(nnf.relu(inner(rows)))
        return out


class EncoderLayer(nn.Module):  # type: ignore[misc]
    """Self-attention and feed-forward, each behind a norm and inside a residual."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.width)
        self.attention = Attention(shape.width, shape.heads, over_source=False)
        self.feed_forward_norm = nn.LayerNorm(shape.width)
        self.feed_forward = FeedForward(shape.width, shape.feed_forward)
        self.dropout = Dropout(dropout)

    def forward(self, rows: Tensor, layout: Layout, bias: Tensor) -> Tensor:
        """Rows in, rows out."""
        mixed, _ = self.attention(self.attention_norm(rows), layout, rows, layout, bias)
        rows = rows + self.dropout(mixed)
        return rows + self.dropout(self.feed_forward(self.feed_forward_norm(rows)))


class DecoderLayer(nn.Module):  # type: ignore[misc]
    """Self-attention, attention over the source and feed-forward."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.width)
        self.attention = Attention(shape.width, shape.heads, over_source=False)
        self.source_norm = nn.LayerNorm(shape.width)
        self.source_attention = Attention(shape.width, shape.heads, over_source=True)
        self.feed_forward_norm = nn.LayerNorm(shape.width)
        self.feed_forward = FeedForward(shape.width, shape.feed_forward)
        self.dropout = Dropout(dropout)

    def forward(
        self, rows: Tensor, memory: Tensor, batch: Batch, causal: Tensor, source_bias: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The rows, and the first source head's weights."""
        layout = batch.target
        mixed, _ = self.attention(self.attention_norm(rows), layout, rows, layout, causal)
        rows = rows + self.dropout(mixed)
        mixed, weights = self.source_attention(self.source_norm(rows), layout, memory, batch.source, source_bias)
        rows = rows + self.dropout(mixed)
        rows = rows + self.dropout(self.feed_forward(self.feed_forward_norm(rows)))
        return rows, weights


@dataclass(frozen=True)
class Losses:
    """Means over the target tokens: what is minimised, the cross-entropy without smoothing, and the alignment loss."""

    total: Tensor
    cross_entropy: float
    alignment: float


class Network(nn.Module):  # type: ignore[misc]
    """Indonesian tokens in, English tokens out; one embedding table serves both sides and the output."""

    positions: Tensor

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.eight_bit = False
        self.dropout = Dropout(dropout)
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.encoder = nn.ModuleList(EncoderLayer(shape, dropout) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape, dropout) for _ in range(shape.decoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.register_buffer("positions", sinusoids(MAX_POSITIONS, shape.width), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2 and name != "embedding.weight":
                nn.init.xavier_uniform_(weight)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)

    def set_dropout(self, rate: float) -> None:
        """Change the dropout rate everywhere."""
        for module in self.modules():
            if isinstance(module, Dropout):
                module.rate = rate

    def set_eight_bit(self, wanted: bool) -> None:
        """Work in 8-bit integers wherever that is faster, or nowhere. Wants bfloat16 weights on a CPU."""
        self.eight_bit = wanted
        for module in self.modules():
            if isinstance(module, (Linear, Dropout)):
                module.eight_bit = wanted

    def _embed(self, layout: Layout) -> Tensor:
        rows = nnf.embedding(layout.ids, self.embedding.weight) * math.sqrt(self.shape.width)
        rows = rows + self.positions.to(rows.dtype).index_select(0, layout.position)
        dropped: Tensor = self.dropout(rows)
        return dropped

    def forward(self, batch: Batch, *, smoothing: float = 0.0, alignment_weight: float = 0.0) -> Losses:
        """The losses of one batch."""
        kind = self.embedding.weight.dtype
        source_bias = torch.zeros_like(batch.source.mask, dtype=kind).masked_fill(~batch.source.mask, MASKED)
        length = batch.target.grid[1]
        causal = torch.full((length, length), MASKED, dtype=kind, device=source_bias.device).triu(1)[None, None]
        memory = self._embed(batch.source)
        for layer in self.encoder:
            memory = layer(memory, batch.source, source_bias)
        memory = self.encoder_norm(memory)
        rows = self._embed(batch.target)
        for layer in self.decoder:
            rows, weights = layer(rows, memory, batch, causal, source_bias)
        loss, cross_entropy = tied_cross_entropy(
            self.decoder_norm(rows),
            self.embedding.weight,
            batch.targets,
            smoothing,
            in_eight_bits=self.eight_bit,
        )
        if not alignment_weight or not len(batch.links):
            return Losses(loss, float(cross_entropy), 0.0)
        attention = weights.float().flatten()
        linked = torch.log(attention.index_select(0, batch.links) + 1e-4)
        alignment = -(linked * batch.link_weights).sum() / batch.link_weights.sum()
        return Losses(loss + alignment_weight * alignment, float(cross_entropy), float(alignment.detach()))
