"""`models get` killed (SIGKILL) at random moments, then run to its end.

    python tests/bench/kill_get.py [ROUNDS] [SEED]

ROUNDS is 20 unless given. Each round begins with an empty store and an imitated Hub, kills the command at a moment
spread evenly over its start, the download, the installing and what comes just after, looks at what is listed, and
runs the command again. Exit code 1 when a half-downloaded model is ever listed or used, when a second run does not
complete, or when the two together fetched much more than the model.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from models.catalog import catalog  # noqa: E402
from models.store import ModelStore  # noqa: E402
from tests.support.hub import FakeHub, files_of  # noqa: E402
from tests.support.tiny_model import build_tiny_model  # noqa: E402

NAME = "nllb-600m"
ON_ITS_WAY = 1 << 20
"""Bytes that a kill may lose: what was sent and not yet written."""


def command(home: Path, address: str) -> "subprocess.Popen[bytes]":
    """`models get`, begun."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.Popen(
        [sys.executable, "-m", "reader.cli", "models", "get", NAME, "--yes"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={
            **kept,
            "DWIBACA_HOME": str(home),
            "HF_ENDPOINT": address,
            "HF_HOME": str(home / "hf"),
            "PYTHONPATH": str(ROOT),
        },
    )


def state(home: Path) -> str:
    """`nothing` or `whole`; anything else is a fault."""
    store = ModelStore(home / "data" / "models")
    found = [model for model in store.installed() if not model.bundled]
    if not found:
        return "nothing"
    checked = store.verify(found[0])
    return "whole" if checked.recorded and not checked.problems else f"damaged: {checked.problems}"


def main(rounds: int, seed: int) -> int:
    """Kill, look, run again, judge."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        files = files_of(build_tiny_model(Path(scratch) / "model", width=512))
        size = sum(map(len, files.values()))
        hub = FakeHub({catalog().entries[NAME].repositories[0].id: files})
        hub.faults.pause = 0.003
        faults = 0
        with hub.running():
            began = time.perf_counter()
            process = command(Path(scratch) / "whole", hub.address)
            while process.poll() is None and state(Path(scratch) / "whole") == "nothing":
                time.sleep(0.02)
            whole = 1.1 * (time.perf_counter() - began)
            process.communicate()
            print(f"{size / 1e6:.1f} MB, installed after {whole / 1.1:.1f} s; {rounds} kills, seed {seed}", flush=True)
            print("killed after  fetched then  after the kill  after the next get  fetched in all")
            for number in range(rounds):
                while True:
                    home = Path(tempfile.mkdtemp(dir=scratch))
                    hub.sent.clear()
                    process = command(home, hub.address)
                    moment = whole * (number + chance.random()) / rounds
                    time.sleep(moment)
                    if process.poll() is None:
                        break
                    whole *= 0.8  # the undisturbed run was a slow one: this one had ended
                process.kill()
                process.communicate()
                then, between = sum(hub.sent.values()), state(home)
                again = command(home, hub.address)
                _, said = again.communicate()
                after, sent = state(home), sum(hub.sent.values())
                good = between in ("nothing", "whole") and after == "whole" and again.returncode == 0
                good = good and sent <= size + ON_ITS_WAY
                faults += not good
                print(
                    f"{moment:10.2f} s  {then / 1e6:12.1f} MB  "
                    f"{between:>14}  {after:>18}  {sent / size:13.2f}x{'' if good else '  FAULT ' + said.decode()}",
                    flush=True,
                )
    print(f"{rounds - faults} of {rounds} completed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
