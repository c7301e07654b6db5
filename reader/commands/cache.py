"""`cache`: cached translations."""

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import Options, common
from reader.diagnostics import harmless, one_line
from reader.errors import ExitCode


class Cache(DefaultGroup):
    """`dwibaca cache` tells how large it is."""

    default = "stats"


@click.group(cls=Cache, short_help="Cached translations: stats, path, clear.")
def cache() -> None:
    """Cached translations. Nothing in here is lost for good: what is missing is translated again."""


@cache.command(short_help="How many translations are kept, and how large they are.")
@common
def stats(options: Options) -> int:
    """Entries, size and limit, and broken caches that were set aside."""
    with options.services(use_cache=True) as services:
        if services.cache is None:
            return ExitCode.DONE
        found = services.cache.stats()
    output.write(
        f"folder   {one_line(str(found.path))}\n"
        f"entries  {found.entries}\n"
        f"size     {found.bytes / 1e6:.1f} MB of {found.size_limit / 1e6:.0f} MB\n"
    )
    for folder in found.set_aside:
        output.write(f"broken   {one_line(str(folder))} (set aside; may be deleted)\n")
    return ExitCode.DONE


@cache.command(short_help="The folder of the cache.")
@common
def path(options: Options) -> int:
    """The folder of the cache."""
    from reader.paths import find_paths

    output.write(harmless(f"{find_paths(options.settings().home).translations}\n"))
    return ExitCode.DONE


@cache.command(short_help="Remove every cached translation.")
@common
def clear(options: Options) -> int:
    """Remove every cached translation."""
    from reader.batch.report import counted

    with options.services(use_cache=True) as services:
        removed = services.cache.clear() if services.cache is not None else 0
    output.write(f"{counted(removed, 'entry').replace('entrys', 'entries')} removed\n")
    return ExitCode.DONE
