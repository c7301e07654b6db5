"""The files of a CTranslate2 model in NLLB's layout, and what they say of the model. No CTranslate2 here."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.files import replacing
from models.types import EngineError

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

MODEL, CONFIG, TOKENIZER = "model.bin", "config.json", "sentencepiece.bpe.model"
VOCABULARIES = ("shared_vocabulary.json", "shared_vocabulary.txt")
MANIFEST = "manifest.json"
MAP = "vmap.txt"
"""CTranslate2's own name for a vocabulary map."""
PREPARED = "prepared.json"
"""What `models.prepare` did. A map counts only when this says that it may."""
_CHUNK = 1 << 20


@dataclass(frozen=True)
class ModelFiles:
    """The paths of one model's files, all of them there."""

    folder: Path
    model: Path
    config: Path
    vocabulary: Path
    tokenizer: Path
    map: Path | None = None
    """The vocabulary map that is in force, if one is."""

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file that the model's output depends on, in a fixed order."""
        own = (self.model, self.config, self.vocabulary, self.tokenizer)
        return (*own, self.map) if self.map else own


def find_files(folder: Path) -> ModelFiles:
    """The model files in `folder`. Raises EngineError that names the first one missing."""
    if not folder.is_dir():
        raise EngineError(f"not a model folder: {folder}", "give the folder that holds model.bin")
    for name in (MODEL, CONFIG, TOKENIZER):
        if not (folder / name).is_file():
            raise EngineError(f"not a model in NLLB's layout: {folder} has no {name}")
    vocabulary = next((folder / name for name in VOCABULARIES if (folder / name).is_file()), None)
    if vocabulary is None:
        raise EngineError(f"not a model in NLLB's layout: {folder} has no {' or '.join(VOCABULARIES)}")
    own = (folder / MODEL, folder / CONFIG, vocabulary, folder / TOKENIZER)
    return ModelFiles(folder, *own, map=_map_in_force(folder))


def read_record(folder: Path) -> dict[str, object]:
    """What `models.prepare` wrote of this model; empty where it did not, or where it cannot be understood."""
    try:
        record = json.loads((folder / PREPARED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _map_in_force(folder: Path) -> Path | None:
    """A map that is not the one that was tried out is none: the whole vocabulary is always right."""
    record, path = read_record(folder), folder / MAP
    if record.get("active") is not True or not path.is_file() or file_digest(path) != record.get("map"):
        return None
    return path


def read_vocabulary(path: Path) -> list[str]:
    """The tokens of a vocabulary file, in order of their numbers. Raises EngineError."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".txt":
            # Not splitlines(): a token may itself be a character that Unicode counts as a line end.
            return text.removesuffix("\n").split("\n")
        tokens = json.loads(text)
    except (OSError, ValueError) as error:
        raise EngineError(f"the vocabulary cannot be read: {path}: {error}") from error
    if not isinstance(tokens, list):
        raise EngineError(f"the vocabulary is not a list of tokens: {path}")
    return [str(token) for token in tokens]


def open_tokenizer(path: Path) -> "SentencePieceProcessor":
    """The tokenizer in a file. Raises EngineError."""
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (RuntimeError, OSError) as error:
        raise EngineError(f"the tokenizer cannot be read: {path}: {error}") from error


def read_map(path: Path) -> frozenset[str]:
    """The tokens that a map always allows. Raises EngineError.

    A line is `words of the source TAB tokens`, separated by spaces. A line without words holds for every source.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise EngineError(f"the vocabulary map cannot be read: {path}: {error}") from error
    return frozenset(token for line in lines if line.startswith("\t") for token in line[1:].split(" "))


def write_map(path: Path, tokens: Iterable[str]) -> None:
    """Write a map that allows these tokens for every source, and no others. Raises OSError."""
    with replacing(path) as file:
        file.write(f"\t{' '.join(tokens)}\n".encode())


def file_digest(path: Path, read: Callable[[int], object] = lambda _: None) -> str:
    """SHA-256 of a file, in hexadecimal. `read` is told of every piece: its bytes. Raises EngineError."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                read(len(chunk))
    except OSError as error:
        raise EngineError(f"a model file cannot be read: {path}: {error.strerror or error}") from error
    return digest.hexdigest()


def combined_digest(digests: dict[str, str]) -> str:
    """One digest for a model from the digests of its files, whatever their order."""
    text = "".join(f"{name} {digest}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(text.encode()).hexdigest()
