"""Memory: what is free here, and what this process used."""

from pathlib import Path

import pytest

from models.machine import free_memory, peak_memory

STAT = "anon 7\ninactive_file 100000\n"


def group(root: Path, path: str, **files: str) -> None:
    folder = root / path
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"memory.{name}").write_text(f"{text}\n")


def free(tmp_path: Path, membership: str) -> int:
    (tmp_path / "cgroup").write_text(membership)
    return free_memory(tmp_path / "cgroup", tmp_path / "fs")


@pytest.mark.parametrize(("limit", "used", "expected"), [("1000000", "400000", 700_000), ("1000", "500000", 0)])
def test_a_control_group_may_allow_less_than_the_system_has(
    tmp_path: Path, limit: str, used: str, expected: int
) -> None:
    group(tmp_path / "fs", "app", max=limit, current=used, stat=STAT)
    assert free(tmp_path, "0::/app\n") == expected


def test_the_tightest_group_above_counts(tmp_path: Path) -> None:
    group(tmp_path / "fs", "user", max="900000", current="0", stat="")
    group(tmp_path / "fs", "user/app", max="max", current="5", stat="nonsense")
    assert free(tmp_path, "0::/user/app\n") == 900_000


def test_version_one_in_a_container_with_the_hosts_path(tmp_path: Path) -> None:
    stat = "total_inactive_file 1000\ninactive_file 5"
    group(tmp_path / "fs", "memory", limit_in_bytes="800000", usage_in_bytes="300000", stat=stat)
    assert free(tmp_path, "4:memory:/docker/abc\n3:cpu:/docker/abc\n") == 501_000


@pytest.mark.parametrize("limit", ["max", "nonsense", None])
def test_without_a_limit_the_systems_counts(tmp_path: Path, limit: str | None) -> None:
    if limit is not None:
        group(tmp_path / "fs", "app", max=limit, current="5")
    assert free(tmp_path, "0::/app\n") > 50_000_000


def test_the_peak_grows_with_what_is_used() -> None:
    before = peak_memory()
    block = bytearray(before + 50_000_000)
    block[::4096] = b"\1" * len(block[::4096])
    assert peak_memory() >= before + 50_000_000
