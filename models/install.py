"""Putting a model into the store, whole or not at all, whatever happens on the way.

What is being fetched lies in `.partial/NAME/KEY/` below the store, where no name reaches; KEY stands for the contents
wanted, so that an interrupted download is only gone on with when it would give the same files. When every file is
there and checked, that folder becomes `NAME/` in one step. A lock that the system drops with its process keeps two
downloads of one model apart.
"""

import hashlib
import math
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from models import layout
from models.files import size_of
from models.manifest import Origin, write_manifest
from models.stop import Stop
from models.store import LANGUAGES, PARTIAL, REPLACED
from models.types import EngineError

if TYPE_CHECKING:
    import filelock

    from models.hub import Hub
    from models.plan import Plan, PlannedFile

_MADE, _REMOVED = "made", "removed"
_PASSING = (_MADE, REPLACED, _REMOVED)
"""Folders beside KEY: a model that is being made, and models on their way out."""
_CHUNK = 1 << 22
_LOOK = 0.5
"""Seconds between two looks at whether the person still wants to wait."""

Moved = Callable[[int], None]
"""Told how many bytes of the whole model are here. What it raises ends the work; what came is kept."""


class Installer:
    """Installs models below `folder`, the store."""

    def __init__(
        self,
        folder: Path,
        say: Callable[[str], None] = lambda _: None,
        stop: Stop | None = None,
    ) -> None:
        """Touches no file. Once `stop` is set, another process is waited for no longer."""
        self.folder, self._say, self._stop = folder, say, stop or Stop()

    def here(self, plan: "Plan") -> int:
        """Bytes of the plan's files that an earlier try has left."""
        staging = self._staging(plan)
        return sum(size_of(staging / file.name) for file in plan.files)

    def free(self) -> int:
        """Bytes free on the store's disk."""
        folder = next(path for path in (self.folder, *self.folder.parents) if path.is_dir())
        return shutil.disk_usage(folder).free

    def install(self, plan: "Plan", hub: "Callable[[], Hub]", moved: Moved, is_whole: Callable[[], bool]) -> Path:
        """Bring every file of `plan` here, check them, and put the model in its place; its folder.

        A model of which no digest is known, from a person's folder, is loaded once to see that it is whole.

        `is_whole` is asked when another process was at work on this model: whether it is installed now.
        Raises EngineError; then nothing is installed, a model that was there before is there still, and what came
        is kept for the next try.
        """
        self._make(self.folder / PARTIAL)
        with self._lock(plan.name) as waited:
            target = self.folder / plan.name
            if waited and is_whole():
                return target
            staging = self._staging(plan)
            self._make(staging)
            self._clear(staging.parent, keep=staging)
            here = self.here(plan)
            for file in sorted(plan.files, key=lambda file: file.size):  # what is wrong shows before the long wait
                here -= size_of(staging / file.name)
                self.bring(file, staging / file.name, hub, after(here, moved))
                here += file.size
            check_languages(staging)
            if any(isinstance(file.source, Path) and not file.sha256 for file in plan.files):
                self._try(staging, plan.files[0].origin.place)
            write_manifest(
                staging,
                origins={file.name: file.origin for file in plan.files},
                licence=plan.licence,
                known={file.name: file.sha256 for file in plan.files if file.sha256},
            )
            self._put(staging, target)
            return target

    def make(self, name: str, build: Callable[[Path], Mapping[str, Origin]], licence: str = "") -> Path:
        """Install the model that `build` writes to the folder it is given; it tells where each file came from.

        Raises EngineError; then nothing is installed.
        """
        with self._lock(name):
            staging = self.folder / PARTIAL / name / _MADE
            self._make(staging.parent)
            self._clear(staging.parent, keep=None)
            self._make(staging)
            try:
                origins = build(staging)
                check_languages(staging)
                write_manifest(staging, origins=origins, licence=licence)
            except BaseException:
                shutil.rmtree(staging, ignore_errors=True)  # of no use to the next try, and large
                raise
            self._put(staging, self.folder / name)
            return self.folder / name

    def remove(self, name: str) -> None:
        """Delete the model `name` and what an interrupted download of it has left. Raises EngineError."""
        target = self.folder / name
        with self._lock(name, patience=0):
            if target.is_dir():
                # In one step out of reach, so that nobody opens half a model.
                gone = self.folder / PARTIAL / name / _REMOVED
                self._make(gone.parent)
                self._clear(gone.parent, keep=None)
                target.rename(gone)
            shutil.rmtree(self.folder / PARTIAL / name, ignore_errors=True)

    def bring(self, file: "PlannedFile", target: Path, hub: "Callable[[], Hub]", moved: Moved) -> None:
        """Bring one file to `target` and check it. Raises EngineError."""
        if isinstance(file.source, Path):
            _copy(file.source, target, moved)
        else:
            hub().fetch(file.source, target, moved)
            if not file.sha256 or file.source.sha256:
                return  # compared already
        if file.sha256 and layout.file_digest(target) != file.sha256:
            target.unlink()
            raise EngineError(f"not the file that was recorded: {file.origin.place}/{file.name}", "fetch it anew")

    def _try(self, staging: Path, place: str) -> None:
        """Load a model whose files nothing vouches for: half a file looks whole. Raises EngineError."""
        from models.engine import CTranslate2Translator

        self._stop.check()
        try:
            CTranslate2Translator.open(staging, device="cpu", use_map=False)
        except EngineError as error:
            shutil.rmtree(staging, ignore_errors=True)
            why = str(error.__cause__ or error).replace(str(staging), place)
            hint = "copy it there again: a file may be cut off"
            raise EngineError(f"not a model that can be loaded: {place}: {why}", hint) from error

    def _put(self, staging: Path, target: Path) -> None:
        """Make `staging` the model. One that stood there before is whole until then, and is deleted after."""
        _sync(staging)
        replaced = staging.parent / REPLACED
        try:
            if target.exists():
                target.rename(replaced)
            staging.rename(target)
        except OSError as error:
            if replaced.exists() and not target.exists():
                replaced.rename(target)
            raise EngineError(f"the model cannot be put in its place: {target}: {error.strerror or error}") from error
        _sync(self.folder)
        shutil.rmtree(staging.parent, ignore_errors=True)

    def _staging(self, plan: "Plan") -> Path:
        text = "".join(f"{file.name} {file.key}\n" for file in sorted(plan.files, key=lambda file: file.name))
        return self.folder / PARTIAL / plan.name / hashlib.sha256(text.encode()).hexdigest()[:12]

    @contextmanager
    def _lock(self, name: str, *, patience: float = math.inf) -> Iterator[bool]:
        """Keep others off the model `name`, waiting so many seconds for them; whether there was anyone to wait for.

        Raises EngineError, and StoppedError when the person no longer waits.
        """
        import filelock

        path = self.folder / PARTIAL / f"{name}.lock"
        self._make(path.parent)
        lock = filelock.FileLock(path)
        try:
            waited = self._acquire(lock, name, patience)
            self._restore(name)
            yield waited
        except OSError as error:
            raise EngineError(
                f"the model store cannot be written: {self.folder}: {error.strerror or error}", "make room there"
            ) from error
        finally:
            lock.release()

    def _acquire(self, lock: "filelock.BaseFileLock", name: str, patience: float) -> bool:
        from filelock import Timeout

        with suppress(Timeout):
            lock.acquire(timeout=0)
            return False
        end = time.monotonic() + patience
        if patience:
            self._say(f"{name} is being fetched already: waiting for that")
        while time.monotonic() < end:
            self._stop.check()
            with suppress(Timeout):
                lock.acquire(timeout=_LOOK)
                return True
        raise EngineError(f"the model is being fetched: {name}", "stop that first")

    def _restore(self, name: str) -> None:
        """Put back the model that a process took away for a new one, and was killed before that was there."""
        target, replaced = self.folder / name, self.folder / PARTIAL / name / REPLACED
        if replaced.is_dir() and not target.exists():
            replaced.rename(target)

    def put_back(self, name: str) -> None:
        """See `_restore`. Where a process is at work on that model, it is put back there, in the next moment."""
        with suppress(EngineError), self._lock(name, patience=_LOOK):
            pass

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(f"the model store cannot be written: {folder}: {error.strerror or error}") from error

    def _clear(self, folder: Path, keep: Path | None) -> None:
        for path in folder.iterdir():
            if path != keep:
                shutil.rmtree(path, ignore_errors=True)


def partial_size(folder: Path, name: str) -> int:
    """Bytes that an interrupted download of `name` has left in the store `folder`."""
    found = (path for path in (folder / PARTIAL / name).glob("*/*") if path.parent.name not in _PASSING)
    return sum(path.stat().st_size for path in found if path.is_file())


def check_languages(folder: Path) -> None:
    """Raises EngineError when the files are not all there, or the model does not know Indonesian and English."""
    vocabulary = layout.find_files(folder).vocabulary
    tokens = set(layout.read_vocabulary(vocabulary))
    if missing := [code for code in LANGUAGES if code not in tokens]:
        raise EngineError(f"not a model of use here: {vocabulary.name} has no {' and no '.join(missing)}")


def after(done: int, moved: Moved) -> Moved:
    """Tells `moved` of one file's bytes on top of those of the files before it."""
    return lambda here: moved(done + here)


def _copy(source: Path, target: Path, moved: Moved) -> None:
    try:
        with source.open("rb") as original, target.open("wb") as copy:
            place = 0
            while chunk := original.read(_CHUNK):
                copy.write(chunk)
                place += len(chunk)
                moved(place)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError as error:
        target.unlink(missing_ok=True)
        raise EngineError(f"the file cannot be copied: {source}: {error.strerror or error}") from error


def _sync(folder: Path) -> None:
    """Have the names in `folder` on the disk, where the system can be asked for that."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
