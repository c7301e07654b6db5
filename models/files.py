"""Files that are never half written."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_ABANDONED = 600.0
"""Seconds after which a temporary file is nobody's: it is written in one go, and takes a moment."""


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that becomes `path` when the block ends well, and vanishes when it does not. Raises OSError.

    A kill leaves the old file or the new one, and two programs that write at once each replace the whole of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not `tempfile`: its files are for their owner alone, and these stay.
    temporary = path.with_name(f".dwibaca-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Delete what programs that were killed in `replacing` left in `folder`; what may not be deleted stays."""
    with suppress(OSError):
        for path in folder.glob(".dwibaca-*.tmp"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where there is none, or none any more."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0
