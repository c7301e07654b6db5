"""The recipe file: everything that decides what comes out, in one TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

MADE_KINDS = frozenset(
    {"phrases", "lexicon", "swapped", "quoted", "shouted", "copied", "templates", "terms", "termlist", "backtranslated"}
)
"""Kinds of examples that the recipe makes itself."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """Files of the corpus that belong together. Patterns are relative to the data folder."""

    kind: str
    files: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    lower_case: bool = False
    """The English side is lower case: keep it out of what teaches capitals."""


class Cleaning(_Part):
    """What is thrown away."""

    longest: int = 90
    """Words a side."""
    ratio: float = 2.6
    """Longest allowed ratio of the sides' lengths in characters, for pairs over 20 characters."""
    covered: float = 0.35
    """Least share of source words with a link, for pairs over six words."""


class Vocabulary(_Part):
    """How the tokenizer is trained, when no `start` is given."""

    size: int = 10_000
    start: str = ""
    """A SentencePiece model to take instead, relative to the data folder."""


class Phrases(_Part):
    """Which phrase pairs are extracted."""

    longest: int = 5
    share: float = 0.3
    """A translation is kept when it makes up this share of its source phrase's occurrences."""
    most: int = 1_000_000


class Augment(_Part):
    """How many examples the augmentation writes."""

    swapped: int = 40_000
    """Numbers in figures and names."""
    spelled: int = 24_000
    """Numbers in words: half from sentences that have one, half from figures."""
    placed: int = 12_000
    templates: int = 60_000
    shouted: int = 4_000
    quoted: int = 12_000
    copied: int = 8_000
    """English sentences to be left as they are."""
    terms: int = 24_000
    lexicon: bool = True


class Network(_Part):
    """The network's shape; the vocabulary size comes from the tokenizer."""

    width: int = 256
    heads: int = 4
    feed_forward: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2


class Phase(_Part):
    """A stretch of the training. It ends after `minutes` or after `steps`, whichever is given and comes first."""

    name: str
    minutes: float | None = None
    steps: int | None = None
    rate: tuple[float, float]
    """Learning rate at the beginning and at the end; linear between."""
    warm_up: int = 0
    dropout: float = 0.0
    alpha: float = 0.0
    smoothing: float = 0.05
    alignment: float = 1.0
    weights: dict[str, float]

    @model_validator(mode="after")
    def _ends(self) -> Phase:
        if self.minutes is None and self.steps is None:
            raise ValueError(f"phase {self.name} needs `minutes` or `steps`")
        return self


class Training(_Part):
    """How the network is trained."""

    rows: int = Field(default=2048, ge=256)
    """Packed tokens a side and step; on a GPU 16384 and more."""
    threads: int = 2
    eight_bit: bool = False
    """Work products out in 8-bit integers, on a CPU (`models.training.eight_bit`); a GPU keeps to bfloat16."""
    replicas: int = Field(default=1, ge=1)
    """Processes that train side by side on other batches, each with `threads`, and meet now and then. On a CPU two of
    one thread are half as fast again as one of two."""
    save_minutes: float = 3.0
    evaluate_minutes: float = 10.0
    average: float = 0.02
    """Share that the running average takes from the weights, every ten steps."""
    start: str = ""
    """A checkpoint to go on from, relative to the data folder."""
    phases: tuple[Phase, ...] = Field(min_length=1)


class English(_Part):
    """Files of English sentences, one a line, xz. Patterns are relative to the data folder."""

    files: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    share: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of the lines that is taken."""


class BackTranslation(_Part):
    """English text that a model of the other direction gives an Indonesian side; kind `backtranslated`."""

    sources: tuple[English, ...] = Field(min_length=1)
    most: int = 200_000
    shortest: int = 6
    """Words."""
    longest: int = 40
    training: Training
    """The training of the model from English to Indonesian, on the same pool."""


class Recipe(_Part):
    """The whole recipe."""

    seed: int = 1
    sources: tuple[Source, ...]
    evaluation: tuple[str, ...] = ()
    """Files whose sentences must not be trained on."""
    development: str
    """File that the learning curve is measured on."""
    cleaning: Cleaning = Cleaning()
    vocabulary: Vocabulary = Vocabulary()
    phrases: Phrases = Phrases()
    augment: Augment = Augment()
    terms: str = ""
    """A glossary as `dwibaca glossary export --all FILE.tsv` writes it, relative to the data folder."""
    network: Network = Network()
    backtranslation: BackTranslation | None = None
    training: Training

    @model_validator(mode="after")
    def _weighs_what_there_is(self) -> Recipe:
        known = {source.kind for source in self.sources} | MADE_KINDS
        trainings = (self.training, *((self.backtranslation.training,) if self.backtranslation else ()))
        for phase in (phase for training in trainings for phase in training.phases):
            if strange := phase.weights.keys() - known:
                raise ValueError(f"phase {phase.name} weighs kinds that nothing has: {', '.join(sorted(strange))}")
        return self


def read_recipe(path: Path) -> Recipe:
    """Read a recipe. Raises ValueError (pydantic's ValidationError is one) for a bad file."""
    return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
