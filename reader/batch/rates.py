"""How fast this machine translated before, so that a dry run can say how long it will take."""

from pathlib import Path
from typing import Final

from reader.batch.report import Report
from reader.files import noted, take_note
from reader.services import Services
from reader.speeds import known_speed

_ENOUGH = 20
"""Sentences below which loading the model says more than its speed."""


USUAL: Final = 85
"""Characters of a sentence in the sample articles, which `models bench` measures by the sentence."""


def remember_rate(services: Services, engine: str, report: Report) -> None:
    """Keep the speed of a run on `engine`. Whether that works matters to nobody."""
    if report.translated >= _ENOUGH and report.seconds > 0:
        take_note(_table(services), _key(services, engine), report.characters / report.seconds)


def known_rate(services: Services, engine: str) -> float | None:
    """Characters a second on `engine` with this model and these settings, if a run has shown it, or `models bench`.

    Not sentences: one may be as long as a hundred others.
    """
    rate = noted(_table(services)).get(_key(services, engine))
    if isinstance(rate, int | float) and rate > 0:
        return float(rate)
    measured = known_speed(services.paths.speeds, services.model.digest) if engine == "local" else None
    sentences = measured.sentences.get(str(services.settings.beam)) if measured else None
    return None if sentences is None else sentences * USUAL


def _key(services: Services, engine: str) -> str:
    settings = services.settings
    share = f"{settings.device} {settings.threads} {engine} {settings.workers} characters"
    return f"{services.model.digest[:12]} beam {settings.beam} {share}"


def _table(services: Services) -> Path:
    return services.paths.cache / "rates.json"
