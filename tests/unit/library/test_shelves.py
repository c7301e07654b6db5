"""What the library shows, row by row."""

from pathlib import Path

from cache.memory import Collection, Visit
from reader.document import Source
from reader.library.entry import Order, fold, remembered
from reader.library.places import Counts, Level, Listing
from reader.library.shelves import CollectionRow, FileRow, FolderRow, Row, Shelves
from tests.support.library import in_words, visit

HERE = Path("/home/me/news")
SAMPLE = Source(name="sample.txt", path=Path("/samples/sample.txt"))


def in_folder(name: str) -> Source:
    return Source(name=f"{HERE}/{name}", path=HERE / name, relative=Path(name))


def said(rows: list[Row]) -> list[str]:
    """The rows in a few words."""
    words = []
    for row in rows:
        match row:
            case FolderRow(path=path, depth=depth, is_open=is_open):
                words.append(f"{'  ' * depth}{'▾' if is_open else '▸'} {path.name}")
            case FileRow(depth=depth):
                words.append("  " * depth + in_words(row))
            case _:
                words.append(in_words(row))
    return words


def shelves(*visits: Visit) -> Shelves:
    filled = Shelves(None, HERE, [SAMPLE])
    filled.take_recent(remembered(visits, {}), more=False)
    return filled


def test_while_nothing_is_known() -> None:
    empty = Shelves(None, HERE, [SAMPLE])
    assert said(empty.rows()) == ["# Files", "▸ news", "Looking for what you have read …"]
    assert empty.told(empty.rows()) == "looking"


def test_a_newcomer_sees_what_to_do_then_the_samples_then_files() -> None:
    rows = said(shelves().rows())
    assert rows[0].startswith("Nothing was read yet. Enter opens a sample; o opens a file")
    assert rows[1:] == ["# Sample articles", "sample.txt", "# Files", "▸ news"]


def test_the_order_of_sections_does_not_change_under_the_newcomers_eyes() -> None:
    filled = shelves()
    filled.take_recent(remembered([visit(0)], {}), more=False)
    assert [row for row in said(filled.rows()) if row[0] == "#"] == [
        "# Recent articles",
        "# Sample articles",
        "# Files",
    ]


def test_otherwise_collections_and_files_stand_above_what_was_read() -> None:
    filled = shelves(visit(0), visit(1))
    filled.collections = [Collection("/a")]
    rows = said(filled.rows())
    assert rows[:4] == ["# Collections", "/a", "# Files", "▸ news"]
    assert rows[4:7] == ["# Recent articles", visit(0).title, visit(1).title]
    assert rows[7:] == ["# Sample articles", "sample.txt"]
    assert filled.told(filled.rows()) == "2 articles read"


def test_of_many_collections_only_some_are_shown_until_all_are_wanted() -> None:
    filled = shelves(visit(0))
    filled.collections = [Collection(f"/c{number}") for number in range(8)]
    assert said(filled.rows())[1:7] == ["/c0", "/c1", "/c2", "/c3", "/c4", "… 3 more collections"]
    filled.every_collection = True
    assert said(filled.rows())[8] == "/c7"
    filled.every_collection = False
    filled.words = ["c7"]
    assert said(filled.rows()) == ["# Collections", "/c7"]


def test_folders_unfold_level_by_level() -> None:
    filled = shelves(visit(0))
    filled.open_folders.add(HERE)
    filled.levels[HERE] = Level((HERE / "b", HERE / "c", HERE / "d"), (in_folder("1.txt"),))
    filled.open_folders.update({HERE / "c", HERE / "d"})
    filled.levels[HERE / "c"] = Level(trouble="Permission denied")
    filled.levels[HERE / "d"] = Level()
    rows = said(filled.rows())
    tree = rows[rows.index("# Files") + 1 : rows.index("# Recent articles")]
    assert tree == [
        "▾ news",
        "  ▸ b",
        "  ▾ c",
        "cannot be listed: Permission denied",
        "  ▾ d",
        "no articles and no folders in it",
        "  1.txt",
    ]


def test_a_filter_goes_over_everything_that_is_loaded() -> None:
    filled = shelves(visit(0), visit(1))
    filled.levels[HERE] = Level((), (in_folder("beras.txt"), in_folder("ikan.txt")))
    filled.words = fold("BERAS").split()
    assert said(filled.rows()) == ["# Files", "beras.txt", "# Recent articles", visit(1).title]
    assert filled.told(filled.rows()) == "2 found: beras"
    filled.words = ["zzz"]
    assert said(filled.rows()) == ["Nothing here has that in its title, outlet or name. Esc shows everything again."]


def test_more_that_was_read_comes_later_and_nothing_goes_meanwhile() -> None:
    filled = shelves(*(visit(number) for number in range(6)))
    filled.take_recent(remembered([visit(9), visit(0)], {}), more=True)
    assert len(filled.recent) == 6
    filled.take_recent(remembered([visit(9)], {}), more=False)
    assert [entry.key[0] for entry in filled.recent] == ["/news/9.txt"]


def test_sorting() -> None:
    filled = shelves(visit(1, title="b"), visit(2, title="a"))
    assert [row for row in said(filled.rows()) if row in "ab"] == ["b", "a"]
    filled.set_order(Order.TITLE)
    assert [row for row in said(filled.rows()) if row in "ab"] == ["a", "b"]


def listing(*names: str) -> Shelves:
    return Shelves(Listing(tuple(map(in_folder, names)), str(HERE), note="from last time"))


def test_the_articles_of_a_collection_with_what_is_known_of_them() -> None:
    filled = listing("1.txt", "2.txt", "3.txt")
    filled.take_recent(remembered([visit(0, source=f"{HERE}/2.txt", title="Dibaca")], {}), more=False)
    assert said(filled.rows()) == ["from last time", "# Articles", "1.txt", "Dibaca", "3.txt"]
    assert filled.told(filled.rows()) == "3 articles · 2 unread"
    assert [source.name for source in filled.wanted_later()] == [f"{HERE}/1.txt", f"{HERE}/3.txt"]
    filled.take_looks(
        {(f"{HERE}/1.txt", ""): visit(5, title="Judul satu"), (f"{HERE}/3.txt", ""): "the article is empty"}
    )
    assert said(filled.rows())[2:] == ["Judul satu", "Dibaca", "3.txt"]
    assert [(entry.unread, entry.trouble) for entry in filled.articles()] == [
        (True, ""),
        (False, ""),
        (True, "the article is empty"),
    ]
    assert filled.wanted_later() == []
    filled.words = ["judul"]
    assert said(filled.rows())[2:] == ["Judul satu"]
    filled.words = ["zzz"]
    assert said(filled.rows())[2:] == ["No article has that in its title, outlet or name. Esc shows all again."]


def test_addresses_are_never_looked_at_for_their_own_sake() -> None:
    filled = Shelves(Listing((Source(name="https://example.org/a"),)))
    assert filled.wanted_later() == []
    assert filled.wanted(filled.rows()) == []


def test_an_article_that_is_gone_is_marked_until_one_looks_again() -> None:
    filled = shelves(visit(0))
    filled.take_trouble(filled.articles()[0], "no longer there")
    assert filled.articles()[0].trouble == "no longer there"
    filled.take_recent(filled.recent, more=False)
    assert filled.articles()[0].trouble == ""


def test_counts_grow_as_articles_are_looked_at() -> None:
    filled = shelves(visit(0))
    filled.collections = [Collection("/c")]
    filled.counts["/c"] = Counts(5, 2, 1, (in_folder("1.txt"), in_folder("2.txt")), True)

    def counts() -> Counts | None:
        return next(row.counts for row in filled.rows() if isinstance(row, CollectionRow))

    known = counts()
    assert known is not None
    assert (known.translated, known.all_known) == (1, False)
    filled.take_looks({(f"{HERE}/1.txt", ""): visit(1), (f"{HERE}/2.txt", ""): visit(3)})
    known = counts()
    assert known is not None
    assert (known.translated, known.all_known) == (2, True)


def test_what_is_listed_is_not_made_anew_without_need() -> None:
    filled = listing("1.txt", "2.txt")
    before = filled.articles()
    filled.take_looks({(f"{HERE}/1.txt", ""): visit(1)})
    after = filled.articles()
    assert after[0] is not before[0]
    assert after[1] is before[1]


def test_what_was_looked_at_is_looked_at_anew_and_shown_as_it_was_until_then() -> None:
    filled = listing("1.txt", "2.txt")
    one, two = (entry.source for entry in filled.articles())
    filled.take_looks({(f"{HERE}/1.txt", ""): visit(3)})
    assert filled.wanted_later() == [two]
    filled.look_anew()
    assert filled.wanted_later() == [one, two]
    assert filled.wanted(filled.rows()) == [one, two]
    assert filled.articles()[0].title == visit(3).title
    filled.take_looks({(f"{HERE}/1.txt", ""): visit(1)})
    assert filled.wanted_later() == [two]
    assert filled.articles()[0].title == visit(1).title
