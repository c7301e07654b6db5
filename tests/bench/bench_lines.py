"""`translate --lines`: when the first line comes, how fast they come by how many go together, and what they take up.

    python tests/bench/bench_lines.py [LINES] [--rates]

Each figure is of the program as it is run, with the bundled model:

- first line: one line is written and the input stays open; the time until its English is there, against the time until
  the last of 64 is, and whether lines come while the input goes on;
- memory: the peak of 1,000 lines against that of LINES (100,000 unless given), all of them short and most of them
  repeated, for it is the number of lines that must not matter;
- with --rates: new sentences a second by the number of lines that are translated together, in turns.

Exit code 1 when the count of lines is not kept, when the first line waits for the end of the input, or when LINES take
more than a fifth more memory than 1,000.
"""

import io
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SENTENCES = ROOT / "models" / "evaluation" / "data" / "flores_sample.tsv"
LIMIT = 1.2
SIZES = (16, 64, 256)
ROUNDS = 2
SAMPLE = 120
_KINDS = ("Harga {} naik.", "Warga {} pulang.", "", "Pasar {} tutup.", "12.000")
_NAMES = ("beras", "gula", "cabai", "kopi", "desa", "kota", "ikan", "telur")


def made(count: int) -> Iterator[bytes]:
    """Short lines, empty ones among them; there are but some dozens of different ones, and one that is new."""
    names = itertools.cycle(_NAMES)
    yield f"Ada {count} rumah.\n".encode()  # nothing knows it: the model is loaded, and counts
    yield from (f"{_KINDS[number % len(_KINDS)].format(next(names))}\n".encode() for number in range(count - 1))


def start(home: Path, stdin: int | io.BufferedReader) -> "subprocess.Popen[bytes]":
    """The program, reading lines."""
    environment = {**os.environ, "DWIBACA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "reader.cli", "translate", "--lines", "--quiet"]
    return subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, env=environment)


def first_line(home: Path) -> tuple[float, float, bool]:
    """Seconds from the start to the first line of English and to the last of 64, all while the input stays open; and
    whether they came."""
    begin = time.perf_counter()
    process = start(home, subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    lines = [f"Harga {name} di kota {number} naik.\n".encode() for number in range(8) for name in _NAMES]
    times = []
    process.stdin.write(lines[0])
    process.stdin.flush()
    came = bool(process.stdout.readline().strip())
    times.append(time.perf_counter() - begin)
    process.stdin.write(b"".join(lines[1:]))
    process.stdin.flush()
    came &= all(process.stdout.readline().strip() for _ in lines[1:])
    times.append(time.perf_counter() - begin)
    process.stdin.close()
    rest = process.stdout.read()
    return times[0], times[1], came and not rest and process.wait() == 0


def peak(home: Path, count: int, scratch: Path) -> tuple[float, float, float, int]:
    """MB at the peak, seconds to the first line and to the last, and lines that came out, for `count` lines in."""
    source = scratch / f"{count}.txt"
    source.write_bytes(b"".join(made(count)))
    begin = time.perf_counter()
    with source.open("rb") as stdin:
        process = start(home, stdin)
        assert process.stdout is not None
        lines, first = 0, 0.0
        for _ in process.stdout:
            first = first or time.perf_counter() - begin
            lines += 1
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return usage.ru_maxrss / scale, first, time.perf_counter() - begin, lines


def rates() -> None:
    """New sentences a second by how many lines go together: the same sentences, nothing cached, in turns."""
    from reader.batch import lines as module
    from reader.config import Settings
    from reader.services import open_services

    rows = [row.split("\t")[1] for row in SENTENCES.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    rows = rows[:SAMPLE]
    data = "".join(f"{row}\n" for row in rows).encode()
    found: dict[int, list[float]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory() as home, open_services(Settings(home=Path(home), use_cache=False)) as services:
        services.translator()
        for _, size in itertools.product(range(ROUNDS), SIZES):
            with patch.object(module, "_AT_ONCE", size):
                begin = time.perf_counter()
                module.translate_lines(services, io.BytesIO(data), lambda _: None, print)
                found[size].append(len(rows) / (time.perf_counter() - begin))
    base = statistics.median(found[SIZES[0]])
    for size, rate in found.items():
        middle = statistics.median(rate)
        print(f"{size:4d} lines together: {middle:6.1f} lines a second, {middle / base:.2f} of {SIZES[0]}")


def main(count: int, *, with_rates: bool) -> int:
    """Measure, print, judge."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        home = scratch / "home"
        first, all_64, came = first_line(home)
        print(f"first line {first:.2f} s after the start, the 64th {all_64:.2f} s, the input still open: {came}")
        peak(home, 50, scratch)  # so that both find the same in the cache
        small = peak(home, 1_000, scratch)
        large = peak(home, count, scratch)
    for lines, (memory, begun, seconds, got) in ((1_000, small), (count, large)):
        print(
            f"{lines:7,d} lines: peak {memory:6.1f} MB, first line {begun:5.2f} s, all {seconds:7.1f} s, "
            f"{got / seconds:7.0f} lines a second, lines out {got:,d}"
        )
    ratio = large[0] / small[0]
    print(f"memory, ratio: {ratio:.2f} (limit {LIMIT})")
    if with_rates:
        rates()
    return int(not came or ratio > LIMIT or (small[3], large[3]) != (1_000, count))


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    sys.exit(main(int(given[0]) if given else 100_000, with_rates="--rates" in sys.argv))
