"""`config`: settings, where each one came from, and setting them."""

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import Options, common, translation
from reader.diagnostics import harmless, one_line, tell
from reader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from reader.config import Settings


class Config(DefaultGroup):
    """`dwibaca config` shows the settings."""

    default = "show"


@click.group(cls=Config, short_help="Settings: show, path, set.")
def config() -> None:
    """Settings. The command line goes over the environment (DWIBACA_NAME), that over the file, that over defaults."""


@config.command(short_help="Every setting, and where it came from.")
@translation
def show(options: Options) -> int:
    """Every setting with its value, and where that came from."""
    settings = options.settings()
    for name, value in vars(settings).items():
        output.write(f"{name} = {one_line(_shown(value))}  ({_origin(name, options, settings)})\n")
    return ExitCode.DONE


@config.command(short_help="The settings file.")
@common
def path(options: Options) -> int:
    """Where the settings file is, or would be."""
    from reader.config import given_home
    from reader.paths import find_paths

    # Not from the settings: the path is what one needs when those are wrong.
    output.write(harmless(f"{find_paths(given_home(options.given)).config}\n"))
    return ExitCode.DONE


@config.command("set", short_help="Change one setting in the settings file.")
@click.argument("key")
@click.argument("value")
@common
def set_one(options: Options, key: str, value: str) -> int:
    """Write the setting KEY to the settings file. Comments there stay; an empty VALUE ("") is back to the default.

    KEY and VALUE are as `config show` prints them.
    """
    from reader.config import PREFIX, Settings, given_home
    from reader.outside import validated_one
    from reader.paths import find_paths
    from reader.settings_file import write_setting

    # Not by way of the settings: this is how a wrong one is put right.
    paths = find_paths(given_home(options.given))
    wanted = validated_one(Settings, key, value or _shown(getattr(Settings, key, "")))
    if key == "home":
        raise UsageError("the settings file cannot say where it is itself", key, f"use --home or {PREFIX}HOME")
    if value and key == "model":
        wanted = _model(paths.models, value)
    elif isinstance(wanted, tuple):
        wanted = [str(path.expanduser().absolute()) for path in wanted]
    write_setting(paths.config, key, wanted if value else None)
    if os.environ.get(f"{PREFIX}{key.upper()}") and not options.quiet:
        tell(f"{PREFIX}{key.upper()} is set and goes over the settings file")
    output.write(f"{key} = {one_line(value) or 'the default'}  (in {one_line(str(paths.config))})\n")
    return ExitCode.DONE


def _model(folder: Path, name: str) -> str:
    """What the settings file says for a model: its name, or its folder wherever the program is started."""
    from models.store import ModelStore
    from models.types import EngineError

    store = ModelStore(folder)
    try:
        model = store.resolve(name)
    except EngineError as error:
        raise UsageError("a setting is wrong", f"model = {name}", str(error)) from error
    return model.name if model.bundled or model.folder.parent == store.folder else str(model.folder)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return os.pathsep.join(map(str, value))
    return "" if value is None else str(value)


def _file(settings: "Settings") -> Path:
    from reader.paths import find_paths

    return find_paths(settings.home).config


def _origin(name: str, options: Options, settings: "Settings") -> str:
    if name in options.given:
        return "command line"
    if os.environ.get(f"DWIBACA_{name.upper()}"):
        return "environment"
    file = _file(settings)
    if file.is_file() and name in tomllib.loads(file.read_text(encoding="utf-8")):
        return "file"
    return "default"
