"""Things that were read before, made by hand: visits and collections, as they would stand in the memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cache.memory import Collection, Memory, Visit, _put_visit
from reader.config import Settings
from reader.library.shelves import ArticleRow, CollectionRow, FileRow, FolderRow, Heading, MoreRow, Note, Row
from reader.paths import find_paths

NEWS = (
    ("Presiden Resmikan Pelabuhan Baru di Sulawesi Selatan", "President Opens New Port in South Sulawesi", "Kabar"),
    ("Harga Beras Naik Menjelang Ramadan", "Rice Prices Rise Before Ramadan", "Warta Ekonomi Nusantara"),
    ("Gempa M 5,8 Guncang Laut Banda", "Magnitude 5.8 Earthquake Shakes the Banda Sea", "Tempo"),
    ("Kafé Tua di Kota Lama Dibuka Lagi", "", "Kompas"),
)
LONG_AGO = "2020-03-02T09:15:00+00:00"


def visit(number: int, **changes: object) -> Visit:
    """The article `number` of an endless paper: the smaller, the later it was read."""
    title, english, outlet = NEWS[number % len(NEWS)]
    known: dict[str, object] = {
        "article": f"article {number}",
        "source": f"/news/{number}.txt",
        "title": title,
        "english": english,
        "outlet": outlet,
        "published": f"2019-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00+07:00",
        "sentences": 40,
        "translated": 40 if number % 3 else 10,
        "findings": number % 4,
        "read": number % 41,
        "at": f"2020-03-02T{9 - number // 3600:02}:{59 - number // 60 % 60:02}:{59 - number % 60:02}+00:00",
    }
    return Visit(**{**known, **changes})  # type: ignore[arg-type]


def remember(settings: Settings, visits: Iterable[Visit] = (), collections: Sequence[Collection] = ()) -> Path:
    """Put them into the memory of these settings; where that is."""
    path = find_paths(settings.home).memory
    with Memory(path) as memory:
        with memory._writing() as connection:  # thousands in one transaction
            for one in visits:
                _put_visit(connection, one)
        for collection in collections:
            memory.collect(collection)
    return path


def in_words(row: Row) -> str:
    """A row of the library in a few words: its title or name."""
    match row:
        case Heading(title=title):
            return f"# {title}"
        case Note(text=text) | MoreRow(text=text):
            return text
        case ArticleRow(entry=entry):
            return entry.title
        case FileRow(entry=entry):
            return entry.name
        case FolderRow(path=path):
            return f"{path.name}/"
        case CollectionRow(collection=collection):
            return collection.name
