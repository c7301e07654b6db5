"""What `models get` knows of each model before it has asked anyone: `catalog.toml` as types."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("catalog.toml")


@dataclass(frozen=True)
class KnownFile:
    """A file of a repository. What is not known is 0 or empty."""

    name: str
    size: int = 0
    """Bytes, exactly."""
    about: int = 0
    """Bytes, as published: rounded."""
    sha256: str = ""


@dataclass(frozen=True)
class Repository:
    """A repository on the Hub that has the model."""

    id: str
    revision: str = ""
    """A commit; empty where none is known, and then the newest is taken and recorded."""
    files: tuple[KnownFile, ...] = ()


@dataclass(frozen=True)
class Licence:
    """Under what terms the weights may be used."""

    name: str
    terms: str = ""
    address: str = ""


@dataclass(frozen=True)
class Score:
    """Published quality on one test set."""

    bleu: float
    chrf: float
    """chrF++."""


@dataclass(frozen=True)
class Quality:
    """Published quality, Indonesian to English."""

    source: str
    flores: Score
    """FLORES-200 devtest."""
    news: Score | None = None
    """NTREX-128, news."""


@dataclass(frozen=True)
class Entry:
    """One model of the catalogue."""

    name: str
    about: str
    licence: Licence
    memory: int
    """Bytes that reading with it needs."""
    quality: Quality
    repositories: tuple[Repository, ...]
    """Where it can be had, the best first; nowhere, for the one that is here."""

    @property
    def size(self) -> int:
        """Bytes of the model's files, about, as far as they are known."""
        return sum(file.size or file.about for repository in self.repositories[:1] for file in repository.files)


@dataclass(frozen=True)
class Catalog:
    """Every model that is known by its name."""

    entries: Mapping[str, Entry]
    """Those that can be fetched."""
    bundled: Entry
    tokenizer: Repository
    """Where the tokenizer comes from when a conversion lacks it; its one file is the tokenizer."""


@functools.cache
def catalog() -> Catalog:
    """The catalogue that ships with the program."""
    return read_catalog(_FILE)


def read_catalog(path: Path) -> Catalog:
    """The catalogue in `path`. Raises KeyError or TypeError where it does not follow the form above."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    licences = {name: Licence(name, **fields) for name, fields in data["licence"].items()}
    tokenizer = data["tokenizer"]
    return Catalog(
        entries={model["name"]: _entry(model, licences) for model in data["model"]},
        bundled=_entry(data["bundled"], licences),
        tokenizer=Repository(tokenizer["repository"], tokenizer["revision"], (KnownFile(**tokenizer["file"]),)),
    )


def _entry(model: dict[str, Any], licences: dict[str, Licence]) -> Entry:
    quality = model["quality"]
    news = Score(**quality["news"]) if "news" in quality else None
    return Entry(
        name=model["name"],
        about=model["about"],
        licence=licences[model["licence"]],
        memory=model["memory"],
        quality=Quality(quality["source"], Score(**quality["flores"]), news),
        repositories=tuple(
            Repository(found["id"], found["revision"], tuple(KnownFile(**file) for file in found["files"]))
            for found in model.get("repository", ())
        ),
    )
