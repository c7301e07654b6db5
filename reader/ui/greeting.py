"""Whether the person has been here before."""

from pathlib import Path

_MARK = "welcomed"
"""A file in the data folder: there from the first start on."""


def is_first_time(folder: Path) -> bool:
    """Whether the program was never started with this data folder; from now on it was.

    Where that cannot be remembered, it counts as started: nobody wants to be greeted every time.
    """
    mark = folder / _MARK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch(exist_ok=False)
    except OSError:
        return False
    return True
