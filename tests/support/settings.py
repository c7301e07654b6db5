"""A settings file for a test."""

from pathlib import Path


def settings_file(home: Path, text: str) -> Path:
    """Write `text` as the settings file of the home `home`, which need not be there yet; its path."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path
