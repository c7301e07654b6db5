"""Which files make up a model, and where each is to come from: the Hub, or a folder that a person copied."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models import layout
from models.catalog import Catalog, Entry, KnownFile, Repository
from models.hub import Hub, Listing, NotOnHubError, RemoteFile
from models.manifest import Manifest, Origin, read_manifest
from models.types import EngineError

_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


@dataclass(frozen=True)
class PlannedFile:
    """One file of a model that is to be installed."""

    name: str
    size: int
    source: RemoteFile | Path
    sha256: str = ""
    """What it must be, where that is known before it is here."""

    @property
    def origin(self) -> Origin:
        """For the manifest."""
        if isinstance(self.source, Path):
            return Origin(str(self.source.parent))
        return Origin(self.source.repository, self.source.commit)

    @property
    def key(self) -> str:
        """What tells one content of this file from another."""
        return str(self.source) if isinstance(self.source, Path) else self.source.key


@dataclass(frozen=True)
class Plan:
    """A model that is to be installed."""

    name: str
    files: tuple[PlannedFile, ...]
    licence: str

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def plan_from_hub(entry: Entry, catalog: Catalog, hub: Hub, recorded: Manifest | None = None) -> tuple[Plan, str]:
    """The plan for `entry`, from the first of its repositories that has it, and what to say of those before.

    A model that was here before (`recorded`) comes from where it came from then, at the same commit.
    Raises EngineError.
    """
    before = {origin.place: origin.revision for origin in recorded.origins.values()} if recorded else {}
    problems: list[NotOnHubError] = []
    for repository in sorted(entry.repositories, key=lambda found: found.id not in before):
        try:
            listing = hub.listing(repository.id, repository.revision or before.get(repository.id, ""))
            names = _model_files(listing)
            files = [_remote(hub, listing, repository, name) for name in names]
            if layout.TOKENIZER not in names:
                files.append(tokenizer_from_hub(catalog, hub))
        except NotOnHubError as problem:
            problems.append(problem)
            continue
        note = f"{problems[0]}; {repository.id} has the model too" if problems else ""
        return Plan(entry.name, tuple(files), entry.licence.name), note
    others = f"{problems[0].hint}; nor does any other known repository have it" if problems[1:] else problems[0].hint
    raise EngineError(str(problems[0]), others) from problems[0]


def tokenizer_from_hub(catalog: Catalog, hub: Hub) -> PlannedFile:
    """NLLB's own tokenizer, for conversions that come without it. Raises EngineError."""
    listing = hub.listing(catalog.tokenizer.id, catalog.tokenizer.revision)
    return _remote(hub, listing, catalog.tokenizer, catalog.tokenizer.files[0].name)


def plan_from_folder(name: str, folder: Path, licence: str, catalog: Catalog, hub: Callable[[], Hub]) -> Plan:
    """The plan for the model files in `folder`. The Hub is asked only for a tokenizer that is not there.

    Where the folder has a manifest of this program's, its digests must hold. Raises EngineError.
    """
    recorded = read_manifest(folder)
    digests = recorded.files if recorded else {}
    files = [PlannedFile(path.name, path.stat().st_size, path, digests.get(path.name, "")) for path in _by_hand(folder)]
    if layout.TOKENIZER not in {file.name for file in files}:
        try:
            files.append(tokenizer_from_hub(catalog, hub()))
        except EngineError as error:
            place = f"{catalog.tokenizer.id} has it: put it beside model.bin"
            raise EngineError(f"the folder has no {layout.TOKENIZER}, and {error}", place) from error
    return Plan(name, tuple(files), recorded.licence if recorded and recorded.licence else licence)


def _by_hand(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise EngineError(f"not a folder: {folder}", "give the folder that holds model.bin")
    for name in (layout.MODEL, layout.CONFIG):
        if not (folder / name).is_file():
            if any(next(folder.glob(pattern), None) for pattern in _WEIGHTS):
                hint = f"`dwibaca models convert {folder}` makes a model of it"
                raise EngineError(f"these are weights for Transformers, not for CTranslate2: {folder}", hint)
            raise EngineError(f"not a model in NLLB's layout: {folder} has no {name}")
        yield folder / name
    vocabulary = next((name for name in layout.VOCABULARIES if (folder / name).is_file()), None)
    if vocabulary is None:
        raise EngineError(f"not a model in NLLB's layout: {folder} has no {' or '.join(layout.VOCABULARIES)}")
    yield folder / vocabulary
    if (folder / layout.TOKENIZER).is_file():
        yield folder / layout.TOKENIZER


def _model_files(listing: Listing) -> list[str]:
    """The files that make up the model, as far as the repository has them. Raises NotOnHubError."""
    vocabulary = next((name for name in layout.VOCABULARIES if name in listing.names), None)
    if vocabulary is None or not {layout.MODEL, layout.CONFIG} <= listing.names:
        raise NotOnHubError(f"the repository no longer holds the model: {listing.repository}")
    names = [layout.MODEL, layout.CONFIG, vocabulary]
    return [*names, layout.TOKENIZER] if layout.TOKENIZER in listing.names else names


def _remote(hub: Hub, listing: Listing, repository: Repository, name: str) -> PlannedFile:
    file = hub.file(listing, name)
    known = next((known for known in repository.files if known.name == name), KnownFile(name))
    if known.sha256 and file.sha256 and known.sha256 != file.sha256:
        raise EngineError(
            f"not the file that this program knows: {repository.id}/{name}: sha256 {file.sha256[:12]}…",
            "the Hub or the mirror gives another one; take the model by hand with --from-dir",
        )
    return PlannedFile(name, file.size, file, file.sha256 or known.sha256)
