"""How many cores this process may use: the affinity mask, and the quota of its control group (containers)."""

import math
import os
from pathlib import Path

from models import cgroups


def usable_cores() -> int:
    """The cores that this process may keep busy, at least 1.

    A quota of 1.5 cores counts as one: a second thread would be held up by it, and the first with it, because the
    threads of one matrix product wait for each other.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, math.floor(cgroup_quota())))


def batch_replicas(cores: int, *, small: bool = False) -> int:
    """How many replicas of a model translate a folder of articles.

    One for each core where the model is small: its matrices are too small for two threads. With a large one two
    replicas of one thread beat one of two by a sixth (tests/bench/nllb.md); from four cores on it is one for every two,
    by a rule of thumb, for each needs some hundred megabytes of its own.
    """
    return cores if small else max(min(cores, 2), cores // 2)


def cgroup_quota(membership: Path = cgroups.MEMBERSHIP, mount: Path = cgroups.MOUNT) -> float:
    """Cores that the control groups of this process allow, by the tightest of them; the largest int for no limit.

    Version 2 states `cpu.max` ("quota period" or "max period"), version 1 `cpu.cfs_quota_us` (-1: none) and
    `cpu.cfs_period_us`.
    """
    quotas = [float(2**31)]
    for version, folder in cgroups.groups("cpu", membership, mount):
        if version == 2:
            quota, _, period = cgroups.read(folder / "cpu.max").partition(" ")
        else:
            quota, period = (cgroups.read(folder / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
        # `max`, -1, a file that is not there, and anything unheard of are no limit.
        if quota.isdecimal() and period.isdecimal() and int(period):
            quotas.append(int(quota) / int(period))
    return min(quotas)
