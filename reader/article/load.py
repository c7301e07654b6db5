"""Where articles come from: files, folders, stdin and addresses; and their bytes, within limits."""

import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from reader.document import Source
from reader.errors import UnreadableError

MAX_BYTES: Final = 20_000_000
"""Largest source that is read as an article."""

SUFFIXES: Final = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})
"""What counts as an article below a folder. A file that is named is read whatever its suffix."""

_OWN_OUTPUT = re.compile(r"\.en\.(?:txt|md|html|jsonl|tmx|epub)$", re.I)
_DIGITS = re.compile(r"(\d+)")


def find_sources(names: Sequence[str], *, exclude: Path | None = None) -> list[Source]:
    """The sources that `names` stand for, in the order given, each once.

    A folder gives every article below it in natural order (2 before 10): hidden files, the program's own outputs
    (`*.en.txt` and so on) and whatever lies under `exclude` are left out. `-` is stdin; an http or https address
    is taken as it is. Raises UnreadableError for a path that is missing and for a folder without articles.
    """
    found: list[Source] = []
    seen: set[str] = set()
    for name in names:
        for source in _sources(name, exclude):
            key = str(source.path.resolve()) if source.path else source.name
            if key not in seen:
                seen.add(key)
                found.append(source)
    return found


def is_url(name: str) -> bool:
    """Whether `name` is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


def read_bytes(source: Source, stdin: BinaryIO | None = None) -> bytes:
    """The bytes of `source`. Never reads more than `MAX_BYTES`, whatever the source turns out to be.

    Raises UnreadableError when there is nothing, too much, or no way to read it.
    """
    if source.name == "-" and source.path is None:
        data = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
    elif source.path is None:
        from reader.article.fetch import fetch

        data = fetch(source.name)
    else:
        data = _read_file(source.path, source.name)
    if len(data) > MAX_BYTES:
        raise too_large(source.name)
    if not data.strip():
        raise UnreadableError("the article is empty", _label(source.name))
    return data


def too_large(name: str) -> UnreadableError:
    """The refusal of a source over the limit."""
    return UnreadableError("too large for an article", _label(name), f"the limit is {MAX_BYTES // 1_000_000} MB")


def _label(name: str) -> str:
    return "standard input" if name == "-" else name


def _read_file(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("is a folder, not an article", name)
        if stat.S_ISREG(status.st_mode) and status.st_size > MAX_BYTES:
            raise too_large(name)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableError("no such file or folder", name) from error
    except PermissionError as error:
        raise UnreadableError("may not be read", name, "check its permissions") from error
    except (OSError, ValueError) as error:
        raise UnreadableError("cannot be read", name, _reason(error)) from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _sources(name: str, exclude: Path | None) -> Iterator[Source]:
    if name == "-" or is_url(name):
        yield Source(name=name)
        return
    path = Path(name).expanduser()
    try:
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except PermissionError as error:
        raise UnreadableError("may not be read", name, "check its permissions") from error
    except (OSError, ValueError) as error:  # a name with a NUL, or too long for the system
        raise UnreadableError("no such file or folder", name) from error
    if not exists:
        raise UnreadableError("no such file or folder", name)
    if not is_folder:
        yield Source(name=name, path=path, relative=Path(path.name))
        return
    articles = [Source(name=str(file), path=file, relative=file.relative_to(path)) for file in _below(path, exclude)]
    if not articles:
        raise UnreadableError("no articles in the folder", name, "looked for " + " ".join(sorted(SUFFIXES)))
    yield from sorted(articles, key=_natural)


def _below(folder: Path, exclude: Path | None) -> Iterator[Path]:
    """Article files below `folder`. Links to folders are not followed, so a loop cannot trap it; a folder that may
    not be listed is passed over."""
    excluded = exclude.resolve() if exclude else None
    for here, folders, files in os.walk(folder):
        base = Path(here)
        resolved = base.resolve()
        if excluded and (resolved == excluded or excluded in resolved.parents):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = base / name
            if name.startswith(".") or file.suffix.lower() not in SUFFIXES or _OWN_OUTPUT.search(name):
                continue
            if excluded is None or file.resolve() != excluded:
                yield file


def _natural(source: Source) -> list[list[tuple[int, int, str]]]:
    parts = source.relative.parts if source.relative else (source.name,)
    return [
        [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece.lower()) for piece in _DIGITS.split(part) if piece]
        for part in parts
    ]
