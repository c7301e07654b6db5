"""From sentence pairs to packed batches of a few fixed shapes, in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from typing import Any

import numpy as np
import numpy.typing as npt
import sentencepiece as spm
import torch

from models.training.examples import BACK_TRANSLATED, Example, read_examples, reversed_example
from models.training.network import Batch, Layout

PAD, TAG, EOS = 0, 2, 3
"""Ids that every vocabulary of the recipe has. `TAG` is `<s>`, which nothing else uses and no text can spell: it stands
before the source pieces of a pair whose source a model wrote, and never in what a reader's sentence becomes."""

LENGTHS = (4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40, 44, 48, 56, 64, 80, 96, 128)
"""Lengths of the padded grid that attention works on. Longer pairs are left out."""

AHEAD = 16
"""Batches that wait to be sent."""

WORD_START = "▁"
SOURCE_TOKEN, TARGET_TOKEN = "ind_Latn", "eng_Latn"

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tokens:
    """A sentence as vocabulary ids, and for each the white-space word it belongs to (-1: none)."""

    ids: list[int]
    words: list[int]


class Tokenizer:
    """SentencePiece in NLLB's layout: `ind_Latn … </s>`, `eng_Latn … </s>`; the language tokens end the table."""

    def __init__(self, model: Path) -> None:
        self._pieces = spm.SentencePieceProcessor(model_file=str(model))
        self.size: int = self._pieces.get_piece_size() + 2
        self.source_token, self.target_token = self.size - 2, self.size - 1

    def vocabulary(self) -> list[str]:
        """All tokens, in order of their ids."""
        count = self._pieces.get_piece_size()
        return [*(self._pieces.id_to_piece(i) for i in range(count)), SOURCE_TOKEN, TARGET_TOKEN]

    def encode(self, text: str, language: int, *, alpha: float = 0.0, tagged: bool = False) -> Tokens:
        """`text` with its language token and the end token; `alpha` above 0 samples another split."""
        if alpha:
            pieces = self._pieces.encode(text, out_type=str, enable_sampling=True, alpha=alpha, nbest_size=-1)
        else:
            pieces = self._pieces.encode(text, out_type=str)
        head = [language, TAG] if tagged else [language]
        words, word = [-1] * len(head), -1
        for piece in pieces:
            word += piece.startswith(WORD_START)
            words.append(max(word, 0))
        return Tokens([*head, *self._pieces.piece_to_id(pieces), EOS], [*words, -1])


@dataclass(frozen=True)
class Row:
    """One tokenised pair. `links` are (target token, source token, weight)."""

    source: list[int]
    target: list[int]
    links: list[tuple[int, int, float]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Cells the pair needs in the grid."""
        return max(len(self.source), len(self.target))


def token_links(source: Tokens, target: Tokens, links: Sequence[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Word links as token links: a linked target piece shares its weight over all pieces of its source words."""
    if not links:
        return []
    by_target: dict[int, set[int]] = {}
    for i, j in links:
        by_target.setdefault(j, set()).add(i)
    out: list[tuple[int, int, float]] = []
    for j, word in enumerate(target.words):
        wanted = by_target.get(word)
        if wanted:
            cells = [i for i, other in enumerate(source.words) if other in wanted]
            out.extend((j, i, 1.0 / len(cells)) for i in cells)
    return out


def make_row(example: Example, tokenizer: Tokenizer, alpha: float = 0.0, *, backwards: bool = False) -> Row:
    """One example, tokenised; `backwards` from English to Indonesian."""
    languages = tokenizer.source_token, tokenizer.target_token
    if backwards:
        example, languages = reversed_example(example), languages[::-1]
    source = tokenizer.encode(example.source, languages[0], alpha=alpha, tagged=example.kind == BACK_TRANSLATED)
    target = tokenizer.encode(example.target, languages[1], alpha=alpha)
    return Row(source.ids, target.ids, token_links(source, target, example.links))


def _layout(sentences: Sequence[list[int]], rows: int, cells: int, length: int) -> Layout:
    ids = np.zeros(rows, np.int64)
    position = np.zeros(rows, np.int64)
    to_grid = np.full(cells * length, rows - 1, np.int64)
    mask = np.zeros((cells, length), bool)
    to_rows = np.zeros(rows, np.int64)
    at = 0
    for s, sentence in enumerate(sentences):
        n = len(sentence)
        ids[at : at + n] = sentence
        position[at : at + n] = np.arange(n)
        to_grid[s * length : s * length + n] = np.arange(at, at + n)
        to_rows[at : at + n] = np.arange(s * length, s * length + n)
        mask[s, :n] = True
        at += n
    to_rows[at:] = int(np.flatnonzero(~mask.ravel())[-1])
    return Layout(
        torch.from_numpy(ids),
        torch.from_numpy(position),
        torch.from_numpy(to_grid),
        torch.from_numpy(to_rows),
        torch.from_numpy(mask[:, None, None, :]),
    )


def pack(sentences: Sequence[Row], rows: int, cells: int, length: int) -> Batch:
    """One batch: `rows` packed rows a side (one more than a side has tokens, or more), `cells` sentences a grid."""
    source = _layout([row.source for row in sentences], rows, cells, length)
    # The decoder reads the end token, the language token, the pieces; it is asked for the pieces and the end token.
    target = _layout([[EOS, *row.target[:-1]] for row in sentences], rows, cells, length)
    targets = np.zeros(rows, np.int64)
    links: list[int] = []
    weights: list[float] = []
    at = 0
    for s, row in enumerate(sentences):
        n = len(row.target)
        targets[at + 1 : at + n] = row.target[1:]
        at += n
        links.extend((s * length + j) * length + i for j, i, _ in row.links)
        weights.extend(weight for _, _, weight in row.links)
    return Batch(
        source,
        target,
        torch.from_numpy(targets),
        torch.tensor(links, dtype=torch.int64),
        torch.tensor(weights, dtype=torch.float32),
    )


def grid_cells(rows: int, length: int) -> int:
    """Sentences in a grid of this length: a few more than would fit if each filled it."""
    return max(2, round(rows / (length - 1.6)))


class Packer:
    """Collects rows by length and hands out full batches; what is left waits for the next pool."""

    def __init__(self, rows: int, rng: random.Random) -> None:
        self.rows = rows
        self._rng = rng
        self._left: dict[int, list[Row]] = {length: [] for length in LENGTHS}

    def pool(self, rows: Sequence[Row]) -> list[Batch]:
        """Batches from `rows` and what was left before, in random order."""
        for row in rows:
            length = next((length for length in LENGTHS if row.length <= length), None)
            if length is not None:
                self._left[length].append(row)
        batches: list[Batch] = []
        for length, waiting in self._left.items():
            waiting.sort(key=lambda row: (len(row.target), len(row.source), self._rng.random()))
            batches.extend(self._cut(length, waiting))
        self._rng.shuffle(batches)
        return batches

    def _cut(self, length: int, waiting: list[Row]) -> Iterator[Batch]:
        cells = grid_cells(self.rows, length)
        while len(waiting) >= cells:
            start = self._rng.randrange(len(waiting) - cells + 1)
            taken = waiting[start : start + cells]
            while self._too_full(taken, cells * length):
                taken.pop()
            del waiting[start : start + len(taken)]
            yield pack(taken, self.rows, cells, length)

    def _too_full(self, taken: Sequence[Row], grid: int) -> bool:
        limit = min(self.rows, grid)
        return sum(len(row.source) for row in taken) >= limit or sum(len(row.target) for row in taken) >= limit


class Mixer:
    """Endless examples, each kind in proportion to its weight times its size, each shuffled anew when used up."""

    def __init__(self, examples: Mapping[str, Sequence[Example]], rng: random.Random) -> None:
        self._examples = examples
        self._rng = rng
        self._order = {kind: self._shuffled(kind) for kind in examples}
        self._owed = dict.fromkeys(examples, 0.0)

    def _shuffled(self, kind: str) -> list[int]:
        order = list(range(len(self._examples[kind])))
        self._rng.shuffle(order)
        return order

    def draw(self, count: int, weights: Mapping[str, float]) -> list[Example]:
        """About `count` examples of the kinds that `weights` names. Raises ValueError if there are none."""
        mass = {kind: weights.get(kind, 0.0) * len(rows) for kind, rows in self._examples.items()}
        total = sum(mass.values())
        if not total:
            raise ValueError(f"no examples of the kinds {', '.join(sorted(weights))}")
        drawn = []
        for kind, part in mass.items():
            self._owed[kind] += count * part / total
            for _ in range(int(self._owed[kind])):
                if not self._order[kind]:
                    self._order[kind] = self._shuffled(kind)
                drawn.append(self._examples[kind][self._order[kind].pop()])
            self._owed[kind] %= 1
        self._rng.shuffle(drawn)
        return drawn


@dataclass(frozen=True)
class FeedSettings:
    """What the batch process needs to know."""

    data: tuple[Path, ...]
    tokenizer: Path
    rows: int
    seed: int
    weights: Mapping[str, float]
    backwards: bool = False
    """From English to Indonesian."""
    alpha: float = 0.0
    sampled: float = 0.3
    """Share of examples whose split into pieces is sampled when `alpha` is above 0."""
    pool: int = 24_000


def load_kinds(paths: Sequence[Path], weights: Mapping[str, float]) -> dict[str, list[Example]]:
    """The examples of the kinds that have a weight, by kind."""
    kinds: dict[str, list[Example]] = {}
    for example in (example for path in paths for example in read_examples(path)):
        if weights.get(example.kind, 0.0) > 0:
            kinds.setdefault(example.kind, []).append(example)
    return kinds


def stream(settings: FeedSettings) -> Iterator[Batch]:
    """Endless batches."""
    rng = random.Random(settings.seed)
    tokenizer = Tokenizer(settings.tokenizer)
    mixer = Mixer(load_kinds(settings.data, settings.weights), rng)
    packer = Packer(settings.rows, rng)
    while True:
        examples = mixer.draw(settings.pool, settings.weights)
        sampled = [settings.alpha if rng.random() < settings.sampled else 0.0 for _ in examples]
        yield from packer.pool(
            [
                make_row(example, tokenizer, alpha, backwards=settings.backwards)
                for example, alpha in zip(examples, sampled, strict=True)
            ]
        )


def _flat(batch: Batch) -> list[npt.NDArray[Any]]:
    sides = [(side.ids, side.position, side.to_grid, side.to_rows, side.mask) for side in (batch.source, batch.target)]
    return [tensor.numpy() for tensor in (*sides[0], *sides[1], batch.targets, batch.links, batch.link_weights)]


def _whole(arrays: Sequence[npt.NDArray[Any]]) -> Batch:
    tensors = [torch.from_numpy(array) for array in arrays]
    return Batch(Layout(*tensors[:5]), Layout(*tensors[5:10]), tensors[10], tensors[11], tensors[12])


def _work(settings: FeedSettings, outlet: Connection) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # they reach the whole group; the training ends this process
        signal.signal(number, signal.SIG_IGN)
    torch.set_num_threads(1)
    ready: Queue[list[npt.NDArray[Any]]] = Queue(AHEAD)

    def send() -> None:
        try:
            while True:
                outlet.send(ready.get())
        except OSError:  # nobody reads any more
            os._exit(0)

    threading.Thread(target=send, daemon=True).start()
    for batch in stream(settings):
        ready.put(_flat(batch))


class Feed:
    """Batches made by another process, so that Python's lock never holds the training up.

    It ends with the one that reads, however that ends.
    """

    def __init__(self, settings: FeedSettings) -> None:
        context = multiprocessing.get_context("spawn")
        self._inlet, outlet = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(settings, outlet), daemon=True)
        self._process.start()
        outlet.close()  # or the end of the other process would not be the end of the pipe

    @property
    def process(self) -> int:
        """The number of the process that makes the batches."""
        return self._process.pid or 0

    def next(self) -> Batch:
        """The next batch. Raises RuntimeError when the process has died."""
        try:
            return _whole(self._inlet.recv())
        except (EOFError, OSError):  # between two batches, or amid one
            self._process.join()
            raise RuntimeError(f"the batch process ended with code {self._process.exitcode}") from None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._inlet.close()
