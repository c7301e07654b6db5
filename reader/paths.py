"""Where the program keeps its files: the platform's folders, or one folder for all of them."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "dwibaca"


@dataclass(frozen=True)
class Paths:
    """Every place the program writes to. Nothing is made before it is needed."""

    config: Path
    """`config.toml`."""
    data: Path
    """Models, corrections, reading positions."""
    cache: Path
    """Cached translations and what only saves time."""

    @property
    def models(self) -> Path:
        """The model store."""
        return self.data / "models"

    @property
    def memory(self) -> Path:
        """Corrections, reading positions, bookmarks."""
        return self.data / "memory.sqlite"

    @property
    def translations(self) -> Path:
        """The cache of translations."""
        return self.cache / "translations"

    @property
    def digests(self) -> Path:
        """Remembered digests of model files."""
        return self.cache / "digests.json"

    @property
    def speeds(self) -> Path:
        """How fast each model was found to be."""
        return self.cache / "speeds.json"

    @property
    def glossary(self) -> Path:
        """The person's own glossary."""
        return self.config.parent / "glossary.toml"


def find_paths(home: Path | None = None) -> Paths:
    """The platform's folders, or everything below `home`."""
    if home is not None:
        root = home.expanduser().absolute()
        return Paths(config=root / "config.toml", data=root / "data", cache=root / "cache")
    folders = platformdirs.PlatformDirs(APP, appauthor=False)
    return Paths(
        config=folders.user_config_path / "config.toml",
        data=folders.user_data_path,
        cache=folders.user_cache_path,
    )


def tilde(path: str | Path, home: str | Path | None = None) -> str:
    """A path as people know it: what is below their `home` folder begins with `~`."""
    text, there = str(path), str(home or Path.home())
    return f"~{text[len(there) :]}" if text == there or text.startswith((f"{there}/", f"{there}{os.sep}")) else text
