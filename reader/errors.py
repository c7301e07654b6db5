"""The one error tree of the program: what is wrong, with which thing, what to do, and the exit code.

    ReaderError (1)
    ├── UsageError (2)
    ├── ModelError (3)      no usable model
    └── UnreadableError (4) nothing to read: missing, empty, binary, over the limit, a folder without articles

Errors are raised where they are understood and shown in one place (`reader.cli`), as one line on stderr.
`models` and `cache` have small trees of their own; `reader.services` turns those into these.
"""

from enum import IntEnum

from reader.diagnostics import one_line


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    NO_MODEL = 3
    NOTHING_TO_READ = 4
    INTERRUPTED = 130


class ReaderError(Exception):
    """Something a person can understand went wrong.

    `what` says what is wrong, `which` names the thing, `hint` says what to do about it.
    """

    exit_code = ExitCode.SOME_FAILED

    def __init__(self, what: str, which: object = "", hint: str = "") -> None:
        super().__init__(what, which, hint)
        self.what = what
        self.which = str(which)
        self.hint = hint

    def __str__(self) -> str:
        """One line, in the form of CONTRACT: `what: which (hint)`, with nothing a terminal would act on."""
        text = f"{self.what}: {self.which}" if self.which else self.what
        return one_line(f"{text} ({self.hint})" if self.hint else text)


class UsageError(ReaderError):
    """The command was asked for something that cannot be meant."""

    exit_code = ExitCode.USAGE


class ModelError(ReaderError):
    """There is no model that could translate."""

    exit_code = ExitCode.NO_MODEL


class UnreadableError(ReaderError):
    """The source holds nothing that can be read as an article."""

    exit_code = ExitCode.NOTHING_TO_READ
