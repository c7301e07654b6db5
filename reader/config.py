"""Settings: command line over environment over `config.toml` over default. Unknown keys are refused."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from reader.paths import find_paths

PREFIX = "DWIBACA_"
"""Of the environment variables."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting, each with its default. In the environment: `DWIBACA_<NAME>`.

    `metadata` holds the bounds, in pydantic's words. They are looked at by `reader.outside`, which validates what comes
    from anywhere but the program itself; pydantic is imported only there, and the first page is shown sooner.
    """

    __pydantic_config__: ClassVar = {"use_attribute_docstrings": True}
    """What a setting is for is said once, below it, and shown from there."""

    home: Path | None = None
    """One folder for everything; the platform's folders without it."""
    model: str = "compact"
    """Name of an installed model, or the path of a model folder."""
    language: str = field(default="ind_Latn", metadata={"pattern": r"^[a-z]{3}_[A-Z][a-z]{3}$"})
    """FLORES-200 code of the articles (`--from`)."""
    beam: int = field(default=4, metadata={"ge": 1, "le": 16})
    """Beam size: 1 is fastest, 4 is better."""
    drafts: Literal["auto", "only", "off"] = "auto"
    """Translations by the bundled model until a larger one's are there: `auto` while you read and not for files, `only`
    everywhere and nothing else, or `off`."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where translations are made; `auto` takes the graphics card if CTranslate2 finds one that it can use."""
    threads: int = field(default=0, metadata={"ge": 0, "le": 1024})
    """Threads for translation; 0 means every core this process may use."""
    workers: int = field(default=0, metadata={"ge": 0, "le": 1024})
    """Replicas of the model that translate many articles side by side and share the threads; 0: from the cores."""
    glossary: tuple[Path, ...] = ()
    """Glossary files over the built-in and your own; a later one goes over an earlier one. In the environment: paths
    joined as in PATH."""
    use_glossary: bool = True
    """Whether glossary terms are lit and enforced."""
    use_cache: bool = True
    """Whether translations are kept, so that no sentence is translated twice."""
    allow_private: bool = False
    """Whether addresses on this machine and in private networks are fetched."""
    cache_size: int = field(default=1_000_000_000, metadata={"ge": 1_000_000})
    """Bytes of cached translations kept before the oldest are dropped."""
    theme: str = "dwibaca-dark"
    """Colours of the reader: dwibaca-dark, dwibaca-light, dwibaca-contrast, or any of Textual's themes."""
    motion: bool = True
    """Whether the reader scrolls smoothly and moves what is busy. TEXTUAL_ANIMATIONS=none stops it, too."""
    highlight: bool = True
    """Whether glossary terms are lit when an article opens."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of your own, by the names of the commands: `"sentence.next" = "n,down"`. In the file a table, [keys]."""


def load_settings(**given: Any) -> Settings:
    """The settings, with what the command line gave (None counts as not given). Raises UsageError."""
    options = {name: value for name, value in given.items() if value is not None}
    home = given_home(options)
    file = find_paths(home).config
    if not options.keys() - {"home"} and not file.is_file() and not _environment_speaks():
        return Settings(home=home)
    from reader.outside import validated

    return validated(Settings, PREFIX, options, file)


def given_home(options: dict[str, Any]) -> Path | None:
    """The home of the command line or the environment, without a look at any other setting."""
    home = options.get("home") or os.environ.get(f"{PREFIX}HOME")
    return Path(home) if home else None


def _environment_speaks() -> bool:
    """Whether a variable may hold a setting other than the home."""
    return any(
        value and name.upper().startswith(PREFIX) and name != f"{PREFIX}HOME" for name, value in os.environ.items()
    )
