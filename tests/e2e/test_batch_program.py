"""`translate` over a folder as a process of its own: killed, interrupted, and watched by another program."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.batch.ledger import NAME
from tests.e2e.conftest import Dwibaca, environment
from tests.support.killing import Killer, Watcher, read_log, repeated
from tests.support.made import make_articles

PATIENCE = 100.0
FAST = ("--beam", "1", "--no-glossary")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and Ctrl-C are other things there")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return make_articles(tmp_path / "in", 10, sentences=40)


def test_three_kills_lose_nothing_that_was_finished(tmp_path: Path, home: Path) -> None:
    """The long version is tests/bench/kill_translate.py."""
    articles = make_articles(tmp_path / "in", 6, sentences=45)  # more than three runs have at work at a time
    out, log = tmp_path / "out", tmp_path / "log"
    killer = Killer(log, home, ("translate", articles, "-o", out, "--quiet", *FAST), random.Random(5))
    watcher = Watcher(out)
    with watcher.watching():
        assert sum(killer.at_work(0.2) for _ in range(3)) >= 2, "the program was there to be killed"
        assert killer.to_the_end() == (0, "")
    assert watcher.faults == []
    assert watcher.seen >= 6
    runs = read_log(log)
    assert sum(bool(told.kept) for told in runs) >= 3, "each run did some of the work"
    assert repeated(runs)[1] == 0, "what was in the cache was translated again"
    killed = {path.name: path.read_bytes() for path in out.rglob("*.en.txt")}
    again = tmp_path / "again"
    assert Killer(log, home, ("translate", articles, "-o", again, *FAST), random.Random(0)).to_the_end()[0] == 0
    assert killed == {path.name: path.read_bytes() for path in again.rglob("*.en.txt")}


def begun(articles: Path, out: Path, home: Path, *more: str) -> "subprocess.Popen[str]":
    """A run that has written its first article."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.cli", "translate", str(articles), "-o", str(out), *FAST, *more],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + PATIENCE
    while not (out / NAME).exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_finishes_what_is_at_work_and_says_how_to_go_on(
    articles: Path, tmp_path: Path, home: Path, asking: signal.Signals
) -> None:
    out = tmp_path / "out"
    with begun(articles, out, home, "--report", str(tmp_path / "report.json")) as process:
        process.send_signal(asking)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    first, last = (line for line in err.splitlines() if "sentences/s" not in line)
    assert first == "dwibaca: stopping; what is at work is finished if that is soon (Ctrl-C again stops at once)"
    done = len(list(out.rglob("*.en.txt")))
    assert last == f"dwibaca: stopped: {done} of 10 articles are done (run the same command to go on)"
    assert 0 < done < 10
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["written"] == done


def test_a_second_ctrl_c_stops_at_once(articles: Path, tmp_path: Path, home: Path) -> None:
    out = tmp_path / "out"
    with begun(articles, out, home) as process:
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)  # two signals at the same moment are one
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("dwibaca: stopped: ")
    entries = [json.loads(line) for line in (out / NAME).read_text(encoding="utf-8").splitlines()]
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.en.txt")} <= {one["output"] for one in entries}


@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("source", ["-", "pipe.txt"])
def test_who_only_waits_for_input_ends_at_once(tmp_path: Path, home: Path, source: str, asking: signal.Signals) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("Harga beras naik.\n", encoding="utf-8")
    program = [sys.executable, "-m", "reader.cli", "translate", "a.txt", source, "-o", "out", *FAST]
    with subprocess.Popen(
        [*program, "--report", "report.json"],
        cwd=tmp_path,
        env=environment(home),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        end = time.monotonic() + PATIENCE
        while not (tmp_path / "out").is_dir():
            assert time.monotonic() < end
            time.sleep(0.01)
        time.sleep(1)  # by now it waits
        process.send_signal(asking)
        try:
            process.wait(timeout=10)  # its stdin stays open, and nobody writes to the pipe
        finally:
            process.kill()
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 130
    assert said.splitlines()[-1] == "dwibaca: stopped: 0 of 2 articles are done (run the same command to go on)"
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["failed"] == []


def test_another_program_is_told_on_stdout(dwibaca: Dwibaca, article: Path, tmp_path: Path) -> None:
    (article.parent / "bad.txt").write_bytes(bytes(range(256)) * 10)
    done = dwibaca("translate", article.parent, "-o", tmp_path / "out", "--progress", "json", "--workers", 1, *FAST)
    assert done.returncode == 1
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["event"] for one in told} == {"progress", "failed", "end"}
    assert told[-1]["event"] == "end"
    assert (told[-1]["articles"], told[-1]["written"], told[-1]["failed"], told[-1]["code"]) == (2, 1, 1, 1)


def test_another_program_is_told_what_there_is_to_do(dwibaca: Dwibaca, article: Path, tmp_path: Path) -> None:
    (article.parent / "empty.txt").touch()
    done = dwibaca("translate", article.parent, "-o", tmp_path / "out", "--progress", "json", "--dry-run", *FAST)
    assert done.returncode == 1
    told = {one["event"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert told["failed"]["file"].endswith("empty.txt")
    figures = {"articles": 2, "unchanged": 0, "sentences": 4, "cached": 0, "seconds": None, "failed": 1}
    assert told["estimate"] == {"event": "estimate", **figures}


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        ("| head -c 1 >&2", "dwibaca: the progress goes nowhere: nobody reads it (the run goes on)"),
        ("2>&1 >&- | cat >&2", ""),
        ("2>&-", ""),
        ("2>&1 >/dev/null | head -c 0", ""),
    ],
)
def test_the_run_goes_on_when_nobody_listens(
    article: Path, tmp_path: Path, home: Path, streams: str, said: str
) -> None:
    (article.parent / "empty.txt").touch()
    line = f'"$@" {streams}'
    program = (sys.executable, "-m", "reader.cli", "translate", "articles", "-o", "out", "--progress", "json")
    ran = subprocess.run(
        ["sh", "-c", line, "sh", *program, *FAST],
        cwd=tmp_path,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert said in ran.stderr
    assert (tmp_path / "out" / "pasar.en.txt").read_text(encoding="utf-8")
    assert "something went wrong" not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--engine", "cluster"), "'cluster' is not one of 'local', 'ray'"),
        (("--workers", "-1"), "a setting is wrong: workers in --workers"),
        (("--watch", "--engine", "ray"), "--watch goes with the local engine"),
        (("--dry-run", "--watch"), "--dry-run writes nothing (leave --report and --watch out)"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    dwibaca: Dwibaca, article: Path, tmp_path: Path, arguments: tuple[str, ...], line: str
) -> None:
    done = dwibaca("translate", article, "-o", tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert line in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
