"""How fast this machine translated before, so that a dry run can say how long it will take."""

from pathlib import Path

from reader.files import noted, take_note
from reader.services import Services
from reader.speeds import known_speed

_ENOUGH = 20
"""Sentences below which loading the model says more than its speed."""


def remember_rate(services: Services, engine: str, sentences: int, seconds: float) -> None:
    """Keep the speed of a run on `engine`. Whether that works matters to nobody."""
    if sentences >= _ENOUGH and seconds > 0:
        take_note(_table(services), _key(services, engine), sentences / seconds)


def known_rate(services: Services, engine: str) -> float | None:
    """Sentences a second on `engine` with this model and these settings, if a run has shown it, or `models bench`."""
    rate = noted(_table(services)).get(_key(services, engine))
    if isinstance(rate, int | float) and rate > 0:
        return float(rate)
    measured = known_speed(services.paths.speeds, services.model.digest) if engine == "local" else None
    return measured.sentences.get(str(services.settings.beam)) if measured else None


def _key(services: Services, engine: str) -> str:
    settings = services.settings
    share = f"{settings.device} {settings.threads} {engine} {settings.workers}"
    return f"{services.model.digest[:12]} beam {settings.beam} {share}"


def _table(services: Services) -> Path:
    return services.paths.cache / "rates.json"
