"""What a model made of one sentence, and the form in which the cache keeps it."""

from dataclasses import dataclass
from typing import Self, get_args

from cache.store import Json
from models.types import Alignment, Fault

_ABSURD = 1e6
"""No mean log probability is as low."""


@dataclass(frozen=True)
class Rendering:
    """The English of one sentence."""

    target: str
    score: float | None = None
    """None for what no model made."""
    alignment: Alignment | None = None
    """Word links, where the model itself made them."""
    before: str | None = None
    """What the model said of itself, where a glossary term was repaired."""
    repaired: tuple[str, ...] = ()
    """The sources of the terms that were repaired, as the glossary has them."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with it for all that the model's guards have tried."""

    def to_json(self) -> Json:
        """The value for the cache: what is empty is left out."""
        value: Json = {"target": self.target, "score": self.score}
        if self.alignment is not None:
            value["links"] = list(map(list, self.alignment))
        if self.repaired:
            value |= {"before": self.before, "repaired": list(self.repaired)}
        if self.faults:
            value["faults"] = list(self.faults)
        return value

    @classmethod
    def from_json(cls, value: Json) -> Self | None:
        """The rendering that `value` holds; None when it has another form than this program writes."""
        target, score, before = value.get("target"), value.get("score"), value.get("before")
        repaired, faults = value.get("repaired", []), value.get("faults", [])
        # A whole number too large for a float is no score either.
        if not isinstance(target, str) or not isinstance(score, float | int) or not abs(score) < _ABSURD:
            return None
        if not (isinstance(before, str | None) and isinstance(repaired, list) and isinstance(faults, list)):
            return None
        known = tuple(fault for fault in get_args(Fault) if fault in faults)
        return cls(target, float(score), links_of(value), before, tuple(map(str, repaired)), known)


def links_of(value: Json) -> Alignment | None:
    """The word links of a cached value; None when there are none, or in another form than this program writes."""
    try:
        links = tuple((int(i), int(j)) for i, j in value["links"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return links if all(i >= 0 and j >= 0 for i, j in links) else None
