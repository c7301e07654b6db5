"""Memory: what is free here, and what this process used."""

from pathlib import Path

import pytest

from models.machine import free_memory, peak_memory


@pytest.mark.parametrize(
    ("limit", "used", "expected"),
    [("1000000\n", "400000\n", 600_000), ("1000\n", "5000\n", 0)],
)
def test_a_control_group_may_allow_less_than_the_system_has(
    tmp_path: Path, limit: str, used: str, expected: int
) -> None:
    (tmp_path / "memory.max").write_text(limit)
    (tmp_path / "memory.current").write_text(used)
    assert free_memory(tmp_path) == expected


@pytest.mark.parametrize("limit", ["max\n", "nonsense\n", None])
def test_without_a_limit_the_systems_counts(tmp_path: Path, limit: str | None) -> None:
    if limit is not None:
        (tmp_path / "memory.max").write_text(limit)
    assert free_memory(tmp_path) > 50_000_000


def test_the_peak_grows_with_what_is_used() -> None:
    before = peak_memory()
    block = bytearray(before + 50_000_000)
    block[::4096] = b"\1" * len(block[::4096])
    assert peak_memory() >= before + 50_000_000
