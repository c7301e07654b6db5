"""`glossary`: the terms, and what becomes of them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.commands import output
from reader.commands.groups import DefaultGroup
from reader.commands.options import SOURCE, Options, common, translation
from reader.commands.sources import exit_code, find
from reader.diagnostics import counted, harmless, one_line, tell
from reader.errors import ExitCode, ReaderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.batch.terms import TermReport
    from reader.document import Source
    from reader.glossary.layers import Layer
    from reader.glossary.suggest import Suggestion
    from reader.glossary.terms import Term

# Spelled out here, so that a command line is read without the glossary; a test compares them.
KINDS = ("person", "place", "organisation", "title", "acronym", "term")
CASES = ("exact", "capital", "any")
LAYERS = ("built-in", "own", "folder", "given")
FORMATS = ("toml", "csv", "tsv", "tbx")
STATUSES = ("missing", "repaired")

_FILE = click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="This glossary file instead of your own (see `glossary path`).",
)


class Glossary(DefaultGroup):
    """`dwibaca glossary` lists the terms."""

    default = "list"


@click.group(cls=Glossary, short_help="The glossary: list, path, add, remove, import, export, suggest, check.")
def glossary() -> None:
    """How names and terms are to be translated.

    Your own terms go over the built-in ones, and `glossary.toml` in a folder of articles over both.
    """


@glossary.command("list", short_help="The terms in force.")
@click.argument("text", required=False)
@click.option("--kind", type=click.Choice(KINDS), help="Only terms of this kind.")
@click.option("--layer", type=click.Choice(LAYERS), help="Only terms from here.")
@click.option(
    "--folder", type=click.Path(path_type=Path), metavar="DIR", help="With the glossary of this folder of articles."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, one term a line.")
@translation
def list_terms(
    options: Options, text: str | None, *, kind: str | None, layer: str | None, folder: Path | None, as_json: bool
) -> int:
    """Every term in force: Indonesian, English, kind, and where it comes from; with TEXT, those that have it.

    A term of a later layer stands in the place of an earlier layer's.
    """
    with options.services() as services:
        layers = services.layers(folder)
    asked = (text or "").casefold()
    for name, term in _in_force(layers):
        if (kind and term.kind != kind) or (layer and name != layer):
            continue
        if not any(asked in wording.casefold() for wording in (*term.forms, *term.wordings)):
            continue
        if as_json:
            entry = {**term.model_dump(mode="json"), "layer": name}
            output.write(json.dumps(entry, ensure_ascii=False) + "\n")
        else:
            marks = "" if term.enforce else "  not enforced"
            output.write(f"{_shown(term)}  →  {one_line(term.target)}  [{term.kind}, {name}{marks}]\n")
    return ExitCode.DONE


@glossary.command(short_help="Your own glossary file.")
@common
def path(options: Options) -> int:
    """Where your own glossary is, or would be."""
    output.write(harmless(f"{_own(options)}\n"))
    return ExitCode.DONE


@glossary.command(short_help="Add a term to your own glossary, or change it.")
@click.argument("source")
@click.argument("target")
@click.option("--variant", "variants", multiple=True, metavar="TEXT", help="Another Indonesian spelling; repeatable.")
@click.option("--accept", multiple=True, metavar="TEXT", help="Another English wording that is as good; repeatable.")
@click.option("--kind", type=click.Choice(KINDS), default="term", show_default=True, help="What it is.")
@click.option("--case", type=click.Choice(CASES), help="How capitals count [by kind].")
@click.option("--note", metavar="TEXT", help="A remark.")
@click.option("--enforce/--no-enforce", default=True, help="Whether the English must be there [yes].")
@_FILE
@common
def add(options: Options, /, source: str, target: str, *, file: Path | None, **more: Any) -> int:
    """Translate SOURCE as TARGET from now on. Comments in the file stay as they are."""
    from pydantic import ValidationError

    from reader.glossary.own import add_terms
    from reader.glossary.terms import Term, problem

    try:
        term = Term(source=source, target=target, **more)
    except ValidationError as error:
        raise UsageError("not a term", source, problem(error)) from error
    add_terms(file or _own(options), [term])
    if not options.quiet:
        tell(f"{term.source} → {term.target} is in {file or _own(options)}")
    return ExitCode.DONE


@glossary.command(short_help="Take a term out of your own glossary.")
@click.argument("source")
@_FILE
@common
def remove(options: Options, source: str, file: Path | None) -> int:
    """Take the term SOURCE out. Exit code 1 if it is not there.

    A built-in term stays; `glossary add SOURCE TARGET --no-enforce` keeps it from being enforced.
    """
    from reader.glossary.own import remove_term

    place = file or _own(options)
    if not remove_term(place, source):
        raise ReaderError(
            "no such term in the glossary", source, f"`dwibaca glossary list` shows all; looked in {place}"
        )
    if not options.quiet:
        tell(f"{source} is taken out of {place}")
    return ExitCode.DONE


@glossary.command("import", short_help="Take the terms of a file into your own glossary.")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@_FILE
@common
def import_terms(options: Options, source: Path, file: Path | None) -> int:
    """Take the terms of FILE (TOML, CSV, TSV or TBX) into your own glossary, in the place of what it has of them."""
    from reader.glossary.files import read_terms
    from reader.glossary.own import add_terms
    from reader.glossary.terms import merged

    terms = merged([read_terms(source)])
    if not terms:
        raise UsageError("there are no terms in the file", source, "a table has the columns source and target")
    place = file or _own(options)
    known = {term.key for term in (read_terms(place) if place.is_file() else ())}
    add_terms(place, terms)
    if not options.quiet:
        new = sum(term.key not in known for term in terms)
        tell(f"{counted(len(terms), 'term')}, {new} of them new, taken into {place}")
    return ExitCode.DONE


@glossary.command(short_help="Write terms to a file: TOML, CSV, TSV or TBX.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE|-")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The format [by the name of FILE].")
@click.option("--all", "everything", is_flag=True, help="Every term in force, not only your own.")
@translation
def export(options: Options, file: Path, form: str | None, everything: bool) -> int:
    """Write your own terms, or all that are in force, to FILE, or to stdout for `-`."""
    from reader.files import replacing
    from reader.glossary.files import form_of, write_terms

    to_stdout = str(file) == "-"
    chosen = form or ("toml" if to_stdout else form_of(file))
    with options.services() as services:
        layers = services.layers()
    terms = [term for name, term in _in_force(layers) if everything or name != "built-in"]
    data = write_terms(terms, chosen)
    if to_stdout:
        output.write(data)
        return ExitCode.DONE
    with replacing(file.absolute()) as stream:
        stream.write(data)
    if not options.quiet:
        tell(f"{counted(len(terms), 'term')} written to {file}")
    return ExitCode.DONE


@glossary.command("suggest", short_help="Names of articles that no glossary has yet.")
@click.argument("sources", type=SOURCE, nargs=-1, required=True, metavar="SOURCE...")
@click.option("--add", "adding", is_flag=True, help="Add what is listed to your own glossary.")
@click.option("--kind", type=click.Choice(KINDS), help="Only names of this kind.")
@click.option(
    "--least", type=click.IntRange(min=1), default=1, show_default=True, help="How often it must stand there."
)
@click.option("--limit", type=click.IntRange(min=1), default=40, show_default=True, help="How many are listed at most.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one name a line.")
@_FILE
@translation
def suggest_names(  # noqa: PLR0913 - one parameter an option
    options: Options,
    sources: tuple[str, ...],
    *,
    adding: bool,
    kind: str | None,
    least: int,
    limit: int,
    as_json: bool,
    file: Path | None,
) -> int:
    """Names, organisations and acronyms in SOURCEs that no glossary has, the commonest first.

    Each with how often it stands there, a sentence, and what it became in the translations that are cached. Nothing is
    translated for this.
    """
    from reader.batch.terms import suggest_terms
    from reader.glossary.own import add_terms

    with options.services() as services:
        found, failures = find(sources, allow_private=services.settings.allow_private)
        names, failed = suggest_terms(services, found, least=least)
    for failure in failed:
        tell(str(failure.error))
    names = tuple(name for name in names if kind is None or name.kind == kind)[:limit]
    for name in names:
        output.write(json.dumps(_as_json(name), ensure_ascii=False) + "\n" if as_json else _lines(name))
    if adding and names:
        place = file or _own(options)
        add_terms(place, [name.term for name in names])
        if not options.quiet:
            tell(f"{len(names)} of them added to {place} (read it over: their English is a guess)")
    return exit_code(len(found) - len(failed), [*failures, *failed])


@glossary.command(short_help="What becomes of every term in the articles: used, repaired or missing.")
@click.argument("sources", type=SOURCE, nargs=-1, required=True, metavar="SOURCE...")
@click.option("--fail-on", metavar="STATUS", help="Exit 1 if there is any such term: missing,repaired.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@translation
def check(options: Options, sources: tuple[str, ...], *, fail_on: str | None, as_json: bool) -> int:
    """Translate SOURCEs and say of each term in how many sentences it is used, repaired or missing.

    The missing ones come first, each with its sentences and their translations.
    """
    from reader.batch.terms import check_terms

    statuses = _statuses(fail_on)
    with options.translating() as services:
        found, failures = find(sources, allow_private=services.settings.allow_private)
        reports, failed = check_terms(services, found, _told(options, len(found)))
    output.write(_check_json(reports) if as_json else "".join(_check_lines(reports)))
    code = exit_code(len(found) - len(failed), [*failures, *failed])
    if code is ExitCode.DONE and any(report.counts[status] for report in reports for status in statuses):
        return ExitCode.SOME_FAILED
    return code


def _own(options: Options) -> Path:
    from reader.paths import find_paths

    return find_paths(options.settings().home).glossary


def _in_force(layers: "tuple[Layer, ...]") -> "Iterator[tuple[str, Term]]":
    """The terms of all layers, each with the name of its layer, without those that a later layer replaces."""
    terms: dict[str, tuple[str, Term]] = {}
    for layer in layers:
        for term in layer.terms:
            terms[term.key] = (layer.name, term)
    yield from terms.values()


def _shown(term: "Term") -> str:
    others = f" ({', '.join(map(one_line, term.variants))})" if term.variants else ""
    return f"{one_line(term.source)}{others}"


def _lines(name: "Suggestion") -> str:
    """A suggestion for the eye: what, how often, what it became, and a sentence."""
    became = ", ".join(f"{one_line(target)} {count}x" for target, count in name.translations)
    variants = f" ({', '.join(map(one_line, name.variants))})" if name.variants else ""
    first = f"{one_line(name.source)}{variants}  {name.kind}  {name.count}x in {name.articles}"
    example = f"    {one_line(name.contexts[0])}\n" if name.contexts else ""
    return f"{first}{'  → ' + became if became else ''}\n{example}"


def _as_json(name: "Suggestion") -> dict[str, Any]:
    return {
        "source": name.source,
        "variants": list(name.variants),
        "kind": name.kind,
        "count": name.count,
        "articles": name.articles,
        "target": name.target,
        "translations": dict(name.translations),
        "contexts": list(name.contexts),
    }


def _statuses(text: str | None) -> tuple[str, ...]:
    statuses = tuple(part.strip() for part in (text or "").split(",") if part.strip())
    for status in statuses:
        if status not in STATUSES:
            raise UsageError("no such status", status, f"--fail-on knows {', '.join(STATUSES)}")
    return statuses


def _told(options: Options, articles: int) -> Any:
    """Who is told after each article: a person at a terminal hears how far it is, everybody of failures."""
    import sys

    done = 0

    def tell_of(source: "Source", error: ReaderError | None) -> None:
        nonlocal done
        done += 1
        if error is not None:
            tell(str(error))
        elif articles > 1 and not options.quiet and sys.stderr.isatty():
            tell(f"{done} of {articles}: {source.name}")

    return tell_of


def _check_json(reports: "list[TermReport]") -> str:
    totals = {status: sum(report.counts[status] for report in reports) for status in ("used", "repaired", "missing")}
    return (
        json.dumps({**totals, "terms": [report.as_json() for report in reports]}, ensure_ascii=False, indent=2) + "\n"
    )


def _check_lines(reports: "list[TermReport]") -> "Iterator[str]":
    for report in reports:
        counts = ", ".join(
            f"{report.counts[status]} {status}" for status in ("missing", "repaired", "used") if report.counts[status]
        )
        yield f"{one_line(report.source)}  →  {one_line(report.target)}  [{report.kind}]  {counts}\n"
        for file, source, target in report.missing:
            yield f"    {one_line(file)}: {one_line(source)}\n      → {one_line(target)}\n"
    totals = {status: sum(report.counts[status] for report in reports) for status in ("used", "repaired", "missing")}
    yield f"{totals['used']} used, {totals['repaired']} repaired, {totals['missing']} missing\n"
