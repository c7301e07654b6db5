"""What this machine has to offer a model: memory."""

import sys
from collections.abc import Iterator
from pathlib import Path

from models import cgroups

_FILES = {
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    2: ("memory.max", "memory.current", "inactive_file"),
}
"""By the version of control groups: the limit, what is used, and what of that is files that would be let go."""


def free_memory(membership: Path = cgroups.MEMBERSHIP, mount: Path = cgroups.MOUNT) -> int:
    """Bytes that a new program could use: the system's, or less where a control group of this process allows less."""
    import psutil

    return min([int(psutil.virtual_memory().available), *_left_to_groups(membership, mount)])


def _left_to_groups(membership: Path, mount: Path) -> Iterator[int]:
    """What each group may still use. Files that lie in memory only because there is room count as room."""
    for version, folder in cgroups.groups("memory", membership, mount):
        limit, used, cached = _FILES[version]
        figures = [cgroups.read(folder / limit), cgroups.read(folder / used)]
        if all(figure.isdecimal() for figure in figures):  # `max` and a file that is not there are no limit
            statistics = dict(line.rpartition(" ")[::2] for line in cgroups.read(folder / "memory.stat").splitlines())
            room = statistics.get(cached, "0")
            yield max(int(figures[0]) - int(figures[1]) + (int(room) if room.isdecimal() else 0), 0)


def peak_memory() -> int:
    """The highest resident size of this process so far, in bytes."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    else:  # noqa: RET505 - the type checker leaves out the branch of the other system
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak << 10
