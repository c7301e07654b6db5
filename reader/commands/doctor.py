"""`doctor`: whether everything works here."""

import click

from reader.commands import output
from reader.commands.options import Options, translation
from reader.diagnostics import one_line
from reader.errors import ExitCode, ReaderError

_SIGNS = {"good": "ok  ", "note": "note", "bad": "BAD "}


@click.command(short_help="Does everything work here, and what would make it better?")
@translation
def doctor(options: Options) -> int:
    """One page about this machine and this program. Exit code 1 if reading would not work."""
    from reader.config import default_settings, given_home
    from reader.doctor import Fact, examine
    from reader.services import open_services

    facts: list[Fact] = []
    try:
        settings = options.settings()
    except ReaderError as error:
        facts.append(Fact("settings", "bad", f"{error}; what follows goes by the defaults"))
        settings = default_settings(given_home(options.given))
    with open_services(settings) as services:
        facts += examine(services)
    for fact in facts:
        output.write(f"{_SIGNS[fact.state]}  {fact.name:<11}  {one_line(fact.text)}\n")
    return ExitCode.SOME_FAILED if any(fact.state == "bad" for fact in facts) else ExitCode.DONE
