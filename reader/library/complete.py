"""Completing what is typed: paths, and addresses that were read before."""

import os
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from reader.article.load import BOOKS, FEEDS, LISTS, is_article_file, natural_key
from reader.library.places import is_remote

_READABLE = BOOKS | FEEDS | LISTS


def candidates(typed: str, known: Iterable[str] = ()) -> list[str]:
    """What `typed` may become, each beginning as it does: folders (with a slash) and articles, or `known` addresses.

    Capitals make no difference where nothing begins exactly so. Hidden names come when a dot is typed.
    """
    if is_remote(typed):
        return sorted({name for name in known if name.startswith(typed) and name != typed})
    head, _, begun = typed.rpartition("/")
    head = head + "/" if head or typed.startswith("/") else ""
    names = list(_names(head, hidden=begun.startswith(".")))
    found = [name for name in names if name.startswith(begun)]
    found = found or [name for name in names if name.casefold().startswith(begun.casefold())]
    return [head + name for name in sorted(found, key=lambda name: natural_key(name.rstrip("/")))]


def common(typed: str, found: list[str]) -> str:
    """As much as all of `found` agree on; `typed` where that is no more."""
    shared = "".join(
        letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*found, strict=False))
    )
    return shared if len(shared) >= len(typed) else typed


def unquoted(typed: str) -> str:
    """What was typed or dropped on the terminal, without the quotes that terminals put around a path."""
    bare = typed.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"" else bare


def _names(folder: str, *, hidden: bool) -> Iterable[str]:
    try:
        with os.scandir(Path(folder).expanduser()) as found:
            for item in found:
                if item.name.startswith(".") and not hidden:
                    continue
                if item.is_dir():
                    yield f"{item.name}/"
                elif is_article_file(Path(item.name)) or Path(item.name).suffix.lower() in _READABLE:
                    yield item.name
    except (OSError, ValueError, RuntimeError):  # RuntimeError: nobody has that home folder
        return
