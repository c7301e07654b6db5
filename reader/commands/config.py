"""`config`: settings, where each one came from, and setting them."""

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import Options, common, translation
from reader.diagnostics import harmless, one_line, tell
from reader.errors import ExitCode


class Config(DefaultGroup):
    """`dwibaca config` shows the settings."""

    default = "show"


@click.group(cls=Config, short_help="Settings: show, path, set.")
def config() -> None:
    """Settings. The command line goes over the environment (DWIBACA_NAME), that over the file, that over defaults."""


@config.command(short_help="Every setting, and where it came from.")
@translation
def show(options: Options) -> int:
    """Every setting with its value, and where that came from."""
    from reader.paths import find_paths
    from reader.settings_file import settings_now

    settings = options.settings()
    for setting in settings_now(settings, options.given, find_paths(settings.home).config):
        output.write(f"{setting.name} = {one_line(setting.value)}  ({setting.origin})\n")
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


@config.command("set", short_help="Change one setting in the settings file.")
@click.argument("key")
@click.argument("value")
@common
def set_one(options: Options, key: str, value: str) -> int:
    """Write the setting KEY to the settings file. Comments there stay; an empty VALUE ("") is back to the default.

    KEY and VALUE are as `config show` prints them.
    """
    from reader.config import given_home
    from reader.paths import find_paths
    from reader.settings_file import change_setting, variable

    if key == "theme" and value:
        from reader.ui.preferences import refuse_unknown_theme

        refuse_unknown_theme(value)
    paths = find_paths(given_home(options.given))
    change_setting(paths, key, value)
    if (name := variable(key)) and not options.quiet:
        tell(f"{name} is set and goes over the settings file")
    output.write(f"{key} = {one_line(value) or 'the default'}  (in {one_line(str(paths.config))})\n")
    return ExitCode.DONE
