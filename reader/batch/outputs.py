"""Where outputs go: their names, never outside their folder."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from reader.document import Source
from reader.errors import ReaderError


def output_name(stem: Path, suffix: str) -> Path:
    """The output of `stem` in the format `suffix`: `sub/name.en.txt`."""
    return stem.with_name(f"{stem.name}.en.{suffix}")


def name_outputs(sources: Sequence[Source]) -> list[Path]:
    """For each source the path of its outputs below the output folder, without `.en.<ext>`; all different.

    `sub/name.txt` gives `sub/name`. Those that would share a name keep their suffix, and those that share even that
    get eight digits of their own; both hold for all that share it, so that the order of the sources changes nothing.
    """
    bases = [_base(source) for source in sources]
    names = [_without_suffix(base) for base in bases]
    marked = [base.with_name(f"{base.name}.{_mark(source)}") for base, source in zip(bases, sources, strict=True)]
    for longer in (bases, marked):
        shared = _shared(names)
        names = [other if _folded(name) in shared else name for name, other in zip(names, longer, strict=True)]
    return names


def check_place(folder: Path, output: Path, inputs: frozenset[Path]) -> None:
    """Raises ReaderError if `output`, below `folder`, would lie outside it (a link leads away), would replace an input,
    or would come to where nothing may be written: better now than when it is translated."""
    target = (folder / output).resolve()
    if not target.parent.is_relative_to(folder.resolve()):
        raise ReaderError("the output would lie outside the output folder", folder / output, "remove the link")
    if target in inputs:
        raise ReaderError("the output would replace an input", folder / output, "choose another -o folder")
    if not may_write(target.parent):
        raise ReaderError("the output cannot be written", folder / output, "its folder is read-only")


def may_write(folder: Path) -> bool:
    """Whether files can be made in `folder`, or it itself where it is not there yet."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(there, os.W_OK)


def _base(source: Source) -> Path:
    """The path that names the outputs, suffix and all. Never absolute, never upwards."""
    relative = source.relative
    if relative is not None and relative.name and not relative.is_absolute() and ".." not in relative.parts:
        return relative
    if source.name == "-":
        return Path("stdin")
    if source.path is not None:
        return Path(source.path.absolute().name)
    address = urlsplit(source.name)
    page = address.path.rstrip("/").rpartition("/")[2] or address.netloc
    return Path(re.sub(r"[^A-Za-z0-9._-]+", "-", page).strip(".-") or "page")


def _without_suffix(base: Path) -> Path:
    """`base` without its suffix, unless nothing but dots were left: `...A` would name the folder above."""
    short = base.with_suffix("")
    return short if short.name.strip(".") else base


def _mark(source: Source) -> str:
    where = str(source.path.resolve()) if source.path is not None else source.name
    return hashlib.sha256(os.fsencode(where)).hexdigest()[:8]


def _shared(names: Sequence[Path]) -> set[str]:
    counts = Counter(map(_folded, names))
    return {name for name, count in counts.items() if count > 1}


def _folded(path: Path) -> str:
    """`path` as the least discerning file system sees it."""
    return unicodedata.normalize("NFC", path.as_posix()).casefold()
