"""Text files that a kill leaves whole: the old one or the new one, never half of one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from models import files


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text stream to a neighbour of `path` that takes its place when the block ends without an error."""
    with files.replacing(path) as file:
        out = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        yield out
        out.detach()
