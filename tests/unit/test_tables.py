"""Tables in, tables out: slices, what a row gains, what is done again. The real pipeline with a tiny model."""

import json
import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from reader.batch.recipes import Order
from reader.batch.report import Report
from reader.batch.table_run import plan_tables, translate_tables
from reader.batch.tables import ROWS, Slice, find_tables, jsonl
from reader.commands.progress import Quiet
from reader.config import load_settings
from reader.errors import ExitCode, ReaderError, UnreadableError, UsageError
from reader.services import Services, open_services
from tests.support.made import made_article

needs_arrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow (extra `ray`)")
FORMS = [pytest.param("jsonl"), pytest.param("parquet", marks=needs_arrow)]
Row = dict[str, Any]


@pytest.fixture
def services(home: Path, tiny_model: Path) -> Iterator[Services]:
    with open_services(load_settings(home=home, model=str(tiny_model), beam=1)) as opened:
        yield opened


def rows_of(count: int) -> list[Row]:
    return [{"id": number, "text": made_article(number, 2)} for number in range(count)]


def write(path: Path, rows: Sequence[Row], group: int = 300) -> Path:
    """A table in the form of its suffix."""
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=group)
    return path


def read(folder: Path) -> list[Row]:
    """All rows of the parts in `folder`."""
    if folder.suffix == ".jsonl":
        parts = sorted(folder.glob("part-*.jsonl"))
        return [json.loads(line) for part in parts for line in part.read_text(encoding="utf-8").splitlines()]
    import pyarrow.parquet as pq

    return list(pq.read_table(folder).to_pylist())


def run(services: Services, table: Path, out: Path, **order: Any) -> Report:
    plans, _ = plan_tables(find_tables([str(table)], out)[0], "text")
    return translate_tables(services, plans, "text", Order(out, **order), Quiet(), distributed=False)


@pytest.mark.parametrize("form", FORMS)
def test_every_row_gains_its_english_and_loses_nothing(services: Services, tmp_path: Path, form: str) -> None:
    rows = [*rows_of(3), {"id": 3, "text": None}, {"id": 4, "text": " \n"}]
    report = run(services, write(tmp_path / f"crawl.{form}", rows), tmp_path / "out")
    got = read(tmp_path / "out" / f"crawl.en.{form}")
    assert [{"id": row["id"], "text": row["text"]} for row in got] == rows
    assert [bool(row["text_en"]) for row in got] == [True, True, True, False, False]
    assert [row["text_error"] for row in got] == [None] * 5
    sentences = got[0]["text_sentences"]
    assert sentences[0]["paragraph"] == -1
    assert " ".join(one["target"] for one in sentences if one["paragraph"] < 0) == got[0]["text_en"].split("\n")[0]
    assert report.tally.sentences == sum(len(row["text_sentences"]) for row in got)
    assert (report.articles, report.written, report.skipped, report.failed) == (5, 5, 0, [])
    assert report.exit_code() is ExitCode.DONE


@pytest.mark.parametrize("form", FORMS)
def test_a_row_fails_alone_and_is_told_again(services: Services, tmp_path: Path, form: str) -> None:
    rows = rows_of(3)
    rows[1]["text"] = "\x00\x01\x02" * 50
    table = write(tmp_path / f"crawl.{form}", rows)
    for _ in range(2):
        report = run(services, table, tmp_path / "out")
        assert [failure.file for failure in report.failed] == [f"{table}#2"]
        assert report.written == 2
        assert report.exit_code() is ExitCode.SOME_FAILED
    got = read(tmp_path / "out" / f"crawl.en.{form}")
    assert [row["text_error"] is None for row in got] == [True, False, True]


def test_a_line_that_is_no_object_is_a_row_that_failed(services: Services, tmp_path: Path) -> None:
    table = tmp_path / "crawl.jsonl"
    table.write_text('{"text": "Harga naik."}\n\n[1]\n{"text": 5}\n{"other": 1}\n{"text', encoding="utf-8")
    report = run(services, table, tmp_path / "out")
    got = read(tmp_path / "out" / "crawl.en.jsonl")
    assert [row["text_error"] is None for row in got] == [True, False, False, True, False]
    assert [failure.file.rpartition("#")[2] for failure in report.failed] == ["2", "3", "5"]
    assert got[2]["text"] == 5


@pytest.mark.parametrize("form", FORMS)
def test_a_rerun_does_only_the_parts_that_are_missing_or_changed(services: Services, tmp_path: Path, form: str) -> None:
    rows: list[Row] = [{"id": number, "text": "Harga beras naik."} for number in range(ROWS + 10)]
    table, out = write(tmp_path / f"crawl.{form}", rows), tmp_path / "out"
    first = run(services, table, out)
    folder = out / f"crawl.en.{form}"
    parts = sorted(folder.iterdir())
    assert [part.name for part in parts] == [f"part-00000.{form}", f"part-00001.{form}"]
    before = {part: part.read_bytes() for part in parts}
    assert run(services, table, out).skipped == first.written == ROWS + 10
    parts[1].write_bytes(b"half")
    again = run(services, table, out)
    assert (again.written, again.skipped, again.translated) == (10, ROWS, 0)
    assert again.tally == first.tally
    assert {part: part.read_bytes() for part in parts} == before
    rows[0]["text"] = "Harga turun."
    write(table, rows)
    assert run(services, table, out).written == ROWS + 10
    assert run(services, table, out, force=True).written == ROWS + 10


def test_a_shorter_table_tells_of_the_parts_that_are_over(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table, out = tmp_path / "crawl.jsonl", tmp_path / "out"
    run(services, write(table, [{"text": "Harga naik."}] * (ROWS + 1)), out)
    run(services, write(table, [{"text": "Harga naik."}]), out)
    assert "part-00001.jsonl (remove it)" in caplog.text


@pytest.mark.parametrize("form", FORMS)
def test_a_table_that_changes_meanwhile_is_not_cut_at_its_old_places(
    services: Services, tmp_path: Path, form: str
) -> None:
    rows: list[Row] = [{"id": number, "text": "Harga beras naik."} for number in range(ROWS + 10)]
    table, out = write(tmp_path / f"crawl.{form}", rows), tmp_path / "out"
    plans, _ = plan_tables(find_tables([str(table)], out)[0], "text")
    write(table, [{"id": -1, "text": "Harga turun sekali."}, *rows])
    report = translate_tables(services, plans, "text", Order(out), Quiet(), distributed=False)
    assert [str(failure.error) for failure in report.failed] == [
        f"the table changed while it was translated: {table} (run again for it)"
    ]
    assert (report.written, report.translated, list(out.rglob("part-*"))) == (0, 0, [])
    assert run(services, table, out).written == ROWS + 11


def test_what_killed_runs_left_beside_the_parts_is_removed(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "crawl.en.jsonl"
    folder.mkdir(parents=True)
    left = folder / ".dwibaca-0123456789abcdef.tmp"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    run(services, write(tmp_path / "crawl.jsonl", rows_of(1)), tmp_path / "out")
    assert [path.name for path in folder.iterdir()] == ["part-00000.jsonl"]


@needs_arrow
def test_batches_of_parquet_that_are_smaller_than_a_slice_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.batch.tables import parquet

    path = write(tmp_path / "a.parquet", [{"text": str(number)} for number in range(1_000)], group=600)
    parts = parquet.slices(path)
    monkeypatch.setattr(parquet, "ROWS", 100)
    got = [text for part in parts for text in parquet.texts(parquet.read(path, part), "text")]
    assert got == [str(number) for number in range(1_000)]
    with pytest.raises(UnreadableError, match="fewer rows than it had"):
        parquet.read(path, Slice(600, 256, group=1, start=300))


@needs_arrow
def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table([["Harga naik."], ["Harga turun."]], names=["text", "text"]), path)
    with pytest.raises(UsageError, match="two columns of one name: text in"):
        plan_tables(find_tables([str(path)], tmp_path / "out")[0], "text")


def test_lines_keep_all_that_they_have(services: Services, tmp_path: Path) -> None:
    lines = [
        '{"id": 1e400, "n": 0.10, "big": 123456789012345678901, "a": 1, "a": 2, "text": "Harga naik."}',
        '{"text": "Harga naik.", "text_en": "mine"}',
        '{"text": "Harga naik.", "text_en": "mine", "text_sentences": 5, "text_error": "mine"}',
        "{}",
        '{"text": "Harga naik.',
        '{"id": "\u009b31m\u202e",\t"text": null}\r',
    ]
    table = tmp_path / "crawl.jsonl"
    table.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    report = run(services, table, tmp_path / "out")
    text = (tmp_path / "out" / "crawl.en.jsonl" / "part-00000.jsonl").read_text(encoding="utf-8")
    written = text.splitlines()
    assert all(line.isprintable() for line in written)
    assert written[0].startswith(lines[0].removesuffix("}") + ", ")
    got = [json.loads(line) for line in written]
    assert got[0]["text_en"]
    assert got[1] == {
        "text": "Harga naik.",
        "text_en": "mine",
        "text_sentences": [],
        "text_error": got[1]["text_error"],
    }
    assert "a column that would be added, text_en" in got[1]["text_error"]
    assert written[2] == lines[2]
    assert got[3] == {"text_en": None, "text_sentences": [], "text_error": None}
    assert got[4]["text_line"] == lines[4]
    assert got[5]["id"] == "\u009b31m\u202e"
    assert [failure.file.rpartition("#")[2] for failure in report.failed] == ["2", "3", "5"]


def test_an_unusable_table_stops_no_other(services: Services, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write(folder / "a.jsonl", rows_of(2))
    (folder / "b.jsonl").write_bytes(b"\n")
    write(folder / "c.jsonl", [{"title": "Harga"}])
    tables, missing = find_tables([str(folder), str(tmp_path / "gone.jsonl")], out)
    plans, unusable = plan_tables(tables, "text")
    failures = [*missing, *unusable]
    report = translate_tables(services, plans, "text", Order(out), Quiet(), failures, distributed=False)
    assert [Path(failure.file).name for failure in report.failed] == ["gone.jsonl", "b.jsonl", "c.jsonl"]
    assert report.exit_code() is ExitCode.SOME_FAILED
    assert str(report).startswith("5 rows: 2 written, 0 unchanged, 3 failed; ")
    assert len(read(out / "a.en.jsonl")) == 2
    with pytest.raises(UsageError, match="no such column: txet"):
        plan_tables(tables[::2], "txet")


def test_several_names_that_are_not_there_are_nothing_to_read(services: Services, tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("gone.csv", "gone.jsonl")]
    tables, missing = find_tables(names, tmp_path / "out")
    plans, unusable = plan_tables(tables, "text")
    report = translate_tables(
        services, plans, "text", Order(tmp_path / "out"), Quiet(), [*missing, *unusable], distributed=False
    )
    assert [str(failure.error) for failure in report.failed] == [f"no such file or folder: {name}" for name in names]
    assert report.exit_code() is ExitCode.NOTHING_TO_READ


def test_a_broken_glossary_beside_one_table_stops_no_other(services: Services, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "in" / name).mkdir(parents=True)
        write(tmp_path / "in" / name / "t.jsonl", rows_of(1))
    (tmp_path / "in" / "b" / "glossary.toml").write_text("[[term", encoding="utf-8")
    plans, _ = plan_tables(find_tables([str(tmp_path / "in")], tmp_path / "out")[0], "text")
    report = translate_tables(services, plans, "text", Order(tmp_path / "out"), Quiet(), distributed=False)
    assert (report.written, [Path(failure.file).parent.name for failure in report.failed]) == (1, ["b"])


def test_own_outputs_are_no_tables_where_they_lie_among_them(services: Services, tmp_path: Path) -> None:
    table = write(tmp_path / "a.jsonl", rows_of(1))
    run(services, table, tmp_path)
    (tmp_path / "article.en.jsonl").write_text('{"text": ""}\n', encoding="utf-8")
    assert (tmp_path / "a.en.jsonl" / "part-00000.jsonl").is_file()
    assert [one.path for one in find_tables([str(tmp_path)], tmp_path)[0]] == [table]
    assert [one.path for one in find_tables([str(tmp_path)], tmp_path / "out")[0]] == [table]


@needs_arrow
def test_slices_of_parquet_cover_every_row_once(tmp_path: Path) -> None:
    from reader.batch.tables import parquet

    rows = [{"text": str(number)} for number in range(1_000)]
    path = write(tmp_path / "a.parquet", rows, group=ROWS + 44)
    parts = parquet.slices(path)
    assert [(part.group, part.start, part.rows) for part in parts[:3]] == [(0, 0, 256), (0, 256, 44), (1, 0, 256)]
    assert [part.first for part in parts] == [sum(one.rows for one in parts[:place]) for place in range(len(parts))]
    got = [text for part in parts for text in parquet.texts(parquet.read(path, part), "text")]
    assert got == [str(number) for number in range(1_000)]


def test_slices_of_json_lines_cover_every_row_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(f'{{"text": "é{number}"}}\n' for number in range(600)), encoding="utf-8")
    parts = jsonl.slices(path)
    assert [(part.first, part.rows) for part in parts] == [(0, 256), (256, 256), (512, 88)]
    got = [text for part in parts for text in jsonl.texts(jsonl.read(path, part), "text")]
    assert got == [f"é{number}" for number in range(600)]
    assert jsonl.slices(write(tmp_path / "empty.jsonl", [])) == []


def test_very_long_rows_end_a_slice_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_MAX_BYTES", 100)
    path = write(tmp_path / "a.jsonl", [{"text": "x" * 40}] * 4)
    assert jsonl.slices(path) == [Slice(0, 2, start=0, size=106), Slice(2, 2, start=106, size=106)]


def test_tables_are_found_below_a_folder_but_for_the_outputs(services: Services, tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("a.jsonl", "sub/a.jsonl", "note.txt"):
        (tmp_path / "in" / name).write_text('{"text": "Harga naik."}\n', encoding="utf-8")
    out = tmp_path / "in" / "out"
    for _ in range(2):
        plans, _ = plan_tables(find_tables([str(tmp_path / "in")], out)[0], "text")
        translate_tables(services, plans, "text", Order(out), Quiet(), distributed=False)
        assert [plan.table.relative.as_posix() for plan in plans] == ["a.jsonl", "sub/a.jsonl"]
    written = sorted(path.relative_to(out).as_posix() for path in out.rglob("part-*"))
    assert written == ["a.en.jsonl/part-00000.jsonl", "sub/a.en.jsonl/part-00000.jsonl"]


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.txt", b"Harga naik.", UsageError, r"not a table: .*a.txt \(--column goes with"),
        ("a.jsonl", b'{"title": ""}\n', UsageError, r"no such column: text in .* \(it has title\)"),
        ("a.jsonl", b'{"text": "", "text_en": ""}\n', UsageError, "text_en in .*a.jsonl"),
        ("a.jsonl", b"Harga naik.\n", UnreadableError, "no table of JSON Lines: .* no JSON object"),
        ("a.jsonl", b"\n", UnreadableError, "the table is empty"),
        pytest.param("a.parquet", b"PAR1", UnreadableError, "no Parquet file", marks=needs_arrow),
    ],
)
def test_what_cannot_be_done_is_said_first(
    tmp_path: Path, name: str, data: bytes, error: type[ReaderError], said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=said):
        plan_tables(find_tables([str(tmp_path / name)], tmp_path / "out")[0], "text")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file"):
        find_tables([str(tmp_path / "gone.jsonl")], tmp_path / "out")
    with pytest.raises(UnreadableError, match="no tables in the folder"):
        find_tables([str(tmp_path)], tmp_path / "out")
