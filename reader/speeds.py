"""How fast each model was found to be on this machine, kept so that it can be shown beside it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.files import noted, take_note


@dataclass(frozen=True)
class Speed:
    """What `models bench` measured."""

    sentences: Mapping[str, float]
    """Sentences a second, by beam size."""
    cores: int


def remember_speed(path: Path, digest: str, speed: Speed) -> None:
    """Keep the speed of the model with this digest in the file `path`. Whether that works matters to nobody."""
    take_note(path, digest, asdict(speed))


def known_speed(path: Path, digest: str) -> Speed | None:
    """The speed of the model with this digest, if it was measured here."""
    try:
        found = noted(path)[digest]
        return Speed({str(beam): float(rate) for beam, rate in found["sentences"].items()}, int(found["cores"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
