"""The version of the program."""

from importlib import metadata


def program_version() -> str:
    """As the distribution states it; `unknown` where the program runs without having been installed."""
    try:
        return metadata.version("dwibaca")
    except metadata.PackageNotFoundError:
        return "unknown"
