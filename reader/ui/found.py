"""What the workers of the library tell its screen. Data only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from cache.memory import Collection, Visit
from reader.errors import ReaderError
from reader.library.entry import Entry, Key
from reader.library.places import Counts, Level, Listing


@dataclass
class RecentFound(Message, bubble=False):
    """Articles that were read before."""

    entries: Sequence[Entry]
    more: bool
    """Whether these are only the first of them."""
    problems: Sequence[str] = ()
    """What is wrong with the file in which they are kept."""


@dataclass
class CollectionsFound(Message, bubble=False):
    """Collections that were opened before."""

    collections: Sequence[Collection]


@dataclass
class CollectionCounted(Message, bubble=False):
    """How much of a collection was read."""

    name: str
    counts: Counts


@dataclass
class LevelFound(Message, bubble=False):
    """What lies in a folder."""

    folder: Path
    level: Level


@dataclass
class ArticlesLookedAt(Message, bubble=False):
    """What a look at some articles has told, or why there was nothing to see."""

    looks: Mapping[Key, Visit | str]


@dataclass
class ListingFound(Message, bubble=False):
    """What was asked for is there."""

    listing: Listing


@dataclass
class NothingFound(Message, bubble=False):
    """What was asked for cannot be had."""

    error: ReaderError
    typed: bool
    """Whether the person has typed its name."""


@dataclass
class CandidatesFound(Message, bubble=False):
    """What the name that is being typed may become."""

    typed: str
    candidates: Sequence[str]
