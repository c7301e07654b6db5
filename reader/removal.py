"""Taking a model off this machine, for the command and for the screen."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from models.install import Installer, partial_size
from models.inventory import bytes_in
from models.store import COMPACT
from reader.errors import UsageError
from reader.settings_file import write_setting

if TYPE_CHECKING:
    from reader.services import Services


def bytes_freed(services: "Services", name: str) -> int:
    """Bytes that `remove` would free: of the model, and of an interrupted download of it.

    Raises UsageError for a model that is not the store's to delete, and EngineError for what is no model.
    """
    if name == COMPACT:
        raise UsageError("the model comes with the program and stays", name)
    store = services.store
    there = next((model for model in store.installed() if model.name == name), None)
    part = partial_size(store.folder, name) if Path(name).name == name else 0
    if there is None and not part:
        store.resolve(name)  # says what is no model at all
        raise UsageError("not a model of the store", name, "a folder of your own is yours to delete")
    return part + (bytes_in(there.folder) if there else 0)


def remove(services: "Services", name: str) -> bool:
    """Delete the model, and what an interrupted download of it has left; whether it was the one in use.

    In that case the one that comes with the program is used from now on. Raises EngineError, and UsageError.
    """
    Installer(services.store.folder).remove(name)
    if _in_file(services.paths.config) != name:
        return False
    write_setting(services.paths.config, "model", COMPACT)
    return True


def _in_file(config: Path) -> object:
    """The model that the settings file names."""
    try:
        return tomllib.loads(config.read_text(encoding="utf-8")).get("model")
    except (OSError, ValueError):
        return None
