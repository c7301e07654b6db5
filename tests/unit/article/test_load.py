"""Finding sources and reading their bytes, and every way that can fail: one clear line, exit code 4."""

import gzip
import io
import os
from pathlib import Path

import pytest

from reader.article import read_article
from reader.article.load import MAX_BYTES, MAX_LINKS, find_sources, read_bytes
from reader.document import Source
from reader.errors import ExitCode, UnreadableError
from reader.export.page import document_page


def relatives(sources: list[Source]) -> list[str]:
    return [source.relative.as_posix() for source in sources if source.relative]


def test_a_folder_gives_its_articles_in_natural_order(tmp_path: Path) -> None:
    names = [
        "10.txt",
        "9.txt",
        "b/2.md",
        "b/1.HTML",
        ".hidden.txt",
        ".git/a.txt",
        "c.pdf",
        "9.en.txt",
        "b/1.en.md",
        "d.text",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("isi")
    assert relatives(find_sources([str(tmp_path)])) == ["9.txt", "10.txt", "b/1.HTML", "b/2.md", "d.text"]


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "jsonl", "tmx", "epub"])
def test_own_outputs_are_never_inputs(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a.txt").write_text("isi")
    (tmp_path / f"a.en.{suffix}").write_text("isi")
    (tmp_path / f"a.txt.en.{suffix}").write_text("isi")
    assert relatives(find_sources([str(tmp_path)])) == ["a.txt"]


@pytest.mark.parametrize("name", ["laporan.html", "laporan.HTM"])
def test_own_pages_are_never_inputs_whatever_their_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(document_page("Laporan", ["<p>isi</p>"]), encoding="utf-8")
    (tmp_path / "a.html").write_text("<p>isi</p>", encoding="utf-8")
    assert relatives(find_sources([str(tmp_path)])) == ["a.html"]
    assert relatives(find_sources([str(tmp_path / name)])) == [name]


def test_the_output_folder_is_left_out(tmp_path: Path) -> None:
    for name in ("a.txt", "out/b.txt", "out/deep/c.txt", "outer/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("isi")
    assert relatives(find_sources([str(tmp_path)], exclude=tmp_path / "out")) == ["a.txt", "outer/d.txt"]


def test_a_named_file_is_read_whatever_its_suffix_and_once(tmp_path: Path) -> None:
    path = tmp_path / "catatan.log"
    path.write_text("isi")
    sources = find_sources([str(path), str(path), "-", "https://contoh.test/a"])
    assert [source.name for source in sources] == [str(path), "-", "https://contoh.test/a"]
    assert relatives(sources) == ["catatan.log"]


def test_a_loop_of_links_does_not_trap(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("isi")
    try:
        (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert relatives(find_sources([str(tmp_path)])) == ["a.txt"]


def test_a_list_of_addresses_gives_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "baca.urls"
    path.write_text("# minggu ini\n\nhttps://contoh.test/a\n  HTTP://contoh.test/b  \nhttps://contoh.test/a\n")
    assert [source.name for source in find_sources([str(path)])] == ["https://contoh.test/a", "HTTP://contoh.test/b"]
    plain = tmp_path / "baca.txt"
    plain.write_text("\ufeffhttps://contoh.test/a\r\nhttps://contoh.test/b\r\n", encoding="utf-8")
    assert [source.name for source in find_sources([str(plain)])] == ["https://contoh.test/a", "https://contoh.test/b"]


def test_a_text_that_begins_with_an_address_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("https://contoh.test/a\n\nPemerintah mengatakan harga beras turun.\n")
    assert [source.path for source in find_sources([str(path)])] == [path]


@pytest.mark.parametrize("text", ["", "# kosong\n", "/etc/passwd\n", "https://a.test https://b.test"])
def test_a_wrong_list_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baca.urls"
    path.write_text(text)
    with pytest.raises(UnreadableError, match="not a list of addresses"):
        find_sources([str(path)])


def test_a_bad_line_of_a_list_fails_alone_and_says_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "baca.urls"
    path.write_text("# bacaan\nhttps://contoh.test/a\n/etc/passwd\nhttps://contoh.test/b\n")
    first, bad, last = find_sources([str(path)])
    assert (first.name, last.name) == ("https://contoh.test/a", "https://contoh.test/b")
    with pytest.raises(UnreadableError, match=f"not a web address: {path}:3: /etc/passwd"):
        read_bytes(bad)


@pytest.mark.parametrize("name", ["ftp://contoh.test/a", "file:///etc/passwd", "s3://contoh/a.txt"])
def test_what_is_not_on_the_web_is_not_taken_for_a_path(name: str) -> None:
    with pytest.raises(UnreadableError, match="only http and https are fetched"):
        find_sources([name])


def test_a_list_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "baca.urls"
    path.write_text("".join(f"https://contoh.test/{number}\n" for number in range(MAX_LINKS + 1)))
    with pytest.raises(UnreadableError, match="the limit is 1,000"):
        find_sources([str(path)])


def test_a_list_in_a_folder_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "baca.urls").write_text("https://contoh.test/a\n")
    (tmp_path / "a.rss").write_text("<rss/>")
    (tmp_path / "b.txt").write_text("https://contoh.test/a\n")
    assert relatives(find_sources([str(tmp_path)])) == ["b.txt"]


HTML = "<h1>Judul berita hari ini</h1><p>" + "Pemerintah mengatakan harga beras turun pada pekan ini. " * 8 + "</p>"


def test_packed_files(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"Pemerintah mengatakan ") + gzip.compress(b"harga beras turun."))
    (tmp_path / "c.jpg.gz").write_bytes(gzip.compress(b"gambar"))
    (tmp_path / "d.en.txt.gz").write_bytes(gzip.compress(b"keluaran sendiri"))
    first, second = find_sources([str(tmp_path)])
    assert relatives([first, second]) == ["a.html", "b.txt"]
    assert read_article(first).title == "Judul berita hari ini"
    assert read_article(second).paragraphs[0].text == "Pemerintah mengatakan harga beras turun."


def test_a_gzip_bomb_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(b" " * (MAX_BYTES + 1)))
    assert path.stat().st_size < 100_000
    assert "too large for an article: a.html.gz (the limit is 20 MB)" in refused(of(path))
    path.write_bytes(gzip.compress(b"a" * 1_000) * 30_000)  # many members, each harmless
    assert "the limit is 20 MB" in refused(of(path))


def test_a_broken_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    packed = gzip.compress(HTML.encode())
    for data in (packed[:-20], packed[:3], packed[:12] + b"\xff" * 40):
        path.write_bytes(data)
        assert "the compressed data is broken: a.html.gz" in refused(of(path))


def refused(source: Source, stdin: io.BytesIO | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_article(source, stdin=stdin)
    assert caught.value.exit_code is ExitCode.NOTHING_TO_READ
    line = str(caught.value)
    assert "\n" not in line
    return line


def of(path: Path) -> Source:
    return Source(name=path.name, path=path, relative=Path(path.name))


def test_missing_path() -> None:
    with pytest.raises(UnreadableError, match="no such file or folder: tidak/ada"):
        find_sources(["tidak/ada.txt"])
    with pytest.raises(UnreadableError, match="no such file or folder"):
        find_sources(["a\0b"])
    with pytest.raises(UnreadableError, match="no such file or folder"):
        find_sources(["x" * 5000])


def test_folder_without_articles(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no articles in the folder"):
        find_sources([str(tmp_path)])


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n "])
def test_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert "the article is empty: a.txt" in refused(of(path))
    assert "the article is empty: standard input" in refused(Source(name="-"), io.BytesIO(data))


def test_binary_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    assert "not a text: a.txt" in refused(of(path))


def test_furniture_alone_is_no_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("loading...\nA A A\n\nBaca juga: Lain\nCopyright © 2024 X\n")
    assert "no article text found: a.txt" in refused(of(path))


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    assert "is a folder" in refused(of(tmp_path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("isi")
    path.chmod(0)
    assert "may not be read" in refused(of(path))


def test_the_limit_is_checked_before_reading_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # sparse: takes no room
    assert "too large for an article: a.txt (the limit is 20 MB)" in refused(of(path))


def test_a_pipe_is_read_to_the_limit_and_no_further() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.taken += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(UnreadableError, match="20 MB"):
        read_bytes(Source(name="-"), stdin=stream)  # type: ignore[arg-type]
    assert stream.taken == MAX_BYTES + 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_an_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="20 MB"):
        read_bytes(of(Path("/dev/zero")))


def test_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_bytes(of(path))) == MAX_BYTES


def test_names_cannot_reach_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        find_sources([str(tmp_path / "\x1b[31mmerah")])
    assert "\x1b" not in str(caught.value)
