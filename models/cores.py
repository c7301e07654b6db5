"""How many cores this process may use: the affinity mask, and the quota of its control group (containers)."""

import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path

_MEMBERSHIP = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")


def usable_cores() -> int:
    """The cores that this process may keep busy, at least 1.

    A quota of 1.5 cores counts as one: a second thread would be held up by it, and the first with it, because the
    threads of one matrix product wait for each other.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, math.floor(cgroup_quota())))


def cgroup_quota(membership: Path = _MEMBERSHIP, mount: Path = _MOUNT) -> float:
    """Cores that the control groups of this process allow, by the tightest of them; the largest int for no limit.

    Version 2 states `cpu.max` ("quota period" or "max period"), version 1 `cpu.cfs_quota_us` (-1: none) and
    `cpu.cfs_period_us`. A group is bound by those above it too. Inside a container the path may be the host's, which
    is not mounted there: what is mounted is then the container's own group.
    """
    quotas = [float(2**31)]
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
    except OSError:
        return quotas[0]
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not controllers:
            quotas += _along(mount, path, _version_2)
        elif "cpu" in controllers.split(","):
            for root in (mount / controllers, mount / "cpu"):
                quotas += _along(root, path, _version_1)
    return min(quotas)


def _along(root: Path, path: str, read: Callable[[Path], float | None]) -> Iterator[float]:
    """The quotas of a group and of every one above it, up to the mount."""
    folder = root / path.strip("/")
    while True:
        quota = read(folder)
        if quota is not None:
            yield quota
        if folder in (root, folder.parent):
            return
        folder = folder.parent


def _version_2(folder: Path) -> float | None:
    quota, _, period = _read(folder / "cpu.max").partition(" ")
    return _ratio(quota, period)


def _version_1(folder: Path) -> float | None:
    return _ratio(_read(folder / "cpu.cfs_quota_us"), _read(folder / "cpu.cfs_period_us"))


def _ratio(quota: str, period: str) -> float | None:
    """None for `max`, -1, a file that is not there, and anything unheard of."""
    if not (quota.isdecimal() and period.isdecimal() and int(period)):
        return None
    return int(quota) / int(period)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
