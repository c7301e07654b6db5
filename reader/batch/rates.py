"""How fast this machine translated before, so that a dry run can say how long it will take."""

import contextlib
import json

from reader.files import replacing
from reader.services import Services

_ENOUGH = 20
"""Sentences below which loading the model says more than its speed."""


def remember_rate(services: Services, sentences: int, seconds: float) -> None:
    """Keep the speed of a run. Whether that works matters to nobody."""
    if sentences < _ENOUGH or seconds <= 0:
        return
    rates = {**_rates(services), _key(services): sentences / seconds}
    with contextlib.suppress(OSError), replacing(services.paths.cache / "rates.json") as file:
        file.write(json.dumps(rates).encode())


def known_rate(services: Services) -> float | None:
    """Sentences a second with this model and these settings, if a run has shown it."""
    rate = _rates(services).get(_key(services))
    return float(rate) if isinstance(rate, int | float) and rate > 0 else None


def _key(services: Services) -> str:
    settings = services.settings
    return f"{services.model.digest[:12]} beam {settings.beam} {settings.device} {settings.threads}"


def _rates(services: Services) -> dict[str, object]:
    try:
        rates = json.loads((services.paths.cache / "rates.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return rates if isinstance(rates, dict) else {}
