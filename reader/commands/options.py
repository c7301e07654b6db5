"""Options that many commands share, and what they make: settings and services. Importing this costs nothing."""

import functools
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

if TYPE_CHECKING:
    from reader.config import Settings
    from reader.services import Services

P = ParamSpec("P")


@dataclass
class Session:
    """What the one error handler has to know of the command that ran."""

    verbose: bool = False


@dataclass(frozen=True)
class Options:
    """The shared options of one command, as typed: None where the person said nothing."""

    given: dict[str, Any] = field(default_factory=dict)
    """By the names of `Settings`."""
    quiet: bool = False
    verbose: bool = False

    def settings(self, **more: Any) -> "Settings":
        """The settings, with `more` over all. Raises UsageError."""
        from reader.config import load_settings

        return load_settings(**{**self.given, **more})

    @contextmanager
    def services(self, **more: Any) -> Iterator["Services"]:
        """Services, closed at the end. Raises UsageError."""
        from reader.services import open_services

        with open_services(self.settings(**more), {*self.given, *more}) as services:
            yield services

    @contextmanager
    def translating(self, **more: Any) -> Iterator["Services"]:
        """Services whose model is there and knows the language, which is looked at before any article is read.

        Raises UsageError and ModelError.
        """
        with self.services(**more) as services:
            check_model(services)
            yield services


def check_model(services: "Services") -> None:
    """Raises ModelError when there is no such model, UsageError when it does not know the articles' language."""
    from models.layout import find_files, read_vocabulary
    from reader.config import Settings
    from reader.errors import UsageError

    model = services.installed
    language = services.settings.language
    if language == Settings.language:
        return  # every model of this program knows it, and a large vocabulary takes time to read
    files = find_files(model.folder)
    if language not in read_vocabulary(files.vocabulary):
        raise UsageError(f"the model {model.name} does not know the language", language, "see --from")


class _Folder(click.Path):
    """A path that is not empty: `--home "$UNSET"` would put everything into the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """As click does it. Raises click.BadParameter."""
        if not str(value):
            self.fail("a folder is needed", param, ctx)
        return super().convert(value, param, ctx)


class _Source(click.types.StringParamType):
    """What is to be read. Not empty: `translate "$UNSET"` would take everything below the current folder."""

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> Any:
        """As it is. Raises UsageError."""
        from reader.errors import UsageError

        if not value:
            raise UsageError("no article was given", hint="a SOURCE is empty, as of a variable that is not set")
        return value


SOURCE = _Source()

_OUTPUT = (
    click.option("--home", type=_Folder(path_type=Path), metavar="DIR", help="Keep everything below DIR."),
    click.option("--no-color", is_flag=True, help="No colours (also NO_COLOR)."),
    click.option("--allow-private", is_flag=True, help="Fetch addresses of private networks too."),
    click.option("--quiet", "-q", is_flag=True, help="Only errors on stderr."),
    click.option("--verbose", "-v", is_flag=True, help="Say more on stderr; tracebacks with errors."),
)
_TRANSLATION = (
    click.option("--model", metavar="NAME|PATH", help="A model's name, or its folder."),
    click.option("--from", "language", metavar="CODE", help="FLORES-200 code of the articles' language [ind_Latn]."),
    click.option(
        "--glossary",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="A glossary over the others; repeatable.",
    ),
    click.option("--no-glossary", is_flag=True, help="No glossary at all."),
    click.option("--no-cache", is_flag=True, help="Neither read nor write cached translations."),
    click.option("--beam", type=int, metavar="N", help="Beam size: 1 is fastest, 4 is better."),
    click.option("--drafts", metavar="auto|only|off", help="The bundled model first: when reading, only, or never."),
    click.option("--device", metavar="auto|cpu|cuda", help="Where to translate."),
    click.option("--threads", type=int, metavar="N", help="Threads for translation [all cores]."),
)


def common(function: Callable[Concatenate[Options, P], int]) -> Callable[..., int]:
    """The options of every command; the command gets them as one `Options`."""

    @functools.wraps(function)
    def command(*args: P.args, **kwargs: P.kwargs) -> int:
        return function(_collect(kwargs), *args, **kwargs)

    for option in reversed(_OUTPUT):
        command = option(command)
    return command


def translation(function: Callable[Concatenate[Options, P], int]) -> Callable[..., int]:
    """The options of a command that translates, and those of every command."""
    command = common(function)
    for option in reversed(_TRANSLATION):
        command = option(command)
    return command


def _collect(options: dict[str, Any]) -> Options:
    """Take the shared options out of `options`."""

    def take(name: str) -> Any:
        return options.pop(name, None)

    quiet, verbose = bool(take("quiet")), bool(take("verbose"))
    if take("no_color"):
        os.environ["NO_COLOR"] = "1"
    given = {name: take(name) for name in ("home", "model", "language", "beam", "drafts", "device", "threads")}
    given["allow_private"] = True if take("allow_private") else None
    given["glossary"] = take("glossary") or None
    given["use_glossary"] = False if take("no_glossary") else None
    given["use_cache"] = False if take("no_cache") else None
    session = click.get_current_context().find_root().obj
    if isinstance(session, Session):
        session.verbose = verbose
    _log_to_stderr(quiet, verbose)
    return Options({name: value for name, value in given.items() if value is not None}, quiet, verbose)


class _Teller(logging.Handler):
    """Log records of this program become lines for the person."""

    def emit(self, record: logging.LogRecord) -> None:
        """One harmless line."""
        from reader.diagnostics import tell

        tell(record.getMessage())


def _log_to_stderr(quiet: bool, verbose: bool) -> None:
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.WARNING
    for name in ("reader", "models", "cache"):
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.handlers = [_Teller()]
