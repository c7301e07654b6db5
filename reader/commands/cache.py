"""`cache`: cached translations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import Options, common
from reader.diagnostics import counted, harmless, one_line, tell
from reader.errors import ExitCode, ReaderError

if TYPE_CHECKING:
    from cache.store import TranslationCache
    from reader.services import Services


_UNUSABLE = "the cache cannot be used"
"""Why not is told by the cache itself."""


class Cache(DefaultGroup):
    """`dwibaca cache` tells how large it is."""

    default = "stats"


@click.group(cls=Cache, short_help="Cached translations: stats, path, verify, prune, clear, export, import.")
def cache() -> None:
    """Cached translations. Nothing in here is lost for good: what is missing is translated again.

    Your own corrections are kept apart from it.
    """


@cache.command(short_help="How many translations are kept, and how large they are.")
@common
def stats(options: Options) -> int:
    """Entries, size and limit, corrections, and broken caches that were set aside."""
    with _opened(options) as (services, cached):
        found = cached.stats()
        corrections = sum(1 for _ in services.memory.all_corrections())
    output.write(
        f"folder       {one_line(str(found.path))}\n"
        f"entries      {found.entries}\n"
        f"size         {found.bytes / 1e6:.1f} MB of {found.size_limit / 1e6:.0f} MB\n"
        f"corrections  {corrections}\n"
    )
    for folder in found.set_aside:
        output.write(f"broken       {one_line(str(folder))} (set aside; `dwibaca cache prune` deletes it)\n")
    return ExitCode.DONE


@cache.command(short_help="The folder of the cache.")
@common
def path(options: Options) -> int:
    """The folder of the cache."""
    from reader.paths import find_paths

    output.write(harmless(f"{find_paths(options.settings().home).translations}\n"))
    return ExitCode.DONE


@cache.command(short_help="Read every entry, and check the files.")
@common
def verify(options: Options) -> int:
    """Read every entry, and have the database checked. Exit code 1 if something is wrong.

    What is wrong costs nothing but time: it is dropped, and translated again.
    """
    with _opened(options) as (_, cached):
        found = cached.verify()
        problems = [*found.problems, *cached.problems]
    for problem in problems:
        tell(f"the cache is damaged: {problem}")
    if found.unreadable:
        tell(f"{counted(found.unreadable, 'entry')} could not be read, and will be translated again")
    output.write(f"{counted(found.entries, 'entry')} whole\n")
    return ExitCode.SOME_FAILED if problems or found.unreadable else ExitCode.DONE


@cache.command(short_help="Shrink it, dropping the oldest translations.")
@click.option("--to", "megabytes", type=click.FloatRange(min=0), metavar="MB", help="The size wanted [its limit].")
@common
def prune(options: Options, megabytes: float | None) -> int:
    """Drop the oldest translations until the cache is no larger than wanted, and broken caches set aside."""
    with _opened(options) as (services, cached):
        limit = services.settings.cache_size if megabytes is None else int(megabytes * 1e6)
        gone, folders = cached.prune(limit), cached.clear_set_aside()
        left = cached.stats()
    broken = f", {folders} broken ones deleted" if folders else ""
    remaining = f"{counted(left.entries, 'entry')} left, {left.bytes / 1e6:.1f} MB"
    output.write(f"{counted(gone, 'entry')} removed{broken}; {remaining}\n")
    return ExitCode.DONE


@cache.command(short_help="Remove every cached translation; your corrections stay.")
@click.option("--corrections", is_flag=True, help="Forget your corrections too.")
@common
def clear(options: Options, corrections: bool) -> int:
    """Remove every cached translation. Your corrections stay, unless told otherwise."""
    with _opened(options) as (services, cached):
        removed = cached.clear()
        forgotten = services.memory.clear_corrections() if corrections else None
    also = "" if forgotten is None else f", {counted(forgotten, 'correction')} forgotten"
    output.write(f"{counted(removed, 'entry')} removed{also}\n")
    return ExitCode.DONE


@cache.command("export", short_help="Write translations and corrections as TMX or JSON Lines.")
@click.argument("file", type=click.Path(path_type=Path))
@common
def export_memory(options: Options, file: Path) -> int:
    """Write translations and corrections to FILE.tmx (TMX 1.4, as OmegaT reads it) or FILE.jsonl."""
    from reader.exchange import export_file
    from reader.files import replacing

    with options.services(use_cache=True) as services:
        data, found = export_file(file, services.cache, services.memory)
        whole = services.cache is not None and services.cache.usable
    try:
        with replacing(file.absolute()) as out:
            out.write(data)
    except OSError as error:
        raise ReaderError("the file cannot be written", file, error.strerror or str(error)) from error
    if not options.quiet:
        tell(f"{counted(found.translations, 'translation')}, {counted(found.corrections, 'correction')} written")
    if not whole:
        raise ReaderError("the translations are left out", file, _UNUSABLE)
    return ExitCode.DONE


@cache.command("import", short_help="Take in a TMX or JSON Lines file.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Where you have another wording, take the file's.")
@common
def import_memory(options: Options, file: Path, replace: bool) -> int:
    """Take in FILE.tmx or FILE.jsonl: what this program exported, or a translation memory of another program.

    Pairs that people wrote become corrections, which go over every model. Where you have another wording, yours stays.
    """
    from reader.exchange import import_file

    with options.services(use_cache=True) as services:
        found = import_file(file, services.cache, services.memory, replace=replace)
    if not options.quiet:
        kept = f"; {found.kept} stay as you have them (--replace takes the file's)" if found.kept else ""
        kept += f"; {found.skipped} made by a model are left out" if found.skipped else ""
        said = f"{counted(found.translations, 'translation')}, {counted(found.corrections, 'correction')}"
        tell(f"{said} taken in{kept}")
    if found.lost:
        raise ReaderError("not everything was taken in", f"{counted(found.lost, 'translation')} lost", _UNUSABLE)
    return ExitCode.DONE


@contextmanager
def _opened(options: Options) -> Iterator[tuple["Services", "TranslationCache"]]:
    """The services and their cache. Raises ReaderError where it cannot be used, or no longer at the end: nothing may
    be said of it then."""
    with options.services(use_cache=True) as services:
        cached = services.cache
        if cached is None or not cached.usable:
            raise ReaderError("nothing was done", hint=_UNUSABLE)
        yield services, cached
        if not cached.usable:
            raise ReaderError("not everything was done", hint=_UNUSABLE)
