"""Every model that is here or can be fetched, and what is known of each. Reads no weights and asks nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models import bundled, layout
from models.catalog import Entry, Licence, Quality, catalog
from models.files import size_of
from models.install import partial_size
from models.manifest import Manifest, Origin, read_manifest
from models.store import InstalledModel, ModelStore
from models.types import EngineError

WORKING = 600_000_000
"""Bytes that reading needs besides the weights of a large model, as in the catalogue."""

_UNKNOWN = Licence("")

State = Literal["bundled", "installed", "damaged", "begun", "absent"]
"""Comes with the program; here with all its files; here without some; half fetched; to be fetched."""


@dataclass(frozen=True)
class Holding:
    """One model: here, half here, or to be fetched."""

    name: str
    """What `--model` and the settings call it: its name, or its path if it is not in the store."""
    state: State
    folder: Path | None
    """None while it is not here."""
    size: int
    """Bytes on the disk, or about what is to be fetched."""
    memory: int
    """Bytes that reading with it needs, about."""
    about: str = ""
    begun: int = 0
    """Bytes that a download which was stopped has left."""
    problem: str = ""
    """Why it is damaged."""
    licence: Licence = _UNKNOWN
    quality: Quality | None = None
    origins: tuple[Origin, ...] = ()
    """Where its files came from, or would come from."""
    prepared: bool = False
    """Has been through `models.prepare`."""
    digest: str = ""
    """SHA-256 over its files where that is known without reading them."""

    @property
    def usable(self) -> bool:
        """Whether it can be read with, as far as one sees without reading it."""
        return self.state in ("bundled", "installed")

    @property
    def in_catalog(self) -> bool:
        """Whether it can be fetched by its name."""
        return self.name in catalog().entries

    def is_called(self, setting: str) -> bool:
        """Whether the setting `model` means this one."""
        return setting == self.name or (self.folder is not None and Path(setting).expanduser() == self.folder)


def holdings(store: ModelStore, in_use: str = "") -> list[Holding]:
    """Every model that is here, then those that can be fetched.

    A folder that the setting `in_use` names is among them, wherever it is.
    """
    found = list(store.installed())
    try:
        chosen = store.locate(in_use) if in_use else None
    except EngineError:
        chosen = None
    if chosen is not None and chosen.folder not in {model.folder for model in found}:
        found.append(chosen)
    here = [_here(store, model) for model in found]
    names = {holding.name for holding in here}
    return [*here, *(_absent(store, entry) for entry in catalog().entries.values() if entry.name not in names)]


def _here(store: ModelStore, model: InstalledModel) -> Holding:
    entry = catalog().bundled if model.bundled else catalog().entries.get(model.name)
    in_store = model.bundled or model.folder.parent == store.folder
    manifest, problem = _whole(model.folder)
    weights = size_of(model.folder / layout.MODEL)
    return Holding(
        name=model.name if in_store else str(model.folder),
        state="damaged" if problem else "bundled" if model.bundled else "installed",
        folder=model.folder,
        size=sum(size_of(model.folder / name) for name in bundled.FILES) if model.bundled else bytes_in(model.folder),
        memory=entry.memory if entry else weights + WORKING,
        about=entry.about if entry else _kind(manifest),
        begun=partial_size(store.folder, model.name) if in_store else 0,
        problem=problem,
        licence=_licence(manifest, entry),
        quality=entry.quality if entry else None,
        origins=tuple(dict.fromkeys(manifest.origins.values())) if manifest else (),
        prepared=model.bundled or bool(layout.read_record(model.folder)),
        digest="" if problem else store.known_digest(model),
    )


def _absent(store: ModelStore, entry: Entry) -> Holding:
    begun = partial_size(store.folder, entry.name)
    return Holding(
        name=entry.name,
        state="begun" if begun else "absent",
        folder=None,
        size=entry.size,
        memory=entry.memory,
        about=entry.about,
        begun=begun,
        licence=entry.licence,
        quality=entry.quality,
        origins=tuple(Origin(repository.id, repository.revision) for repository in entry.repositories[:1]),
    )


def _whole(folder: Path) -> tuple[Manifest | None, str]:
    """What is recorded of the model, and what is wrong with its files."""
    try:
        layout.find_files(folder)
        return read_manifest(folder), ""
    except EngineError as error:
        return None, str(error)


def _kind(manifest: Manifest | None) -> str:
    """What is to be said of a model that no catalogue has."""
    if manifest is None:
        return "a folder of your own; nothing is recorded of it"
    return "a model of your own"


def _licence(manifest: Manifest | None, entry: Entry | None) -> Licence:
    """What the manifest says, with the terms where they are known."""
    stated = manifest.licence if manifest else ""
    known = entry.licence if entry else _UNKNOWN
    return known if stated in ("", known.name) else Licence(stated)


def bytes_in(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(_files(folder))


def _files(folder: Path) -> Iterator[int]:
    try:
        for path in folder.rglob("*"):
            yield size_of(path)
    except OSError:  # it is being removed
        return
