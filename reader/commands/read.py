"""`read` and `sample`: the reader on a terminal, side-by-side text anywhere else."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.options import SOURCE, Options, translation
from reader.commands.sources import exit_code, find
from reader.diagnostics import tell
from reader.errors import ExitCode, ModelError, ReaderError, UsageError

if TYPE_CHECKING:
    from reader.batch.report import Failure
    from reader.document import Source
    from reader.services import Services

_WIDTH = 100


@click.command(short_help="Open articles beside their translation (the default command).")
@click.argument("sources", type=SOURCE, nargs=-1, metavar="[SOURCE]...")
@translation
def read(options: Options, sources: tuple[str, ...]) -> int:
    """Open files, folders, addresses or `-` (stdin) beside their English translation.

    On a terminal this is the reader; without a SOURCE it offers what there is to read. Anywhere else it prints the
    text side by side, as wide as COLUMNS says, else 100 characters.

    In the reader ? shows the keys, Ctrl+P every command, q leaves.
    """
    if not sources and not output.is_terminal():
        raise UsageError("no article was given", hint="try `dwibaca sample`, or `dwibaca --help`")
    with options.translating() as services:
        return _show(services, *find(sources, allow_private=services.settings.allow_private), sources)


@click.command(short_help="Read the sample articles that come with the program.")
@click.argument("which", required=False, metavar="[NUMBER|NAME]")
@click.option("--list", "listing", is_flag=True, help="Only list them.")
@translation
def sample(options: Options, which: str | None, listing: bool) -> int:
    """Read the sample articles that come with the program, or one of them by its number or name.

    Where stdout is not a terminal one is printed side by side: the first, if none is named.
    """
    from reader.article.load import find_sources
    from reader.samples import paths

    files = list(paths())
    if listing:
        output.write("".join(f"{number}  {path.name}\n" for number, path in enumerate(files, start=1)))
        return ExitCode.DONE
    chosen = [_pick(which, files)] if which else files if output.is_terminal() else files[:1]
    with options.translating() as services:
        return _show(services, find_sources([str(path) for path in chosen]), [])


def _pick(which: str, files: Sequence[Path]) -> Path:
    for number, path in enumerate(files, start=1):
        if which in (str(number), path.name, path.stem):
            return path
    raise UsageError("no such sample", which, "see `dwibaca sample --list`")


def _show(services: "Services", sources: list["Source"], failures: list["Failure"], names: Sequence[str] = ()) -> int:
    if not output.is_terminal():
        return _print(services, sources, failures)
    from reader.ui.app import run_reader

    return max(run_reader(services, sources, names), exit_code(len(sources), failures))


def _print(services: "Services", sources: Sequence["Source"], failures: list["Failure"]) -> int:
    """Each article side by side, in the order given."""
    from reader.batch.report import Failure
    from reader.batch.single import translate_one
    from reader.export.columns import side_by_side

    width = _width()
    done = 0
    for source in sources:
        try:
            text = side_by_side(translate_one(services, source), width)
        except ModelError:
            raise
        except ReaderError as error:
            if len(sources) == 1 and not failures:
                raise
            tell(str(error))
            failures.append(Failure(source.name, error))
        else:
            output.write(f"\n{text}" if done else text)
            done += 1
    return exit_code(done, failures)


def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdigit() and int(columns) > 0 else _WIDTH
