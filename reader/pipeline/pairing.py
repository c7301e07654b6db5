"""A sentence and its translation, whoever made it, become a pair: words aligned, terms looked up, values checked."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cache.key import alignment_key
from cache.store import TranslationCache
from models.types import Alignment, EngineError, Fault, ModelIdentity, Translator
from reader.check import check
from reader.document import AlignedSentence, Finding, Origin, TermUse
from reader.errors import ReaderError
from reader.glossary.match import english_of, uses
from reader.pipeline.plan import Unit
from reader.pipeline.rendering import Rendering, links_of

_FAULTS: Mapping[Fault, Finding] = {
    "loop": Finding(kind="repetition", severity="warn", message="the model says the same over and over"),
    "empty": Finding(kind="untranslated", severity="warn", message="the model found no words"),
    "cut": Finding(kind="length", severity="warn", message="the translation ends before the sentence does"),
}


@dataclass(frozen=True)
class Ready:
    """A sentence with its translation, and where that came from."""

    unit: Unit
    rendering: Rendering
    origin: Origin
    model: ModelIdentity


class Pairing:
    """Makes pairs. Alignments are cached; findings and terms never are."""

    def __init__(
        self,
        aligner: ModelIdentity,
        open_aligner: Callable[[], Translator],
        cache: TranslationCache | None,
        *,
        checked: bool = True,
    ) -> None:
        """`checked`: whether the checks know the language of the sources."""
        self.aligner = aligner
        self._open, self._cache, self._checked = open_aligner, cache, checked

    def sentences(self, ready: Sequence[Ready]) -> list[AlignedSentence]:
        """The pairs, in order. All that no model aligned as it translated them are aligned together."""
        unknown = [one for one in ready if one.rendering.alignment is None]
        found = iter(self.alignments([(one.unit.segment.text, one.rendering.target) for one in unknown]))
        alignments = [next(found) if one.rendering.alignment is None else one.rendering.alignment for one in ready]
        return [
            AlignedSentence(
                segment=one.unit.segment,
                target=one.rendering.target,
                model=str(one.model),
                origin=one.origin,
                score=one.rendering.score,
                before=one.rendering.before,
                alignment=_within(alignment, one.unit.segment.text, one.rendering.target),
                terms=_terms(one),
                findings=self._findings(one),
            )
            for one, alignment in zip(ready, alignments, strict=True)
        ]

    def alignments(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        """Word alignments, from the cache where they are known.

        A pair that the model cannot align gets the diagonal, which is not kept: the model may do better next time.
        """
        if not pairs:
            return []
        keys = [alignment_key(model=self.aligner.digest, source=source, target=target) for source, target in pairs]
        known = self._cache.get_many(keys) if self._cache is not None else {}
        links = {key: alignment for key, value in known.items() if (alignment := links_of(value)) is not None}
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in links}
        if missing:
            found = self._align(missing)
            if self._cache is not None:
                self._cache.set_many({key: {"links": list(map(list, pairs))} for key, pairs in found.items()})
            links.update(found)
        return [links[key] if key in links else diagonal(*pair) for key, pair in zip(keys, pairs, strict=True)]

    def _align(self, pairs: Mapping[str, tuple[str, str]]) -> dict[str, Alignment]:
        """What the model says, where it can."""
        try:
            aligner = self._open()
        except (EngineError, ReaderError):
            return {}
        try:
            return dict(zip(pairs, aligner.align(list(pairs.values())), strict=True))
        except EngineError:
            found: dict[str, Alignment] = {}
            for key, pair in pairs.items():  # one of them is the culprit
                with contextlib.suppress(EngineError):
                    found[key] = aligner.align([pair])[0]
            return found

    def faults(self, source: str, target: str, terms: Iterable[str]) -> int:
        """How many warnings the checks have for a pair; none where they do not know the language. See `check`."""
        return sum(finding.severity == "warn" for finding in check(source, target, terms)) if self._checked else 0

    def _findings(self, one: Ready) -> tuple[Finding, ...]:
        """What the checks say, and what the model's guards say if the checks do not.

        The checks know Indonesian numbers, dates and words; of another language they would only cry wolf.
        """
        known = one.unit.key and self._checked
        terms = english_of(one.unit.matches)
        findings = check(one.unit.segment.text, one.rendering.target, terms) if known else ()
        kinds = {finding.kind for finding in findings}
        faults = (_FAULTS[fault] for fault in one.rendering.faults)
        return (*findings, *(finding for finding in faults if finding.kind not in kinds))


def diagonal(source: str, target: str) -> Alignment:
    """Each word of `target` linked to the word of `source` that stands as far along: what word order alone says."""
    here, there = len(source.split()), len(target.split())
    if not here or not there:
        return ()
    return tuple(sorted(((2 * word + 1) * here // (2 * there), word) for word in range(there)))


def _within(alignment: Alignment, source: str, target: str) -> Alignment:
    """The links between words that are there: a cached value may have come from anywhere."""
    here, there = len(source.split()), len(target.split())
    return tuple((i, j) for i, j in alignment if i < here and j < there)


def _terms(one: Ready) -> tuple[TermUse, ...]:
    repaired = {match.spans for match in one.unit.matches if match.term.source in one.rendering.repaired}
    return tuple(
        replace(use, status="repaired") if use.status == "used" and use.source_spans in repaired else use
        for use in uses(one.unit.matches, one.rendering.target)
    )
