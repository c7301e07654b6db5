"""`doctor`: whether everything works here."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.options import Options, translation
from reader.diagnostics import one_line
from reader.errors import ExitCode, ReaderError, UsageError

if TYPE_CHECKING:
    from reader.config import Settings

_SIGNS = {"good": "ok  ", "note": "note", "bad": "BAD "}


@click.command(short_help="Does everything work here, and what would make it better?")
@translation
def doctor(options: Options) -> int:
    """One page about this machine and this program. Exit code 1 if reading would not work."""
    from reader.config import Settings, given_home
    from reader.doctor import Fact, examine
    from reader.services import open_services

    facts: list[Fact] = []
    try:
        settings = options.settings()
    except ReaderError as error:
        facts.append(Fact("settings", "bad", f"{error}; what follows goes by the defaults"))
        settings = Settings(home=given_home(options.given))
    with open_services(settings) as services:
        facts += examine(services)
        facts += [Fact("settings", "note", said) for said in _of_the_reader(settings)]
    for fact in facts:
        output.write(f"{_SIGNS[fact.state]}  {fact.name:<11}  {one_line(fact.text)}\n")
    return ExitCode.SOME_FAILED if any(fact.state == "bad" for fact in facts) else ExitCode.DONE


def _of_the_reader(settings: "Settings") -> Iterator[str]:
    """What is wrong with settings that only the reader knows how to look at. It opens, and goes without them."""
    from reader.ui.keymap import usable
    from reader.ui.preferences import refuse_unknown_theme

    try:
        refuse_unknown_theme(settings.theme)
    except UsageError as error:
        yield str(error)
    yield from map(str, usable(settings.keys)[1])
