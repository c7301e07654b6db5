"""Articles in, events out: the one pipeline that the interface and the commands both listen to.

    jobs -> plan -> cached sentences at once
                 -> the others: ordered, pooled, translated batch by batch, cached, aligned
         -> Planned, SentenceReady, ParagraphReady, Failed, Done

`plan` is pure: it says what is to be done and touches nothing. `Pipeline.run` is a plain generator: it works
when asked for the next event, and closing it between two events is how it is cancelled.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from cache.key import alignment_key, translation_key
from cache.store import Json, TranslationCache
from models.types import (
    Alignment,
    DecodingOptions,
    EngineError,
    Hypothesis,
    ModelIdentity,
    Request,
    Translator,
)
from reader.check import check
from reader.diagnostics import harmless
from reader.document import (
    AlignedDocument,
    AlignedParagraph,
    AlignedSentence,
    Article,
    Finding,
    Origin,
    Paragraph,
    Segment,
)
from reader.glossary.match import Match, Matcher, uses


@dataclass(frozen=True)
class Job:
    """One article to translate. `key` names it in events and in `Focus`."""

    key: str
    article: Article


@dataclass(frozen=True)
class Focus:
    """Where the reader is: this paragraph of this job comes next, then those below it, then those above."""

    job: str
    paragraph: int


Priority = Callable[[], Focus | None]
"""Asked before every batch; None means document order."""


@dataclass(frozen=True)
class Planned:
    """A job was looked at: how many sentences it has, and how many of them need no model."""

    job: str
    sentences: int
    cached: int


@dataclass(frozen=True)
class SentenceReady:
    """A sentence has its translation."""

    job: str
    sentence: AlignedSentence


@dataclass(frozen=True)
class ParagraphReady:
    """Every sentence of a paragraph has its translation."""

    job: str
    paragraph: AlignedParagraph


@dataclass(frozen=True)
class Failed:
    """A sentence could not be translated; without a segment: the job is over, and it is not whole."""

    job: str
    message: str
    segment: Segment | None = None


@dataclass(frozen=True)
class Done:
    """A job is whole."""

    job: str
    document: AlignedDocument


Event = Planned | SentenceReady | ParagraphReady | Failed | Done


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
    decoding = asdict(options)
    units = []
    for segment in job.article.segments():
        matches = matcher.find(segment.text)
        terms = [(match.term.source, match.term.target) for match in matches]
        key = (
            translation_key(model=model.digest, options=decoding, text=segment.text, terms=terms)
            if needs_translation(segment.text)
            else ""
        )
        units.append(Unit(job.key, segment, matches, key))
    return tuple(units)


def needs_translation(text: str) -> bool:
    """Whether there is a letter in `text`: NLLB makes sentences of bare numbers (PEERS 4.1); those are copied."""
    return any(character.isalpha() for character in text)


@dataclass
class _Progress:
    """What has come in for one job."""

    job: Job
    units: tuple[Unit, ...]
    blocks: dict[int, Paragraph]
    ready: dict[tuple[int, int], AlignedSentence] = field(default_factory=dict)
    failed: dict[tuple[int, int], str] = field(default_factory=dict)
    awaited: Counter[int] = field(default_factory=Counter)
    """By paragraph, how many of its sentences are not ready."""

    def __post_init__(self) -> None:
        self.awaited.update(unit.segment.paragraph for unit in self.units)

    def add(self, sentence: AlignedSentence) -> AlignedParagraph | None:
        """Take a sentence in; its paragraph, if that is whole now."""
        number = sentence.segment.paragraph
        self.ready[number, sentence.segment.sentence] = sentence
        self.awaited[number] -= 1
        return self.paragraph(number)

    @property
    def over(self) -> bool:
        return len(self.ready) + len(self.failed) == len(self.units)

    def paragraph(self, number: int) -> AlignedParagraph | None:
        """The paragraph, when every sentence of it is there."""
        if self.awaited[number]:
            return None
        block = self.blocks[number]
        sentences = tuple(self.ready[number, index] for index in range(len(block.sentences)))
        return AlignedParagraph(number=number, kind=block.kind, source=block.text, sentences=sentences)

    def document(self, model: str) -> AlignedDocument:
        paragraphs = (self.paragraph(number) for number in self.blocks)
        return AlignedDocument(
            article=self.job.article,
            model=model,
            paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph is not None),
        )


class Pipeline:
    """Translates jobs with one model, one cache and one glossary."""

    def __init__(  # noqa: PLR0913 - the composition root names each part once
        self,
        *,
        model: ModelIdentity,
        open_model: Callable[[], Translator],
        aligner: ModelIdentity,
        open_aligner: Callable[[], Translator],
        cache: TranslationCache | None,
        matcher: Matcher,
        options: DecodingOptions,
        pools: Pools = READING,
    ) -> None:
        """`open_model` and `open_aligner` are called at the first sentence that needs them, never before."""
        self.model, self.aligner = model, aligner
        self._open_model, self._open_aligner = open_model, open_aligner
        self._cache, self._matcher, self._options, self._pools = cache, matcher, options, pools

    def run(self, jobs: Iterable[Job], priority: Priority | None = None) -> Generator[Event, None, None]:
        """Translate `jobs`, and yield what happens as it happens.

        A sentence that fails never stops the others. Raises EngineError only when the model cannot be opened.
        """
        waiting: dict[str, list[Unit]] = {}
        running: dict[str, _Progress] = {}
        batches = 0
        queue = iter(jobs)
        more = True
        while more or waiting:
            while more and sum(map(len, waiting.values())) < self._pools.look_ahead:
                job = next(queue, None)
                if job is None:
                    more = False
                    break
                yield from self._take_in(job, waiting, running)
            if not waiting:
                continue
            size = self._pools.batch if batches else self._pools.first
            batch = self._next_batch(waiting, priority() if priority else None, size)
            batches += 1
            yield from self._translate(batch, running)

    def _take_in(self, job: Job, waiting: dict[str, list[Unit]], running: dict[str, _Progress]) -> Iterator[Event]:
        """Plan a job, tell what is known of it already, and put the rest in the queue."""
        units = plan(job, self.model, self._options, self._matcher)
        progress = running[job.key] = _Progress(job, units, dict(job.article.blocks()))
        keys = [unit.key for unit in units if unit.key]
        known = self._cache.get_many(keys) if self._cache is not None else {}
        at_hand: list[tuple[Unit, Json]] = []
        for unit in units:
            value = _at_hand(unit, known)
            if value is None:
                waiting.setdefault(unit.key, []).append(unit)
            else:
                at_hand.append((unit, value))
        yield Planned(job.key, len(units), len(at_hand))
        yield from self._finish(at_hand, running, fresh=False)
        if not units:
            yield self._end(progress, running)

    def _next_batch(self, waiting: dict[str, list[Unit]], focus: Focus | None, size: int) -> dict[str, list[Unit]]:
        keys = list(waiting)
        if focus is not None:
            keys.sort(key=lambda key: min(_distance(unit, focus) for unit in waiting[key]))
        elif self._pools.look_ahead > 1:
            # Like lengths together: less padding in each batch.
            keys.sort(key=lambda key: len(waiting[key][0].segment.text))
        return {key: waiting.pop(key) for key in keys[:size]}

    def _translate(self, batch: Mapping[str, list[Unit]], running: dict[str, _Progress]) -> Iterator[Event]:
        """Translate the sentences of `batch`, once each, and tell it to every unit that has one of them."""
        translator = self._open_model()
        hypotheses: dict[str, Hypothesis] = {}
        failures: dict[str, str] = {}
        texts = {key: units[0].segment.text for key, units in batch.items()}
        try:
            results = translator.translate([Request(text) for text in texts.values()], self._options)
            hypotheses = {key: result[0] for key, result in zip(texts, results, strict=True)}
        except EngineError:
            for key, text in texts.items():  # one of them is the culprit: the others must not suffer
                try:
                    hypotheses[key] = translator.translate([Request(text)], self._options)[0][0]
                except EngineError as error:
                    failures[key] = str(error)
        values: dict[str, Json] = {
            key: {"target": _clean(hypothesis.text), "score": hypothesis.score}
            for key, hypothesis in hypotheses.items()
        }
        if self._cache is not None:
            self._cache.set_many(values)
        ready = [(unit, values[key]) for key, units in batch.items() if key in values for unit in units]
        yield from self._finish(ready, running, fresh=True)
        for key, message in failures.items():
            for unit in batch[key]:
                yield from self._fail(unit, message, running)

    def _finish(
        self, ready: Sequence[tuple[Unit, Json]], running: dict[str, _Progress], *, fresh: bool
    ) -> Iterator[Event]:
        pairs = [(unit.segment.text, value["target"]) for unit, value in ready]
        for (unit, value), alignment in zip(ready, self._alignments(pairs), strict=True):
            origin: Origin = ("model" if fresh else "cache") if unit.key else "copied"
            target = str(value["target"])
            terms = uses(unit.matches, target)
            sentence = AlignedSentence(
                segment=unit.segment,
                target=target,
                model=str(self.model),
                origin=origin,
                score=value["score"],
                alignment=alignment,
                terms=terms,
                findings=self._findings(unit, target),
            )
            progress = running[unit.job]
            paragraph = progress.add(sentence)
            yield SentenceReady(unit.job, sentence)
            if paragraph is not None:
                yield ParagraphReady(unit.job, paragraph)
            if progress.over:
                yield self._end(progress, running)

    def _findings(self, unit: Unit, target: str) -> tuple[Finding, ...]:
        """The checks know Indonesian numbers, dates and words; of another language they would only cry wolf."""
        known = unit.key and self._options.source_language == DecodingOptions.source_language
        return check(unit.segment.text, target) if known else ()

    def _fail(self, unit: Unit, message: str, running: dict[str, _Progress]) -> Iterator[Event]:
        progress = running[unit.job]
        progress.failed[unit.segment.paragraph, unit.segment.sentence] = message
        yield Failed(unit.job, message, unit.segment)
        if progress.over:
            yield self._end(progress, running)

    def _end(self, progress: _Progress, running: dict[str, _Progress]) -> Event:
        key = progress.job.key
        del running[key]
        if progress.failed:
            return Failed(key, f"{len(progress.failed)} sentences failed: {next(iter(progress.failed.values()))}")
        return Done(key, progress.document(str(self.model)))

    def _alignments(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        """Word alignments, from the cache where they are known. A pair that cannot be aligned has none."""
        keys = [alignment_key(model=self.aligner.digest, source=source, target=target) for source, target in pairs]
        known = self._cache.get_many(keys) if self._cache is not None else {}
        links = {key: alignment for key, value in known.items() if (alignment := _links(value)) is not None}
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in links}
        if missing:
            try:
                found = self._open_aligner().align(list(missing.values()))
            except EngineError:
                found = [()] * len(missing)
            else:
                if self._cache is not None:
                    self._cache.set_many(
                        {key: {"links": list(map(list, pairs))} for key, pairs in zip(missing, found, strict=True)}
                    )
            links.update(zip(missing, found, strict=True))
        return [links[key] for key in keys]


def _at_hand(unit: Unit, known: Mapping[str, Json]) -> Json | None:
    """The translation of a sentence that no model has to be asked for."""
    if not unit.key:
        return {"target": unit.segment.text, "score": None}
    value = known.get(unit.key)
    if value is None or not isinstance(value.get("target"), str) or not isinstance(value.get("score"), float | int):
        return None
    return value


def _links(value: Json) -> Alignment | None:
    """A cached alignment; None when it has another form than this program writes."""
    try:
        return tuple((int(i), int(j)) for i, j in value["links"])
    except (KeyError, TypeError, ValueError):
        return None


def _distance(unit: Unit, focus: Focus) -> tuple[bool, bool, int, int]:
    """Sorts what is at or below the focus first, nearest first; then what is above it, nearest first."""
    offset = _reading_position(unit.segment.paragraph) - _reading_position(focus.paragraph)
    return (unit.job != focus.job, offset < 0, abs(offset), unit.segment.sentence)


def _reading_position(number: int) -> int:
    """Title, subtitle and caption (-1, -2, -3) stand above paragraph 0, in this order."""
    return number if number >= 0 else -4 - number


def _clean(text: str) -> str:
    """A model can be made to say anything, byte pieces included: one harmless line."""
    return " ".join(harmless(text).split())
