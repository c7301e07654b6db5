"""`models`: what can translate on this machine."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.fetching import ask, size
from reader.commands.groups import DefaultGroup
from reader.commands.models_bench import bench
from reader.commands.models_get import convert, get
from reader.commands.options import Options, common
from reader.diagnostics import harmless, one_line, tell
from reader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from models.catalog import Entry
    from models.store import InstalledModel
    from reader.services import Services


class Models(DefaultGroup):
    """`dwibaca models` lists them."""

    default = "list"


@click.group(cls=Models, short_help="The translation models: list, get, remove, choose, try out.")
def models() -> None:
    """The translation models. A NAME may also be the path of a model folder."""


@models.command("list", short_help="Every model that is here or can be fetched.")
@common
def list_models(options: Options) -> int:
    """Every model that is here, then those that `get` fetches; a star stands at the one in use.

    Size, state, memory needed, published quality (BLEU and chrF++, Indonesian to English), licence.
    """
    with options.services() as services:
        rows = list(_rows(services))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        output.write("  ".join((*cells, row[-1])).rstrip() + "\n")
    _tell_of_the_list(options)
    return ExitCode.DONE


def _tell_of_the_list(options: Options) -> None:
    from models.catalog import catalog
    from models.machine import free_memory

    if options.quiet:
        return
    sources = "; ".join({entry.quality.source for entry in catalog().entries.values()})
    tell(f"{size(free_memory())} of memory are free now; quality as published for the unquantised weights: {sources}")


def _rows(services: "Services") -> "Iterator[tuple[str, ...]]":
    from models.catalog import catalog
    from models.install import partial_size

    entries = dict(catalog().entries)
    for model in services.store.installed():
        in_use = services.settings.model in (model.name, str(model.folder))
        bytes_here = sum(file.stat().st_size for file in model.folder.iterdir() if file.is_file())
        state = "comes with the program" if model.bundled else _state(model)
        name = f"{'*' if in_use else ' '} {one_line(model.name)}"
        yield (name, size(bytes_here), state, *_facts(entries.pop(model.name, None)), one_line(str(model.folder)))
    for entry in entries.values():
        part = partial_size(services.store.folder, entry.name)
        state = f"{size(part)} fetched" if part else "not fetched"
        yield (
            f"{'*' if services.settings.model == entry.name else ' '} {entry.name}",
            size(entry.size),
            state,
            *_facts(entry),
            f"dwibaca models get {entry.name}",
        )


def _state(model: "InstalledModel") -> str:
    from models.layout import find_files
    from models.types import EngineError

    try:
        find_files(model.folder)
    except EngineError:
        return "not whole"
    return "installed"


def _facts(entry: "Entry | None") -> tuple[str, str, str]:
    if entry is None:
        return ("", "", "")
    flores, news = entry.quality.flores, entry.quality.news
    quality = f"FLORES {flores.bleu} {flores.chrf}, news {news.bleu} {news.chrf}"
    return (f"needs {size(entry.memory)}", quality, entry.licence.name)


@models.command(short_help="The folder of a model.")
@click.argument("name", required=False)
@common
def path(options: Options, name: str | None) -> int:
    """The folder of the model NAME, or of the one in use."""
    with options.services() as services:
        output.write(harmless(f"{services.store.resolve(name or services.settings.model).folder}\n"))
    return ExitCode.DONE


@models.command(short_help="Read every byte of a model and compare it with what was recorded.")
@click.argument("name", required=False)
@common
def verify(options: Options, name: str | None) -> int:
    """Whether the model NAME, or the one in use, is whole: every file, its SHA-256, and whether that was recorded.

    Exit code 3 if it is not.
    """
    with options.services() as services:
        found = services.store.verify(services.store.locate(name or services.settings.model))
    for problem in found.problems:
        tell(f"the model {found.name} is damaged: {problem}")
    if not found.problems:
        how = "whole" if found.recorded else "has all its files (no manifest to compare with)"
        output.write(f"{one_line(found.name)}: {how}, sha256 {found.digest}\n")
    for file in found.files:
        output.write(f"  {one_line(file.name)}  {file.size} bytes  sha256 {file.digest or '-'}  {file.state}\n")
    return ExitCode.NO_MODEL if found.problems else ExitCode.DONE


@models.command(short_help="Delete a model that was fetched.")
@click.argument("name")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@common
def remove(options: Options, name: str, yes: bool) -> int:
    """Delete the model NAME from the store, and what an interrupted download of it has left."""
    from models.install import Installer, partial_size
    from models.store import COMPACT
    from reader.settings_file import write_setting

    if name == COMPACT:
        raise UsageError("the model comes with the program and stays", name)
    with options.services() as services:
        folder = services.store.folder
        there = next((model for model in services.store.installed() if model.name == name), None)
        part = partial_size(folder, name) if Path(name).name == name else 0
        if there is None and not part:
            services.store.resolve(name)  # says what is no model at all
            raise UsageError("not a model of the store", name, "a folder of your own is yours to delete")
        amount = part + (_bytes_of(there) if there else 0)
        ask(f"Delete {name}, {size(amount)}?", yes=yes, otherwise="nothing is deleted")
        Installer(folder).remove(name)
        if _in_file(services.paths.config) == name:
            write_setting(services.paths.config, "model", COMPACT)
            tell(f"{name} was the model in use: now it is {COMPACT}")
    output.write(f"{one_line(name)}: removed, {size(amount)} freed\n")
    return ExitCode.DONE


@models.command(short_help="Choose the model that is used from now on.")
@click.argument("name")
@common
def default(options: Options, name: str) -> int:
    """Use the model NAME, or the model in this folder, from now on: written to the settings file."""
    from reader.settings_file import write_setting

    with options.services() as services:
        model = services.store.resolve(name)
        below = model.bundled or model.folder.parent == services.store.folder
        write_setting(services.paths.config, "model", model.name if below else str(model.folder))
        if os.environ.get("DWIBACA_MODEL"):
            tell("DWIBACA_MODEL is set and goes over the settings file")
    output.write(f"{one_line(model.name)}: in use from now on\n")
    return ExitCode.DONE


models.add_command(get)
models.add_command(convert)
models.add_command(bench)


def _bytes_of(model: "InstalledModel") -> int:
    return sum(file.stat().st_size for file in model.folder.rglob("*") if file.is_file())


def _in_file(config: Path) -> object:
    """The model that the settings file names."""
    import tomllib

    try:
        return tomllib.loads(config.read_text(encoding="utf-8")).get("model")
    except (OSError, ValueError):
        return None
