"""The composition root: settings in, everything that has to be opened out. The one place that opens things."""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.cores import batch_replicas, usable_cores
from models.store import COMPACT, InstalledModel, ModelStore
from models.types import DecodingOptions, EngineError, ModelIdentity
from reader.config import Settings
from reader.errors import ModelError
from reader.paths import find_paths

if TYPE_CHECKING:
    from cache.memory import Memory
    from cache.store import TranslationCache
    from models.types import Translator
    from reader.glossary.layers import Layer
    from reader.glossary.match import Matcher
    from reader.pipeline import Pipeline, Pools

Drafts = Literal["first", "only", "off"]


class Services:
    """What the commands and the interface work with. Everything is opened at its first use, and once."""

    def __init__(self, settings: Settings, given: Collection[str] = ()) -> None:
        """Opens nothing. `given` names the settings that the command line gave."""
        self.settings = settings
        self.given = frozenset(given)
        self.paths = find_paths(settings.home)
        self.store = ModelStore(self.paths.models, memo=self.paths.digests)
        self._opened: dict[str, Translator] = {}
        self._caching = settings.use_cache  # to the end of the program, as whoever changes it is told
        self._cache: TranslationCache | None = None
        self._memory: Memory | None = None
        # For the two above alone, and held for a moment only: the screen asks for them too.
        self._making = threading.Lock()
        self._stopped = threading.Event()
        # Articles are translated on threads of their own: none may open what another is opening. Each model has its
        # own lock, so that the bundled one drafts while a large one is loading.
        self._lock = threading.RLock()
        self._opening: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def adopt(self, settings: Settings) -> None:
        """Go by other settings: what is asked for from now on does. What is open already stays as it is."""
        # One assignment, and nothing that was worked out from the old ones is kept: another thread sees all or nothing.
        self.settings = settings

    @property
    def installed(self) -> InstalledModel:
        """Where the model that translates is. Reads none of it. Raises ModelError when there is none of that name."""
        with _as_model_error():
            return self.store.resolve(self.settings.model)

    @property
    def model(self) -> ModelIdentity:
        """The model that translates. Raises ModelError when there is none of that name."""
        return self._identity(self.settings.model)

    @cached_property
    def aligner(self) -> ModelIdentity:
        """The model that aligns words: always the bundled one, whose attention was trained for it."""
        return self._identity(COMPACT)

    @property
    def cache(self) -> "TranslationCache | None":
        """The cache of translations; None when it is switched off."""
        if not self._caching:
            return None
        from cache.store import TranslationCache

        with self._making:
            if self._cache is None:
                self._cache = TranslationCache(self.paths.translations, size_limit=self.settings.cache_size)
            return self._cache

    @property
    def memory(self) -> "Memory":
        """The person's own corrections and reading positions. Opens no file yet."""
        from cache.memory import Memory

        with self._making:
            if self._memory is None:
                self._memory = Memory(self.paths.memory)
            return self._memory

    def layers(self, folder: Path | None = None) -> "tuple[Layer, ...]":
        """What the glossary is made of, a later layer over an earlier one. Raises ReaderError."""
        from reader.glossary.layers import read_layers

        return read_layers(self.paths.glossary, folder, self.settings.glossary)

    def matcher(self, folder: Path | None = None) -> "Matcher":
        """The glossary: built-in, the person's own, the article folder's, then those given. Raises ReaderError."""
        from reader.glossary.match import Matcher
        from reader.glossary.terms import merged

        if not self.settings.use_glossary:
            return Matcher(())
        layers = (layer.terms for layer in self.layers(folder))
        return Matcher(merged(layers))

    def pipeline(
        self,
        folder: Path | None = None,
        pools: "Pools | None" = None,
        *,
        model: str | None = None,
        drafts: Drafts | None = None,
    ) -> "Pipeline":
        """The pipeline for articles of `folder`; `pools` are those for reading unless given.

        `model` is another model than the settings'. `drafts`: the bundled model's translations come `first` and are
        replaced by the chosen model's, come `only`, or are `off`; not given, they come first for reading and are off
        for many articles, unless the settings say otherwise. Loads no model yet. Raises ModelError and ReaderError.
        """
        # Here, not above: the interface shows the article before it needs the pipeline and its checks.
        from reader.pipeline import READING, Pipeline

        settings = self.settings
        name = model or settings.model
        if settings.drafts == "only" and name == settings.model:
            drafts = "only"
        elif drafts is None:
            drafts = "off" if pools or settings.drafts == "off" else "first"
        with self._lock:
            # By its name as it was a moment ago: the settings may be others by now, and then so is `self.model`.
            chosen = self._identity(name)
            aligner, cache, memory = self.aligner, self.cache, self.memory
        only = drafts == "only" and chosen != aligner
        opened = COMPACT if only else name
        if pools is not None:
            with _as_model_error():
                pools = pools.for_replicas(self._replicas(self.store.resolve(opened)))
        return Pipeline(
            model=aligner if only else chosen,
            open_model=self._opener(opened, many=pools is not None),
            aligner=aligner,
            open_aligner=self._opener(COMPACT, many=pools is not None),
            cache=cache,
            matcher=self.matcher(folder),
            options=DecodingOptions(beam_size=settings.beam, source_language=settings.language),
            pools=pools or READING,
            corrections=memory.corrections,
            drafts=drafts == "first",
            drafts_only=only,
        )

    def translator(self) -> "Translator":
        """The loaded model, guarded. Raises ModelError."""
        return self._opener(self.settings.model)()

    def forget(self, folder: Path) -> None:
        """The model in this folder is another one now, or is gone: it is not to be translated with any more."""
        with self._lock:
            for key in [key for key in self._opened if key.startswith(f"{folder}|")]:
                del self._opened[key]

    def stop(self) -> None:
        """The program is about to end: what models are asked for ends with the few sentences that are at work."""
        self._stopped.set()

    def close(self) -> None:
        """Stop, and close what was opened."""
        self.stop()
        if self._cache is not None:
            self._cache.close()
        if self._memory is not None:
            self._memory.close()
        self._opened.clear()

    def _identity(self, name: str) -> ModelIdentity:
        with _as_model_error():
            model = self.store.resolve(name)
            return ModelIdentity(model.name, self.store.digest(model))

    def _opener(self, name: str, *, many: bool = False) -> "Callable[[], Translator]":
        """Opens the model of that name once; `many`: as it is fastest for many articles."""

        def open_once() -> "Translator":
            with _as_model_error():
                model = self.store.resolve(name)
                replicas = self._replicas(model) if many else 1
                key = f"{model.folder}|{replicas}"
                with self._lock:
                    opening = self._opening[key]
                with opening:
                    if key not in self._opened:
                        self._opened[key] = self._open(model, replicas)
                    return self._opened[key]

        return open_once

    def _replicas(self, model: InstalledModel) -> int:
        """How many of `model` translate many articles side by side."""
        cores = self.settings.threads or usable_cores()
        return self.settings.workers or batch_replicas(cores, small=model.bundled)

    def _open(self, model: InstalledModel, replicas: int) -> "Translator":
        from models.engine import CTranslate2Translator
        from models.guard import guarded

        engine = CTranslate2Translator.open(
            model.folder,
            name=model.name,
            digest=self.store.digest(model),
            device=self.settings.device,
            threads=self.settings.threads,
            replicas=replicas,
            aligns=model.bundled,
            stop=self._stopped.is_set,
        )
        return guarded(engine, compact=model.bundled)


@contextlib.contextmanager
def open_services(settings: Settings, given: Collection[str] = ()) -> Iterator[Services]:
    """Services, closed at the end. `given` names the settings that the command line gave."""
    services = Services(settings, given)
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
