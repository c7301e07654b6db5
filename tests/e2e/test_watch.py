"""`translate --watch`: what is new or changed is translated as it comes, by the real program with its real model."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 60.0
ARTICLE = "Harga Beras Naik\n\nJAKARTA - {}\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")


def until(what: Callable[[], bool]) -> None:
    """Wait for `what`, at most PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE.format("Presiden tiba di Jakarta."), encoding="utf-8")
    return tmp_path


@pytest.fixture
def out(request: pytest.FixtureRequest) -> list[str]:
    """The place of the outputs, as options."""
    given: list[str] = getattr(request, "param", ["-o", "in/out"])
    return given


@pytest.fixture
def watching(folder: Path, out: list[str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "reader.cli", "translate", "in", *out, "--watch", "--home", "home"]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as process:
        yield process
        process.kill()


def test_new_and_changed_articles_are_translated_until_ctrl_c(folder: Path, watching: subprocess.Popen[str]) -> None:
    out = folder / "in" / "out"
    until((out / "a.en.txt").exists)
    (folder / "in" / "b.txt").write_text(ARTICLE.format("Warga membeli beras di pasar."), encoding="utf-8")
    until((out / "b.en.txt").exists)
    before = (out / "a.en.txt").read_text(encoding="utf-8")
    (folder / "in" / "a.txt").write_text(ARTICLE.format("Menteri pergi ke Surabaya."), encoding="utf-8")
    until(lambda: (out / "a.en.txt").read_text(encoding="utf-8") != before)
    assert "Surabaya" in (out / "a.en.txt").read_text(encoding="utf-8")
    watching.send_signal(signal.SIGINT)
    assert watching.wait(PATIENCE) == 0
    assert watching.stderr is not None
    said = watching.stderr.read()
    assert "waiting for new and changed articles" in said
    assert "Traceback" not in said
    assert not list(out.rglob("*.en.en.*"))


@pytest.mark.parametrize("out", [["-o", "in", "--report", "in/report.html"]], indirect=True)
def test_outputs_and_report_among_the_articles_are_no_articles(folder: Path, watching: subprocess.Popen[str]) -> None:
    until((folder / "in" / "a.en.txt").exists)
    (folder / "in" / "b.txt").write_text(ARTICLE.format("Warga membeli beras di pasar."), encoding="utf-8")
    until((folder / "in" / "b.en.txt").exists)
    time.sleep(4)  # as long as a loop needs to go round
    watching.send_signal(signal.SIGINT)
    assert watching.wait(PATIENCE) == 0
    assert watching.stderr is not None
    runs = [line for line in watching.stderr if "written" in line]
    assert len(runs) <= 4, runs
    assert all("1 article:" in line or "2 articles:" in line for line in runs)
    written = sorted(path.name for path in (folder / "in").glob("*.en.*"))
    assert written == ["a.en.txt", "b.en.txt"]
