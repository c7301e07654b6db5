"""The engine `ray` on a cluster of this machine, two workers: the local engine's files, and workers that die.

Ray is an extra: without it these are skipped, but for the one that says how its absence is told.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from tests.e2e.conftest import ARTICLE, Dwibaca, environment
from tests.support.made import make_articles

PATIENCE = 300.0
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="needs the extra `ray`")
NO_RAY = "import sys; sys.modules['ray'] = None; from reader.cli import main; sys.exit(main(sys.argv[1:]))"
# An article that takes the process down which reads it, as a fault in a parser's C code would.
DEADLY = """
import os, sys
from pathlib import Path
import reader.batch.reading as reading
real = reading.read_article
def read_article(source, **more):
    if source.path.name == "deadly.txt":
        os.kill(os.getpid(), 9)
    return real(source, **more)
reading.read_article = read_article
"""

# An article that a worker is busy with for a long time, in steps, as a model is.
BUSY = 60
HEARD = 5
SLOW = """
import time
from pathlib import Path
import reader.batch.reading as reading
def read_article(source, **more):
    Path({begun!r}).touch()
    for _ in range(600):
        time.sleep(0.1)
reading.read_article = read_article
"""


def files(folder: Path) -> dict[str, bytes]:
    """The outputs below `folder`, by their place."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.en.*") if path.is_file()}


def command(tiny_model: Path, *arguments: object) -> list[str]:
    """`translate` with a model that is quick to load."""
    options = ["--model", str(tiny_model), "--beam", "1"]
    return [sys.executable, "-m", "reader.cli", "translate", *map(str, arguments), *options]


def workers_of(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The processes that translate for it."""
    found = psutil.Process(process.pid).children(recursive=True)
    return [one for one in found if one.name().startswith("ray::MapWorker")]


@contextlib.contextmanager
def started(line: list[str], home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The program, begun."""
    pipe = subprocess.PIPE
    # Ray lets its workers step back behind other programs: on a busy machine a test would wait long.
    env = environment(home, RAY_worker_niceness="0")
    with subprocess.Popen(line, stdout=pipe, stderr=pipe, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


def test_without_ray_one_line_says_what_to_do(tmp_path: Path, home: Path) -> None:
    line = [sys.executable, "-c", NO_RAY, "translate", str(tmp_path), "-o", str(tmp_path / "out"), "--engine", "ray"]
    ran = subprocess.run(line, capture_output=True, env=environment(home), timeout=60, check=False)
    assert ran.stderr == b"dwibaca: the engine ray is not installed (pip install 'dwibaca[ray]')\n"
    assert ran.returncode == 2


def test_standard_input_is_not_for_workers(dwibaca: Dwibaca) -> None:
    ran = dwibaca("translate", "-", "-o", "out", "--engine", "ray", stdin=ARTICLE.encode())
    if find_spec("ray") is not None:
        assert ran.stderr == b"dwibaca: workers cannot read standard input (leave --engine out)\n"
    assert ran.returncode == 2


@needs_ray
def test_a_cluster_that_is_not_there_is_one_line(tmp_path: Path, home: Path, tiny_model: Path) -> None:
    source = make_articles(tmp_path / "in", 1, 2)
    line = command(tiny_model, source, "-o", tmp_path / "out", "--engine", "ray")
    # Nobody listens on port 1.
    env = environment(home, RAY_ADDRESS="127.0.0.1:1")
    ran = subprocess.run(line, capture_output=True, env=env, timeout=PATIENCE, check=False)
    assert ran.stderr == b"dwibaca: no Ray cluster: 127.0.0.1:1 (Connection refused)\n"
    assert ran.returncode == 1


@needs_ray
def test_the_files_are_those_of_the_local_engine(tmp_path: Path, home: Path, tiny_model: Path) -> None:
    source = make_articles(tmp_path / "in", 12, 4)
    (source / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    formats = ("--format", "txt,html,jsonl,epub,tmx,md")
    local, there = tmp_path / "local", tmp_path / "there"
    for _ in range(2):  # the second time from the cache, as the workers will find it
        line = command(tiny_model, source, "-o", local, "--force", *formats)
        subprocess.run(line, env=environment(home), capture_output=True, check=False)
    report = tmp_path / "report.json"
    line = command(
        tiny_model, source, "-o", there, "--engine", "ray", "--workers", 2, "--report", report, "--quiet", *formats
    )
    with started(line, home) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1, err
    assert out == b""
    assert err.decode().splitlines() == [
        f"dwibaca: not a text: {source / 'bad.txt'} "
        "(articles are read from text, Markdown, HTML and EPUB, also gzipped)"
    ]
    assert len(files(local)) == 12 * 6
    assert files(there) == files(local)
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["written"], told["translated"], len(told["failed"])) == (12, 0, 1)


@needs_ray
def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path, home: Path, tiny_model: Path) -> None:
    source, out = make_articles(tmp_path / "in", 60, 6), tmp_path / "out"
    with started(command(tiny_model, source, "-o", out, "--engine", "ray", "--workers", 2), home) as process:
        end = time.monotonic() + PATIENCE
        while not files(out):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        victim = workers_of(process)[0]
        victim.kill()
        said, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert said == b""
    assert b"60 articles: 60 written, 0 unchanged, 0 failed" in err
    assert b"Traceback" not in err
    assert len(files(out)) == 60
    assert not list(out.rglob("*.tmp"))


@needs_ray
def test_an_article_that_kills_workers_fails_alone(tmp_path: Path, home: Path, tiny_model: Path) -> None:
    source, out = make_articles(tmp_path / "in", 20, 2), tmp_path / "out"
    (source / "deadly.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(DEADLY, encoding="utf-8")
    line = command(tiny_model, source, "-o", out, "--engine", "ray", "--workers", 2, "--quiet")
    paths = os.pathsep.join([str(tmp_path), environment(home)["PYTHONPATH"]])
    with subprocess.Popen(
        line, stderr=subprocess.PIPE, env=environment(home, PYTHONPATH=paths, RAY_worker_niceness="0")
    ) as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert err.decode().splitlines() == [
        f"dwibaca: the article kills the workers: {source / 'deadly.txt'} (4 of them died)"
    ]
    assert len(files(out)) == 20


@needs_ray
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_is_heard_while_all_workers_are_busy(tmp_path: Path, home: Path, tiny_model: Path) -> None:
    source = make_articles(tmp_path / "in", 2, 2)
    begun = tmp_path / "begun"
    (tmp_path / "sitecustomize.py").write_text(SLOW.format(begun=str(begun)), encoding="utf-8")
    line = command(tiny_model, source, "-o", tmp_path / "out", "--engine", "ray", "--workers", 1)
    paths = os.pathsep.join([str(tmp_path), environment(home)["PYTHONPATH"]])
    env = environment(home, PYTHONPATH=paths, RAY_worker_niceness="0")
    with subprocess.Popen(line, stderr=subprocess.PIPE, env=env) as process:
        assert process.stderr is not None
        end = time.monotonic() + PATIENCE
        while not begun.exists():
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        pressed = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline() == (
            b"dwibaca: stopping; what is at work is finished if that is soon (Ctrl-C again stops at once)\n"
        )
        assert time.monotonic() - pressed < HEARD
        process.send_signal(signal.SIGINT)
        err = process.stderr.read()
        assert process.wait(PATIENCE) == 130, err
    assert time.monotonic() - pressed < BUSY / 2
    assert b"Traceback" not in err
    assert b"stopped: 0 of 2 articles are done" in err


@needs_ray
def test_a_table_is_that_of_the_local_engine(tmp_path: Path, home: Path, tiny_model: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    make_articles(tmp_path / "in", 6, 2)
    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "in").rglob("*.txt"))]
    pq.write_table(pa.table({"body": texts}), tmp_path / "crawl.parquet", row_group_size=3)
    for name, more in (("warm", ()), ("local", ()), ("there", ("--engine", "ray", "--workers", "2"))):
        line = command(tiny_model, tmp_path / "crawl.parquet", "-o", tmp_path / name, "--column", "body", *more)
        with started(line, home) as process:
            _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
    assert b"6 rows: 6 written" in err
    local, there = (sorted((tmp_path / name / "crawl.en.parquet").iterdir()) for name in ("local", "there"))
    assert [part.name for part in there] == ["part-00000.parquet", "part-00001.parquet"]
    assert [part.read_bytes() for part in there] == [part.read_bytes() for part in local]
