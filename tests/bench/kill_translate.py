"""`translate` killed (SIGKILL) at random moments, again and again over one folder, then run to its end.

    python tests/bench/kill_translate.py [--kills N] [--articles N] [--sentences N] [--seed N] [--beam N]
        [--write FILE.md]

Three kills of four come at a random moment after the run's first new sentence is in the cache, the others at a random
moment of its start. After the last, a run to the end; then its files are compared with those of an uninterrupted run,
once from the same cache (bytes; but where `jsonl` and `tmx` say that a sentence came from the model, they now say from
the cache) and once with a cache of its own (the texts: other batches may make other sentences). Meanwhile the output
folder is looked at from outside all the time. Exit code 1 when

- a file was ever seen under its final name that was not what the ledger says of it, or an input was changed;
- a sentence was translated again that was in the cache, or that was not in flight at a kill;
- bytes differ, or more than 0.1 % of the texts do.
"""

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reader.batch.ledger import NAME, file_digest  # noqa: E402
from tests.support.killing import Killer, Watcher, read_log, repeated  # noqa: E402
from tests.support.made import make_articles  # noqa: E402

FORMATS = "txt,md,html,jsonl,tmx,epub"
DIFFERING = 0.001


def contents(folder: Path) -> dict[str, bytes]:
    """Every output, the origin of sentences left out; not the ledger, nor what a kill left of a temporary file."""
    found = {}
    outputs = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME and path.suffix != ".tmp")
    for path in sorted(outputs):
        data = path.read_bytes()
        if path.suffix == ".jsonl":
            rows = [json.loads(line) for line in data.splitlines()]
            data = json.dumps([{**row, "origin": ""} for row in rows]).encode()
        elif path.suffix == ".tmx":
            data = re.sub(rb'(<prop type="x-origin">)[a-z]+', rb"\1", data)
        found[path.relative_to(folder).as_posix()] = data
    return found


def texts(folder: Path) -> dict[tuple[str, int, int], str]:
    """Every English sentence by its place."""
    return {
        (path.name, row["paragraph"], row["sentence"]): row["target"]
        for path in folder.rglob("*.en.jsonl")
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }


def undisturbed(articles: Path, home: Path, out: Path, log: Path, beam: int) -> float:
    """Seconds of a run to the end."""
    arguments = ("translate", articles, "-o", out, "--format", FORMATS, "--beam", beam)
    begin = time.perf_counter()
    code, said = Killer(log, home, arguments, random.Random(0)).to_the_end()
    if code:
        raise SystemExit(f"a run ended with {code}: {said}")
    return time.perf_counter() - begin


def main() -> int:
    """Kill, look, run to the end, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--beam", type=int, default=1, help="1: the work is looked at, not the wording")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        articles = make_articles(scratch / "articles", given.articles, given.sentences)
        inputs = {path: file_digest(path) for path in articles.rglob("*.txt")}
        home, out, log = scratch / "home", scratch / "out", scratch / "log"
        begin = time.perf_counter()
        undisturbed(
            make_articles(scratch / "one", 1, 2), scratch / "none", scratch / "one-out", scratch / "no-log", given.beam
        )
        start = time.perf_counter() - begin
        arguments = ("translate", articles, "-o", out, "--format", FORMATS, "--beam", given.beam, "--quiet")
        killer = Killer(log, home, arguments, chance)
        watcher = Watcher(out)
        at_start = at_work = late = 0
        with watcher.watching():
            while at_start + at_work + late < given.kills:
                if chance.random() < 0.25:
                    at_start += killer.at_start(start)
                elif killer.at_work(0.3):
                    at_work += 1
                else:
                    late += 1  # it had ended: nothing was left to do
                print(f"\r{at_start + at_work + late} kills", end="", file=sys.stderr, flush=True)
            code, said = killer.to_the_end()
        runs = read_log(log)
        excused, unexcused = repeated(runs)
        whole = sum(len(told.kept) for told in runs)
        shutil.copytree(home, scratch / "same-home")
        undisturbed(articles, scratch / "same-home", scratch / "same", scratch / "same-log", given.beam)
        undisturbed(articles, scratch / "own-home", scratch / "own", scratch / "own-log", given.beam)
        one, other = texts(out), texts(scratch / "own")
        differing = sum(text != other.get(place) for place, text in one.items()) + len(other.keys() - one.keys())
        changed = sum(file_digest(path) != digest for path, digest in inputs.items())
        temporary = sum(1 for _ in out.rglob("*.tmp"))
        judged = [
            ("articles, sentences", f"{given.articles}, {len(other)}", True),
            ("kills after the run's first new sentence", f"{at_work}", at_work >= 0.6 * given.kills),
            ("kills before it", f"{at_start}", True),
            ("runs that had ended before their kill", f"{late}", True),
            ("last run: exit code, errors", f"{code}, {said.strip() or 'none'}", code == 0),
            ("files seen under their final names while it ran", f"{watcher.seen}", watcher.seen > 0),
            ("of them not whole", f"{len(watcher.faults)}", not watcher.faults),
            (
                "bytes differ from an uninterrupted run, same cache",
                f"{contents(out) != contents(scratch / 'same')}",
                None,
            ),
            ("sentences kept, translated in all", f"{whole}, {sum(len(told.begun) for told in runs)}", True),
            ("translated again: in flight at a kill", f"{excused}", True),
            ("translated again: no reason", f"{unexcused}", unexcused == 0),
            ("texts that differ from a run with its own cache", f"{differing} of {len(other)}", None),
            ("inputs changed", f"{changed}", changed == 0),
            ("temporary files left, to be swept by a later run", f"{temporary}", True),
        ]
        judged = [
            (what, figure, figure == "False" if what.startswith("bytes") else differing <= DIFFERING * len(other))
            if good is None
            else (what, figure, good)
            for what, figure, good in judged
        ]
    print(file=sys.stderr)
    for what, figure, good in judged:
        print(f"{what:52} {figure:20} {'' if good else 'FAULT'}")
    if given.write is not None:
        lines = [f"| {what} | {figure} | {'yes' if good else 'no'} |" for what, figure, good in judged]
        head = ["# `translate`, killed", "", f"`python tests/bench/kill_translate.py --seed {given.seed}`", ""]
        given.write.write_text("\n".join([*head, "| what | figure | as it should be |", "|---|---|---|", *lines, ""]))
    return int(not all(good for _, _, good in judged))


if __name__ == "__main__":
    sys.exit(main())
