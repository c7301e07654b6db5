"""stdout: data only, UTF-8 whatever the locale."""

import sys
from typing import BinaryIO


def stdout() -> BinaryIO:
    """The bytes of stdout."""
    sys.stdout.flush()
    return sys.stdout.buffer


def write(data: str | bytes) -> None:
    """Write to stdout at once, so that what reads it need not wait."""
    stream = stdout()
    stream.write(data.encode("utf-8", errors="replace") if isinstance(data, str) else data)
    stream.flush()


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    return sys.stdout.isatty()
