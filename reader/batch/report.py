"""What a run over many articles did, in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from reader.diagnostics import counted, one_line
from reader.document import AlignedDocument
from reader.errors import ExitCode, ReaderError, UnreadableError

MISSING = "missing"
"""What `--fail-on` calls a glossary term whose English is not there."""
KINDS = ("number", "date", "money", "name", "negation", "length", "repetition", "untranslated", "quote")


@dataclass(frozen=True, slots=True)
class Tally:
    """What is in a translated article."""

    sentences: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    """By kind."""
    terms: dict[str, int] = field(default_factory=dict)
    """By status."""

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.sentences + other.sentences,
            dict(Counter(self.findings) + Counter(other.findings)),
            dict(Counter(self.terms) + Counter(other.terms)),
        )

    def has(self, kind: str) -> bool:
        """Whether there is a finding of this kind, or a missing term."""
        return bool(self.terms.get(MISSING) if kind == MISSING else self.findings.get(kind))


def tally(document: AlignedDocument) -> Tally:
    """What is in `document`."""
    sentences = list(document.sentences)
    return Tally(
        len(sentences),
        dict(Counter(finding.kind for sentence in sentences for finding in sentence.findings)),
        dict(Counter(use.status for sentence in sentences for use in sentence.terms)),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article."""

    file: str
    state: Literal["written", "unchanged", "failed"]
    tally: Tally = field(default_factory=Tally)
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """An object of the report's `files`."""
        said: dict[str, Any] = {"file": one_line(self.file), "state": self.state}
        if self.error:
            return {**said, "error": self.error}
        counts = {"sentences": self.tally.sentences, "findings": self.tally.findings, "terms": self.tally.terms}
        return {**said, **counts}


@dataclass(frozen=True)
class Failure:
    """An article that came to nothing."""

    file: str
    error: ReaderError


@dataclass
class Report:
    """A run, so far or at its end. `tally` is of all outputs, those skipped included."""

    articles: int = 0
    written: int = 0
    skipped: int = 0
    failed: list[Failure] = field(default_factory=list)
    files: list[Outcome] = field(default_factory=list)
    """One for each article, as they ended."""
    opened: int = 0
    """Articles that were read to be translated, so far."""
    planned: int = 0
    """Sentences of those."""
    translated: int = 0
    """Sentences that the model was asked for."""
    characters: int = 0
    """Of those."""
    cached: int = 0
    """Sentences that needed no model."""
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    interrupted: bool = False
    abandoned: bool = False
    """Interrupted at once: a thread may still translate a batch, or read what never comes; nobody waits for it."""
    unit: str = "article"
    """What is counted as an article: of a table a row."""

    @property
    def done(self) -> int:
        """Articles that are over, one way or the other."""
        return self.written + self.skipped + len(self.failed)

    @property
    def findings(self) -> int:
        """Of all kinds."""
        return sum(self.tally.findings.values())

    def end(self, file: str, state: Literal["written", "unchanged"], counts: Tally) -> None:
        """An article has its files."""
        self.written += state == "written"
        self.skipped += state == "unchanged"
        self.tally += counts
        self.files.append(Outcome(file, state, counts))

    def fail(self, failure: Failure) -> None:
        """An article came to nothing."""
        self.failed.append(failure)
        self.files.append(Outcome(failure.file, "failed", error=str(failure.error)))

    def exit_code(self, fail_on: tuple[str, ...] = ()) -> ExitCode:
        """What the shell is told; `fail_on` are finding kinds and MISSING."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.failed:
            unreadable = all(isinstance(failure.error, UnreadableError) for failure in self.failed)
            nothing = unreadable and len(self.failed) == self.articles
            return ExitCode.NOTHING_TO_READ if nothing else ExitCode.SOME_FAILED
        return ExitCode.SOME_FAILED if any(self.tally.has(kind) for kind in fail_on) else ExitCode.DONE

    def reasons(self, fail_on: tuple[str, ...]) -> list[str]:
        """For each of `fail_on` that there is, how often and where: why the exit code is what it is."""
        said = []
        for kind in fail_on:
            where = [outcome.file for outcome in self.files if outcome.tally.has(kind)]
            if where:
                more = f" and {len(where) - 1} more" if len(where) > 1 else ""
                said.append(f"--fail-on {kind}: {where[0]}{more}")
        return said

    def as_json(self) -> dict[str, Any]:
        """The object of `--report`, as CONTRACT has it."""
        return {
            "articles": self.articles,
            "written": self.written,
            "skipped": self.skipped,
            "failed": [{"file": one_line(failure.file), "error": str(failure.error)} for failure in self.failed],
            "sentences": self.tally.sentences,
            "translated": self.translated,
            "cached": self.cached,
            "findings": self.findings,
            "terms": {status: self.tally.terms.get(status, 0) for status in ("used", "repaired", MISSING)},
            "seconds": round(self.seconds, 1),
            "files": [outcome.as_json() for outcome in self.files],
        }

    def __str__(self) -> str:
        """One line for the person."""
        parts = [f"{self.written} written", f"{self.skipped} unchanged", f"{len(self.failed)} failed"]
        return (
            f"{counted(self.articles, self.unit)}: {', '.join(parts)}; "
            f"{counted(self.tally.sentences, 'sentence')}: {self.translated} translated, {self.cached} cached; "
            f"{counted(self.findings, 'finding')}, "
            f"{counted(self.tally.terms.get(MISSING, 0), 'term')} missing; {self.seconds:.1f} s"
        )
