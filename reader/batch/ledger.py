"""What was written into an output folder, from what, and how: the memory that lets a rerun skip what is done.

A file of JSON lines in the output folder. Lines are only ever added, each in one write, so runs beside each other
and a kill at any moment leave it readable: a line that is not whole is as good as not there and spoils no other, and
the last line about an output counts. An entry is added before its output gets its name: after a kill between the two,
the digest does not fit and the file is written again.
"""

import errno
import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.batch.report import Tally

NAME = ".dwibaca.jsonl"
_CHUNK = 1 << 20
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
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
        self._entries, self._torn = _read(folder / NAME)

    def current(self, output: Path, source: str, recipe: str) -> Entry | None:
        """The entry of `output` if it was made of this source by this recipe and the file is whole."""
        entry = self._entries.get(output.as_posix())
        if entry is None or not source or (entry.source, entry.recipe) != (source, recipe):
            return None
        return entry if file_digest(self.folder / output) == entry.digest else None

    def add(self, entry: Entry) -> None:
        """Record `entry`. Raises OSError."""
        line = (json.dumps(asdict(entry), ensure_ascii=True, separators=(",", ":")) + "\n").encode()
        if self._torn:
            line = b"\n" + line
        descriptor = os.open(self.folder / NAME, _APPEND, 0o666)
        try:
            written = os.write(descriptor, line)
        finally:
            os.close(descriptor)
        if written < len(line):
            self._torn = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._torn = False
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


def file_stamp(path: Path | None) -> tuple[int, int] | None:
    """When the file was written last (nanoseconds), and its size; None for what is none, and for one that is gone."""
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return None if status is None else (status.st_mtime_ns, status.st_size)


def _read(path: Path) -> tuple[dict[str, Entry], bool]:
    """The entries, and whether the last line has no end."""
    entries: dict[str, Entry] = {}
    line = "\n"
    try:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
            for line in file:
                entry = _parse(line)
                if entry is not None:
                    entries[entry.output] = entry
    except OSError:
        return {}, False
    return entries, not line.endswith("\n")


def _parse(line: str) -> Entry | None:
    try:
        fields = json.loads(line)
        # Thousands of entries share a few recipes.
        return Entry(**{**fields, "recipe": sys.intern(fields["recipe"]), "tally": Tally(**fields["tally"])})
    except (ValueError, TypeError, KeyError):
        return None
