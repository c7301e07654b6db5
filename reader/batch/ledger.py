"""What was written into an output folder, from what, and how: the memory that lets a rerun skip what is done.

A file of JSON lines in the output folder. Lines are only ever added, each in one write, so runs beside each other
and a kill at any moment leave it readable: a line that is not whole is as good as not there, and the last line about
an output counts. An entry is added before its output gets its name: after a kill between the two, the digest does
not fit and the file is written again.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.batch.report import Tally

NAME = ".dwibaca.jsonl"
_CHUNK = 1 << 20
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Entry:
    """One output file."""

    output: str
    """Its path below the folder, with `/`."""
    source: str
    """SHA-256 of the article's bytes; empty when it did not come from a file."""
    recipe: str
    """SHA-256 of everything else that the output depends on."""
    digest: str
    """SHA-256 of the output's bytes."""
    tally: Tally


class Ledger:
    """The ledger of one output folder. A missing or broken one is empty: work is done again, nothing is lost."""

    def __init__(self, folder: Path) -> None:
        """Read it."""
        self.folder = folder
        self._entries = _read(folder / NAME)

    def current(self, output: Path, source: str, recipe: str) -> Entry | None:
        """The entry of `output` if it was made of this source by this recipe and the file is whole."""
        entry = self._entries.get(output.as_posix())
        if entry is None or not source or (entry.source, entry.recipe) != (source, recipe):
            return None
        return entry if file_digest(self.folder / output) == entry.digest else None

    def add(self, entry: Entry) -> None:
        """Record `entry`. Raises OSError."""
        line = (json.dumps(asdict(entry), ensure_ascii=True, separators=(",", ":")) + "\n").encode()
        descriptor = os.open(self.folder / NAME, _APPEND, 0o666)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)
        self._entries[entry.output] = entry


def file_digest(path: Path) -> str:
    """SHA-256 of a regular file, in hexadecimal; empty when it is none or cannot be read."""
    digest = hashlib.sha256()
    try:
        if not path.is_file():  # reading a pipe would empty it
            return ""
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def _read(path: Path) -> dict[str, Entry]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return {}
    entries = (_parse(line) for line in lines if line)
    return {entry.output: entry for entry in entries if entry is not None}


def _parse(line: str) -> Entry | None:
    try:
        fields = json.loads(line)
        return Entry(**{**fields, "tally": Tally(**fields["tally"])})
    except (ValueError, TypeError, KeyError):
        return None
