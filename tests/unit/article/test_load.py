"""Finding sources and reading their bytes, and every way that can fail: one clear line, exit code 4."""

import io
import os
from pathlib import Path

import pytest

from reader.article import read_article
from reader.article.load import MAX_BYTES, find_sources, read_bytes
from reader.document import Source
from reader.errors import ExitCode, UnreadableError


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
