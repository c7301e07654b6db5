"""The cache keeps what it was given, refuses pickle, and survives whatever happens to its files."""

import contextlib
import os
import pickle
import resource
import shutil
import signal
import sqlite3
import stat
import sys
import threading
from pathlib import Path

import pytest

from cache.store import PickleRefusedError, TextDisk, TranslationCache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "translations"


class Bomb:
    """Runs a command when it is unpickled."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.proof),)


def test_keeps_values_over_a_restart(folder: Path) -> None:
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "Harga “naik” 5 %", "score": -0.25}, "b": {"target": ""}})
    with TranslationCache(folder) as cache:
        assert cache.get_many(["a", "b", "c"]) == {
            "a": {"target": "Harga “naik” 5 %", "score": -0.25},
            "b": {"target": ""},
        }
        assert cache.problems == []


def test_keeps_long_values(folder: Path) -> None:
    # diskcache moves large values to files of their own
    text = "kata " * 100_000
    with TranslationCache(folder) as cache:
        cache.set_many({"long": {"target": text}})
        assert cache.get("long") == {"target": text}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(folder: Path) -> None:
    TranslationCache(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_planted_pickle_is_never_run(folder: Path, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "x"}})
    with sqlite3.connect(folder / "cache.db") as database:
        database.execute("UPDATE Cache SET mode = 4, value = ?", (pickle.dumps(Bomb(proof)),))
    database.close()
    with TranslationCache(folder) as cache:
        assert cache.get("a") is None
        assert not proof.exists()
        cache.set_many({"a": {"target": "y"}})
        assert cache.get("a") == {"target": "y"}


@pytest.mark.parametrize("value", [b"bytes", 1, None, ["list"]])
def test_the_disk_stores_text_alone(folder: Path, value: object) -> None:
    folder.mkdir()
    disk = TextDisk(str(folder))
    with pytest.raises(PickleRefusedError):
        disk.store(value, False)
    with pytest.raises(PickleRefusedError):
        disk.put(value)


@pytest.mark.parametrize("text", ["not json", "[1, 2]", '"text"', "null"])
def test_a_value_of_another_form_counts_as_unknown(folder: Path, text: str) -> None:
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "x"}})
    with sqlite3.connect(folder / "cache.db") as database:
        database.execute("UPDATE Cache SET value = ?", (text,))
    database.close()
    with TranslationCache(folder) as cache:
        assert cache.get("a") is None


def test_garbage_is_set_aside_and_reading_goes_on(folder: Path) -> None:
    folder.mkdir()
    (folder / "cache.db").write_bytes(b"this is no database" * 1000)
    with TranslationCache(folder) as cache:
        assert cache.get("a") is None
        cache.set_many({"a": {"target": "x"}})
        assert cache.get("a") == {"target": "x"}
        assert len(cache.stats().set_aside) == 1
        assert "set aside" in cache.problems[0]
        assert (cache.stats().set_aside[0] / "cache.db").read_bytes().startswith(b"this is no database")


def test_a_file_in_place_of_the_folder_is_set_aside(folder: Path) -> None:
    folder.write_text("I was here first")
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "x"}})
        assert cache.get("a") == {"target": "x"}


def test_the_database_garbled_in_mid_run(folder: Path) -> None:
    cache = TranslationCache(folder)
    cache.set_many({"a": {"target": "x"}})
    (folder / "cache.db").write_bytes(b"garbage" * 5000)
    for leftover in folder.glob("cache.db-*"):
        leftover.write_bytes(b"garbage" * 5000)
    cache.get("a")
    cache.set_many({"b": {"target": "y"}})
    assert cache.get("b") in ({"target": "y"}, None)
    cache.close()
    with TranslationCache(folder) as again:
        again.set_many({"c": {"target": "z"}})
        assert again.get("c") == {"target": "z"}


def test_a_cache_that_cannot_be_made_is_as_good_as_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with TranslationCache(tmp_path / "file" / "below") as cache:
        assert not cache.usable
        assert not cache.set_many({"a": {"target": "x"}})
        assert cache.get("a") is None
        assert cache.clear() == 0
        assert cache.stats().entries == 0
        assert "cannot be used" in cache.problems[0]


def test_a_lock_that_another_program_holds_costs_nothing_stored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cache.store._PATIENCE", 0.1)
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "x"}})
        with contextlib.closing(sqlite3.connect(folder / "cache.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            cache.set_many({"b": {"target": "y"}})
        assert "going on without the cache" in cache.problems[0]
        assert cache.get("a") is None
    with TranslationCache(folder) as again:
        assert again.get("a") == {"target": "x"}
        assert again.stats().set_aside == ()


def test_a_full_disk_costs_nothing_stored(folder: Path) -> None:
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "x"}})
        limit = (folder / "cache.db").stat().st_size
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        held = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            cache.set_many({str(number): {"target": "kata " * 200_000} for number in range(3)})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, held)
        assert "going on without the cache" in cache.problems[0]
    with TranslationCache(folder) as again:
        assert again.get("a") == {"target": "x"}
        assert again.stats().set_aside == ()


def test_what_another_thread_writes_while_the_cache_is_closed_breaks_nothing(folder: Path) -> None:
    cache = TranslationCache(folder)

    def write() -> None:
        for number in range(200):
            cache.set_many({str(number): {"target": "x"}})

    writer = threading.Thread(target=write)
    writer.start()
    cache.close()
    writer.join()
    assert cache.problems == []


def test_stats_and_clear(folder: Path) -> None:
    with TranslationCache(folder, size_limit=2_000_000) as cache:
        cache.set_many({str(number): {"target": "x"} for number in range(25)})
        stats = cache.stats()
        assert (stats.entries, stats.size_limit, stats.path) == (25, 2_000_000, folder)
        assert stats.bytes > 0
        assert cache.clear() == 25
        assert cache.stats().entries == 0


def test_entries_are_all_that_is_whole(folder: Path) -> None:
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"n": 1}, "b": {"n": 2}})
        cache._cache.set("c", "no JSON")
        assert dict(cache.entries()) == {"a": {"n": 1}, "b": {"n": 2}}
        check = cache.verify()
    assert (check.entries, check.unreadable, check.problems) == (2, 1, ())


def test_verify_finds_what_is_missing(folder: Path) -> None:
    with TranslationCache(folder) as cache:
        cache.set_many({"long": {"target": "kata " * 100_000}})
        for file in folder.rglob("*.val"):
            file.unlink()
        assert any("not found" in problem for problem in cache.verify().problems)


def test_prune_drops_what_was_stored_longest_ago(folder: Path) -> None:
    with TranslationCache(folder) as cache:
        for number in range(300):
            cache.set_many({f"{number:03}": {"target": "x" * 2000}})
        cache.set_many({f"{number:03}": {"target": "y" * 2000} for number in range(20)})
        size = cache.stats().bytes
        gone = cache.prune(size // 2)
        assert 0 < gone < 300
        assert cache.stats().bytes <= size // 2
        assert all(cache.get(f"{number:03}") for number in range(20))
        assert cache.get("020") is None


def test_broken_caches_set_aside_can_be_deleted(folder: Path) -> None:
    folder.mkdir()
    (folder / "cache.db").write_bytes(b"garbage" * 1000)
    with TranslationCache(folder) as cache:
        assert cache.stats().set_aside
        assert cache.clear_set_aside() == 1
        assert cache.stats().set_aside == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps files that are open")
def test_a_cache_that_is_taken_away_in_use_is_begun_anew(folder: Path) -> None:
    with TranslationCache(folder) as cache:
        cache.set_many({"a": {"target": "A"}})
        shutil.rmtree(folder)
        cache.set_many({"b": {"target": "B"}})
        assert len(cache.problems) == 1
        assert "was removed while it was in use" in cache.problems[0]
        assert cache.get_many(["a", "b"]) == {"b": {"target": "B"}}
    with TranslationCache(folder) as again:
        assert again.get("b") == {"target": "B"}
