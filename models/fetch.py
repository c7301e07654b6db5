"""A model comes into the store, from the Hub or from a folder: the steps, for the command and the screen alike.

fetch = Fetch(store, "nllb-600m")
plan = fetch.plan()             # asks the Hub what there is
cost = fetch.cost(plan)         # to be shown before anything is fetched
fetch.bring(plan, moved)        # installs it, whole or not at all
fetch.prepare()                 # makes it faster
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.catalog import catalog
from models.install import Installer, Moved
from models.manifest import Manifest, read_manifest
from models.stop import Stop
from models.store import COMPACT, ModelStore, check_name
from models.types import EngineError, StoppedError

if TYPE_CHECKING:
    from models.hub import Hub
    from models.plan import Plan
    from models.prepare import Prepared

Say = Callable[[str], None]


@dataclass(frozen=True)
class Cost:
    """What a plan takes of the disk, in bytes."""

    size: int
    """Of all files."""
    here: int
    """What an earlier try has left."""
    free: int
    """On the store's disk."""


class Fetch:
    """One model that is to be fetched, or copied from a folder."""

    def __init__(
        self,
        store: ModelStore,
        name: str,
        *,
        folder: Path | None = None,
        say: Say = lambda _: None,
        stop: Stop | None = None,
    ) -> None:
        """Asks nobody anything yet. `folder` holds the model if it is not to come from the Hub.

        `say` is told what is going on. Once `stop` is set, from any thread, the step that runs ends with StoppedError
        as soon as it can, within the ten seconds for which a silent server is waited for. Raises EngineError when
        there is no model of this name to fetch.
        """
        if folder is None:
            _check_known(name)
        check_name(name)
        self.name, self.entry = name, catalog().entries.get(name)
        self._store, self._folder, self._say = store, folder, say
        self._stop = stop
        self._hub: Hub | None = None
        self._installer = Installer(store.folder, say, self._stop)

    def is_whole(self) -> bool:
        """Whether the model is installed and every byte is as recorded: nothing is to be fetched then."""
        installed = next((model for model in self._store.installed() if model.name == self.name), None)
        if installed is None or installed.bundled:
            return False
        found = self._store.verify(installed, lambda _: self._check())
        return found.recorded and not found.problems

    def plan(self) -> "Plan":
        """What is to be fetched, as the Hub has it on record. Raises EngineError."""
        from models.plan import plan_from_folder, plan_from_hub

        if self._folder is not None or self.entry is None:
            licence = self.entry.licence.name if self.entry else ""
            folder = (self._folder or Path()).expanduser().absolute()
            return plan_from_folder(self.name, folder, licence, catalog(), self._open_hub)
        plan, note = plan_from_hub(self.entry, catalog(), self._open_hub(), self._recorded())
        if note:
            self._say(note)
        self._check()
        return plan

    def cost(self, plan: "Plan") -> Cost:
        """What the plan takes, and what there is."""
        return Cost(plan.size, self._installer.here(plan), self._installer.free())

    def check_room(self, cost: Cost) -> None:
        """Raises EngineError when the disk is too small for what the plan costs."""
        lacking = cost.size - cost.here - cost.free
        if lacking > 0:
            hint = f"make room for {math.ceil(lacking / 1e6):,} MB more"
            raise EngineError(f"not enough room on the disk: {self._store.folder}", hint)

    def bring(self, plan: "Plan", moved: Moved) -> Path:
        """Fetch, check and install; the model's folder. `moved` is told how many bytes of the model are here.

        Raises EngineError, and StoppedError; nothing is installed then, and what came is kept for the next try.
        """

        def told(here: int) -> None:
            moved(here)
            self._check()

        return self._installer.install(plan, self._open_hub, told, self.is_whole)

    def prepare(self) -> "Prepared":
        """What is done once to a new model, and nothing to one that has been through it.

        Raises EngineError, and StoppedError; the model is installed all the same.
        """
        return prepare_installed(self._store.folder / self.name, self._say, self._stop)

    def _check(self) -> None:
        if self._stop is not None:
            self._stop.check()

    def _open_hub(self) -> "Hub":
        """The Hub, opened at its first use: a folder copied by hand may need none."""
        from models.hub import Hub

        if self._hub is None:
            self._hub = Hub(say=self._say, stop=self._stop)
        return self._hub

    def _recorded(self) -> Manifest | None:
        """What is recorded of a model that is to be repaired."""
        try:
            return read_manifest(self._store.folder / self.name)
        except EngineError:
            return None


def _check_known(name: str) -> None:
    """Raises EngineError, with what to do, when the catalogue has no model of this name."""
    if name in catalog().entries:
        return
    if name == COMPACT:
        raise EngineError(f"the model comes with the program: {name}", "there is nothing to fetch")
    if name.strip() and Path(name).expanduser().is_dir():
        hint = f"`dwibaca models get NAME --from-dir {name}` takes it into the store under that name"
        raise EngineError(f"a folder, not a model to fetch: {name}", hint)
    raise EngineError(
        f"no such model to fetch: {name.strip() or 'an empty name'}",
        f"there are {', '.join(catalog().entries)}; or give --from-dir",
    )


def prepare_installed(folder: Path, say: Say, stop: Stop | None = None) -> "Prepared":
    """Prepare the model in `folder`, and tell what came of it. Raises EngineError, and StoppedError.

    With `stop` it is done in a process of its own, which ends at once when that is set.
    """
    try:
        found = _prepare(folder, say, stop)
    except StoppedError:
        raise
    except EngineError as error:
        raise EngineError(f"the model is installed and cannot be used: {error}", error.hint) from error
    if found.active:
        say(f"the vocabulary map is on, which makes it faster: {found.tokens:,} of {found.vocabulary:,} tokens")
    else:
        say(f"there is no vocabulary map: {found.reason}")
    return found


def _prepare(folder: Path, say: Say, stop: Stop | None) -> "Prepared":
    if stop is None:
        from models.prepare import prepare

        return prepare(folder, say)
    from models.apart import prepare_apart

    return prepare_apart(folder, say, stop)
