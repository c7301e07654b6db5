"""Articles and their glossary: what became of its terms, and what could be added to it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from reader.batch.glossaries import glossary_folder
from reader.batch.reading import open_article
from reader.batch.report import Failure
from reader.batch.single import translate_one
from reader.document import AlignedDocument, AlignedSentence, Article, Source
from reader.errors import ModelError, ReaderError
from reader.glossary.suggest import Suggestion, suggest
from reader.pipeline import FOLDER, Job, Planned, SentenceReady
from reader.services import Services


@dataclass
class TermReport:
    """What became of one term over all articles."""

    source: str
    """As it stands in the text most often."""
    target: str
    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    """By status; a sentence counts once."""
    missing: list[tuple[str, str, str]] = field(default_factory=list)
    """(file, sentence, translation) where its English is not there."""

    def as_json(self) -> dict[str, Any]:
        """One object of `glossary check --json`."""
        return {
            "source": self.source,
            "target": self.target,
            "kind": self.kind,
            **{status: self.counts[status] for status in ("used", "repaired", "missing")},
            "sentences": [{"file": file, "source": source, "target": target} for file, source, target in self.missing],
        }


def check_terms(
    services: Services, sources: Sequence[Source], done: Callable[[Source, ReaderError | None], None]
) -> tuple[list[TermReport], list[Failure]]:
    """Translate `sources` and count what became of their terms: the missing ones first, then the repaired ones.

    `done` is called after each source. An article that fails stops no other. Raises ModelError.
    """
    reports: dict[tuple[str, str], TermReport] = {}
    surfaces: dict[tuple[str, str], Counter[str]] = {}
    failures = []
    for source in sources:
        try:
            document = translate_one(services, source)
        except ModelError:
            raise
        except ReaderError as error:
            failures.append(Failure(source.name, error))
            done(source, error)
            continue
        _count(document, source.name, reports, surfaces)
        done(source, None)
    for key, report in reports.items():
        report.source = surfaces[key].most_common(1)[0][0]
    ranked = sorted(
        reports.values(), key=lambda one: (-one.counts["missing"], -one.counts["repaired"], -one.counts.total())
    )
    return ranked, failures


def suggest_terms(
    services: Services, sources: Sequence[Source], *, least: int = 1
) -> tuple[tuple[Suggestion, ...], list[Failure]]:
    """Names in `sources` that no glossary has, with the translations that are cached. Asks no model to translate.

    Raises ReaderError, and ModelError where there is no such model.
    """
    articles: list[Article] = []
    translated: list[AlignedSentence] = []
    failures = []
    for source in sources:
        try:
            article = open_article(source, services.settings)
        except ReaderError as error:
            failures.append(Failure(source.name, error))
            continue
        articles.append(article)
        translated.extend(_known(services, source, article))
    folders = {glossary_folder(source) for source in sources}
    matcher = services.matcher(folders.pop() if len(folders) == 1 else None)
    return suggest(articles, matcher, translated, least=least), failures


def _known(services: Services, source: Source, article: Article) -> Iterable[AlignedSentence]:
    """The sentences of `article` that need no model: a run tells of them first, and is left before it translates."""
    events = services.pipeline(glossary_folder(source), FOLDER, drafts="off").run([Job(source.name, article)])
    planned = next(events)
    if not isinstance(planned, Planned):
        raise TypeError(f"a run begins with {type(planned).__name__}")
    ready = (event.sentence for event in events if isinstance(event, SentenceReady))
    known = list(islice(ready, planned.cached))
    events.close()
    return known


def _count(
    document: AlignedDocument,
    file: str,
    reports: dict[tuple[str, str], TermReport],
    surfaces: dict[tuple[str, str], Counter[str]],
) -> None:
    for sentence in document.sentences:
        for use in sentence.terms:
            key = (use.kind, use.target)
            report = reports.setdefault(key, TermReport(use.source, use.target, use.kind))
            surfaces.setdefault(key, Counter())[use.source] += 1
            report.counts[use.status] += 1
            if use.status == "missing":
                report.missing.append((file, sentence.segment.text, sentence.target))
