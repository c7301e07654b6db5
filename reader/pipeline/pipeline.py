"""The pipeline: one model, one cache and one glossary at the service of many articles, or of one sentence."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from functools import partial

from cache.store import TranslationCache
from models.types import DecodingOptions, EngineError, Hypothesis, ModelIdentity, Translator
from reader.diagnostics import one_line
from reader.document import AlignedSentence, Article, Origin, Segment
from reader.glossary.match import Matcher
from reader.pipeline.events import Event, Job, Priority
from reader.pipeline.pairing import Pairing, Ready
from reader.pipeline.plan import READING, Pools, Unit, plan_segment
from reader.pipeline.rendering import Rendering
from reader.pipeline.run import Corrections, Parts, Run
from reader.pipeline.workshop import Workshop


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
        corrections: Corrections | None = None,
        drafts: bool = False,
        drafts_only: bool = False,
    ) -> None:
        """`open_model` and `open_aligner` are called at the first sentence that needs them, never before.

        `corrections` gives the person's own translations, which go over the model's. `drafts`: the aligner, which is
        the bundled model, drafts what waits for a larger model. `drafts_only`: what `model` makes is called a draft.
        """
        self.model, self.aligner, self.matcher = model, aligner, matcher
        self._options = options
        known_language = options.source_language == DecodingOptions.source_language
        pairing = Pairing(aligner, open_aligner, cache, checked=known_language)

        def workshop(identity: ModelIdentity, opener: Callable[[], Translator], chosen: DecodingOptions) -> Workshop:
            return Workshop(identity, opener, chosen, cache, pairing.alignments, pairing.faults)

        self._workshop = partial(workshop, model, open_model)
        self._parts = Parts(
            workshop=self._workshop(options),
            drafter=workshop(aligner, open_aligner, options) if drafts and aligner != model else None,
            pairing=pairing,
            matcher=matcher,
            corrections=corrections,
            pools=pools,
            drafts_only=drafts_only,
        )

    def run(
        self, jobs: Iterable[Job], priority: Priority | None = None, stop: Callable[[], bool] = lambda: False
    ) -> Generator[Event, None, None]:
        """Translate `jobs`, and yield what happens as it happens.

        `stop` is asked before every batch. Once it says yes, no other is begun: what is at work is told, and the run
        ends.

        A sentence that fails never stops the others. After a change of the glossary, run the same job through a new
        pipeline: only the sentences that have a changed term are translated again, the others come from the cache.
        Raises EngineError and ModelError only when the model cannot be opened.
        """
        return Run(self._parts, jobs, priority, stop).events()

    def alternatives(self, segment: Segment, count: int = 5) -> list[Hypothesis]:
        """Up to `count` different translations of a sentence with their scores, best first; nothing is stored.

        A sentence so long that it is translated in parts has one. Raises EngineError and ModelError.
        """
        return self._parts.workshop.alternatives(self._unit(segment, self._options), count)

    def retranslate(
        self, segment: Segment, options: DecodingOptions | None = None, article: Article | None = None
    ) -> AlignedSentence:
        """Translate a sentence anew, whatever the cache or a correction says of it, and store that.

        With other `options` it is stored as those options' translation: a later run with the pipeline's own does not
        see it. `article` is the one it stands in, which may say more of its terms. Raises EngineError, also when the
        model fails on this sentence, and ModelError.
        """
        chosen = options or self._options
        unit = self._unit(segment, chosen, article)
        if not unit.key:
            return self.pair(segment, segment.text, "copied", article)
        batch = self._workshop(chosen).make([unit])
        if unit.key in batch.failed:
            raise EngineError(batch.failed[unit.key])
        return self._pair(Ready(unit, batch.made[unit.key], self._parts.origin(fresh=True), self.model))

    def pair(
        self, segment: Segment, target: str, origin: Origin = "edited", article: Article | None = None
    ) -> AlignedSentence:
        """A sentence with a translation that was made elsewhere, by the person say: aligned, terms and findings."""
        unit = self._unit(segment, self._options, article)
        return self._pair(Ready(unit, Rendering(one_line(target)), origin, self.model))

    def _unit(self, segment: Segment, options: DecodingOptions, article: Article | None = None) -> Unit:
        options = replace(options, n_best=self._options.n_best)
        matcher = self._parts.matcher.for_article(article) if article else self._parts.matcher
        return plan_segment("", segment, self.model, options, matcher)

    def _pair(self, ready: Ready) -> AlignedSentence:
        return self._parts.pairing.sentences([ready])[0]
