"""Files that are never half written."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that becomes `path` when the block ends well, and vanishes when it does not. Raises OSError."""
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
