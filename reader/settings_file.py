"""Settings as a person meets them: value, meaning and where it came from; and changing them in `config.toml`.

One setting is written at a time, and what else a person wrote in the file stays as it is.
"""

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from reader.config import PREFIX, Settings
from reader.errors import UsageError
from reader.files import replacing
from reader.paths import Paths

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Origin = Literal["command line", "environment", "file", "default"]


class Setting(NamedTuple):
    """One setting as it is now."""

    name: str
    value: str
    """As `config set` takes it."""
    origin: Origin
    meaning: str
    choices: tuple[str, ...]
    """The only values that it can have; empty where there are many."""


def settings_now(settings: Settings, given: Collection[str], file: Path) -> list[Setting]:
    """Every setting. `given` names those of the command line; `file` is the settings file, if it is there."""
    from reader.outside import meanings

    about, kinds = meanings(Settings), get_type_hints(Settings)
    origins = origins_of(given, file)
    return [
        Setting(name, shown(value), origins.get(name, "default"), about[name], _choices(kinds[name]))
        for name, value in vars(settings).items()
    ]


def origins_of(given: Collection[str], file: Path) -> dict[str, Origin]:
    """Where the settings that are not left at their defaults came from. Raises UsageError when `file` is no TOML."""
    try:
        there = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (OSError, ValueError) as error:
        raise UsageError("the settings file cannot be read", file, str(error)) from error
    names = [one.name for one in fields(Settings)]
    return {
        **dict.fromkeys(there, "file"),
        **{name: "environment" for name in names if variable(name)},
        **dict.fromkeys(given, "command line"),
    }


def variable(name: str) -> str | None:
    """The environment variable that decides over the setting `name`, if it is set."""
    wanted = f"{PREFIX}{name}".upper()
    return next((one for one, value in os.environ.items() if value and one.upper() == wanted), None)


def shown(value: object) -> str:
    """A setting's value in one line, as `config set` takes it."""
    match value:
        case tuple():
            return os.pathsep.join(map(str, value))
        case Mapping():
            return "; ".join(f"{name} = {one}" for name, one in value.items())
    return "" if value is None else str(value)


def change_setting(paths: Paths, name: str, text: str) -> Any:
    """Write what a person typed for the setting `name`, checked; empty text takes it out. The value that it has now.

    Raises UsageError, and nothing is written.
    """
    from reader.outside import validated_one

    # Not by way of the settings that are: this is how a wrong one is put right.
    default = getattr(Settings(), name, None)
    value = default if not text and default is not None else validated_one(Settings, name, text)
    if name == "home":
        raise UsageError("the settings file cannot say where it is itself", name, f"use --home or {PREFIX}HOME")
    if text and name == "model":
        value = model_named(paths.models, text)
    elif isinstance(value, tuple):
        value = tuple(path.expanduser().absolute() for path in value)
    written = [str(path) for path in value] if isinstance(value, tuple) else value
    write_setting(paths.config, name, written if text else None)
    return value


def model_named(folder: Path, name: str) -> str:
    """What the settings say for a model: its name, or its folder wherever the program is started. Raises UsageError."""
    from models.store import ModelStore
    from models.types import EngineError

    store = ModelStore(folder)
    try:
        model = store.resolve(name)
    except EngineError as error:
        raise UsageError("a setting is wrong", f"model = {name}", str(error)) from error
    return model.name if model.bundled or model.folder.parent == store.folder else str(model.folder)


def write_setting(path: Path, name: str, value: str | int | bool | list[str] | None, *, table: str = "") -> None:
    """Set `name` in the settings file `path`, or take it out for None; comments and order kept. Raises UsageError.

    With `table`, `name` is a name in that table, dots and all.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.is_file() else tomlkit.document()
        _put(document, name, value, table)
        with replacing(path) as file:
            file.write(tomlkit.dumps(document).encode())
    except (OSError, ValueError, TOMLKitError) as error:
        raise UsageError("the settings file cannot be written", path, str(error)) from error


def _put(document: "TOMLDocument", name: str, value: str | int | bool | list[str] | None, table: str) -> None:
    import tomlkit

    if not table:
        place: Any = document
    elif table in document:
        place = document[table]
        _take_out_dotted(place, name.split("."))
    elif value is not None:
        place = document[table] = tomlkit.table()
    else:
        return
    if value is not None:
        place[name] = value
    elif name in place:
        del place[name]
    if table and not place:
        del document[table]


def _take_out_dotted(table: Any, parts: list[str]) -> None:
    """A name with dots that was written without quotation marks: a table within the table, for TOML."""
    first, *rest = parts
    inner = table.get(first)
    if rest and isinstance(inner, Mapping):
        _take_out_dotted(inner, rest)
        if not inner:
            del table[first]
    elif not rest and first in table and not isinstance(inner, Mapping):
        del table[first]


def _choices(kind: Any) -> tuple[str, ...]:
    if kind is bool:
        return str(True), str(False)
    return tuple(get_args(kind)) if get_origin(kind) is Literal else ()
