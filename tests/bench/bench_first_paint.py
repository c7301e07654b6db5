"""From the start of the process to the Indonesian text on the terminal, against an empty Textual app.

    python tests/bench/bench_first_paint.py [RUNS]

Each run is a process of its own on a pseudo-terminal; the time ends when a word of the text has been written to it.
The two take turns, so that a busy machine weighs on both. Exit code 1 when the reader takes more than twice as long.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 2.0
TIMEOUT = 60.0
MARK = b"Gerbang"
"""A word of both texts. It stands in one style, so the terminal gets it in one piece."""

EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("Gerbang")

Empty().run()
"""

READER = """
import sys
from reader.cli import main

sys.exit(main(["read", *sys.argv[1:]]))
"""
"""What the command `dwibaca` does."""

ARTICLE = """Gerbang Tol Baru Dibuka di Jalur Selatan

Senin, 2 Maret 2026 - 09:15 WIB

CILACAP - Pemerintah membuka gerbang tol baru di jalur selatan pada Senin pagi. Jalan sepanjang 27 kilometer itu
memangkas waktu tempuh dari dua jam menjadi empat puluh menit.

"""


def seconds_to_paint(program: str, *arguments: str, home: Path) -> float:
    """Run `program` on a terminal of 120 x 40 until `MARK` is written there; seconds from its start."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "DWIBACA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    # Compiled modules are kept, as they are for whoever installs the program; the first run compiles.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment
    )
    os.close(slave)
    written = b""
    try:
        while MARK not in written:
            left = TIMEOUT - (time.perf_counter() - start)
            if left <= 0 or not select.select([master], [], [], left)[0]:
                raise TimeoutError(f"nothing was painted; the last output was {written[-500:]!r}")
            written += os.read(master, 65536)
        return time.perf_counter() - start
    finally:
        child.kill()
        child.wait()
        os.close(master)


def main(runs: int) -> int:
    """Measure, print a table, and say whether the limit holds."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "gerbang.txt"
        article.write_text(ARTICLE + "Warga menyambut baik pembukaan jalan itu.\n\n" * 20, encoding="utf-8")
        home = Path(folder) / "home"
        empty, reader = [], []
        for run in range(runs + 1):
            times = (seconds_to_paint(EMPTY, home=home), seconds_to_paint(READER, str(article), home=home))
            if run:  # the first only warms the file cache
                empty.append(times[0])
                reader.append(times[1])
    ratio = statistics.median(reader) / statistics.median(empty)
    lines = [f"{'':12}{'median s':>10}{'fastest s':>11}{'slowest s':>11}"]
    for name, times_of in (("empty app", empty), ("reader", reader)):
        lines.append(f"{name:12}{statistics.median(times_of):10.3f}{min(times_of):11.3f}{max(times_of):11.3f}")
    lines.append(f"ratio of the medians: {ratio:.2f} (limit {LIMIT:.0f}), {runs} runs each")
    print("\n".join(lines))
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
