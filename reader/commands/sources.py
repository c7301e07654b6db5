"""What the person named, turned into sources; what cannot be found fails alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.diagnostics import tell
from reader.errors import ExitCode, UnreadableError

if TYPE_CHECKING:
    from reader.batch.report import Failure
    from reader.document import Source


def find(
    names: Sequence[str], out: Path | None = None, *, allow_private: bool = False
) -> tuple[list["Source"], list["Failure"]]:
    """The sources of `names`, each once, and the names that gave none, which are told on stderr.

    What lies in the output folder `out` is left out, unless that folder, or one above it, was itself given. Raises
    UnreadableError when the only name gave none.
    """
    from reader.article.load import excluded_below, find_sources
    from reader.batch.report import Failure

    found: dict[str, Source] = {}
    failures: list[Failure] = []
    for name in names:
        try:
            for source in find_sources([name], exclude=excluded_below(name, out), allow_private=allow_private):
                found.setdefault(source.identity, source)
        except UnreadableError as error:
            if len(names) == 1:
                raise
            tell(str(error))
            failures.append(Failure(name, error))
    return list(found.values()), failures


def exit_code(done: int, failures: Sequence["Failure"]) -> ExitCode:
    """What the shell is told after `done` articles were read and the others failed."""
    if not failures:
        return ExitCode.DONE
    unreadable = all(isinstance(failure.error, UnreadableError) for failure in failures)
    return ExitCode.NOTHING_TO_READ if unreadable and not done else ExitCode.SOME_FAILED
