"""The checks keep their precision and recall on the shipped sample, measured by the bench script itself."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reader.check import check

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_check", ROOT / "tests" / "bench" / "bench_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def test_planted_faults_are_told_from_other_forms(bench: ModuleType) -> None:
    result = bench.run()
    assert result.pairs == 400
    assert result.precision >= 0.95, result.mistakes
    assert result.recall >= 0.95, result.mistakes


def test_human_references_are_left_in_peace(bench: ModuleType) -> None:
    lines = bench.SAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t")[-2:] for line in lines if not line.startswith("#")]
    warned = [pair for pair in pairs if any(finding.severity == "warn" for finding in check(*pair))]
    assert len(warned) <= 0.02 * len(pairs), warned
