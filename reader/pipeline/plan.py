"""What is to be done: the sentences of a job, each with its terms and the key of its translation."""

from dataclasses import asdict, dataclass

from cache.key import translation_key
from models.types import DecodingOptions, ModelIdentity
from reader.document import Segment
from reader.glossary.match import Match, Matcher
from reader.pipeline.events import Job


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

    Small batches show the first translations soon; large ones, sorted by length over many articles, waste
    less.
    """

    first: int = 4
    batch: int = 16
    look_ahead: int = 1
    """Sentences waiting below which the next job is taken in."""


READING = Pools()
FOLDER = Pools(first=64, batch=64, look_ahead=512)


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
