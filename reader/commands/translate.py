"""`translate`: files out of articles, one article to stdout, or stdin to stdout line by line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands import output
from reader.commands.options import Options, translation
from reader.commands.sources import find
from reader.diagnostics import tell
from reader.errors import ExitCode, ModelError, ReaderError, UsageError

if TYPE_CHECKING:
    from reader.batch.report import Failure, Report
    from reader.batch.run import Order
    from reader.document import Source
    from reader.services import Services

_PAGES = (".html", ".htm")
"""Suffixes of a report that is a page."""


@click.command(short_help="Write English files, or translate stdin line by line.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
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
    watch: bool,
    dry_run: bool,
    lines: bool,
) -> int:
    """Translate every article below the SOURCEs to DIR/<path below the source>.en.<format>.

    A rerun skips what is whole and unchanged. With --lines stdin is translated to stdout, line for line.
    """
    if lines:
        if out or report or dry_run or watch or sources not in ((), ("-",)):
            raise UsageError("--lines reads stdin and writes stdout", hint="it takes no source and no -o")
        return _translate_lines(options)
    if not sources:
        raise UsageError("no article was given", hint="name files or folders, or `-` for stdin")
    if not out:
        raise UsageError("no place for the output was given", hint="-o DIR, or -o - for one article to stdout")
    from reader.batch.run import Order

    anew = options.given.get("use_cache") is False  # --no-cache: what is there already is not good enough
    if report is not None and (report.suffix.lower() not in (".json", *_PAGES) or report.is_dir()):
        raise UsageError("no such form of a report", report, "name it .json or .html")
    order = Order(Path(out), _formats(formats), bilingual, force or anew)
    kinds = _kinds(fail_on)
    with options.translating() as services:
        if out == "-":
            if report or dry_run or watch:
                raise UsageError("--report, --watch and --dry-run go with a folder", hint="-o DIR")
            return _print_one(services, sources, order, kinds)
        if watch and not dry_run:
            return _keep_writing(services, sources, order, options, report=report, fail_on=kinds)
        found, failures = find(sources, order.folder, allow_private=services.settings.allow_private)
        if dry_run:
            return _estimate(services, found, failures, order, options)
        return _write_all(services, found, failures, order, options, report=report, fail_on=kinds)


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


def _translate_lines(options: Options) -> int:
    import sys

    from reader.batch.lines import translate_lines

    with options.translating() as services:
        # A file of its own: its reader may still wait in a thread when the program ends.
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stdin:
            failed = translate_lines(services, stdin, output.write, tell)
        return ExitCode.SOME_FAILED if failed else ExitCode.DONE


def _print_one(services: "Services", names: tuple[str, ...], order: "Order", fail_on: tuple[str, ...]) -> int:
    from reader.batch.report import Report, tally
    from reader.batch.single import translate_one
    from reader.export import export

    found, _ = find(names, allow_private=services.settings.allow_private)
    if len(found) != 1 or len(order.formats) != 1:
        raise UsageError("-o - takes one article and one format", hint="-o DIR writes files for many")
    document = translate_one(services, found[0])
    output.write(export(document, order.formats[0], bilingual=order.bilingual))
    return Report(articles=1, written=1, tally=tally(document)).exit_code(fail_on)


def _keep_writing(
    services: "Services",
    names: tuple[str, ...],
    order: "Order",
    options: Options,
    *,
    report: Path | None,
    fail_on: tuple[str, ...],
) -> int:
    """Write all there is, then what changes, until Ctrl-C; the exit code of the last run."""
    from dataclasses import replace

    from reader.article.load import BOOKS, SUFFIXES
    from reader.batch.watch import changes

    places = [Path(name) for name in names if Path(name).exists()]
    if len(places) < len(names):
        missing = next(name for name in names if not Path(name).exists())
        raise UsageError("only files and folders can be watched", missing)
    code = _write_found(services, names, order, options, report=report, fail_on=fail_on)
    if code == ExitCode.INTERRUPTED:
        return code
    later = replace(order, force=False)
    try:
        if not options.quiet:
            tell("waiting for new and changed articles (Ctrl-C ends it)")
        for _ in changes(places, order.folder, {*SUFFIXES, *BOOKS, ".gz"}):
            code = _write_found(services, names, later, options, report=report, fail_on=fail_on)
            if code == ExitCode.INTERRUPTED:
                break
    except KeyboardInterrupt:
        return code
    return code


def _write_found(
    services: "Services",
    names: tuple[str, ...],
    order: "Order",
    options: Options,
    *,
    report: Path | None,
    fail_on: tuple[str, ...],
) -> int:
    """One run over what is there now. What is wrong is told, and may be well at the next change."""
    try:
        found, failures = find(names, order.folder, allow_private=services.settings.allow_private)
        return _write_all(services, found, failures, order, options, report=report, fail_on=fail_on)
    except ModelError:
        raise
    except ReaderError as error:  # a glossary that is being written, a folder that is still empty: it may be well soon
        tell(str(error))
        return error.exit_code


def _write_all(
    services: "Services",
    sources: "list[Source]",
    failures: "list[Failure]",
    order: "Order",
    options: Options,
    *,
    report: Path | None,
    fail_on: tuple[str, ...],
) -> int:
    from reader.batch.run import translate_sources
    from reader.commands.progress import listening

    with listening(len(sources), quiet=options.quiet) as listener:
        result = translate_sources(services, sources, order, listener, failures)
    code = result.exit_code(fail_on)
    if code is ExitCode.INTERRUPTED:
        tell(f"stopped: {result.done} of {result.articles} articles are done (run the same command to go on)")
    elif not options.quiet and code is not ExitCode.NOTHING_TO_READ:
        tell(str(result))
    if not options.quiet:
        for reason in result.reasons(fail_on):
            tell(reason)
    if report is not None:
        _write_report(result, report)
    return code


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


def _estimate(
    services: "Services", sources: "list[Source]", failures: "list[Failure]", order: "Order", options: Options
) -> int:
    from reader.batch.report import counted
    from reader.batch.run import estimate
    from reader.commands.progress import listening
    from reader.commands.sources import exit_code

    with listening(len(sources), quiet=True) as listener:
        found = estimate(services, sources, order, listener)
    duration = "no run has shown yet how long that takes"
    if found.seconds is not None:
        minutes, seconds = divmod(round(found.seconds), 60)
        duration = f"about {minutes} min {seconds} s" if minutes else f"about {seconds} s"
    output.write(
        f"{counted(found.articles, 'article')}, {found.unchanged} unchanged; "
        f"{counted(found.sentences, 'sentence')}, {found.cached} cached; {duration}\n"
    )
    return exit_code(found.articles - len(found.failed), [*failures, *found.failed])
