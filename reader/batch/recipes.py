"""What is wanted of a run, and what an output depends on."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from reader.export import exporter
from reader.glossary.match import Matcher
from reader.services import Services
from reader.version import program_version


@dataclass(frozen=True)
class Order:
    """What is wanted of a run."""

    folder: Path
    """Where the outputs go."""
    formats: tuple[str, ...] = ("txt",)
    bilingual: bool | None = None
    """None is each format's own way."""
    force: bool = False
    """Write every file, also those that are whole and unchanged."""

    def __post_init__(self) -> None:
        """Raises UsageError for a format that there is not."""
        for name in self.formats:
            exporter(name)


def recipes(services: Services, matcher: Matcher, order: Order) -> dict[str, str]:
    """By format: a digest of all that an output depends on apart from the article. Raises ModelError."""
    settings = services.settings
    common = {
        "program": program_version(),
        "model": services.model.digest,
        "aligner": services.aligner.digest,
        "language": settings.language,
        "beam": settings.beam,
        "drafts": settings.drafts == "only",
        "terms": [repr(term) for term in matcher.terms],
        "bilingual": order.bilingual,
        "corrections": sorted(pair for pair in services.memory.all_corrections() if pair[0] == settings.language),
    }
    return {
        name: hashlib.sha256(json.dumps({**common, "format": name}, sort_keys=True).encode()).hexdigest()
        for name in order.formats
    }
