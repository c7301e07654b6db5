"""`models get` and `models convert`: a model comes into the store."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.fetching import ask, showing, size
from reader.commands.options import Options, common
from reader.diagnostics import one_line, tell
from reader.errors import ExitCode

if TYPE_CHECKING:
    from models.catalog import Entry
    from models.hub import Hub
    from models.install import Installer
    from models.manifest import Manifest
    from models.plan import Plan
    from models.store import ModelStore


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
    from models.catalog import catalog
    from models.install import Installer
    from models.store import check_name
    from models.types import EngineError

    check_name(name)
    entry = catalog().entries.get(name)
    if entry is None and from_dir is None:
        raise EngineError(
            f"no such model to fetch: {name}", f"there are {', '.join(catalog().entries)}; or give --from-dir"
        )
    say = _sayer(options)
    with options.services() as services:
        store = services.store
        if from_dir is None and _is_whole(store, name):
            _prepare(store.folder / name, say)  # an earlier run may have been stopped before it came to that
            output.write(f"{one_line(name)}: already here and whole  {one_line(str(store.folder / name))}\n")
            return ExitCode.DONE
        hub = _opener(say)
        plan = _plan(store, name, from_dir, entry, hub, say)
        installer = Installer(store.folder, say)
        _tell_cost(plan, installer, entry, say)
        ask(f"{'Copy' if from_dir else 'Fetch'} {name}?", yes=yes, otherwise="nothing is fetched")
        with showing(name, plan.size, installer.here(plan), quiet=options.quiet) as moved:
            folder = installer.install(plan, hub, moved, lambda: _is_whole(store, name))
        _prepare(folder, say)
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
    from models.install import Installer
    from models.store import check_name

    check_extra()
    folder = Path(source).expanduser()
    name = name or (folder.resolve().name if folder.is_dir() else source.rpartition("/")[2])
    check_name(name)
    say = _sayer(options)
    hub = _opener(say)
    licence = ""
    with options.services() as services:
        installer = Installer(services.store.folder, say)
        conversion = Conversion(name, installer, catalog(), hub)
        if not folder.is_dir():
            weights = conversion.find_weights(source)
            licence = weights.licence
            say(f"{source}: licence {licence or 'not stated'}")
            say(f"{size(weights.size)} to fetch, deleted afterwards; {size(installer.free())} free on the disk")
            ask(f"Fetch and convert {source}?", yes=yes, otherwise="nothing is fetched")
            with showing(name, weights.size, conversion.here(weights), quiet=options.quiet) as moved:
                folder = conversion.fetch(weights, moved)
        say(f"converting {folder}: this takes minutes for a large model")
        made = conversion.convert(folder, source, licence)
        _prepare(made, say)
    output.write(f"{one_line(name)}: installed  {one_line(str(made))}\n")
    return ExitCode.DONE


def _sayer(options: Options) -> Callable[[str], None]:
    return (lambda _: None) if options.quiet else tell


def _opener(say: Callable[[str], None]) -> "Callable[[], Hub]":
    """The Hub, opened at its first use: a folder copied by hand may need none."""
    opened: list[Hub] = []

    def hub() -> "Hub":
        from models.hub import Hub

        if not opened:
            opened.append(Hub(say=say))
        return opened[0]

    return hub


def _is_whole(store: "ModelStore", name: str) -> bool:
    """Whether the model is installed and every byte is as recorded."""
    installed = next((model for model in store.installed() if model.name == name and not model.bundled), None)
    if installed is None:
        return False
    found = store.verify(installed)
    return found.recorded and not found.problems


def _plan(
    store: "ModelStore",
    name: str,
    from_dir: Path | None,
    entry: "Entry | None",
    hub: "Callable[[], Hub]",
    say: Callable[[str], None],
) -> "Plan":
    from models.catalog import catalog
    from models.plan import plan_from_folder, plan_from_hub

    if from_dir is not None or entry is None:
        licence = entry.licence.name if entry else ""
        return plan_from_folder(name, (from_dir or Path()).expanduser().absolute(), licence, catalog(), hub)
    plan, note = plan_from_hub(entry, catalog(), hub(), _recorded(store.folder / name))
    if note:
        say(note)
    return plan


def _recorded(folder: Path) -> "Manifest | None":
    """What is recorded of a model that is to be repaired."""
    from models.manifest import read_manifest
    from models.types import EngineError

    try:
        return read_manifest(folder)
    except EngineError:
        return None


def _tell_cost(plan: "Plan", installer: "Installer", entry: "Entry | None", say: Callable[[str], None]) -> None:
    """What the model is, its licence, and whether there is room. Raises EngineError when there is not."""
    from models.machine import free_memory
    from models.types import EngineError

    here, free = installer.here(plan), installer.free()
    say(f"{plan.name}: {entry.about if entry else 'a model of your own'}")
    for place, revision in sorted({(file.origin.place, file.origin.revision) for file in plan.files}):
        say(f"from {place}{f' at {revision[:12]}' if revision else ''}")
    terms = f": {entry.licence.terms}" if entry and entry.licence.name == plan.licence else ""
    say(f"licence {plan.licence or 'not known'}{terms}")
    already = f" ({size(here)} are here already)" if here else ""
    say(f"{size(plan.size)}{already}; {size(free)} free on the disk")
    if entry is not None:
        say(f"reading with it needs {size(entry.memory)} of memory; {size(free_memory())} are free")
    if plan.size - here > free:
        raise EngineError(
            f"not enough room on the disk: {installer.folder}",
            f"{size(plan.size - here)} needed, {size(free)} free",
        )


def _prepare(folder: Path, say: Callable[[str], None]) -> None:
    """What is done once to a new model, and nothing to one that has been through it. Raises EngineError."""
    from models.prepare import prepare
    from models.types import EngineError

    try:
        found = prepare(folder, say)
    except EngineError as error:
        raise EngineError(f"the model is installed and cannot be used: {error}", error.hint) from error
    if found.active:
        say(f"the vocabulary map is on, which makes it faster: {found.tokens:,} of {found.vocabulary:,} tokens")
    else:
        say(f"there is no vocabulary map: {found.reason}")
