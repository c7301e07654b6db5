"""What this machine has to offer a model: memory."""

import sys
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")


def free_memory(cgroup: Path = _CGROUP) -> int:
    """Bytes that a new program could use: the system's, or less where this process's control group allows less."""
    import psutil

    available = int(psutil.virtual_memory().available)
    try:
        limit = (cgroup / "memory.max").read_text(encoding="ascii").strip()
        if limit != "max":
            used = int((cgroup / "memory.current").read_text(encoding="ascii"))
            available = min(available, max(int(limit) - used, 0))
    except (OSError, ValueError):
        return available  # no control groups, or none of the second version
    return available


def peak_memory() -> int:
    """The highest resident size of this process so far, in bytes."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    else:  # noqa: RET505 - the type checker leaves out the branch of the other system
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak << 10
