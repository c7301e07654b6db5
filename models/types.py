"""What a translation model is to the rest of the program. No CTranslate2 here: importing this costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Alignment = tuple[tuple[int, int], ...]
"""Links (source word, target word) over white-space words, counted from 0, sorted."""


Fault = Literal["loop", "empty", "cut"]
"""The output says something over and over, is empty, or ends before the sentence does."""


class EngineError(Exception):
    """A folder is not a usable model, or a model could not do what was asked. `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class StoppedError(EngineError):
    """A model was told to stop before it was through."""


@dataclass(frozen=True)
class ModelIdentity:
    """Which model it is, known before it is loaded."""

    name: str
    digest: str

    def __str__(self) -> str:
        """As in the exports: `name@digest12`."""
        return f"{self.name}@{self.digest[:12]}"


@dataclass(frozen=True)
class DecodingOptions:
    """How to search for a translation. Everything here is part of the cache key."""

    beam_size: int = 4
    n_best: int = 1
    """Hypotheses wanted a sentence; at most `beam_size`."""
    source_language: str = "ind_Latn"
    target_language: str = "eng_Latn"
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0


@dataclass(frozen=True)
class Request:
    """One sentence to translate, and the English it must begin with (often nothing)."""

    text: str
    target_prefix: str = ""


@dataclass(frozen=True)
class Hypothesis:
    """One translation of one sentence."""

    text: str
    score: float
    """Length-normalised log probability (natural logarithm), as CTranslate2 gives it."""
    truncated: bool = field(default=False, compare=False)
    """The decoder reached its length limit before the end of the sentence."""
    alignment: Alignment | None = field(default=None, compare=False)
    """Word links to the sentence, where the model made them while it translated."""
    faults: tuple[Fault, ...] = field(default=(), compare=False)
    """What is wrong with it for all that the guards have tried."""


class Translator(Protocol):
    """A loaded model."""

    @property
    def name(self) -> str:
        """Name in the store, or the folder's name."""
        ...

    @property
    def digest(self) -> str:
        """SHA-256 over the model's files, in hexadecimal."""
        ...

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        """For each sentence of `batch`, in order, up to `options.n_best` hypotheses, best first.

        Raises EngineError.
        """
        ...

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        """For each (source, target) pair, in order, the score that `translate` would give that target.

        It tells how likely the model finds a translation that it did not choose itself. Raises EngineError.
        """
        ...

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        """For each (source, target) pair, in order, the word alignment, by forced decoding of the target.

        Raises EngineError.
        """
        ...
