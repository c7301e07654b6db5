"""What goes wrong around a run over many articles: one clear line each, everything else done, nothing finished lost.

The real pipeline, the bundled model, real disks that are full or read-only.
"""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.article import find_sources
from reader.batch.ledger import NAME, file_digest
from reader.batch.recipes import Order
from reader.batch.report import Failure, Report
from reader.batch.run import translate_sources
from reader.config import load_settings
from reader.errors import ExitCode, ReaderError
from reader.services import Services, open_services
from tests.e2e.conftest import ROOT, environment
from tests.support.limits import largest_file, small_disk
from tests.support.made import make_articles

COUNT = 12
LARGER = "size=1m"


class Meanwhile:
    """Does something when the first article is written, once, and remembers what failed."""

    def __init__(self, action: Callable[[], object] = lambda: None) -> None:
        self.action: Callable[[], object] | None = action
        self.failures: list[Failure] = []

    def update(self, report: Report) -> None:
        if report.written and self.action is not None:
            action, self.action = self.action, None
            action()

    def failed(self, failure: Failure) -> None:
        self.failures.append(failure)

    def stopping(self) -> None:
        raise AssertionError("nobody asked to stop")


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    with open_services(load_settings(home=home, beam=1, use_glossary=False)) as opened:
        yield opened


@pytest.fixture
def articles(tmp_path: Path) -> Iterator[Path]:
    """Some articles, which are the same afterwards."""
    folder = make_articles(tmp_path / "in", COUNT, sentences=4)
    before = {path: file_digest(path) for path in folder.rglob("*.txt")}
    yield folder
    assert before == {path: file_digest(path) for path in before}, "an input was modified"


@pytest.fixture
def long_ones(tmp_path: Path) -> Path:
    """As many, with so many sentences that most are still to be translated when the first is written."""
    return make_articles(tmp_path / "long", COUNT, sentences=24)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for some of the outputs."""
    with small_disk(tmp_path / "disk", "size=48k") as folder:
        yield folder


def run(services: Services, articles: Path, out: Path, listener: Meanwhile | None = None) -> Report:
    return translate_sources(services, find_sources([str(articles)]), Order(out), listener or Meanwhile())


def outputs(out: Path) -> int:
    return sum(1 for _ in out.rglob("*.en.txt"))


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_full_disk_fails_what_has_no_room_and_a_rerun_does_the_rest(
    services: Services, articles: Path, disk: Path
) -> None:
    listener = Meanwhile()
    report = run(services, articles, disk, listener)
    assert 0 < report.written < COUNT
    assert report.written + len(report.failed) == COUNT
    assert outputs(disk) == report.written
    assert report.exit_code() is ExitCode.SOME_FAILED
    assert {failure.error.what for failure in listener.failures} == {"the output cannot be written"}
    assert all("No space left on device" in str(failure.error) for failure in listener.failures)
    assert not list(disk.rglob("*.tmp"))
    subprocess.run(["mount", "-o", f"remount,{LARGER}", disk], check=True)
    again = run(services, articles, disk)
    assert (again.failed, again.translated) == ([], 0), "what was translated in vain is cached"
    assert again.skipped >= report.written - 1, "a ledger without room may have lost its last line"
    assert run(services, articles, disk).skipped == COUNT


def test_where_no_file_may_grow_the_rest_is_done(services: Services, articles: Path, tmp_path: Path) -> None:
    (articles / "000" / "large.txt").write_text("Harga Beras\n\n" + "Warga membeli beras di pasar. " * 400, "utf-8")
    out = tmp_path / "out"
    run(services, articles, tmp_path / "before")  # everything is cached: only the outputs meet the limit
    with largest_file(8_000):
        report = run(services, articles, out)
    assert [Path(failure.file).name for failure in report.failed] == ["large.txt"]
    assert "File too large" in str(report.failed[0].error)
    assert (report.written, outputs(out)) == (COUNT, COUNT)
    again = run(services, articles, out)
    assert (again.written, again.skipped) == (1, COUNT)


def test_a_read_only_output_is_one_line_before_anything_is_translated(
    services: Services, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    if os.geteuid():
        out.mkdir(mode=0o555)
        with pytest.raises(ReaderError, match="the output folder cannot be written to"):
            run(services, articles, out)
    else:
        with small_disk(out, "ro"), pytest.raises(ReaderError, match="the output folder cannot be written to"):
            run(services, articles, out)
    assert services.cache is not None
    assert services.cache.stats().entries == 0


def test_a_read_only_folder_in_the_output_fails_its_own_articles(
    services: Services, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    make_articles(articles / "other", 1, sentences=2)
    if os.geteuid():
        (out / "other").mkdir(parents=True, mode=0o555)
        report = run(services, articles, out)
    else:
        with small_disk(out / "other", "ro"):
            report = run(services, articles, out)
    assert (report.written, len(report.failed)) == (COUNT, 1)
    assert "its folder is read-only" in str(report.failed[0].error)


def test_a_cache_without_room_is_one_line_and_everything_is_written(
    long_ones: Path, tmp_path: Path, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(home / "cache", "size=100k"):
        with open_services(load_settings(home=home, beam=1, use_glossary=False)) as services:
            report = run(services, long_ones, tmp_path / "out")
        assert (report.written, report.failed) == (COUNT, [])
        assert len(said(caplog)) == 1
        assert "going on without the cache" in said(caplog)[0]
        assert "full" in said(caplog)[0]


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def spoil(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(os.urandom(200_000))


@pytest.mark.parametrize("harm", [remove, spoil])
def test_a_cache_that_is_harmed_in_mid_run_costs_nothing_but_time(
    services: Services,
    long_ones: Path,
    articles: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    harm: Callable[[Path], None],
) -> None:
    out = tmp_path / "out"
    report = run(services, long_ones, out, Meanwhile(lambda: harm(services.paths.translations)))
    assert (report.written, report.failed, outputs(out)) == (COUNT, [], COUNT)
    assert len(said(caplog)) == 1, said(caplog)
    assert run(services, long_ones, out).skipped == COUNT
    if "a new one" not in said(caplog)[0]:
        return  # the trouble was met before all files were harmed, so nothing looked broken: the run went on without
    run(services, articles, tmp_path / "more")
    with open_services(services.settings) as later:
        assert later.cache is not None  # what came after the harm was kept
        assert later.cache.stats().entries > 0
        assert later.cache.problems == []


def test_an_article_that_changes_in_mid_run_is_told_and_done_again(
    services: Services, long_ones: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out, last = tmp_path / "out", long_ones / "000" / "00011.txt"
    change = Meanwhile(lambda: last.write_text("Harga Baru\n\nHarga beras turun.\n", encoding="utf-8"))
    report = run(services, long_ones, out, change)
    assert (report.written, report.failed) == (COUNT, [])
    told = f"the article changed while it was translated: {last} (run again for it)"
    again = run(services, long_ones, out)
    if said(caplog):  # else it was read after the change
        assert said(caplog) == [told]
        assert (again.written, again.skipped) == (1, COUNT - 1)
    assert "Price" in (out / "000" / "00011.en.txt").read_text(encoding="utf-8").title()
    assert run(services, long_ones, out).skipped == COUNT


def test_one_bad_article_in_sixty(services: Services, tmp_path: Path) -> None:
    folder = make_articles(tmp_path / "sixty", 60, sentences=1)
    bad = folder / "000" / "00030.txt"
    bad.write_bytes(bytes(range(256)) * 30)
    listener = Meanwhile()
    report = run(services, folder, tmp_path / "out", listener)
    assert (report.written, [failure.file for failure in listener.failures]) == (59, [str(bad)])
    assert str(listener.failures[0].error).count("\n") == 0


def test_two_runs_at_once_do_no_harm(articles: Path, tmp_path: Path, home: Path) -> None:
    out = tmp_path / "out"
    arguments = ["translate", str(articles), "-o", str(out), "--beam", "1", "--no-glossary", "--format", "txt,html"]
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "reader.cli", *arguments],
            cwd=tmp_path,
            env=environment(home),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ended = [(run.communicate(timeout=200)[1], run.returncode) for run in runs]
    assert [code for _, code in ended] == [0, 0]
    assert all(text.count("\n") == 1 for text, _ in ended), ended
    assert outputs(out) == COUNT
    assert len((out / NAME).read_text(encoding="utf-8").splitlines()) >= 2 * COUNT
    last = subprocess.run(
        [sys.executable, "-m", "reader.cli", *arguments],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{COUNT} unchanged" in last.stderr
