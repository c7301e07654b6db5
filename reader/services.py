"""The composition root: settings in, everything that has to be opened out. The one place that opens things."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from models.store import COMPACT, InstalledModel, ModelStore
from models.types import DecodingOptions, EngineError, ModelIdentity
from reader.config import Settings
from reader.errors import ModelError
from reader.paths import find_paths

if TYPE_CHECKING:
    from cache.store import TranslationCache
    from models.types import Translator
    from reader.glossary.match import Matcher
    from reader.pipeline import Pipeline, Pools


class Services:
    """What the commands and the interface work with. Everything is opened at its first use, and once."""

    def __init__(self, settings: Settings) -> None:
        """Opens nothing."""
        self.settings = settings
        self.paths = find_paths(settings.home)
        self.store = ModelStore(self.paths.models, memo=self.paths.digests)
        self._opened: dict[str, Translator] = {}
        # Articles are translated on threads of their own: none may open what another is opening.
        self._lock = threading.RLock()

    @cached_property
    def installed(self) -> InstalledModel:
        """Where the model that translates is. Reads none of it. Raises ModelError when there is none of that name."""
        with _as_model_error():
            return self.store.resolve(self.settings.model)

    @cached_property
    def model(self) -> ModelIdentity:
        """The model that translates. Raises ModelError when there is none of that name."""
        return self._identity(self.settings.model)

    @cached_property
    def aligner(self) -> ModelIdentity:
        """The model that aligns words: always the bundled one, whose attention was trained for it."""
        return self._identity(COMPACT)

    @cached_property
    def cache(self) -> "TranslationCache | None":
        """The cache of translations; None when it is switched off."""
        if not self.settings.use_cache:
            return None
        from cache.store import TranslationCache

        return TranslationCache(self.paths.translations, size_limit=self.settings.cache_size)

    def matcher(self, folder: Path | None = None) -> "Matcher":
        """The glossary: built-in, the person's own, the article folder's, then those given. Raises ReaderError."""
        from reader.glossary.match import Matcher
        from reader.glossary.terms import built_in_terms, merged, read_terms

        if not self.settings.use_glossary:
            return Matcher(())
        files = [self.paths.glossary]
        if folder is not None:
            files.append(folder / "glossary.toml")
        layers = [built_in_terms(), *(read_terms(path) for path in files if path.is_file())]
        layers += [read_terms(path) for path in self.settings.glossary]
        return Matcher(merged(layers))

    def pipeline(self, folder: Path | None = None, pools: "Pools | None" = None) -> "Pipeline":
        """The pipeline for articles of `folder`; `pools` are those for reading unless given.

        Loads no model yet. Raises ModelError and ReaderError.
        """
        # Here, not above: the interface shows the article before it needs the pipeline and its checks.
        from reader.pipeline import READING, Pipeline

        settings = self.settings
        with self._lock:
            model, aligner, cache = self.model, self.aligner, self.cache
        return Pipeline(
            model=model,
            open_model=self._opener(settings.model),
            aligner=aligner,
            open_aligner=self._opener(COMPACT),
            cache=cache,
            matcher=self.matcher(folder),
            options=DecodingOptions(beam_size=settings.beam, source_language=settings.language),
            pools=pools or READING,
        )

    def translator(self) -> "Translator":
        """The loaded model, guarded. Raises ModelError."""
        return self._opener(self.settings.model)()

    def close(self) -> None:
        """Close what was opened."""
        if "cache" in self.__dict__ and self.cache is not None:
            self.cache.close()
        self._opened.clear()

    def _identity(self, name: str) -> ModelIdentity:
        with _as_model_error():
            model = self.store.resolve(name)
            return ModelIdentity(model.name, self.store.digest(model))

    def _opener(self, name: str) -> "Callable[[], Translator]":
        def open_once() -> "Translator":
            with self._lock, _as_model_error():
                model = self.store.resolve(name)
                key = str(model.folder)
                if key not in self._opened:
                    self._opened[key] = self._open(model)
                return self._opened[key]

        return open_once

    def _open(self, model: InstalledModel) -> "Translator":
        from models.engine import CTranslate2Translator
        from models.guard import COMPACT_MAX_TOKENS, MAX_TOKENS, GuardedTranslator

        engine = CTranslate2Translator.open(
            model.folder,
            name=model.name,
            digest=self.store.digest(model),
            device=self.settings.device,
            threads=self.settings.threads,
        )
        return GuardedTranslator(engine, engine.count_tokens, COMPACT_MAX_TOKENS if model.bundled else MAX_TOKENS)


@contextlib.contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Services, closed at the end."""
    services = Services(settings)
    try:
        yield services
    finally:
        services.close()


@contextlib.contextmanager
def _as_model_error() -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        raise ModelError("no usable model", error, error.hint) from error
