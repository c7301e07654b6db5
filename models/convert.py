"""NLLB weights for Transformers become an int8 model for CTranslate2.

Besides the recipe in `models.training` the only module that needs PyTorch and Transformers (extra `convert`).
"""

import importlib.util
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models import layout
from models.catalog import Catalog
from models.hub import Hub, RemoteFile
from models.install import Installer, Moved, after
from models.manifest import Origin
from models.plan import tokenizer_from_hub
from models.store import PARTIAL
from models.types import EngineError

_BESIDE = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    layout.TOKENIZER,
)
"""What a conversion reads besides the weights, as far as the repository has it."""
_MODEL_TYPE = "m2m_100"
"""NLLB's architecture, as Transformers calls it."""
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
"""NLLB's vocabulary begins with these; the tokenizer's pieces follow, its own three special ones left out."""


@dataclass(frozen=True)
class Weights:
    """Weights on the Hub."""

    files: tuple[RemoteFile, ...]
    licence: str
    """As the repository states it; empty where it does not."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def check_extra() -> None:
    """Raises EngineError when PyTorch or Transformers is not installed. Imports neither."""
    missing = [name for name in ("torch", "transformers") if importlib.util.find_spec(name) is None]
    if missing:
        raise EngineError(f"converting needs {' and '.join(missing)}", "pip install 'dwibaca[convert]'")


class Conversion:
    """One model on its way into the store."""

    def __init__(self, name: str, installer: Installer, catalog: Catalog, hub: Callable[[], Hub]) -> None:
        """Touches no file. The Hub is opened when it is needed."""
        self._name, self._installer, self._catalog, self._hub = name, installer, catalog, hub

    def find_weights(self, repository: str) -> Weights:
        """The files of `repository` that a conversion needs, safetensors before pickles. Raises EngineError."""
        listing = self._hub().listing(repository)
        # Names become paths here, so only those without a folder in them count.
        top = sorted(name for name in listing.names if not {"/", "\\"} & set(name))
        weights = [name for name in top if name.endswith(".safetensors")]
        weights = weights or [name for name in top if name.startswith("pytorch_model") and name.endswith(".bin")]
        if not weights or layout.CONFIG not in top:
            raise EngineError(f"no weights for Transformers: {repository}", "such as facebook/nllb-200-distilled-600M")
        names = [name for name in top if name in _BESIDE or name.endswith(".index.json")] + weights
        return Weights(tuple(self._hub().file(listing, name) for name in names), listing.licence)

    def here(self, weights: Weights) -> int:
        """Bytes that an earlier try has left."""
        paths = ((file.size, self._folder / file.name) for file in weights.files)
        return sum(min(size, path.stat().st_size) for size, path in paths if path.is_file())

    def fetch(self, weights: Weights, moved: Moved) -> Path:
        """Bring the weights here; their folder, which `convert` deletes. Raises EngineError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        done = 0
        for file in weights.files:
            self._hub().fetch(file, self._folder / file.name, after(done, moved))
            done += file.size
        return self._folder

    def convert(self, folder: Path, origin: str, licence: str = "") -> Path:
        """Convert the weights in `folder` and install the model; its folder. Raises EngineError."""

        def make(target: Path) -> Mapping[str, Origin]:
            convert_weights(folder, target)
            if (folder / layout.TOKENIZER).is_file():
                shutil.copyfile(folder / layout.TOKENIZER, target / layout.TOKENIZER)
            else:
                tokenizer = tokenizer_from_hub(self._catalog, self._hub())
                self._installer.bring(tokenizer, target / layout.TOKENIZER, self._hub, lambda _: None)
            check_vocabulary(target)
            return {path.name: Origin(origin) for path in layout.find_files(target).all}

        made = self._installer.make(self._name, make, licence)
        if folder == self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        return made

    @property
    def _folder(self) -> Path:
        """Where fetched weights lie."""
        return self._installer.folder / PARTIAL / f"{self._name}.weights"


def convert_weights(source: Path, target: Path) -> None:
    """Write the weights in `source` to `target` as CTranslate2's int8. Raises EngineError."""
    check_extra()
    try:
        kind = json.loads((source / layout.CONFIG).read_text(encoding="utf-8")).get("model_type")
    except (OSError, ValueError, AttributeError) as error:
        raise EngineError(f"not weights for Transformers: {source}: {error}") from error
    if kind != _MODEL_TYPE:
        raise EngineError(f"not NLLB weights: {source}: the model type is {kind}, not {_MODEL_TYPE}")
    import transformers
    from ctranslate2.converters import TransformersConverter

    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    try:
        converter = TransformersConverter(str(source), low_cpu_mem_usage=True)
        converter.convert(str(target), quantization="int8", force=True)
    except Exception as error:  # of three libraries, each with errors of its own: all mean the same here
        raise EngineError(f"the weights cannot be converted: {source}: {error}") from error


def check_vocabulary(folder: Path) -> None:
    """Raises EngineError when the tokenizer's pieces are not where the model's vocabulary has them.

    A tokenizer of another model, or a vocabulary that was read wrongly, gives rubbish without any other sign.
    """
    files = layout.find_files(folder)
    tokens = layout.read_vocabulary(files.vocabulary)
    pieces = layout.open_tokenizer(files.tokenizer)
    wanted = [*_SPECIAL, *(pieces.id_to_piece(number) for number in range(3, pieces.get_piece_size()))]
    if tokens[: len(wanted)] != wanted:
        place = next((n for n, (a, b) in enumerate(zip(tokens, wanted, strict=False)) if a != b), len(tokens))
        raise EngineError(f"the tokenizer is not this model's: {folder}: they differ from token {place} on")
