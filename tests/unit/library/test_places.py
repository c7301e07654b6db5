"""Levels of folders, and what was read of collections."""

import os
import sys
from pathlib import Path

import pytest

from cache.memory import Collection, Visit
from reader.document import Source
from reader.library.complete import candidates, common, unquoted
from reader.library.entry import Key, key_of
from reader.library.places import Listing, as_collection, contents, count, current_folder, kept_name, level, listing_of


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    for name in ("10.txt", "2.txt", "b/3.html", "b/.hidden.txt", ".git/4.txt", "2.en.txt", "notes.bin", "B2/5.md"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Judul\n\nIsi berita.", encoding="utf-8")
    return folder


def test_a_level_has_its_folders_and_articles_in_natural_order_and_nothing_of_those_below(news: Path) -> None:
    found = level(news)
    assert [folder.name for folder in found.folders] == ["b", "B2"]
    assert [str(source.relative) for source in found.articles] == ["2.txt", "10.txt"]
    assert found.articles[0].path == news / "2.txt"
    assert found.trouble == ""


def test_a_folder_that_is_not_there_or_may_not_be_listed_says_so(tmp_path: Path) -> None:
    assert level(tmp_path / "none").trouble == "No such file or directory"
    (tmp_path / "file").write_text("x")
    assert level(tmp_path / "file").trouble == "Not a directory"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever may do everything sees everything")
def test_a_folder_that_may_not_be_listed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    assert level(closed).trouble == "Permission denied"


def test_what_counts_as_a_collection(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news)
    one, two = Source(name="a"), Source(name="https://example.org/b")
    assert as_collection("b", [one]) == Collection(str(news / "b"))
    assert as_collection("2.txt", [one]) is None
    assert as_collection("book.epub", [one, one]) == Collection(str(news / "book.epub"))
    assert as_collection("-", [one, one]) is None
    assert as_collection("https://example.org/b", [two]) is None
    assert as_collection("feed:https://example.org/b", [two]) == Collection(
        "feed:https://example.org/b", ("https://example.org/b",)
    )
    assert kept_name("~/news") == str(Path("~/news").expanduser())


def test_one_name_on_the_command_line_names_the_list(news: Path) -> None:
    sources = [Source(name="a"), Source(name="b")]
    assert listing_of(sources, [str(news)]) == Listing(tuple(sources), str(news), Collection(str(news)))
    assert listing_of(sources, ["a", "b"]) == Listing(tuple(sources))


def read(path: Path, translated: int = 3) -> dict[Key, Visit]:
    key = key_of(Source(name="", path=path))
    return {key: Visit("a", key[0], sentences=3, translated=translated)}


def test_counts(news: Path) -> None:
    counts = count(Collection(str(news)), {**read(news / "2.txt"), **read(news / "b/3.html", 2), **read(Path("/x"))})
    assert (counts.articles, counts.unread, counts.translated, counts.trouble) == (4, 2, 1, "")
    assert [source.path for source in counts.waiting] == [news / "10.txt", news / "B2/5.md"]
    assert counts.all_known
    assert count(Collection(str(news / "none")), {}).trouble == "no such file or folder"


def test_a_feed_is_counted_by_what_it_had_last_and_the_network_is_left_alone() -> None:
    feed = Collection("feed:https://example.org/rss", ("https://example.org/a", "https://example.org/b"))
    assert [source.name for source in contents(feed)] == ["https://example.org/a", "https://example.org/b"]
    visit = Visit("a", "https://example.org/b", sentences=2, translated=2)
    counts = count(feed, {("https://example.org/b", ""): visit})
    assert (counts.articles, counts.unread, counts.translated, counts.waiting) == (2, 1, 1, ())


def test_counting_can_be_stopped(news: Path) -> None:
    assert count(Collection(str(news)), {}, stop=lambda: True).trouble == "no articles in the folder"


def test_paths_are_completed(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news)
    assert candidates("") == ["2.txt", "10.txt", "b/", "B2/"]
    assert candidates("b") == ["b/"]
    assert candidates("B") == ["B2/"]
    assert candidates("b/") == ["b/3.html"]
    assert candidates("b/.") == []  # a hidden file is no article; a hidden folder may hold some
    assert candidates(".g") == [".git/"]
    assert candidates("nothing/") == []
    assert candidates("a\0b/") == []
    assert candidates("~nobody-of-that-name/a") == []
    assert candidates(f"{news}/1") == [f"{news}/10.txt"]
    monkeypatch.setenv("HOME", str(news))
    assert candidates("~/1") == ["~/10.txt"]
    (news / "Berita").mkdir()
    assert candidates("ber") == ["Berita/"]


def test_addresses_are_completed_from_those_that_were_opened(tmp_path: Path) -> None:
    known = ["https://example.org/b", "https://example.org/a", "feed:https://example.org/rss"]
    assert candidates("https://ex", known) == ["https://example.org/a", "https://example.org/b"]
    assert candidates("feed:", known) == ["feed:https://example.org/rss"]
    assert candidates("https://example.org/a", known) == []


def test_as_far_as_all_agree() -> None:
    assert common("b", ["berita/", "berkas/"]) == "ber"
    assert common("b", ["berita/"]) == "berita/"
    assert common("BER", ["berita/"]) == "berita/"
    assert common("berita", ["berita", "b"]) == "berita"


@pytest.mark.parametrize(
    ("typed", "name"), [(" a.txt ", "a.txt"), ("'a b.txt'", "a b.txt"), ('"a"', "a"), ("'", "'"), ("'a\"", "'a\"")]
)
def test_quotes_that_terminals_put_around_a_path(typed: str, name: str) -> None:
    assert unquoted(typed) == name


def test_a_current_folder_that_was_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert current_folder() is None
    monkeypatch.chdir(tmp_path)
    assert current_folder() == tmp_path
