"""Sample articles that ship with the program: written for it, in the shape of pages that crawlers save."""

from importlib.resources import files
from pathlib import Path


def paths() -> list[Path]:
    """The sample articles, in reading order."""
    folder = Path(str(files(__name__)))
    return sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".html"})
