"""The layers of a glossary: built in, the person's own, the article folder's, and those given on the command line."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from reader.glossary.builtin import built_in_terms
from reader.glossary.files import read_terms
from reader.glossary.terms import Term

FOLDER_FILE: Final = "glossary.toml"
"""The glossary of a folder of articles, beside them."""
LayerName = Literal["built-in", "own", "folder", "given"]
LAYERS: Final[tuple[LayerName, ...]] = ("built-in", "own", "folder", "given")


class Layer(NamedTuple):
    """Terms that come from one place."""

    name: LayerName
    path: Path | None
    """None for what is built in."""
    terms: tuple[Term, ...]


def read_layers(own: Path, folder: Path | None, given: Iterable[Path]) -> tuple[Layer, ...]:
    """Every layer that is there, a later one over an earlier one. Raises ReaderError."""
    layers = [Layer("built-in", None, built_in_terms())]
    if own.is_file():
        layers.append(Layer("own", own, read_terms(own)))
    if folder is not None and (folder / FOLDER_FILE).is_file():
        layers.append(Layer("folder", folder / FOLDER_FILE, read_terms(folder / FOLDER_FILE)))
    layers.extend(Layer("given", path, read_terms(path)) for path in given)
    return tuple(layers)
