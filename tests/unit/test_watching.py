"""What a watch takes for a change: what a run over the same places would look at, and none of its outputs."""

import queue
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchfiles import Change

from reader.batch import watch
from reader.batch.watch import Wanted, changes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("in/out/deep", "in/outer", "other"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("places", "out", "seen"),
    [
        (["in"], "in/out", ["in/a.txt", "in/glossary.toml", "in/outer/a.md"]),
        (["in"], "in", ["in/a.txt", "in/glossary.toml", "in/out/a.txt", "in/out/deep/a.txt", "in/outer/a.md"]),
        (["in/out/deep"], "in/out", ["in/out/deep/a.txt"]),
        (["in", "in/out"], "in/out", ["in/a.txt", "in/glossary.toml", "in/out/a.txt", "in/out/deep/a.txt",
                                      "in/outer/a.md"]),
        (["in"], "other", ["in/a.txt", "in/glossary.toml", "in/out/a.txt", "in/out/deep/a.txt", "in/outer/a.md"]),
        (["in/a.txt"], "in", ["in/a.txt"]),
    ],
)  # fmt: skip
def test_what_a_run_would_read_is_seen(folder: Path, places: list[str], out: str, seen: list[str]) -> None:
    (folder / "in" / "a.txt").write_text("isi", encoding="utf-8")
    wanted = Wanted([folder / place for place in places], folder / out, folder / "in" / "report.html")
    names = ["a.txt", "a.en.txt", ".b.txt", "report.html", "glossary.toml", "out/a.txt", "out/a.en.html"]
    changed = [f"in/{name}" for name in [*names, "out/deep/a.txt", "outer/a.md", "a.pdf"]]
    assert [name for name in changed if wanted(Change.modified, str(folder / name))] == seen


Seen = queue.Queue[None]
PATIENCE = 30.0


@pytest.fixture
def seen(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """The changes of some places, which have begun to come."""
    monkeypatch.setattr(watch, "_SETTLED", 50)
    monkeypatch.setattr(watch, "_FIRST", 200)
    (folder / "in" / "a.txt").write_text("isi", encoding="utf-8")
    found, stop = Seen(), threading.Event()

    def listen() -> None:
        for change in changes([folder / place for place in request.param.split()], folder / "out", stop=stop):
            found.put(change)

    thread = threading.Thread(target=listen)
    thread.start()
    found.get(timeout=PATIENCE)
    yield found
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def settled(seen: Seen) -> None:
    """Wait for a change, and until no more come."""
    seen.get(timeout=PATIENCE)
    try:
        while True:
            seen.get(timeout=1)
    except queue.Empty:
        pass


@pytest.mark.parametrize("seen", ["in/a.txt"], indirect=True)
def test_a_file_that_is_replaced_is_still_watched(seen: Seen, folder: Path) -> None:
    for text in ("satu", "dua", "tiga"):
        new = folder / "other" / "new"
        new.write_text(text, encoding="utf-8")
        new.replace(folder / "in" / "a.txt")
        settled(seen)


@pytest.mark.parametrize("seen", ["in"], indirect=True)
def test_a_folder_that_comes_back_is_still_watched(seen: Seen, folder: Path) -> None:
    for pause in (0, 1):  # it may come back so soon that it is the same to the disk, or be missed in between
        shutil.rmtree(folder / "in")
        time.sleep(pause)
        (folder / "in").mkdir()
        settled(seen)
    (folder / "in" / "b.txt").write_text("isi", encoding="utf-8")
    settled(seen)


@pytest.mark.parametrize("seen", ["in/a.txt other"], indirect=True)
def test_a_place_that_goes_stops_the_watching_of_no_other(seen: Seen, folder: Path) -> None:
    for number in range(2):
        (folder / "in" / "a.txt").unlink()
        settled(seen)
        (folder / "other" / f"{number}.txt").write_text("isi", encoding="utf-8")
        settled(seen)
        (folder / "in" / "a.txt").write_text("isi", encoding="utf-8")
        settled(seen)
        (folder / "in" / "a.txt").write_text("lain", encoding="utf-8")
        settled(seen)


@pytest.mark.parametrize("seen", ["in other"], indirect=True)
def test_a_place_that_comes_back_is_seen_though_others_are_never_still(seen: Seen, folder: Path) -> None:
    shutil.rmtree(folder / "in")
    settled(seen)
    (folder / "in").mkdir()
    end = time.monotonic() + PATIENCE
    while seen.empty():
        assert time.monotonic() < end, "it was never seen"
        (folder / "other" / "log").write_text("isi", encoding="utf-8")  # no article
        time.sleep(0.02)
    settled(seen)
    (folder / "in" / "b.txt").write_text("isi", encoding="utf-8")
    settled(seen)


def test_a_place_that_goes_before_the_watch_begins_anew_ends_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_SETTLED", 50)
    monkeypatch.setattr(watch, "_FIRST", 200)
    gone = folder / "other"

    class Fleeting(type(gone)):  # type: ignore[misc]
        """There when it is asked for, and gone when it is watched."""

        def exists(self, **_options: bool) -> bool:
            there = gone.exists()
            asked.append(there)
            if there and asked.count(True) == 2:  # first that it came back is seen, then what there is to watch
                shutil.rmtree(gone)
            return there

    asked: list[bool] = []
    begun = changes([folder / "in", Fleeting(gone)], folder / "out")
    next(begun)
    shutil.rmtree(gone)
    next(begun)  # that it is gone
    next(begun)  # the watch has begun anew without it
    gone.mkdir()
    next(begun)
