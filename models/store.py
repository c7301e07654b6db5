"""The models on this machine: names, folders, digests, verification. No CTranslate2 and no network here."""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models import bundled, layout
from models.files import replacing
from models.manifest import read_manifest
from models.types import EngineError

COMPACT = "compact"
"""The model that ships inside the program."""
LANGUAGES = ("ind_Latn", "eng_Latn")
"""What a model must know to be of use here."""
PARTIAL, REPLACED = ".partial", "replaced"
"""`.partial/NAME/` below the store is where a model is before it is whole; `replaced` in it is a whole one that a new
one is about to take the place of."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


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
class CheckedFile:
    """One file of a model, as `verify` found it."""

    name: str
    size: int
    digest: str
    """SHA-256, in hexadecimal; empty for a file that is missing."""
    state: Literal["as recorded", "not recorded", "changed", "missing"]


@dataclass(frozen=True)
class Verification:
    """What `verify` found. `problems` is empty for a model that is whole."""

    name: str
    folder: Path
    digest: str
    recorded: bool
    """There was a manifest to compare with; without one only the layout was checked."""
    problems: tuple[str, ...]
    files: tuple[CheckedFile, ...] = ()


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
        """The model of this name, or in this folder. Raises EngineError when there is none with all its files."""
        model = self.locate(name)
        layout.find_files(model.folder)
        return model

    def locate(self, name: str) -> InstalledModel:
        """The folder that this name means, whatever is in it. Raises EngineError when there is none."""
        if name == COMPACT:
            return InstalledModel(COMPACT, bundled.path())
        named = self.folder / name
        # A plain word is a name; anything with a separator is a path, so that no folder hides a model's name.
        is_path = "/" in name or os.sep in name or name.startswith((".", "~"))
        if not is_path:
            self._put_back()
            if named.is_dir():
                return InstalledModel(name, named)
        path = Path(name).expanduser()
        if path.is_dir():
            resolved = path.resolve()
            return InstalledModel(resolved.name, resolved)
        if is_path or path.exists():
            raise EngineError(f"not a model folder: {name}", "give the folder that holds model.bin")
        from models.catalog import catalog
        from models.install import partial_size

        if name in catalog().entries:
            state = "begun and not whole" if partial_size(self.folder, name) else "not fetched yet"
            raise EngineError(f"no such model: {name}", f"{state}: `dwibaca models get {name}`")
        raise EngineError(f"no such model: {name}", f"installed: {', '.join(model.name for model in self.installed())}")

    def digest(self, model: InstalledModel) -> str:
        """SHA-256 over the files that the model's output depends on. Raises EngineError."""
        memo = self._remembered()
        digests = {}
        fresh = False
        for path in layout.find_files(model.folder).all:
            mark = _mark(path)
            if mark not in memo:
                memo[mark] = layout.file_digest(path)
                fresh = True
            digests[path.name] = memo[mark]
        if fresh:
            self._remember(memo)
        return layout.combined_digest(digests)

    def known_digest(self, model: InstalledModel) -> str:
        """The same where it is remembered, without reading a file; else empty. Raises EngineError."""
        memo = self._remembered()
        digests = {path.name: memo.get(_mark(path), "") for path in layout.find_files(model.folder).all}
        return layout.combined_digest(digests) if all(digests.values()) else ""

    def verify(self, model: InstalledModel, read: Callable[[int], object] = lambda _: None) -> Verification:
        """Read every byte and compare with the manifest that was written when the model was made or fetched.

        `read` is told of every piece: its bytes. What it raises ends the reading.
        """
        problems: list[str] = []
        recorded: dict[str, str] = {}
        try:
            manifest = read_manifest(model.folder)
            recorded = dict(manifest.files) if manifest else {}
        except EngineError as error:
            problems.append(str(error))
        names: tuple[str, ...] = ()
        try:
            files = layout.find_files(model.folder)
            names = tuple(path.name for path in files.all)
            tokens = set(layout.read_vocabulary(files.vocabulary))
            problems += [f"{files.vocabulary.name} has no {code}" for code in LANGUAGES if code not in tokens]
            if recorded and files.map:  # made here, after the manifest: `models.prepare` records it
                recorded.setdefault(layout.MAP, str(layout.read_record(model.folder).get("map")))
        except EngineError as error:
            problems.append(str(error))
        every = (*names, *(name for name in recorded if name not in names))
        checked = tuple(_checked(model.folder / name, recorded.get(name), read) for name in every)
        wrong = {"changed": "is not the file that was recorded", "missing": "is missing"}
        problems += [f"{file.name} {wrong[file.state]}" for file in checked if file.state in wrong]
        digest = layout.combined_digest({file.name: file.digest for file in checked[: len(names)]}) if names else ""
        return Verification(model.name, model.folder, digest, bool(recorded), tuple(problems), checked)

    def _put_back(self) -> None:
        """Have back every model that a process took away for a new one, and was killed before that was there."""
        for replaced in (self.folder / PARTIAL).glob(f"*/{REPLACED}"):
            name = replaced.parent.name
            if not (self.folder / name).exists():
                from models.install import Installer

                Installer(self.folder).put_back(name)

    def _below(self) -> Iterator[InstalledModel]:
        if not self.folder.is_dir():
            return
        self._put_back()
        for folder in sorted(self.folder.iterdir()):
            if not folder.name.startswith(".") and (folder / layout.MODEL).is_file():
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
            with replacing(self._memo) as file:
                file.write(json.dumps(memo).encode())
        except OSError:
            return  # the memory only saves time


def _mark(path: Path) -> str:
    """What tells that a file is as it was."""
    stat = path.stat()
    return f"{path}|{stat.st_size}|{stat.st_mtime_ns}"


def check_name(name: str) -> None:
    """Raises EngineError when `name` cannot be that of a model in the store."""
    if name == COMPACT:
        raise EngineError(f"the name belongs to the model that comes with the program: {name}", "take another")
    if not _NAME.fullmatch(name):
        raise EngineError(f"not a name for a model: {name}", "letters, digits, dots, dashes and underscores")


def _checked(path: Path, recorded: str | None, read: Callable[[int], object]) -> CheckedFile:
    if not path.is_file():
        return CheckedFile(path.name, 0, "", "missing")
    digest = layout.file_digest(path, read)
    state: Literal["as recorded", "not recorded", "changed"]
    state = "not recorded" if recorded is None else "as recorded" if digest == recorded else "changed"
    return CheckedFile(path.name, path.stat().st_size, digest, state)
