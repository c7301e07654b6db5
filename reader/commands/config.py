"""`config`: settings, and where each one came from."""

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import Options, common, translation
from reader.diagnostics import harmless, one_line
from reader.errors import ExitCode

if TYPE_CHECKING:
    from reader.config import Settings


class Config(DefaultGroup):
    """`dwibaca config` shows the settings."""

    default = "show"


@click.group(cls=Config, short_help="Settings: show, path.")
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
