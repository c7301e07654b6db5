"""The training loop: 32-bit masters, bfloat16 work, a running average, phases, and a checkpoint every few minutes."""

from __future__ import annotations

import json
import math
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import torch
from torch import Tensor

from models.training import checkpoint as checkpoints
from models.training.batches import Feed, FeedSettings
from models.training.checkpoint import Checkpoint
from models.training.config import Phase, Training
from models.training.network import Batch, Layout, Network, Shape
from models.training.team import ALONE, Team

BETAS = (0.9, 0.98)
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0
AVERAGE_EVERY = 10
LOG_EVERY = 50
OTHER_SEED = 1_000_003
"""Keeps the replicas' batches and dropout apart."""

Evaluate = Callable[[Checkpoint], Mapping[str, float]]
Say = Callable[[str], None]


def device() -> torch.device:
    """The GPU when there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fresh(shape: Shape, seed: int) -> Checkpoint:
    """A network that knows nothing yet."""
    torch.manual_seed(seed)
    weights = {name: tensor.detach().float() for name, tensor in Network(shape).named_parameters()}
    return Checkpoint(shape, weights, {name: tensor.clone() for name, tensor in weights.items()})


def to_device(batch: Batch, where: torch.device) -> Batch:
    """The batch's tensors on the device."""
    if where.type == "cpu":
        return batch
    rest = (tensor.to(where) for tensor in (batch.targets, batch.links, batch.link_weights))
    return Batch(_moved(batch.source, where), _moved(batch.target, where), *rest)


def _moved(layout: Layout, where: torch.device) -> Layout:
    parts = (layout.ids, layout.position, layout.to_grid, layout.to_rows, layout.mask)
    return Layout(*(tensor.to(where) for tensor in parts))


class Learner:
    """Network, masters, optimiser and running average; `step` does one update."""

    def __init__(self, state: Checkpoint, where: torch.device, average: float) -> None:
        self.where = where
        self.state = state
        self._share = average
        self.network = Network(state.shape).to(where).to(torch.bfloat16)
        self._names = [name for name, _ in self.network.named_parameters()]
        self._work = [tensor for _, tensor in self.network.named_parameters()]
        self._masters = [torch.nn.Parameter(state.weights[name].to(where)) for name in self._names]
        self._average = [state.average[name].to(where) for name in self._names]
        self._optimiser = torch.optim.AdamW(
            self._masters, lr=0.0, betas=BETAS, eps=1e-9, weight_decay=WEIGHT_DECAY, fused=True
        )
        if state.first_moment:
            for name, master in zip(self._names, self._masters, strict=True):
                self._optimiser.state[master] = {
                    "step": torch.tensor(float(state.step), device=where),
                    "exp_avg": state.first_moment[name].to(where),
                    "exp_avg_sq": state.second_moment[name].to(where),
                }
        self._publish()

    def _publish(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_(self._work, [master.detach() for master in self._masters])

    def step(self, batch: Batch, rate: float, phase: Phase) -> tuple[float, float, float]:
        """One update; returns cross-entropy, alignment loss and gradient norm. A bad gradient is skipped."""
        losses = self.network(batch, smoothing=phase.smoothing, alignment_weight=phase.alignment)
        losses.total.backward()
        gradients = [tensor.grad.float() for tensor in self._work if tensor.grad is not None]
        for tensor in self._work:
            tensor.grad = None
        norm = float(torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients))))
        if math.isfinite(norm):
            torch._foreach_mul_(gradients, min(1.0, LARGEST_GRADIENT / (norm + 1e-6)))
            for master, gradient in zip(self._masters, gradients, strict=True):
                master.grad = gradient
            self._optimiser.param_groups[0]["lr"] = rate
            self._optimiser.step()
            self._publish()
            self.state.step += 1
            if self.state.step % AVERAGE_EVERY == 0:
                masters = [master.detach() for master in self._masters]
                torch._foreach_lerp_(self._average, masters, self._share)
        return losses.cross_entropy, losses.alignment, norm

    def meet(self, team: Team) -> None:
        """Take the mean of all replicas' weights, running averages and moments."""
        moments = [self._optimiser.state[master] for master in self._masters]
        kept = [moment[name] for moment in moments for name in ("exp_avg", "exp_avg_sq")]
        with torch.no_grad():
            team.share([*(master.detach() for master in self._masters), *self._average, *kept])
        self._publish()

    def snapshot(self) -> Checkpoint:
        """The state as a checkpoint on the CPU."""
        state = self.state

        def named(tensors: list[Tensor]) -> dict[str, Tensor]:
            return {name: tensor.detach().cpu().clone() for name, tensor in zip(self._names, tensors, strict=True)}

        moments = [self._optimiser.state[master] for master in self._masters]
        state.weights = named([*self._masters])
        state.average = named(self._average)
        if all(moments):
            state.first_moment = named([moment["exp_avg"] for moment in moments])
            state.second_moment = named([moment["exp_avg_sq"] for moment in moments])
        return state


@contextmanager
def stop_requests() -> Iterator[Callable[[], bool]]:
    """Says whether the process was asked to end; the training then saves and leaves."""
    asked = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(frozen=True)
class Places:
    """Files of a training, and which way it goes."""

    data: tuple[Path, ...]
    tokenizer: Path
    folder: Path
    backwards: bool = False
    """From English to Indonesian."""

    @property
    def checkpoint(self) -> Path:
        """The resumable state."""
        return self.folder / "checkpoint.pt"

    @property
    def log(self) -> Path:
        """One JSON object a line: losses and evaluations, for the curve."""
        return self.folder / "log.jsonl"


def phase_progress(phase: Phase, seconds: float, steps: int) -> float:
    """How much of the phase is over, 0 to 1."""
    done = 0.0
    if phase.minutes is not None:
        done = seconds / (60 * phase.minutes)
    if phase.steps is not None:
        done = max(done, steps / phase.steps)
    return min(1.0, done)


def learning_rate(phase: Phase, progress: float, steps: int) -> float:
    """Linear between the phase's two rates, after a warm-up of its first steps."""
    rate = phase.rate[0] + (phase.rate[1] - phase.rate[0]) * progress
    return rate * min(1.0, (steps + 1) / phase.warm_up) if phase.warm_up else rate


class _Meter:
    """Token-weighted means since the last report, and the speed."""

    def __init__(self) -> None:
        self._restart()

    def _restart(self) -> None:
        self._sums = [0.0, 0.0]
        self._tokens = 0
        self._since = time.monotonic()

    def add(self, cross_entropy: float, alignment: float, tokens: int) -> None:
        self._sums[0] += cross_entropy * tokens
        self._sums[1] += alignment * tokens
        self._tokens += tokens

    def report(self) -> dict[str, float]:
        """The means; starts anew."""
        seconds, tokens = time.monotonic() - self._since, max(1, self._tokens)
        out = {
            "loss": round(self._sums[0] / tokens, 4),
            "alignment": round(self._sums[1] / tokens, 4),
            "speed": round(tokens / seconds),
        }
        self._restart()
        return out


class Run:
    """A training from one checkpoint to the end of its last phase, or one replica's part in it.

    The first replica writes, says and measures everything; the others learn beside it and are met every few steps.
    """

    def __init__(
        self, settings: Training, places: Places, seed: int, evaluate: Evaluate, say: Say, team: Team = ALONE
    ) -> None:
        self._settings, self._places, self._seed = settings, places, seed
        self._evaluate, self._say, self._team = evaluate, say, team
        self._saved = self._evaluated = time.monotonic()

    def _note(self, record: dict[str, float | str]) -> None:
        if self._team.rank:
            return
        with self._places.log.open("a", encoding="utf-8") as out:
            out.write(json.dumps(record) + "\n")
        self._say(" ".join(f"{name} {value}" for name, value in record.items()))

    def _keep(self, learner: Learner, *, now: bool) -> None:
        if self._team.rank:
            return
        settings, clock = self._settings, time.monotonic()
        evaluate = now or clock - self._evaluated > 60 * settings.evaluate_minutes
        if evaluate or clock - self._saved > 60 * settings.save_minutes:
            state = learner.snapshot()
            checkpoints.save(self._places.checkpoint, state)
            self._saved = time.monotonic()
        if evaluate:
            self._note({**self._stamp(state), **self._evaluate(state)})
            self._evaluated = time.monotonic()

    @staticmethod
    def _stamp(state: Checkpoint) -> dict[str, float | str]:
        return {
            "phase": state.phase,
            "minutes": round(state.seconds / 60, 2),
            "step": state.step,
            "tokens": state.tokens,
        }

    def run(self, state: Checkpoint) -> bool:
        """Train; False when asked to stop before the end. Everything is saved either way."""
        self._places.folder.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(self._settings.threads)
        torch.manual_seed(self._seed + state.step + self._team.rank * OTHER_SEED)
        learner = Learner(state, device(), self._settings.average)
        learner.network.set_eight_bit(self._settings.eight_bit and learner.where.type == "cpu")
        names = [phase.name for phase in self._settings.phases]
        first = names.index(state.phase) if state.phase in names else 0
        with stop_requests() as stopped:
            for phase in self._settings.phases[first:]:
                if state.phase != phase.name:
                    state.phase, state.phase_seconds, state.phase_steps = phase.name, 0.0, 0
                through = self._phase(learner, phase, stopped)
                self._keep(learner, now=through)
                if not through:
                    if self._team.rank:
                        return False
                    checkpoints.save(self._places.checkpoint, learner.snapshot())
                    return False
        return True

    def _phase(self, learner: Learner, phase: Phase, stopped: Callable[[], bool]) -> bool:
        """Train to the phase's end; False when asked to stop before."""
        state, meter, team = learner.state, _Meter(), self._team
        if phase_progress(phase, state.phase_seconds, state.phase_steps) >= 1:
            return True
        learner.network.set_dropout(phase.dropout)
        feed = Feed(
            FeedSettings(
                self._places.data, self._places.tokenizer, self._settings.rows,
                self._seed + state.step + team.rank * OTHER_SEED, phase.weights, self._places.backwards, phase.alpha,
            )
        )  # fmt: skip
        try:
            batch = feed.next()
            while True:
                progress = phase_progress(phase, state.phase_seconds, state.phase_steps)
                if state.phase_steps % team.meets_every == 0 or state.phase_steps == phase.steps:
                    if state.phase_steps and team.size > 1:
                        learner.meet(team)
                    stop, over = team.any([stopped(), progress >= 1])
                    if stop or over:
                        return over
                    self._keep(learner, now=False)
                began = time.monotonic()
                rate = learning_rate(phase, progress, state.phase_steps)
                tokens = batch.tokens
                cross_entropy, alignment, norm = learner.step(to_device(batch, learner.where), rate, phase)
                meter.add(cross_entropy, alignment, tokens * team.size)
                batch = feed.next()
                spent = time.monotonic() - began
                state.tokens += tokens * team.size
                state.seconds += spent
                state.phase_seconds += spent
                state.phase_steps += 1
                if state.phase_steps % LOG_EVERY == 0:
                    self._note({**self._stamp(state), **meter.report(), "rate": round(rate, 7), "norm": round(norm, 2)})
        finally:
            feed.close()
