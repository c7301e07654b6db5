"""A folder rewritten from the cache, against the extraction of the same files.

    python tests/bench/bench_rerun.py [FOLDER] [RUNS]

`translate --force` on a folder that was translated before does everything but translate; the two commands take turns
as whole processes, so that a busy machine weighs on both. FOLDER is that of the sample articles unless given. Exit
code 1 when the rerun takes more than three times as long, or translates anything.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 3.0


def seconds(*arguments: str, home: Path) -> float:
    """The wall time of one command."""
    environment = {**os.environ, "DWIBACA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept, as they are for everybody
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "reader.cli", *arguments], check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def main(folder: Path, runs: int) -> int:
    """Measure, print, judge."""
    with tempfile.TemporaryDirectory() as scratch:
        home, out, report = Path(scratch) / "home", Path(scratch) / "out", Path(scratch) / "report.json"
        translate = ("translate", str(folder), "-o", str(out), "--force", "--report", str(report), "--quiet")
        seconds(*translate, home=home)
        reruns, extractions = [], []
        for _ in range(runs):
            reruns.append(seconds(*translate, home=home))
            extractions.append(seconds("extract", str(folder), home=home))
        translated = json.loads(report.read_text())["translated"]
    ratio = statistics.median(a / b for a, b in zip(reruns, extractions, strict=True))
    print(f"translate --force, all cached  {statistics.median(reruns):6.2f} s   translated: {translated}")
    print(f"extract                        {statistics.median(extractions):6.2f} s")
    print(f"ratio, median of {runs} pairs        {ratio:6.2f}     (limit {LIMIT})")
    return int(ratio > LIMIT or translated > 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]) if given else ROOT / "reader" / "samples", int(given[1]) if len(given) > 1 else 5))
