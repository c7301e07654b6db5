"""What a list knows of an article; how it is sorted and filtered."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.document import Source
from reader.library.entry import Entry, Order, fold, key_of, matching, moment, ordered, remembered
from tests.support.library import visit


def names(entries: list[Entry]) -> list[str]:
    return [Path(entry.key[0]).stem for entry in entries]


def test_an_article_that_was_read_before() -> None:
    (entry,) = remembered([visit(1, part="bab2.xhtml")], {})
    assert entry.source == Source(name="/news/1.txt", path=Path("/news/1.txt"), part="bab2.xhtml")
    assert (entry.title, entry.english) == ("Harga Beras Naik Menjelang Ramadan", "Rice Prices Rise Before Ramadan")
    assert (entry.translated, entry.progress, entry.unread) == (100, 2, False)
    assert entry.published == datetime.fromisoformat("2019-02-02T09:00:00+07:00")


def test_what_came_through_a_pipe_cannot_be_opened_again_and_an_address_has_no_path() -> None:
    (entry,) = remembered([visit(0, source="-"), visit(1, source=""), visit(2, source="https://example.org/a")], {})
    assert entry.source == Source(name="https://example.org/a")


def test_what_has_not_changed_is_not_made_anew() -> None:
    old = remembered([visit(0), visit(1)], {})
    known = {entry.key: entry for entry in old}
    new = remembered([visit(0), visit(1, findings=3)], known)
    assert new[0] is old[0]
    assert new[1] is not old[1]
    assert new[1].visit is not None
    assert new[1].visit.findings == 3


def test_without_a_title_its_name_stands_for_it() -> None:
    below = Entry(source=Source(name="/a/b/c.txt", path=Path("/a/b/c.txt"), relative=Path("b/c.txt")), unread=True)
    assert (below.title, below.english, below.translated, below.progress) == ("b/c.txt", "", None, None)
    assert Entry(source=Source(name="c.txt", path=Path("/a/b/c.txt"))).title == "c.txt"
    assert Entry(source=Source(name="https://example.org/a")).title == "https://example.org/a"


def test_the_key_is_the_same_however_the_file_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = key_of(Source(name="a.txt", path=Path("a.txt")))
    assert here == key_of(Source(name="x", path=tmp_path / "a.txt")) == (str(tmp_path / "a.txt"), "")
    assert here != key_of(Source(name="a.txt", path=Path("a.txt"), part="1"))


def test_counts_that_cannot_be_are_kept_within_a_hundred() -> None:
    strange = visit(0, sentences=3, translated=7, read=-2)
    assert [(one.translated, one.progress) for one in remembered([strange], {})] == [(100, 0)]
    (empty,) = remembered([visit(0, sentences=0)], {})
    assert (empty.translated, empty.progress) == (None, None)


def test_orders() -> None:
    dates = ["2019-05-01", "", "2021-01-01T10:00:00+07:00", "not a date", "2021-01-01T10:00:00"]
    visits = [visit(n, published=date, title=title) for n, (date, title) in enumerate(zip(dates, "ebÉac", strict=True))]
    entries = list(remembered(visits, {}))
    assert names(ordered(entries, Order.GIVEN)) == ["0", "1", "2", "3", "4"]
    assert names(ordered(entries, Order.PUBLISHED)) == ["4", "2", "0", "1", "3"]
    assert names(ordered(entries, Order.TITLE)) == ["3", "1", "4", "0", "2"]
    mixed = [Entry(source=Source(name="new"), unread=True), *reversed(entries)]
    assert names(ordered(mixed, Order.READ)) == ["0", "1", "2", "3", "4", "new"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("PRESIDEN", ["0"]),
        ("earthquake banda", ["2"]),
        ("kafe", ["3"]),
        ("Kafé", ["3"]),
        ("ekonomi", ["1"]),
        ("/news/2", ["2"]),
        ("beras tempo", []),
        ("", ["0", "1", "2", "3"]),
    ],
)
def test_a_filter_looks_at_titles_outlet_and_name_whatever_the_capitals_and_accents(
    typed: str, found: list[str]
) -> None:
    entries = list(remembered([visit(number) for number in range(4)], {}))
    assert names(matching(entries, fold(typed).split())) == found


def test_moments() -> None:
    assert moment("2020-01-01T00:00:00+00:00") == datetime(2020, 1, 1, tzinfo=UTC)
    assert moment("") is None
    assert moment("yesterday") is None
