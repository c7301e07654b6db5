"""Which glossary an article is read with: a folder may hold its own, `glossary.toml` beside the articles."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from reader.document import Source
from reader.glossary.layers import FOLDER_FILE

Item = TypeVar("Item")


def glossary_folder(source: Source) -> Path | None:
    """The folder of `source` if it has a glossary of its own."""
    if source.path is None:
        return None
    folder = source.path.absolute().parent
    return folder if (folder / FOLDER_FILE).is_file() else None


def by_glossary(items: Iterable[tuple[Source, Item]]) -> dict[Path | None, list[tuple[Source, Item]]]:
    """`items` by the folder whose glossary is theirs, in the order given: one pipeline serves each group."""
    groups: dict[Path | None, list[tuple[Source, Item]]] = {}
    for source, item in items:
        groups.setdefault(glossary_folder(source), []).append((source, item))
    return groups
