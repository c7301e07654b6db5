"""How many cores may be used, by control groups of both versions as they look inside and outside a container."""

from pathlib import Path

import pytest

from models.cores import cgroup_quota, usable_cores

NONE = float(2**31)


def group(root: Path, path: str, **files: str) -> None:
    folder = root / path
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


@pytest.mark.parametrize(
    ("quota", "cores"),
    [("max 100000", NONE), ("150000 100000", 1.5), ("50000 100000", 0.5), ("nonsense", NONE), ("", NONE)],
)
def test_version_two(tmp_path: Path, quota: str, cores: float) -> None:
    (tmp_path / "cgroup").write_text("0::/user/app\n")
    group(tmp_path / "fs", "user/app", cpu__max=f"{quota}\n")
    assert cgroup_quota(tmp_path / "cgroup", tmp_path / "fs") == cores


def test_a_group_above_binds_too(tmp_path: Path) -> None:
    (tmp_path / "cgroup").write_text("0::/user/app\n")
    group(tmp_path / "fs", "user/app", cpu__max="400000 100000")
    group(tmp_path / "fs", "user", cpu__max="200000 100000")
    assert cgroup_quota(tmp_path / "cgroup", tmp_path / "fs") == 2


@pytest.mark.parametrize("mount", ["cpu,cpuacct", "cpu"])
def test_version_one_in_a_container_with_the_hosts_path(tmp_path: Path, mount: str) -> None:
    (tmp_path / "cgroup").write_text("4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n")
    group(tmp_path / "fs", mount, cpu__cfs_quota_us="300000", cpu__cfs_period_us="100000")
    assert cgroup_quota(tmp_path / "cgroup", tmp_path / "fs") == 3


def test_version_one_without_a_limit(tmp_path: Path) -> None:
    (tmp_path / "cgroup").write_text("3:cpu:/\n")
    group(tmp_path / "fs", "cpu", cpu__cfs_quota_us="-1", cpu__cfs_period_us="100000")
    assert cgroup_quota(tmp_path / "cgroup", tmp_path / "fs") == NONE


def test_no_control_groups(tmp_path: Path) -> None:
    assert cgroup_quota(tmp_path / "nothing", tmp_path) == NONE


def test_at_least_one_core_here() -> None:
    assert usable_cores() >= 1
