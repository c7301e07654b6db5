"""Names of outputs, files written whole, the report, lines."""

import io
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.batch import lines
from reader.batch.ahead import ahead
from reader.batch.ledger import NAME, Entry, Ledger
from reader.batch.lines import MAX_LINE, split_lines, translate_lines
from reader.batch.outputs import name_outputs, output_name
from reader.batch.report import Failure, Report, Tally
from reader.batch.report_page import report_page
from reader.config import load_settings
from reader.document import Source
from reader.errors import ExitCode, ReaderError, UnreadableError
from reader.files import replacing, sweep
from reader.services import Services, open_services
from tests.support.limits import largest_file


def named(*relatives: str) -> list[str]:
    sources = [
        Source(name=name, path=Path("/in") / str(number) / name, relative=Path(name))
        for number, name in enumerate(relatives)
    ]
    return [output_name(stem, "txt").as_posix() for stem in name_outputs(sources)]


def test_outputs_are_named_after_their_sources() -> None:
    assert named("a.txt", "sub/b.html", "c.d.txt", "bare") == [
        "a.en.txt", "sub/b.en.txt", "c.d.en.txt", "bare.en.txt",
    ]  # fmt: skip


def test_those_that_would_share_a_name_keep_their_suffix() -> None:
    assert named("name.txt", "name.html", "sub/name.txt") == ["name.txt.en.txt", "name.html.en.txt", "sub/name.en.txt"]


def test_file_systems_that_see_no_capitals_and_no_composition_lose_nothing() -> None:
    assert named("A.txt", "a.html") == ["A.txt.en.txt", "a.html.en.txt"]
    assert named("caf\u00e9.txt", "cafe\u0301.html")[0] == "caf\u00e9.txt.en.txt"


def test_the_same_name_from_two_folders_gets_digits_that_do_not_depend_on_the_order() -> None:
    one = Source(name="x/a.txt", path=Path("/x/a.txt"), relative=Path("a.txt"))
    two = Source(name="y/a.txt", path=Path("/y/a.txt"), relative=Path("a.txt"))
    first, second = name_outputs([one, two])
    assert first != second
    assert first.name.startswith("a.txt.")
    assert name_outputs([two, one]) == [second, first]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source(name="-"), "stdin"),
        (Source(name="https://example.com/berita/harga-beras.html?p=1"), "harga-beras"),
        (Source(name="https://example.com/..%2f../"), "2f"),
        (Source(name="https://example.com"), "example"),
        (Source(name="a", path=Path("/x/a.txt"), relative=Path("../../a.txt")), "a"),
        (Source(name="a", path=Path("/x/a.txt"), relative=Path("/etc/a.txt")), "a"),
    ],
)
def test_a_name_stays_inside_the_folder(source: Source, name: str) -> None:
    assert name_outputs([source]) == [Path(name)]


@given(st.lists(st.text(st.sampled_from("aA./é"), min_size=1, max_size=4), max_size=8))
def test_names_are_always_different_and_inside(relatives: list[str]) -> None:
    sources = [
        Source(name=name, path=Path("/in") / str(number), relative=Path(name)) for number, name in enumerate(relatives)
    ]
    stems = name_outputs(sources)
    assert len({stem.as_posix().casefold() for stem in stems}) == len(relatives)
    assert not any(stem.is_absolute() or ".." in stem.parts for stem in stems)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "a.txt"
    with replacing(path) as file:
        file.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    with pytest.raises(TypeError), replacing(path) as file:
        file.write("not bytes")  # type: ignore[call-overload]
    assert path.read_bytes() == b"one"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_the_report_is_the_contracts() -> None:
    report = Report(
        articles=5,
        written=4,
        failed=[Failure("b\x1b.txt", UnreadableError("not a text", "b\x1b.txt"))],
        translated=100,
        cached=18,
        tally=Tally(118, {"number": 2, "name": 1}, {"used": 80, "missing": 1}),
        seconds=41.234,
    )
    assert json.dumps(report.as_json(), ensure_ascii=False) == (
        '{"articles": 5, "written": 4, "skipped": 0, "failed": [{"file": "b␛.txt", "error": "not a text: b␛.txt"}], '
        '"sentences": 118, "translated": 100, "cached": 18, "findings": 3, '
        '"terms": {"used": 80, "repaired": 0, "missing": 1}, "seconds": 41.2, "files": []}'
    )


@pytest.mark.parametrize(
    ("report", "fail_on", "code"),
    [
        (Report(articles=2, written=2, tally=Tally(9, {"number": 1})), (), ExitCode.DONE),
        (Report(articles=2, written=2, tally=Tally(9, {"number": 1})), ("name", "missing"), ExitCode.DONE),
        (Report(articles=2, written=2, tally=Tally(9, {"number": 1})), ("number",), ExitCode.SOME_FAILED),
        (Report(articles=2, written=2, tally=Tally(9, {}, {"missing": 1})), ("missing",), ExitCode.SOME_FAILED),
        (Report(articles=1, failed=[Failure("a", UnreadableError("x"))]), (), ExitCode.NOTHING_TO_READ),
        (Report(articles=2, failed=[Failure("a", UnreadableError("x"))]), (), ExitCode.SOME_FAILED),
        (Report(articles=1, failed=[Failure("a", ReaderError("x"))]), (), ExitCode.SOME_FAILED),
        (Report(articles=2, written=1, interrupted=True), (), ExitCode.INTERRUPTED),
    ],
)
def test_exit_codes(report: Report, fail_on: tuple[str, ...], code: ExitCode) -> None:
    assert report.exit_code(fail_on) is code


@pytest.fixture
def services(home: Path, tiny_model: Path) -> Iterator[Services]:
    with open_services(load_settings(home=home, model=str(tiny_model), beam=1)) as opened:
        yield opened


def translated(services: Services, data: bytes) -> str:
    written: list[str] = []
    problems: list[str] = []
    assert translate_lines(services, io.BytesIO(data), written.append, problems.append) == 0
    assert problems == []
    return "".join(written)


@pytest.mark.parametrize(
    ("data", "empty"),
    [
        (b"", []),
        (b"\n", [0]),
        (b"Satu.\n\nDua. Tiga!\n", [1]),
        (b"Satu.\r\n \t \nDua", [1]),
        ("Satu\u2028dua.\x0b\x0c\x85 tiga\n\n\n".encode(), [1, 2]),
        (b"\xefuhrte \x93kata\x94\n", []),
        (b"Satu.\n" * 200, []),
    ],
)
def test_lines_stay_lines(services: Services, data: bytes, empty: list[int]) -> None:
    output = translated(services, data)
    assert output.count("\n") == data.count(b"\n")
    assert output.endswith("\n") is data.endswith(b"\n")
    lines = output.split("\n")[: len(data.split(b"\n")) - data.endswith(b"\n")]
    assert [number for number, line in enumerate(lines) if not line and data] == empty


def test_a_line_without_letters_is_copied(services: Services) -> None:
    assert translated(services, b"12.000 \x1b[31!\n") == "12.000 \u241b[31!\n"


def test_lines_that_fail_come_out_empty_and_are_told(home: Path) -> None:
    written: list[str] = []
    problems: list[str] = []
    with open_services(load_settings(home=home, language="xxx_Xxxx")) as services:
        failed = translate_lines(services, io.BytesIO(b"Satu.\n12\nDua.\n"), written.append, problems.append)
    assert failed == 2
    assert "".join(written) == "\n12\n\n"
    assert [problem.split(" (")[0] for problem in problems] == [
        "a line was not translated: line 1",
        "a line was not translated: line 3",
    ]


def test_a_line_without_end_is_not_kept_in_memory(services: Services) -> None:
    written: list[str] = []
    stream = io.BytesIO(b"1\n" + b"x" * (3 * MAX_LINE) + b"\n2\n")
    problems: list[str] = []
    assert translate_lines(services, stream, written.append, problems.append) == 1
    assert "".join(written) == "1\n\n2\n"
    assert problems == ["a line was not translated: line 2 (the limit is 1 MB)"]


def test_an_error_while_reading_is_not_the_end_of_the_input(services: Services) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        translate_lines(services, Broken(), lambda _: None, lambda _: None)


@given(st.lists(st.binary(max_size=9).filter(lambda line: b"\n" not in line)), st.booleans(), st.integers(1, 5))
def test_splitting_gives_the_bytes_back(parts: list[bytes], ended: bool, chunk: int) -> None:
    data = b"\n".join(parts) + (b"\n" if ended else b"")

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(chunk)

    found = list(split_lines(Slow(data)))
    assert b"".join(line for line in found if line is not None) == data
    assert all(line is not None and line.count(b"\n") <= 1 and line for line in found)


def test_memory_is_bounded_while_nobody_reads() -> None:
    taken = 0

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            nonlocal taken
            taken += 1
            return b"Satu.\n" * 100

    stream = lines._as_they_come(Endless())
    assert len(next(stream)) >= 1
    assert taken < 10


def test_the_report_has_a_line_for_each_article() -> None:
    report = Report(articles=3)
    report.end("a.txt", "written", Tally(3, {"number": 2}, {"used": 1, "missing": 1}))
    report.end("b.txt", "unchanged", Tally(5))
    report.fail(Failure("c\x1b.txt", UnreadableError("not a text", "c\x1b.txt")))
    assert (report.written, report.skipped, report.done, report.tally.sentences) == (1, 1, 3, 8)
    assert report.as_json()["files"] == [
        {
            "file": "a.txt",
            "state": "written",
            "sentences": 3,
            "findings": {"number": 2},
            "terms": {"used": 1, "missing": 1},
        },
        {"file": "b.txt", "state": "unchanged", "sentences": 5, "findings": {}, "terms": {}},
        {"file": "c␛.txt", "state": "failed", "error": "not a text: c␛.txt"},
    ]


def test_the_reports_page_has_trouble_first_and_is_inert() -> None:
    report = Report(articles=3)
    report.end("fine.txt", "written", Tally(3))
    report.end("<script>alert(1)</script>", "written", Tally(3, {"number": 2}))
    report.fail(Failure("bad.txt", UnreadableError("not a text", "bad.txt")))
    page = report_page(report)
    assert "<script>" not in page
    places = [page.index(name) for name in ("bad.txt", "&lt;script&gt;", "fine.txt")]
    assert places == sorted(places)
    assert "2 number" in page


def test_work_is_done_ahead_in_order_and_no_further() -> None:
    done: list[int] = []

    def work(number: int) -> int:
        done.append(number)
        return number

    with ThreadPoolExecutor(1) as threads:
        results = ahead(threads, work, range(100), most=4)
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        threads.submit(lambda: None).result()
        assert done == list(range(6)), "three were taken, and three more wait"
        results.close()
        threads.submit(lambda: None).result()
    assert len(done) == 6


def test_what_is_done_ahead_fails_where_it_is_asked_for() -> None:
    with ThreadPoolExecutor(1) as threads:
        results = ahead(threads, lambda number: 1 / number, [1, 0], most=2)
        assert next(results) == 1
        with pytest.raises(ZeroDivisionError):
            next(results)


def entry(name: str) -> Entry:
    return Entry(name, "s" * 64, "r" * 64, "d" * 64, Tally(1))


def test_a_line_of_the_ledger_that_had_no_room_spoils_no_other(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(entry("a"))
    size = (tmp_path / NAME).stat().st_size
    with largest_file(size + 40), pytest.raises(OSError, match=r"No space left|File too large"):
        ledger.add(entry("b"))
    assert (tmp_path / NAME).stat().st_size == size + 40
    ledger.add(entry("c"))
    Ledger(tmp_path).add(entry("d"))
    lines = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["output"] for line in (lines[0], *lines[2:])] == ["a", "c", "d"]


def test_a_ledger_that_was_torn_in_an_earlier_run_goes_on(tmp_path: Path) -> None:
    Ledger(tmp_path).add(entry("a"))
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"output":"b","sou')
    Ledger(tmp_path).add(entry("c"))
    lines = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["output"] == "c"


def test_what_a_killed_run_left_is_swept_and_what_another_writes_is_not(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in (".dwibaca-1a.tmp", ".dwibaca-2b.tmp", "mine.tmp"))
    for path in (old, new, other):
        path.write_text("half")
    for path in (old, other):
        os.utime(path, (time.time() - 3600,) * 2)
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".dwibaca-2b.tmp", "mine.tmp"]
    sweep(tmp_path / "missing")
