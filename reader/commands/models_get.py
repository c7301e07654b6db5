"""`models get` and `models convert`: a model comes into the store."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.amounts import size
from reader.commands import output
from reader.commands.fetching import ask, kept, showing
from reader.commands.options import Options, common
from reader.diagnostics import one_line, tell
from reader.errors import ExitCode

if TYPE_CHECKING:
    from models.catalog import Entry
    from models.fetch import Cost
    from models.plan import Plan


@click.command(short_help="Fetch a model, or take it from a folder.")
@click.argument("name")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option(
    "--from-dir", type=click.Path(path_type=Path), metavar="DIR", help="Copy the model from DIR; the name is yours."
)
@common
def get(options: Options, name: str, yes: bool, from_dir: Path | None) -> int:
    """Fetch the model NAME from the Hugging Face Hub, or copy it from a folder.

    Says first what it will fetch, under what licence, and asks. What was interrupted goes on where it stopped. A model
    is installed when it is whole and checked, never before. HF_ENDPOINT names a mirror; HTTPS_PROXY, HF_TOKEN and
    HF_HUB_OFFLINE are heeded.
    """
    from models.fetch import Fetch
    from models.store import COMPACT

    if name == COMPACT and from_dir is None:
        output.write(f"{name}: already here, for it comes with the program\n")
        return ExitCode.DONE
    say = _sayer(options)
    with options.services() as services:
        store = services.store
        fetch = Fetch(store, name, folder=from_dir, say=say)
        if from_dir is None and fetch.is_whole():
            fetch.prepare()  # an earlier run may have been stopped before it came to that
            output.write(f"{one_line(name)}: already here and whole  {one_line(str(store.folder / name))}\n")
            return ExitCode.DONE
        plan = fetch.plan()
        cost = fetch.cost(plan)
        _tell_cost(plan, cost, fetch.entry, say)
        fetch.check_room(cost)
        question = (
            f"{'Copy' if from_dir else 'Fetch'} {name}, {size(cost.size)}, licence {plan.licence or 'not known'}?"
        )
        ask(question, yes=yes, otherwise="nothing is fetched")
        with kept(), showing(name, cost.size, cost.here, quiet=options.quiet) as moved:
            folder = fetch.bring(plan, moved)
        fetch.prepare()
    output.write(f"{one_line(name)}: installed  {one_line(str(folder))}\n")
    say(f"`dwibaca models default {name}` uses it from now on, `--model {name}` for once")
    return ExitCode.DONE


@click.command(short_help="Make a model of Hugging Face's NLLB weights.")
@click.argument("source", metavar="HF_DIR_OR_ID")
@click.option("--name", metavar="NAME", help="The model's name [the folder's or the repository's].")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@common
def convert(options: Options, source: str, name: str | None, yes: bool) -> int:
    """Convert NLLB weights for Transformers, in a folder or a repository on the Hub, to an int8 model in the store.

    Needs the extra `convert`: PyTorch and Transformers.
    """
    from models.catalog import catalog
    from models.convert import Conversion, check_extra
    from models.fetch import prepare_installed
    from models.hub import Hub
    from models.install import Installer
    from models.store import check_name

    check_extra()
    folder = Path(source).expanduser()
    name = name or (folder.resolve().name if folder.is_dir() else source.rpartition("/")[2])
    check_name(name)
    say = _sayer(options)
    licence = ""
    with options.services() as services:
        installer = Installer(services.store.folder, say)
        conversion = Conversion(name, installer, catalog(), functools.cache(lambda: Hub(say=say)))
        if not folder.is_dir():
            weights = conversion.find_weights(source)
            licence = weights.licence
            say(f"{source}: licence {licence or 'not stated'}")
            say(f"{size(weights.size)} to fetch, deleted afterwards; {size(installer.free())} free on the disk")
            ask(f"Fetch and convert {source}?", yes=yes, otherwise="nothing is fetched")
            with kept(), showing(name, weights.size, conversion.here(weights), quiet=options.quiet) as moved:
                folder = conversion.fetch(weights, moved)
        say(f"converting {folder}: this takes minutes for a large model")
        made = conversion.convert(folder, source, licence)
        prepare_installed(made, say)
    output.write(f"{one_line(name)}: installed  {one_line(str(made))}\n")
    return ExitCode.DONE


def _sayer(options: Options) -> Callable[[str], None]:
    return (lambda _: None) if options.quiet else tell


def _tell_cost(plan: "Plan", cost: "Cost", entry: "Entry | None", say: Callable[[str], None]) -> None:
    """What the model is, where it comes from, its licence, and what it takes."""
    from models.machine import free_memory

    say(f"{plan.name}: {entry.about if entry else 'a model of your own'}")
    for place, revision in sorted({(file.origin.place, file.origin.revision) for file in plan.files}):
        say(f"from {place}{f' at {revision[:12]}' if revision else ''}")
    terms = f": {entry.licence.terms}" if entry and entry.licence.name == plan.licence else ""
    say(f"licence {plan.licence or 'not known'}{terms}")
    already = f" ({size(cost.here)} are here already)" if cost.here else ""
    say(f"{size(cost.size)}{already}; {size(cost.free)} free on the disk")
    if entry is not None:
        say(f"reading with it needs {size(entry.memory)} of memory; {size(free_memory())} are free")
