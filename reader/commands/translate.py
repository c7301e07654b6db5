"""`translate`: files out of articles, one article to stdout, or stdin to stdout line by line."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from reader.commands import output
from reader.commands.options import SOURCE, Options, translation
from reader.commands.sources import find
from reader.diagnostics import counted, tell
from reader.errors import ExitCode, ModelError, ReaderError, UsageError

if TYPE_CHECKING:
    from reader.batch.recipes import Order
    from reader.batch.report import Failure, Report
    from reader.batch.run import Engine
    from reader.batch.writer import Listener
    from reader.document import Source
    from reader.services import Services

_PAGES = (".html", ".htm")
"""Suffixes of a report that is a page."""


_OF_ARTICLES = frozenset(
    ("out", "formats", "bilingual", "force", "report", "fail_on", "engine", "progress", "column", "watch", "dry_run")
)
"""Options that say how articles become files."""


@dataclass(frozen=True)
class _Work:
    """What is wanted of a run into a folder."""

    names: tuple[str, ...]
    """What the person named."""
    order: "Order"
    engine: "Engine"
    report: Path | None
    fail_on: tuple[str, ...]
    quiet: bool
    objects: bool
    """Progress as JSON on stdout."""


@click.command(short_help="Write English files, or translate stdin line by line.")
@click.argument("sources", type=SOURCE, nargs=-1, metavar="[SOURCE]...")
@click.option("-o", "--output", "out", metavar="DIR", help="Folder for the files; `-` prints one article.")
@click.option(
    "--format", "formats", default="txt", show_default=True, help="One or several of txt,md,html,jsonl,tmx,epub."
)
@click.option(
    "--bilingual/--english-only",
    default=None,
    help="Both languages or English alone [txt, md: English; html, epub: both].",
)
@click.option("--force", is_flag=True, help="Write every file anew, also those that are whole and unchanged.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.json|.html",
    help="Write what was done: JSON, or a page.",
)
@click.option("--fail-on", metavar="KINDS", help="Exit 1 if there is any such finding: missing,number,name,…")
@click.option(
    "--workers",
    type=int,
    metavar="N",
    help="Replicas of the model that translate side by side and share the threads [from the cores]; Ray's workers.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="This process, or a Ray cluster (extra `ray`).",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "json"]),
    default="auto",
    show_default=True,
    help="For people on stderr, or for programs on stdout: one JSON object a line.",
)
@click.option(
    "--column", metavar="NAME", help="The SOURCEs are tables, .parquet or .jsonl, with articles in this column."
)
@click.option("--watch", is_flag=True, help="Then wait, and translate what is new or changed, until Ctrl-C.")
@click.option("--dry-run", is_flag=True, help="Only say how much there is to do.")
@click.option("--lines", is_flag=True, help="stdin to stdout, a line for a line.")
@translation
def translate(  # noqa: PLR0913 - one parameter an option
    options: Options,
    sources: tuple[str, ...],
    *,
    out: str | None,
    formats: str,
    bilingual: bool | None,
    force: bool,
    report: Path | None,
    fail_on: str | None,
    workers: int | None,
    engine: str,
    progress: str,
    column: str | None,
    watch: bool,
    dry_run: bool,
    lines: bool,
) -> int:
    """Translate every article below the SOURCEs to DIR/<path below the source>.en.<format>.

    A rerun skips what is whole and unchanged. With --lines stdin is translated to stdout, line for line. With --column
    tables become tables, DIR/<path below the source>.en.<form>/part-00000.<form> and so on.
    """
    if lines:
        _check_lines(sources)
        return _translate_lines(options, workers)
    elsewhere = engine != "local" or progress != "auto" or column is not None
    folder = _folder(sources, out)
    if folder is None and (report or dry_run or watch or elsewhere):
        raise UsageError(
            "--report, --progress, --watch, --engine, --column and --dry-run go with a folder", hint="-o DIR"
        )
    _check_report(report, sources, folder)
    if dry_run and (report or watch):
        raise UsageError("--dry-run writes nothing", hint="leave --report and --watch out")
    if engine != "local":
        _check_distributed(sources, watch=watch)
    given = click.get_current_context().get_parameter_source("formats")
    if column is not None and (watch or dry_run or given is not ParameterSource.DEFAULT):
        raise UsageError("--column takes no --format, --watch or --dry-run", hint="a table stays of its form")
    from reader.batch.engines import choose
    from reader.batch.recipes import Order

    anew = options.given.get("use_cache") is False  # --no-cache: what is there already is not good enough
    order = Order(folder or Path(), _formats(formats), bilingual, force or anew)
    work = _Work(sources, order, choose(engine), report, _kinds(fail_on), options.quiet, progress == "json")
    with options.translating(workers=workers) as services:
        if folder is None:
            return _print_one(services, work)
        if dry_run:
            return _estimate(services, work, engine)
        if column is not None:
            return _write_tables(services, work, column, engine)
        return _keep_writing(services, work) if watch else _write_all(services, work)


def _check_lines(sources: tuple[str, ...]) -> None:
    """Raises UsageError where something is wanted that a line cannot have."""
    context = click.get_current_context()
    wanted = (option for option in context.command.params if option.name in _OF_ARTICLES)
    asked = [option.opts[0] for option in wanted if context.params[option.name] not in (None, False, option.default)]
    if asked or sources not in ((), ("-",)):
        which = asked[0] if asked else sources[0]
        raise UsageError("--lines reads stdin and writes stdout", which, "a line for a line, and nothing else")


def _folder(sources: tuple[str, ...], out: str | None) -> Path | None:
    """Where the files go; None is stdout."""
    if not sources:
        raise UsageError("no article was given", hint="name files or folders, or `-` for stdin")
    if not out:
        raise UsageError("no place for the output was given", hint="-o DIR, or -o - for one article to stdout")
    return None if out == "-" else Path(out)


def _check_distributed(sources: tuple[str, ...], *, watch: bool) -> None:
    if watch:
        raise UsageError("--watch goes with the local engine", hint="leave --engine out")
    if "-" in sources:
        raise UsageError("workers cannot read standard input", hint="leave --engine out")


def _check_report(path: Path | None, sources: tuple[str, ...], out: Path | None) -> None:
    if path is None:
        return
    if path.suffix.lower() not in (".json", *_PAGES) or path.is_dir():
        raise UsageError("no such form of a report", path, "name it .json or .html")
    whole = path.resolve()
    if any(whole == Path(name).resolve() for name in sources):
        raise UsageError("the report would replace an input", path, "give it another name")
    # A folder of the output's is made with it; any other that is not there is a slip.
    if not whole.parent.is_dir() and not (out is not None and whole.is_relative_to(out.resolve())):
        raise UsageError("no such folder for the report", path.parent, "make it first")


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise UsageError("no format was given", hint="--format txt,html")
    return names


def _kinds(text: str | None) -> tuple[str, ...]:
    from reader.batch.report import KINDS, MISSING

    known = (MISSING, *KINDS)
    kinds = tuple(kind.strip() for kind in (text or "").split(",") if kind.strip())
    for kind in kinds:
        if kind not in known:
            raise UsageError("no such finding", kind, f"--fail-on knows {', '.join(known)}")
    return kinds


def _translate_lines(options: Options, workers: int | None) -> int:
    from reader.batch.lines import translate_lines

    with options.translating(workers=workers) as services:
        # A file of its own: its reader may still wait in a thread when the program ends.
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stdin:
            try:
                failed = translate_lines(services, stdin, output.write, tell)
            except KeyboardInterrupt:
                tell("interrupted")
                _leave(ExitCode.INTERRUPTED)
        return ExitCode.SOME_FAILED if failed else ExitCode.DONE


def _print_one(services: "Services", work: _Work) -> int:
    from reader.batch.report import Report, tally
    from reader.batch.single import translate_one
    from reader.export import export

    found, _ = find(work.names, allow_private=services.settings.allow_private)
    if len(found) != 1 or len(work.order.formats) != 1:
        raise UsageError("-o - takes one article and one format", hint="-o DIR writes files for many")
    document = translate_one(services, found[0])
    output.write(export(document, work.order.formats[0], bilingual=work.order.bilingual))
    return Report(articles=1, written=1, tally=tally(document)).exit_code(work.fail_on)


def _keep_writing(services: "Services", work: _Work) -> int:
    """Write all there is, then what changes, until Ctrl-C; the exit code of the last run."""
    from reader.batch.watch import changes

    missing = [name for name in work.names if not Path(name).exists()]
    if missing:
        raise UsageError("only files and folders can be watched", missing[0])
    code = _write_what_there_is(services, work)
    if code == ExitCode.INTERRUPTED:
        return code
    later = replace(work, order=replace(work.order, force=False))
    try:
        if not work.quiet:
            tell("waiting for new and changed articles (Ctrl-C ends it)")
        for _ in changes([Path(name) for name in work.names], work.order.folder, work.report):
            code = _write_what_there_is(services, later)
            if code == ExitCode.INTERRUPTED:
                break
    except KeyboardInterrupt:
        return code
    return code


def _write_what_there_is(services: "Services", work: _Work) -> int:
    """One run of a watch. What is wrong is told, and may be well at the next change."""
    try:
        return _write_all(services, work)
    except ModelError:
        raise
    except ReaderError as error:  # a glossary that is being written, a folder that is still empty: it may be well soon
        tell(str(error))
        return error.exit_code


def _write_all(services: "Services", work: _Work) -> int:
    """One run over what is there now; its exit code. Raises ReaderError when nothing can be done at all."""
    from reader.batch.run import translate_sources

    found, failures = _find(services, work)

    def run(listener: "Listener") -> "Report":
        return translate_sources(services, found, work.order, listener, failures, work.engine)

    return _told(work, len(found), run)


def _find(services: "Services", work: _Work) -> tuple[list["Source"], list["Failure"]]:
    """The sources of a run, and the names that gave none. The page that the report becomes is no article."""
    found, failures = find(work.names, work.order.folder, allow_private=services.settings.allow_private)
    report = work.report.resolve() if work.report is not None else None
    return [source for source in found if source.path is None or source.path.resolve() != report], failures


def _write_tables(services: "Services", work: _Work, column: str, engine: str) -> int:
    """The same over tables, row by row."""
    from reader.batch.table_run import plan_tables, translate_tables
    from reader.batch.tables import find_tables

    found, missing = find_tables(work.names, work.order.folder)
    plans, unusable = plan_tables(found, column)
    failures = [*missing, *unusable]

    def run(listener: "Listener") -> "Report":
        return translate_tables(services, plans, column, work.order, listener, failures, distributed=engine == "ray")

    return _told(work, sum(plan.rows for plan in plans) + len(failures), run, "row")


def _told(work: _Work, articles: int, run: Callable[["Listener"], "Report"], unit: str = "article") -> int:
    """Do `run` over so many articles, or what else `unit` is, and say how it goes on and what came of it; the exit
    code."""
    from reader.commands.progress import listening

    with listening(articles, quiet=work.quiet, objects=work.objects, unit=unit) as listener:
        result = run(listener)
        code = result.exit_code(work.fail_on)
        listener.ended(result, code)
    if code is ExitCode.INTERRUPTED:
        tell(f"stopped: {result.done} of {counted(result.articles, unit)} are done (run the same command to go on)")
    elif not work.quiet and code is not ExitCode.NOTHING_TO_READ:
        tell(str(result))
    if not work.quiet:
        for reason in result.reasons(work.fail_on):
            tell(reason)
    if work.report is not None:
        _write_report(result, work.report)
    if result.abandoned:
        _leave(code)
    if result.interrupted:  # all is said and done: a second Ctrl-C that comes now would only garble the end
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code


def _leave(code: int) -> NoReturn:
    """End the program now: a model may be at work on a thread, and Python would wait for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _write_report(result: "Report", path: Path) -> None:
    """As JSON, or as a page where the name says so. Raises ReaderError."""
    from reader.batch.report_page import report_page
    from reader.export.text import safe_json
    from reader.files import replacing

    text = report_page(result) if path.suffix.lower() in _PAGES else f"{safe_json(result.as_json(), 2)}\n"
    try:
        with replacing(path.absolute()) as file:
            file.write(text.encode("utf-8", errors="replace"))
    except OSError as error:
        raise ReaderError("the report cannot be written", path, error.strerror or str(error)) from error


def _estimate(services: "Services", work: _Work, engine: str) -> int:
    """Say what a run on `engine` would have to do."""
    from reader.batch.run import estimate
    from reader.commands.progress import listening
    from reader.commands.sources import exit_code

    sources, failures = _find(services, work)
    with listening(len(sources), quiet=work.quiet or not work.objects, objects=work.objects) as listener:
        found = estimate(services, sources, work.order, listener, engine)
        found = replace(found, articles=found.articles + len(failures), failed=(*failures, *found.failed))
        listener.estimated(found)
    return exit_code(found.articles - len(found.failed), found.failed)
