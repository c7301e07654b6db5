"""`extract`: the cleaned article on stdout."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

import click

from reader.commands import output
from reader.commands.options import SOURCE, Options, common
from reader.commands.sources import exit_code, find
from reader.diagnostics import one_line, tell
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.document import Article

_COLOURS: Final = ("yellow", "cyan", "magenta", "green", "blue", "red")


@click.command(short_help="Print the cleaned article.")
@click.argument("source", type=SOURCE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text", "md"]),
    default="json",
    show_default=True,
    help="What to print.",
)
@click.option("--explain", is_flag=True, help="Say on stderr what was taken off the page, and by which rule.")
@common
def extract(options: Options, source: str, form: str, explain: bool) -> int:
    """Print the article in SOURCE without the page's furniture.

    JSON is one object; of a folder, a book, a list or a feed, an object a line. Text and Markdown of these are one
    article after the other, a line of `=` between them.
    """
    from reader.batch.reading import open_article
    from reader.batch.report import Failure

    settings = options.settings()
    sources, failures = find([source], allow_private=settings.allow_private)
    folder = Path(source).is_dir() or len(sources) > 1
    printed = _printer(form, lines=folder)
    done = 0
    for one in sources:
        try:
            article = open_article(one, settings)
        except ReaderError as error:
            if not folder:
                raise
            tell(str(error))
            failures.append(Failure(one.name, error))
            continue
        if done and form != "json":
            output.write("\n" + "=" * 20 + "\n\n")
        output.write(printed(article))
        done += 1
        if explain:
            _explain(one.name, article)
    return exit_code(done, failures)


def _explain(name: str, article: "Article") -> None:
    """Say on stderr what was taken off the page: `file:line: rule: text`, the rule in colour on a terminal."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for gone in article.removed:
        where, rule = f"{one_line(name)}:{gone.line}:", f"{gone.rule}:"
        if coloured:
            where, rule = click.style(where, dim=True), click.style(rule, fg=_colour(gone.rule), bold=True)
        click.echo(f"{where} {rule} {one_line(gone.text)}", err=True, color=coloured)


def _colour(rule: str) -> str:
    """A rule has one colour, so that its lines are found at a glance."""
    return _COLOURS[crc32(rule.encode()) % len(_COLOURS)]


def _printer(form: str, *, lines: bool) -> Callable[["Article"], str]:
    from reader.export.article import article_json, article_markdown, article_text

    if form == "json":
        return lambda article: article_json(article, indent=None if lines else 2) + "\n"
    return article_text if form == "text" else article_markdown
