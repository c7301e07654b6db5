"""`models`: what can translate on this machine."""

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import Options, common
from reader.diagnostics import harmless, one_line, tell
from reader.errors import ExitCode


class Models(DefaultGroup):
    """`dwibaca models` lists them."""

    default = "list"


@click.group(cls=Models, short_help="The translation models on this machine: list, path, verify.")
def models() -> None:
    """The translation models on this machine. A NAME may also be the path of a model folder."""


@models.command("list", short_help="Every model that can be used.")
@common
def list_models(options: Options) -> int:
    """Name, size and folder of every model; a star stands at the one in use."""
    with options.services() as services:
        chosen = services.settings.model
        for model in services.store.installed():
            size = sum(file.stat().st_size for file in model.folder.iterdir() if file.is_file())
            star = "*" if model.name == chosen else " "
            kind = "comes with the program" if model.bundled else "installed"
            output.write(f"{star} {model.name}  {size / 1e6:.0f} MB  {kind}  {one_line(str(model.folder))}\n")
    return ExitCode.DONE


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
    """Whether the model NAME, or the one in use, is whole. Exit code 3 if it is not."""
    with options.services() as services:
        found = services.store.verify(services.store.resolve(name or services.settings.model))
    for problem in found.problems:
        tell(f"the model {found.name} is damaged: {problem}")
    if found.problems:
        return ExitCode.NO_MODEL
    how = "whole" if found.recorded else "has all its files (no manifest to compare with)"
    output.write(f"{found.name}: {how}, sha256 {found.digest}\n")
    return ExitCode.DONE
