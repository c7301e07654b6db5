"""What is to be done: the sentences of a job, each with its terms and the key of its translation."""

from dataclasses import asdict, dataclass, replace

from cache.key import translation_key
from models.types import DecodingOptions, ModelIdentity
from reader.document import Segment
from reader.glossary.match import Match, Matcher
from reader.pipeline.events import Job

_SHARING = 2
"""Replicas for which a batch of `FOLDER` is large enough: 32 sentences each, more are no faster."""


@dataclass(frozen=True)
class Unit:
    """A sentence as the plan sees it: what it is, its terms, and the key of its translation."""

    job: str
    segment: Segment
    matches: tuple[Match, ...]
    key: str
    """Empty for a sentence that no model needs to see."""


@dataclass(frozen=True)
class Pools:
    """How many sentences are looked at and handed over at a time.

    Small batches show the first translations soon; large ones, sorted by length over many articles, waste less. The
    more sentences wait, the more alike a batch is, and the later an article is whole.
    """

    first: int = 4
    batch: int = 16
    look_ahead: int = 1
    """Sentences waiting below which the next job is taken in."""
    at_once: int = 1
    """Batches at work side by side: the model has the next one while what came of the last is looked at and told."""

    def for_replicas(self, replicas: int) -> "Pools":
        """The same for a model of which so many translate side by side: each has its share of a batch."""
        times = max(1, replicas // _SHARING)
        return replace(self, first=self.first * times, batch=self.batch * times, look_ahead=self.look_ahead * times)


READING = Pools()
FOLDER = Pools(first=64, batch=64, look_ahead=128, at_once=2)
"""Twice a batch to choose from. More leaves more articles begun and is no faster: with the bundled model a sentence
took 16.0 ms of a core when 64 waited, 14.8 when 128 did, 15.3 when 256 did."""


def plan(job: Job, model: ModelIdentity, options: DecodingOptions, matcher: Matcher) -> tuple[Unit, ...]:
    """The sentences of `job` in reading order, each with its terms and its cache key. Pure."""
    matcher = matcher.for_article(job.article)
    return tuple(plan_segment(job.key, segment, model, options, matcher) for segment in job.article.segments())


def plan_segment(job: str, segment: Segment, model: ModelIdentity, options: DecodingOptions, matcher: Matcher) -> Unit:
    """One sentence of `plan`."""
    matches = matcher.find(segment.text)
    if not needs_translation(segment.text):
        return Unit(job, segment, matches, "")
    terms = [(match.term.source, str(match.term.enforce), *match.term.wordings) for match in matches]
    key = translation_key(model=model.digest, options=asdict(options), text=segment.text, terms=terms)
    return Unit(job, segment, matches, key)


def needs_translation(text: str) -> bool:
    """Whether there is a letter in `text`: NLLB makes sentences of bare numbers (PEERS 4.1); those are copied."""
    return any(character.isalpha() for character in text)
