"""The beginning of a long text, to be looked at while the whole is read."""

from pathlib import Path

import pytest

from reader.article import beginning, read_article
from reader.document import Source

HEAD = "Gerbang Tol Baru Dibuka\n\nSenin, 2 Maret 2026 - 09:15 WIB\n\nCILACAP - "
TEXT = HEAD + "\n\n".join(f"Pemerintah membuka gerbang nomor {number} di jalur selatan." for number in range(3000))


def source(folder: Path, data: bytes, name: str = "a.txt") -> Source:
    path = folder / name
    path.write_bytes(data)
    return Source(name=name, path=path)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_it_is_the_beginning_of_the_whole(tmp_path: Path, ends: str) -> None:
    long = source(tmp_path, TEXT.replace("\n", ends).encode())
    begun, whole = beginning(long), read_article(long)
    assert begun is not None
    assert (begun.title, begun.city, begun.published) == (whole.title, whole.city, whole.published)
    assert 50 < len(begun.paragraphs) < 400
    assert begun.paragraphs == whole.paragraphs[: len(begun.paragraphs)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (HEAD.encode() + b"Pendek.", "a.txt"),
        (TEXT.encode(), "a.html"),
        (TEXT.encode(), "a.md"),
        (TEXT.encode(), "a.epub"),
        (b"<p>" + TEXT.encode(), "a.txt"),
        (b"%PDF-" + TEXT.encode(), "a.txt"),
        (b"\x00\x01" * 80_000, "a.txt"),
        (b"kata " * 40_000, "a.txt"),
        (b"\n" * 200_000, "a.txt"),
    ],
    ids=["short", "html", "markdown", "book", "markup", "pdf", "binary", "one line", "blank"],
)
def test_without_one(tmp_path: Path, data: bytes, name: str) -> None:
    assert beginning(source(tmp_path, data, name)) is None


def test_what_is_no_file_has_none(tmp_path: Path) -> None:
    assert beginning(Source(name="-")) is None
    assert beginning(Source(name="x.txt", path=tmp_path / "x.txt")) is None
    assert beginning(Source(name="folder", path=tmp_path)) is None
