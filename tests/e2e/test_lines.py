"""`translate --lines` as people pipe it: as many lines out as in, each as soon as it can be, and a clean end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Dwibaca, environment

PATIENCE = 60.0
ODD = (
    b"\xef\xbb\xbfHarga beras naik.\r\n"  # a byte order mark, and Windows' line end
    b"\r\n"
    b"   \t \n"
    b"Warga\xe2\x80\xa8pulang\x0bke\x0cdesa\xc2\x85lama.\n"  # what is a line end to Unicode, but not here
    b"Kota \x93Bandung\x94 di \xff\xfe.\n"  # not UTF-8
    b"\x00\x1b[31mHarga gula turun.\x1b[0m\n"
    + b"Pasar tutup dan warga pulang. " * 40
    + b"\n"
    + b"x" * 1_200_000  # no sentence: over the limit of a line
    + b"\n"
    b"12.000\n"
    b"Harga ikan turun."  # no line end
)


@pytest.fixture
def piped(home: Path, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The program, with both ends in the test's hands."""
    command = [sys.executable, "-m", "reader.cli", "translate", "--lines"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe, env=environment(home)
    ) as process:
        yield process
        process.kill()


def test_nothing_in_a_line_changes_their_number(dwibaca: Dwibaca) -> None:
    ran = dwibaca("translate", "--lines", stdin=ODD)
    lines = ran.stdout.decode().split("\n")
    assert ran.stdout.count(b"\n") == ODD.count(b"\n")
    assert [number for number, line in enumerate(lines) if not line] == [1, 2, 7]
    assert [len(line.splitlines()) for line in lines] == [1, 0, 0, 1, 1, 1, 1, 0, 1, 1]
    assert lines[8] == "12.000"
    assert "\x1b" not in ran.stdout.decode()
    assert "\r" not in ran.stdout.decode()
    assert ran.stderr.decode().splitlines() == ["dwibaca: a line was not translated: line 8 (the limit is 1 MB)"]
    assert ran.returncode == 1


def test_an_answer_comes_while_the_input_goes_on(piped: "subprocess.Popen[bytes]") -> None:
    assert piped.stdin is not None
    assert piped.stdout is not None
    for line in (b"Harga beras naik.\n", b"\n", b"Warga pulang.\n"):
        piped.stdin.write(line)
        piped.stdin.flush()
        assert bool(piped.stdout.readline().strip()) is bool(line.strip())
    piped.stdin.close()
    assert piped.stdout.read() == b""
    assert piped.wait(PATIENCE) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_while_it_waits_ends_it_with_one_line(piped: "subprocess.Popen[bytes]") -> None:
    assert piped.stdin is not None
    assert piped.stdout is not None
    assert piped.stderr is not None
    piped.stdin.write(b"Harga beras naik.\n")
    piped.stdin.flush()
    assert piped.stdout.readline().strip()
    piped.send_signal(signal.SIGINT)
    assert piped.wait(PATIENCE) == 130
    assert piped.stderr.read().strip() == b"dwibaca: interrupted"  # click ends the line of ^C first


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another thing there")
def test_who_reads_no_more_ends_it_without_a_word(home: Path, tmp_path: Path) -> None:
    (tmp_path / "many.txt").write_bytes(b"12.000\nHarga beras naik.\n" * 2_000)
    line = f'"{sys.executable}" -m reader.cli translate --lines < many.txt | head -n 3'
    ran = subprocess.run(
        line, shell=True, cwd=tmp_path, capture_output=True, env=environment(home), timeout=PATIENCE, check=False
    )
    assert len(ran.stdout.splitlines()) == 3
    assert ran.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another thing there")
def test_who_reads_no_more_has_had_enough_and_it_is_no_failure(home: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # nobody ever reads it
    line = [sys.executable, "-m", "reader.cli", "config", "show"]
    try:
        ran = subprocess.run(
            line, stdout=writing, stderr=subprocess.PIPE, env=environment(home), timeout=PATIENCE, check=False
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")
