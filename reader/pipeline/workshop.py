"""One model at work: what is known of its sentences already, and what it makes of the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cache.store import TranslationCache
from models.types import DecodingOptions, EngineError, Hypothesis, ModelIdentity, Request, StoppedError, Translator
from reader.glossary.enforce import Align, Enforcer, Faults, Outcome, Sentence, tidy
from reader.pipeline.plan import Unit
from reader.pipeline.rendering import Rendering


@dataclass(frozen=True)
class Batch:
    """What became of some sentences, by the key of their translation."""

    made: Mapping[str, Rendering]
    failed: Mapping[str, str]
    """Why there is no translation."""


class Workshop:
    """Translates with one model and one set of options, and keeps what it made in the cache."""

    def __init__(
        self,
        model: ModelIdentity,
        open_model: Callable[[], Translator],
        options: DecodingOptions,
        cache: TranslationCache | None,
        align: Align,
        faults: Faults,
    ) -> None:
        """`open_model` is called at the first sentence that needs it, never before.

        `align` and `faults` are for repairs: see `Enforcer`.
        """
        self.model, self.options = model, options
        self.open = open_model
        self._cache, self._align, self._faults = cache, align, faults

    def known(self, units: Iterable[Unit]) -> dict[str, Rendering]:
        """What the cache has of `units`, by key."""
        if self._cache is None:
            return {}
        values = self._cache.get_many([unit.key for unit in units if unit.key])
        found = ((key, Rendering.from_json(value)) for key, value in values.items())
        return {key: rendering for key, rendering in found if rendering is not None}

    def make(self, units: Sequence[Unit]) -> Batch:
        """Translate `units`, which differ in their keys. One that fails does not harm the others.

        Raises EngineError and ModelError only when the model cannot be opened.
        """
        translator = self.open()
        hypotheses: dict[str, Hypothesis] = {}
        failed: dict[str, str] = {}
        try:
            results = translator.translate([Request(unit.segment.text) for unit in units], self.options)
            hypotheses = {unit.key: result[0] for unit, result in zip(units, results, strict=True)}
        except StoppedError:
            raise
        except EngineError:
            for unit in units:  # one of them is the culprit: the others must not suffer
                try:
                    hypotheses[unit.key] = translator.translate([Request(unit.segment.text)], self.options)[0][0]
                except StoppedError:
                    raise
                except EngineError as error:
                    failed[unit.key] = str(error)
        made = self._with_terms([unit for unit in units if unit.key in hypotheses], hypotheses)
        if self._cache is not None:
            self._cache.set_many(
                {
                    unit.key: {
                        **made[unit.key].to_json(),
                        # The key is a hash: without these the entry could never be exported.
                        "source": unit.segment.text,
                        "language": self.options.source_language,
                        "model": str(self.model),
                    }
                    for unit in units
                    if unit.key in made
                }
            )
        return Batch(made, failed)

    def _with_terms(self, units: Sequence[Unit], hypotheses: Mapping[str, Hypothesis]) -> dict[str, Rendering]:
        """The translations, with the terms of the glossary in them where the model will have them."""
        sentences = [
            Sentence(
                unit.segment.text,
                unit.matches,
                tidy(hypotheses[unit.key]),
            )
            for unit in units
        ]
        try:
            outcomes = Enforcer(self.open(), self.options, self._align, self._faults).enforce(sentences)
        except StoppedError:
            raise
        except EngineError:  # the sentences are translated: that stands, without repairs
            outcomes = [Outcome(sentence.plain) for sentence in sentences]
        return {
            unit.key: Rendering(
                outcome.hypothesis.text,
                outcome.hypothesis.score,
                outcome.hypothesis.alignment,
                before=sentence.plain.text if outcome.repaired else None,
                repaired=tuple(outcome.repaired),
                faults=outcome.hypothesis.faults,
            )
            for unit, sentence, outcome in zip(units, sentences, outcomes, strict=True)
        }

    def alternatives(self, unit: Unit, count: int) -> list[Hypothesis]:
        """Up to `count` different translations of one sentence, best first. Raises EngineError and ModelError."""
        options = replace(self.options, beam_size=max(self.options.beam_size, count), n_best=count)
        found = self.open().translate([Request(unit.segment.text)], options)[0]
        different = {hypothesis.text: hypothesis for hypothesis in map(tidy, reversed(found)) if hypothesis.text}
        return list(reversed(different.values()))
