"""What `dwibaca doctor` finds out about this machine and this program."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from models import bundled
from models.store import COMPACT
from models.types import DecodingOptions, EngineError, Request
from reader.diagnostics import counted
from reader.errors import ReaderError
from reader.services import Services
from reader.version import program_version

_PACKAGES = ("reader", "models", "cache")
_DISTRIBUTION = "dwibaca"
_SENTENCE = "Selamat pagi."
_LARGER = "nllb-600m"
"""The smallest of the models that translate better; a test finds it in the catalogue."""


@dataclass(frozen=True)
class Fact:
    """One line of the page. `bad` means that reading would not work."""

    name: str
    state: Literal["good", "note", "bad"]
    text: str


def examine(services: Services) -> list[Fact]:
    """Everything there is to know, the model tried with one sentence. Raises nothing that a broken part raises."""
    return [
        Fact("program", "good", f"dwibaca {program_version()}, bundled model {bundled.VERSION}"),
        Fact("python", "good", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *_packages(),
        *_machine(),
        *_models(services),
        _translation(services),
        _cache(services),
        *_glossary(services),
        _corrections(services),
        *_advice(services),
    ]


def _packages() -> Iterator[Fact]:
    """Whether `reader`, `models` and `cache` are ours: the names are common."""
    home = Path(__file__).resolve().parent.parent
    owners = metadata.packages_distributions()
    for name in _PACKAGES:
        spec = util.find_spec(name)
        origin = Path(spec.origin).resolve() if spec is not None and spec.origin else None
        if origin is None or not origin.is_relative_to(home):
            yield Fact("packages", "bad", f"`{name}` comes from {origin}: give dwibaca an environment of its own")
            continue
        others = sorted({owner for owner in owners.get(name, []) if owner != _DISTRIBUTION})
        if others:
            yield Fact("packages", "note", f"{', '.join(others)} installs `{name}` too: one may hide the other")


def _machine() -> Iterator[Fact]:
    try:
        import ctranslate2

        from models.engine import usable_cores

        gpus = ctranslate2.get_cuda_device_count()
    except Exception as error:  # noqa: BLE001 - a native library can fail to load in any way: that is the finding
        yield Fact("device", "bad", f"CTranslate2 does not load: {error}")
        return
    cuda = counted(gpus, "CUDA device") if gpus else "no CUDA device"
    yield Fact("device", "good", f"{counted(usable_cores(), 'core')}; {cuda}")


def _models(services: Services) -> Iterator[Fact]:
    for model in services.store.installed():
        found = services.store.verify(model)
        mine = services.settings.model in (model.name, str(model.folder))
        size = sum(file.stat().st_size for file in model.folder.glob("*") if file.is_file())
        if found.problems:
            yield Fact("model", "bad" if mine else "note", f"{model.name}: {'; '.join(found.problems)}")
        else:
            yield Fact("model", "good", f"{model.name}: {size / 1e6:.0f} MB, whole{', in use' if mine else ''}")
    try:
        services.store.locate(services.settings.model)
    except EngineError as error:
        back = f"`dwibaca models default {COMPACT}` goes back to the bundled one"
        yield Fact("model", "bad", f"in use, and not here: {error} ({back})")


def _translation(services: Services) -> Fact:
    settings = services.settings
    try:
        options = DecodingOptions(beam_size=settings.beam, source_language=settings.language)
        text = services.translator().translate([Request(_SENTENCE)], options)[0][0].text
    except (ReaderError, EngineError) as error:
        return Fact("translates", "bad", str(error))
    return Fact("translates", "good" if text else "bad", f"{services.model}: {_SENTENCE} -> {text or '(nothing)'}")


def _cache(services: Services) -> Fact:
    if services.cache is None:
        return Fact("cache", "note", "switched off")
    stats = services.cache.stats()
    if services.cache.problems:
        return Fact("cache", "note", "; ".join(services.cache.problems))
    aside = f"; {len(stats.set_aside)} broken ones set aside beside it" if stats.set_aside else ""
    size = f"{counted(stats.entries, 'entry')}, {stats.bytes / 1e6:.1f} MB"
    return Fact("cache", "good", f"{size} in {stats.path}{aside}")


def _glossary(services: Services) -> Iterator[Fact]:
    try:
        yield Fact("glossary", "good", counted(len(services.matcher().terms), "term"))
    except ReaderError as error:
        yield Fact("glossary", "bad", str(error))


def _corrections(services: Services) -> Fact:
    count = sum(1 for _ in services.memory.all_corrections())
    if services.memory.problems:
        return Fact("corrections", "bad", "; ".join(services.memory.problems))
    if fault := services.memory.fault():
        return Fact("corrections", "note", f"{count} of your own; edits, places and bookmarks: {fault}")
    return Fact("corrections", "good", f"{count} of your own")


def _advice(services: Services) -> Iterator[Fact]:
    if services.settings.model == COMPACT:
        there = [model.name for model in services.store.installed() if not model.bundled]
        how = f"models default {there[0]}" if there else f"models get {_LARGER}"
        yield Fact("better", "note", f"the compact model makes mistakes; an NLLB model makes fewer: `dwibaca {how}`")
    if services.settings.model != COMPACT and services.settings.beam > 1:
        yield Fact("faster", "note", f"--beam 1 is faster than --beam {services.settings.beam} and a little worse")
