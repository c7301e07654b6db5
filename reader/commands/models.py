"""`models`: what can translate on this machine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reader.amounts import size
from reader.commands import output
from reader.commands.fetching import ask
from reader.commands.groups import DefaultGroup
from reader.commands.models_bench import bench
from reader.commands.models_get import convert, get
from reader.commands.options import Options, common
from reader.diagnostics import harmless, one_line, tell
from reader.errors import ExitCode

if TYPE_CHECKING:
    from reader.services import Services

_STATES = {
    "bundled": "comes with the program",
    "installed": "installed",
    "damaged": "not whole",
    "absent": "not fetched",
}


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
        setting = services.settings.model
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        output.write("  ".join((*cells, row[-1])).rstrip() + "\n")
    if not any(row[0].startswith("*") for row in rows):
        tell(f"the model in use is not here: {setting} (`dwibaca models default compact` goes back to the bundled one)")
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
    from models.inventory import holdings

    setting = services.settings.model
    for holding in holdings(services.store, setting):
        star = "*" if holding.is_called(setting) else " "
        quality = holding.quality
        scores = [f"FLORES {quality.flores.bleu} {quality.flores.chrf}"] if quality else []
        if quality and quality.news:
            scores.append(f"news {quality.news.bleu} {quality.news.chrf}")
        yield (
            f"{star} {one_line(holding.name)}",
            size(holding.size),
            _STATES[holding.state] if holding.state != "begun" else f"{size(holding.begun)} fetched",
            f"needs {size(holding.memory)}",
            ", ".join(scores),
            one_line(holding.licence.name),
            one_line(str(holding.folder)) if holding.folder else f"dwibaca models get {holding.name}",
        )


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
    from models.store import COMPACT
    from reader import removal

    with options.services() as services:
        amount = removal.bytes_freed(services, name)
        ask(f"Delete {name}, {size(amount)}?", yes=yes, otherwise="nothing is deleted")
        if removal.remove(services, name):
            tell(f"{name} was the model in use: now it is {COMPACT}")
    output.write(f"{one_line(name)}: removed, {size(amount)} freed\n")
    return ExitCode.DONE


@models.command(short_help="Choose the model that is used from now on.")
@click.argument("name")
@common
def default(options: Options, name: str) -> int:
    """Use the model NAME, or the model in this folder, from now on: written to the settings file."""
    from reader.settings_file import change_setting, variable

    with options.services() as services:
        model = services.store.resolve(name)
        change_setting(services.paths, "model", name)
    if over := variable("model"):
        tell(f"{over} is set and goes over the settings file")
    output.write(f"{one_line(model.name)}: in use from now on\n")
    return ExitCode.DONE


models.add_command(get)
models.add_command(convert)
models.add_command(bench)
