"""What only a process of its own can show: what is imported, streams, signals, the terminal."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Dwibaca, environment

WATCHED = (
    "textual",
    "ctranslate2",
    "sentencepiece",
    "numpy",
    "trafilatura",
    "dateparser",
    "pydantic",
    "diskcache",
    "rich",
)
_PROBE = """
import sys
from reader.cli import main
code = main(sys.argv[2:])
print(code, *(name for name in sys.argv[1].split(",") if name in sys.modules), file=sys.stderr)
"""


def imported(home: Path, *args: object) -> set[str]:
    """Which of WATCHED a command imports, when it ends well."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, ",".join(WATCHED), *map(str, args)],
        capture_output=True,
        env=environment(home),
        timeout=120,
        check=True,
    )
    code, *names = done.stderr.decode().splitlines()[-1].split()
    assert code == "0", done.stderr.decode()
    return set(names)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["translate", "--help"], ["cache", "--help"]])
def test_help_imports_nothing_heavy(home: Path, args: list[str]) -> None:
    assert imported(home, *args) == set()


def test_extract_imports_neither_the_interface_nor_the_engine(home: Path, article: Path) -> None:
    assert imported(home, "extract", article).isdisjoint({"textual", "ctranslate2", "sentencepiece", "numpy"})


def test_a_rerun_with_force_does_not_load_the_engine(home: Path, article: Path, tmp_path: Path) -> None:
    args = ["translate", article, "-o", tmp_path / "out", "--quiet"]
    assert "ctranslate2" in imported(home, *args)
    report = tmp_path / "report.json"
    again = imported(home, *args, "--force", "--report", report)
    assert again.isdisjoint({"textual", "ctranslate2", "sentencepiece", "numpy"})
    assert json.loads(report.read_text(encoding="utf-8"))["translated"] == 0


def test_three_lines_in_three_lines_out(dwibaca: Dwibaca) -> None:
    done = dwibaca("translate", "--lines", stdin=b"Presiden tiba di Jakarta.\n\nHarga beras naik.\n")
    assert (done.returncode, done.stderr) == (0, b"")
    first, second, third, end = done.stdout.decode().split("\n")
    assert (second, end) == ("", "")
    assert "president" in first.lower()
    assert "price" in third.lower()


def test_lines_come_out_before_the_input_ends(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader.cli", "translate", "--lines", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(home),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in (b"Harga beras naik.\n", b"\n", b"Hujan turun di Bandung.\n"):
            process.stdin.write(line)
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 60)
            assert ready
            assert os.read(process.stdout.fileno(), 1 << 16).endswith(b"\n")
        process.stdin.close()
        assert process.wait(60) == 0


def test_stdout_is_utf_8_whatever_the_locale(dwibaca: Dwibaca, article: Path) -> None:
    latin = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = dwibaca("read", article, env=latin)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "│" in done.stdout.decode("utf-8")


def test_an_article_from_stdin(dwibaca: Dwibaca, article: Path) -> None:
    done = dwibaca("extract", "-", stdin=article.read_bytes())
    assert json.loads(done.stdout)["title"] == "Presiden kunjungi pasar di Bandung"
    empty = dwibaca("extract", "-")
    assert (empty.returncode, empty.stderr) == (4, b"dwibaca: the article is empty: standard input\n")


def test_a_closed_pipe_is_quiet(home: Path, article: Path) -> None:
    for number in range(40):
        (article.parent / f"{number}.txt").write_bytes(article.read_bytes() * 40)
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.cli", "extract", article.parent],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home),
    )
    assert process.stdout is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 0


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_keeps_what_is_done(home: Path, tmp_path: Path) -> None:
    for number in range(60):
        lines = (f"Menteri ke-{number} bertemu {1000 * n} orang di kota itu pada hari Senin." for n in range(1, 9))
        (tmp_path / f"{number}.txt").write_text(f"Berita {number} hari ini\n\n" + "\n\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.cli", "translate", tmp_path, "-o", out],
        stderr=subprocess.PIPE,
        env=environment(home),
    )
    deadline = time.monotonic() + 60
    while not list(out.glob("*.en.txt")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"run the same command to go on" in said
    assert b"Traceback" not in said
    assert 0 < len(list(out.glob("*.en.txt"))) < 60
    assert not list(out.glob("*.tmp"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_one_line(home: Path, article: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reader.cli", "extract", article],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(home),
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"dwibaca: No space left on device\n")


_ON_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(1, termios.TIOCSCTTY, 0)
from reader.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("piped", [False, True])
def test_on_a_terminal_an_article_opens_in_the_reader(home: Path, article: Path, piped: bool) -> None:
    import pty
    import termios

    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (40, 120))
    with article.open("rb") as stdin:
        process = subprocess.Popen(
            [sys.executable, "-c", _ON_TERMINAL, "-" if piped else str(article)],
            stdin=stdin if piped else terminal,
            stdout=terminal,
            stderr=terminal,
            env=environment(home, TERM="xterm-256color"),
            start_new_session=True,
        )
    os.close(terminal)
    try:
        assert b"kunjungi" in _screen(controller, process, until=b"kunjungi")
        os.write(controller, b"q")
        _screen(controller, process, until=None)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        os.close(controller)


def _screen(controller: int, process: "subprocess.Popen[bytes]", until: bytes | None) -> bytes:
    """What the program writes to the terminal, until this is there or the program ends."""
    seen = b""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None and (until is None or until not in seen):
        if select.select([controller], [], [], 0.1)[0]:
            try:
                seen += os.read(controller, 1 << 16)
            except OSError:  # Linux: nobody is at the other end any more
                break
    return seen
