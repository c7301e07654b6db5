"""Preparing a model in a process of its own: it can be ended at any moment, and the memory goes with it.

Not by `multiprocessing`: it hands the file number of stderr on, and a program that draws on the terminal has none.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from models.prepare import Prepared, prepare
from models.stop import Stop
from models.types import EngineError

_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from models.apart import work; work(sys.argv[2])"
_LOOK = 0.1
"""Seconds between two looks at whether it has come to its end."""


def prepare_apart(folder: Path, say: Callable[[str], None], stop: Stop) -> Prepared:
    """As `models.prepare.prepare`, which takes minutes with a large model, in a process that ends when `stop` is set.

    It ends with this program, too; the model then is as it was. Raises EngineError, and StoppedError.
    """
    stop.check()
    command = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path), str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as child:
        assert child.stdout is not None
        threading.Thread(target=_end, args=(child, stop), daemon=True).start()
        for line in child.stdout:
            told = json.loads(line)
            if "found" in told:
                return Prepared(**told["found"])
            if "problem" in told:
                raise EngineError(told["problem"], told["hint"])
            say(told["line"])
    stop.check()
    raise EngineError(f"the model could not be prepared: {folder}: the process was ended", "try again")


def work(folder: str) -> None:
    """What the other process does."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    report(folder)


def report(folder: str) -> None:
    """Prepare the model; the steps and what came of them on stdout, an object of JSON a line."""
    try:
        found = prepare(Path(folder), lambda line: _tell({"line": line}))
    except EngineError as error:
        _tell({"problem": str(error), "hint": error.hint})
    else:
        _tell({"found": asdict(found)})


def _tell(message: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(message)}\n")
    sys.stdout.flush()


def _end(child: "subprocess.Popen[str]", stop: Stop) -> None:
    while child.poll() is None:
        if stop.wait(_LOOK):
            child.kill()
            return


def _end_with_the_parent() -> None:
    """Its end of the pipe is closed when it ends, in whatever way."""
    sys.stdin.read()
    os._exit(1)
