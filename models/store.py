"""The models on this machine: names, folders, digests, verification. No CTranslate2 here."""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models import bundled, layout
from models.types import EngineError

COMPACT = "compact"
"""The model that ships inside the program."""


@dataclass(frozen=True)
class InstalledModel:
    """A model that can be opened."""

    name: str
    folder: Path

    @property
    def bundled(self) -> bool:
        """Whether it came with the program."""
        return self.folder == bundled.path()


@dataclass(frozen=True)
class Verification:
    """What `verify` found. `problems` is empty for a model that is whole."""

    name: str
    folder: Path
    digest: str
    recorded: bool
    """There was a manifest to compare with; without one only the layout was checked."""
    problems: tuple[str, ...]


class ModelStore:
    """The bundled model and the model folders below `folder`.

    `memo` is a file that remembers digests by size and time of change, so that a large model is hashed once.
    """

    def __init__(self, folder: Path, memo: Path | None = None) -> None:
        """Touches no file."""
        self.folder = folder
        self._memo = memo

    def installed(self) -> list[InstalledModel]:
        """Every model that could be opened, the bundled one first."""
        return [InstalledModel(COMPACT, bundled.path()), *self._below()]

    def resolve(self, name: str) -> InstalledModel:
        """The model of this name, or in this folder. Raises EngineError when there is none."""
        if name == COMPACT:
            return InstalledModel(COMPACT, layout.find_files(bundled.path()).folder)
        named = self.folder / name
        # A plain word is a name; anything with a separator is a path, so that no folder hides a model's name.
        is_path = "/" in name or os.sep in name or name in (".", "..") or name.startswith("~")
        if not is_path and named.is_dir():
            return InstalledModel(name, layout.find_files(named).folder)
        path = Path(name).expanduser()
        if path.is_dir():
            resolved = path.resolve()
            return InstalledModel(resolved.name, layout.find_files(resolved).folder)
        if is_path or path.exists():
            raise EngineError(f"not a model folder: {name}", "give the folder that holds model.bin")
        raise EngineError(f"no such model: {name}", f"installed: {', '.join(model.name for model in self.installed())}")

    def digest(self, model: InstalledModel) -> str:
        """SHA-256 over the files that the model's output depends on. Raises EngineError."""
        memo = self._remembered()
        digests = {}
        fresh = False
        for path in layout.find_files(model.folder).all:
            stat = path.stat()
            mark = f"{path}|{stat.st_size}|{stat.st_mtime_ns}"
            if mark not in memo:
                memo[mark] = layout.file_digest(path)
                fresh = True
            digests[path.name] = memo[mark]
        if fresh:
            self._remember(memo)
        return layout.combined_digest(digests)

    def verify(self, model: InstalledModel) -> Verification:
        """Read every byte and compare with the manifest that was written when the model was made or fetched."""
        problems: list[str] = []
        manifest = _read_manifest(model.folder, problems)
        try:
            files = layout.find_files(model.folder)
            tokens = set(layout.read_vocabulary(files.vocabulary))
        except EngineError as error:
            return Verification(model.name, model.folder, "", bool(manifest), (*problems, str(error)))
        problems += [
            f"{files.vocabulary.name} has no {code}" for code in ("ind_Latn", "eng_Latn") if code not in tokens
        ]
        digests = {path.name: layout.file_digest(path) for path in files.all}
        for name, expected in manifest.items():
            found = digests.get(name)
            if found is None and (model.folder / name).is_file():
                found = layout.file_digest(model.folder / name)
            if found != expected:
                problems.append(f"{name} is {'not the file that was recorded' if found else 'missing'}")
        return Verification(model.name, model.folder, layout.combined_digest(digests), bool(manifest), tuple(problems))

    def _below(self) -> Iterator[InstalledModel]:
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if (folder / layout.MODEL).is_file():
                yield InstalledModel(folder.name, folder)

    def _remembered(self) -> dict[str, str]:
        if self._memo is None:
            return {}
        try:
            memo = json.loads(self._memo.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in memo.items()} if isinstance(memo, dict) else {}

    def _remember(self, memo: dict[str, str]) -> None:
        if self._memo is None:
            return
        try:
            self._memo.parent.mkdir(parents=True, exist_ok=True)
            # Two programs may write at once: each replaces the whole file, so it is never half of anything.
            descriptor, name = tempfile.mkstemp(dir=self._memo.parent, prefix=self._memo.name)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(memo, file)
            Path(name).replace(self._memo)
        except OSError:
            return  # the memory only saves time


def write_manifest(folder: Path) -> None:
    """Record the digests of the model files in `folder`, for `verify`. Raises EngineError."""
    files = layout.find_files(folder)
    manifest = {"files": {path.name: layout.file_digest(path) for path in files.all}}
    (folder / layout.MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _read_manifest(folder: Path, problems: list[str]) -> dict[str, str]:
    path = folder / layout.MANIFEST
    if not path.is_file():
        return {}
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problems.append(f"{layout.MANIFEST} cannot be read: {error!r}")
        return {}
