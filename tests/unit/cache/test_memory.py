"""The person's own things are kept: over restarts, schema changes, broken files, and beside another program."""

import json
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cache import memory
from cache.faults import MemoryFault
from cache.memory import Change, Collection, Memory, Visit, article_key
from cache.store import TranslationCache
from tests.support.limits import small_disk

IND = "ind_Latn"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "memory.sqlite3"


def test_a_correction_is_there_after_a_restart(path: Path) -> None:
    with Memory(path) as mine:
        assert mine.corrections(["Harga naik."], IND) == {}
        assert not path.exists()  # looking writes nothing
        assert mine.correct("Harga naik.", IND, "Prices are up.") == Change("Harga naik.", None, "Prices are up.")
    with Memory(path) as mine:
        assert mine.corrections(["Harga naik.", "Harga turun."], IND) == {"Harga naik.": "Prices are up."}
        assert mine.problems == []


def test_it_holds_for_the_sentence_however_it_is_spaced_and_composed_but_for_its_language_alone(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("Kafe\u0301  Harga\nnaik.", IND, "Prices are up.")
        assert mine.corrections(["Kafé Harga naik."], IND) == {"Kafé Harga naik.": "Prices are up."}
        assert mine.corrections(["Kafé harga naik."], IND) == {}
        assert mine.corrections(["Kafé Harga naik."], "zsm_Latn") == {}


def test_many_sentences_at_once(path: Path) -> None:
    texts = [f"Kalimat {number}." for number in range(1200)]
    with Memory(path) as mine:
        for text in texts[::100]:
            mine.correct(text, IND, text.upper())
        assert mine.corrections(texts, IND) == {text: text.upper() for text in texts[::100]}


def test_undo_goes_back_step_by_step_and_only_among_the_sentences_named(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")
        mine.correct("A.", IND, "two")
        mine.correct("B.", IND, "other")
    with Memory(path) as mine:
        assert mine.undo(["A."], IND) == Change("A.", "two", "one")
        assert mine.corrections(["A.", "B."], IND) == {"A.": "one", "B.": "other"}
        assert mine.undo(["A."], IND) == Change("A.", "one", None)
        assert mine.undo(["A."], IND) is None
        assert mine.undo(["A.", "B."], "zsm_Latn") is None
        assert mine.corrections(["A.", "B."], IND) == {"B.": "other"}


def test_taking_a_correction_away_can_be_undone_too(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")
        mine.correct("A.", IND, None)
        assert mine.corrections(["A."], IND) == {}
        assert mine.undo(["A."], IND) == Change("A.", None, "one")
        assert mine.corrections(["A."], IND) == {"A.": "one"}


def test_all_corrections_and_clearing_them(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("B.", IND, "b")
        mine.correct("A.", "zsm_Latn", "a")
        mine.correct("B.", IND, "c")
        assert list(mine.all_corrections()) == [(IND, "B.", "c"), ("zsm_Latn", "A.", "a")]
        assert mine.clear_corrections() == 2
        assert list(mine.all_corrections()) == []
        assert mine.undo(["B."], IND) is None


def test_clearing_the_cache_keeps_them(tmp_path: Path, path: Path) -> None:
    with Memory(path) as mine, TranslationCache(tmp_path / "cache" / "translations") as cache:
        mine.correct("A.", IND, "one")
        cache.set_many({"a": {"target": "x"}})
        assert cache.clear() == 1
        assert mine.corrections(["A."], IND) == {"A.": "one"}


def test_a_note_is_replaced_and_taken_away(path: Path) -> None:
    with Memory(path) as mine:
        assert mine.note("shape") == {}
        assert not path.exists()
        mine.keep_note("shape", {"measure": 60})
        mine.keep_note("other", {"a": [1, "é"]})
        mine.keep_note("shape", {"measure": 64, "swapped": True})
    with Memory(path) as mine:
        assert mine.note("shape") == {"measure": 64, "swapped": True}
        mine.keep_note("shape", {})
        assert mine.note("shape") == {}
        assert mine.note("other") == {"a": [1, "é"]}


def test_visits_come_back_latest_first(path: Path) -> None:
    with Memory(path) as mine:
        for name in ("a", "b", "c"):
            mine.visit(Visit(name, f"/{name}.txt", title=name.upper(), place=(3, 1), sentences=9))
        mine.visit(Visit("a", "/a.txt", title="A", place=(5, 0), findings=2))
    with Memory(path) as mine:
        assert [visit.article for visit in mine.recent()] == ["a", "c", "b"]
        assert [visit.article for visit in mine.recent(1)] == ["a"]
        again = mine.visited("a")
        assert again is not None
        assert (again.place, again.title, again.findings) == ((5, 0), "A", 2)
        assert again.at > "2020"
        assert mine.visited("z") is None


def test_bookmarks_are_toggled_and_forgotten_with_their_article(path: Path) -> None:
    with Memory(path) as mine:
        mine.visit(Visit("a", "/a.txt"))
        assert mine.toggle_bookmark("a", (2, 1)) is True
        assert mine.toggle_bookmark("a", (-1, 0)) is True
        assert mine.toggle_bookmark("b", (0, 0)) is True
        assert mine.bookmarks("a") == ((-1, 0), (2, 1))
        assert mine.toggle_bookmark("a", (2, 1)) is False
        assert mine.bookmarks("a") == ((-1, 0),)
        mine.forget("a")
        assert (mine.bookmarks("a"), mine.visited("a"), mine.bookmarks("b")) == ((), None, ((0, 0),))


def test_what_was_forgotten_can_be_put_back_to_where_it_stood(path: Path) -> None:
    with Memory(path) as mine:
        for name in ("a", "b", "c"):
            mine.visit(Visit(name, f"/{name}.epub", part="bab2.xhtml", place=(3, 1), sentences=9, read=7))
        mine.toggle_bookmark("b", (2, 1))
        before = mine.recent()
        forgotten = mine.forget("b")
        assert forgotten is not None
        assert [visit.article for visit in mine.recent()] == ["c", "a"]
        mine.put_back(forgotten)
        assert (mine.recent(), mine.bookmarks("b")) == (before, ((2, 1),))
        mine.put_back(forgotten)
        assert mine.recent() == before
        assert mine.forget("z") is None


def test_recent_articles_come_in_parts_too(path: Path) -> None:
    with Memory(path) as mine:
        for name in "abcde":
            mine.visit(Visit(name, f"/{name}.txt"))
        assert [visit.article for visit in mine.recent(2)] == ["e", "d"]
        assert [visit.article for visit in mine.recent(2, after=2)] == ["c", "b"]


def test_collections_come_back_latest_first(path: Path) -> None:
    feed = Collection("feed:https://example.org/rss", ("https://example.org/a",))
    with Memory(path) as mine:
        assert mine.collections() == []
        for collection in (Collection("/a"), feed, Collection("/b"), Collection("/a")):
            mine.collect(collection)
    with Memory(path) as mine:
        before = mine.collections()
        assert [one.name for one in before] == ["/a", "/b", feed.name]
        assert before[2].links == feed.links
        mine.forget_collection("/b")
        assert [one.name for one in mine.collections()] == ["/a", feed.name]
        mine.collect(before[1])  # one that says when it was opened keeps its place
        assert mine.collections() == before


def test_a_file_of_the_first_version_gets_its_collections(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before, Memory(path) as mine:
        before.setattr(memory, "_STEPS", memory._STEPS[:1])
        mine.visit(Visit("a", "/a.txt"))
    with Memory(path) as mine:
        mine.collect(Collection("/a"))
        assert [visit.article for visit in mine.recent()] == ["a"]
        assert [one.name for one in mine.collections()] == ["/a"]


def test_the_key_of_an_article_is_its_text() -> None:
    assert article_key(["Judul", "Satu  dua."]) == article_key(["Judul", "Satu dua."])
    assert article_key(["Judul", "Satu dua."]) != article_key(["Judul Satu dua."])
    assert len(article_key(["rusak \ud800"])) == 64


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_schema_change_keeps_everything_and_lays_a_copy_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")
        mine.toggle_bookmark("a", (1, 1))

    def add_a_column(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE bookmark ADD COLUMN note TEXT NOT NULL DEFAULT ''")

    monkeypatch.setattr(memory, "_STEPS", (*memory._STEPS, add_a_column))
    with Memory(path) as mine:
        assert mine.corrections(["A."], IND) == {"A.": "one"}
        assert mine.bookmarks("a") == ((1, 1),)
        mine.correct("B.", IND, "two")
    monkeypatch.undo()
    copy = path.with_name(f"memory.schema-{len(memory._STEPS)}.sqlite3")
    with Memory(copy) as before:
        assert list(before.all_corrections()) == [(IND, "A.", "one")]


def test_a_schema_change_that_breaks_leaves_everything_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")

    def spoil(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE correction")
        connection.execute("no such statement")

    monkeypatch.setattr(memory, "_STEPS", (*memory._STEPS, spoil))
    with Memory(path) as mine:
        with pytest.raises(MemoryFault):
            mine.correct("B.", IND, "two")
        assert mine.corrections(["A."], IND) == {}
        assert mine.problems
    monkeypatch.undo()
    with Memory(path) as mine:
        assert mine.corrections(["A."], IND) == {"A.": "one"}


def test_what_a_newer_version_wrote_is_left_alone(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with Memory(path) as mine:
        assert mine.corrections(["A."], IND) == {}
        assert "newer version" in mine.problems[0]
        for _ in range(2):
            with pytest.raises(MemoryFault, match="newer version"):
                mine.correct("A.", IND, "two")
    assert path.read_bytes() == before


def test_a_broken_file_is_set_aside_and_never_deleted(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)
    with Memory(path) as mine:
        assert mine.corrections(["A."], IND) == {}
        mine.correct("A.", IND, "one")
        assert mine.corrections(["A."], IND) == {"A.": "one"}
        assert "set aside" in mine.problems[0]
    (aside,) = path.parent.glob("*.broken-*")
    assert aside.read_bytes().startswith(b"no database")


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with Memory(tmp_path / "data" / "memory.sqlite3") as mine:
        with pytest.raises(MemoryFault, match="cannot be kept"):
            mine.correct("A.", IND, "one")
        assert mine.recent() == []


def test_what_is_there_can_be_read_where_nothing_can_be_written(path: Path) -> None:
    with small_disk(path.parent, "size=1m"):
        with Memory(path) as mine:
            mine.correct("Harga naik.", IND, "Prices are up.")
            assert mine.fault() == ""
        subprocess.run(["mount", "-o", "remount,ro", path.parent], check=True)
        with Memory(path) as mine:
            assert mine.corrections(["Harga naik."], IND) == {"Harga naik.": "Prices are up."}
            assert mine.problems == []
            assert mine.fault().startswith(f"this cannot be kept: {path}: ")


def test_a_file_that_was_never_begun_is_no_fault_to_a_reader(path: Path) -> None:
    path.parent.mkdir()
    path.touch()  # as a full disk leaves it
    with Memory(path) as mine:
        assert mine.corrections(["Harga naik."], IND) == {}
        assert mine.problems == []
    assert path.stat().st_size == 0


def test_values_of_another_form_are_as_good_as_none(path: Path) -> None:
    with Memory(path) as mine:
        mine.correct("A.", IND, "one")
        mine.visit(Visit("a", "/a.txt", title="Judul", place=(4, 2), sentences=3))
    strange = {
        "source": "/a.txt",
        "title": 7,
        "place": "here",
        "sentences": "many",
        "colour": "red",
        "english": "Title",
    }
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE correction SET value = '[1, 2'")
        connection.execute("UPDATE article SET value = ?", (json.dumps(strange),))
    connection.close()
    with Memory(path) as mine:
        assert mine.corrections(["A."], IND) == {}
        assert mine.visited("a") == Visit("a", "/a.txt", english="Title")
        mine.correct("A.", IND, "two")
        assert mine.corrections(["A."], IND) == {"A.": "two"}


def test_two_programs_and_several_threads_at_once(path: Path) -> None:
    with Memory(path) as one, Memory(path) as other:

        def write(mine: Memory, name: str) -> None:
            for number in range(8):
                mine.correct(f"{name} {number}", IND, name)

        threads = [threading.Thread(target=write, args=pair) for pair in ((one, "a"), (one, "b"), (other, "c"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        texts = [f"{name} {number}" for name in "abc" for number in range(8)]
        assert other.corrections(texts, IND) == {text: text[0] for text in texts}
