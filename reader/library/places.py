"""Folders and collections: what stands in one level of a folder, and how much of a collection was read."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cache.memory import Collection, Visit
from reader.article.load import find_sources, is_article_file, is_url, natural_key
from reader.document import Source
from reader.errors import UnreadableError
from reader.library.entry import Key, key_of

_LOOKED_AT = 300
"""Unread articles of a collection that are looked at before it is opened."""


@dataclass(frozen=True)
class Level:
    """One level of a folder."""

    folders: tuple[Path, ...] = ()
    articles: tuple[Source, ...] = ()
    trouble: str = ""
    """Why it cannot be listed."""


@dataclass(frozen=True)
class Counts:
    """How many articles a collection has, and what became of them."""

    articles: int = 0
    unread: int = 0
    translated: int = 0
    """How many are translated to the end, as far as is known."""
    waiting: tuple[Source, ...] = ()
    """Articles that were not read and lie on this machine: a look at them tells whether they are translated."""
    all_known: bool = True
    """Whether `waiting` has all of them."""
    trouble: str = ""
    """Why they cannot be counted."""


@dataclass(frozen=True)
class Listing:
    """Several articles that were opened together."""

    sources: tuple[Source, ...]
    name: str = ""
    """What they were opened as, where that was one thing."""
    collection: Collection | None = None
    """To be remembered; None where it was nothing that can be opened again by one name."""
    note: str = ""
    """What has to be said about them."""


def level(folder: Path) -> Level:
    """The folders and the articles that lie in `folder` itself, in natural order. Hidden ones are left out."""
    folders, articles = [], []
    try:
        with os.scandir(folder) as found:
            for item in found:
                path = folder / item.name
                if item.name.startswith("."):
                    continue
                if item.is_dir():
                    folders.append(path)
                elif is_article_file(path) and item.is_file():
                    articles.append(Source(name=str(path), path=path, relative=Path(item.name)))
    except OSError as error:
        return Level(trouble=error.strerror or str(error))
    folders.sort(key=lambda path: natural_key(path.name))
    articles.sort(key=lambda source: natural_key(str(source.relative)))
    return Level(tuple(folders), tuple(articles))


def current_folder() -> Path | None:
    """The current folder; None where it was taken away."""
    try:
        return Path.cwd()
    except OSError:
        return None


def home_folder() -> str:
    """The person's home folder; empty where nobody knows it."""
    try:
        return str(Path.home())
    except RuntimeError:
        return ""


def is_remote(name: str) -> bool:
    """Whether only the network can tell what a collection of this name holds."""
    return is_url(name) or name.lower().startswith("feed:")


def kept_name(name: str) -> str:
    """The name under which something that was opened is remembered: it must hold from any folder."""
    return name if is_remote(name) else str(Path(name).expanduser().absolute())


def as_collection(name: str, sources: Sequence[Source]) -> Collection | None:
    """What was opened as `name`, if it holds several articles, or may come to."""
    if name == "-" or (len(sources) == 1 and not _may_hold_several(name)):
        return None
    links = tuple(source.name for source in sources) if is_remote(name) else ()
    return Collection(kept_name(name), links)


def listing_of(sources: Sequence[Source], names: Sequence[str]) -> Listing:
    """Sources that were given as `names` on the command line."""
    if len(names) != 1:
        return Listing(tuple(sources))
    return Listing(tuple(sources), names[0], as_collection(names[0], sources))


def contents(collection: Collection, stop: Callable[[], bool] = bool) -> list[Source]:
    """The articles of a collection without the network: those it had last, where only that could tell.

    Raises UnreadableError.
    """
    if is_remote(collection.name):
        return [Source(name=link) for link in collection.links]
    return find_sources([collection.name], stop=stop)


def count(collection: Collection, read: Mapping[Key, Visit], stop: Callable[[], bool] = bool) -> Counts:
    """How much of a collection was read, and how much of that is translated."""
    try:
        sources = contents(collection, stop)
    except UnreadableError as error:
        return Counts(trouble=error.what)
    visits = {key: read[key] for source in sources if (key := key_of(source)) in read}
    unread = [source for source in sources if key_of(source) not in visits]
    here = [source for source in unread if source.path is not None]
    whole = sum(map(is_whole, visits.values()))
    return Counts(len(sources), len(unread), whole, tuple(here[:_LOOKED_AT]), len(here) <= _LOOKED_AT)


def is_whole(visit: Visit) -> bool:
    """Whether the article is translated to the end."""
    return 0 < visit.sentences <= visit.translated


def _may_hold_several(name: str) -> bool:
    return name.lower().startswith("feed:") or (not is_url(name) and Path(name).expanduser().is_dir())
