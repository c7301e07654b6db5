"""stdout: data only, UTF-8 whatever the locale."""

import sys
from typing import BinaryIO


class NobodyReadsError(Exception):
    """Who read stdout has had enough, as `head` has. No OSError: click would end the program by itself."""


def stdout() -> BinaryIO:
    """The bytes of stdout."""
    sys.stdout.flush()
    return sys.stdout.buffer


def write(data: str | bytes) -> None:
    """Write to stdout at once, so that what reads it need not wait. Raises NobodyReadsError."""
    try:
        stream = stdout()
        stream.write(data.encode("utf-8", errors="replace") if isinstance(data, str) else data)
        stream.flush()
    except BrokenPipeError as error:
        raise NobodyReadsError from error


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    return sys.stdout.isatty()
