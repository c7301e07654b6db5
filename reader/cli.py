"""The command `dwibaca`: its commands, and the one place where errors are shown."""

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from cache.faults import MemoryFault
from models.types import EngineError
from reader.commands.groups import DefaultGroup
from reader.commands.options import Session
from reader.commands.output import NobodyReadsError
from reader.diagnostics import give_up, tell
from reader.errors import ExitCode, ReaderError

COMMANDS = {
    "read": "reader.commands.read",
    "sample": "reader.commands.read",
    "extract": "reader.commands.extract",
    "translate": "reader.commands.translate",
    "models": "reader.commands.models",
    "cache": "reader.commands.cache",
    "glossary": "reader.commands.glossary",
    "config": "reader.commands.config",
    "doctor": "reader.commands.doctor",
}
"""Every command, in the order that they are met in, and the module that has it by that name."""


class Dwibaca(DefaultGroup):
    """`dwibaca FILE` is `dwibaca read FILE`. Only the command that runs is imported."""

    default = "read"
    takes_any = True

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from models import bundled
        from reader.version import program_version

        click.echo(f"dwibaca {program_version()} (bundled model: compact {bundled.VERSION})")
        ctx.exit()


@click.group(cls=Dwibaca, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the versions."
)
def dwibaca() -> None:
    """Read Indonesian articles beside their English translation, made on this machine.

    `dwibaca FILE` opens an article; `dwibaca COMMAND --help` tells more.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line `args` (without the program's name); the exit code."""
    _open_streams()
    session = Session()
    # The start makes many objects and drops few: collecting less often shows the first page a tenth sooner.
    gc.set_threshold(50_000, 20, 100)
    # Nor is every installed package searched for plugins of pydantic's, which nobody asked for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        result = dwibaca.main(
            args=None if args is None else list(args), prog_name="dwibaca", standalone_mode=False, obj=session
        )
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the one place where every error ends
        return _tell(error, session.verbose)
    return int(result or ExitCode.DONE)


def _tell(error: BaseException, verbose: bool) -> int:
    """Say what went wrong, on one line; the exit code."""
    try:
        sys.stdout.flush()
    except OSError:
        give_up(sys.stdout)
    if isinstance(error, NobodyReadsError):
        return ExitCode.DONE
    if isinstance(error, BrokenPipeError):
        return ExitCode.SOME_FAILED
    if isinstance(error, SystemExit):  # click's own answer to a broken pipe
        return error.code if isinstance(error.code, int) else ExitCode.SOME_FAILED
    if verbose:
        traceback.print_exception(error)
    line, code = _line(error)
    tell(line if code is not None or verbose else f"{line} (run with --verbose for the traceback)")
    return ExitCode.SOME_FAILED if code is None else code


def _line(error: BaseException) -> tuple[str, ExitCode | None]:
    """What is said of an error, and its exit code; no code for one that nobody foresaw."""
    match error:
        case KeyboardInterrupt() | click.Abort():
            return "interrupted", ExitCode.INTERRUPTED
        case ReaderError():
            return str(error), error.exit_code
        case MemoryFault() | EngineError():
            said = str(ReaderError(str(error), hint=getattr(error, "hint", "")))
            return said, ExitCode.SOME_FAILED if isinstance(error, MemoryFault) else ExitCode.NO_MODEL
        case click.ClickException():
            context = getattr(error, "ctx", None)
            path = context.command_path if context is not None else "dwibaca"
            return f"{error.format_message().rstrip('.')} (see `{path} --help`)", ExitCode.USAGE
        case OSError():
            return str(ReaderError(error.strerror or str(error), error.filename or "")), ExitCode.SOME_FAILED
    return f"something went wrong: {type(error).__name__}: {error}", None


def _open_streams() -> None:
    """Where the program was started with a stream closed, as some services do, it has one that goes nowhere: else what
    is told would go to the next best stream, and the first file that is opened would get what is printed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - it stays open


if __name__ == "__main__":
    sys.exit(main())
