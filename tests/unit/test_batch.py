"""Folders in, files out: what is skipped, what is written, what fails alone. Pipeline and model are the real ones."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.types import Hypothesis
from reader.article import find_sources, read_article, to_article
from reader.batch.ledger import NAME
from reader.batch.rates import USUAL
from reader.batch.recipes import Order
from reader.batch.report import Failure, Report
from reader.batch.run import estimate, translate_sources
from reader.config import load_settings
from reader.document import Source
from reader.errors import ExitCode, ReaderError, UnreadableError, UsageError
from reader.pipeline import FOLDER
from reader.samples import paths
from reader.services import Services, open_services
from reader.speeds import Speed, remember_speed
from tests.support.made import make_articles

ARTICLE = """{title}

JAKARTA - Pedagang tiba di Bandung pada {day} Mei 2024. Ia menjual sayur.

Harga beras naik.
"""


class Listener:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self.stops = 0

    def update(self, report: Report) -> None:
        """Nothing to remember."""

    def failed(self, failure: Failure) -> None:
        self.failures.append(failure)

    def stopping(self) -> None:
        self.stops += 1


class Interrupting(Listener):
    """Presses Ctrl-C when the first article is written, `times` in all."""

    def __init__(self, times: int = 1) -> None:
        super().__init__()
        self.times = times

    def update(self, report: Report) -> None:
        if report.written and self.stops < self.times:
            signal.raise_signal(signal.SIGINT)


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    with open_services(load_settings(home=home, beam=1, use_glossary=False)) as opened:
        yield opened


@pytest.fixture
def with_terms(home: Path) -> Iterator[Services]:
    with open_services(load_settings(home=home, beam=1)) as opened:
        yield opened


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three articles, one of them in a folder of its own."""
    folder = tmp_path / "articles"
    for number, name in enumerate(["a.txt", "b.txt", "sub/c.txt"], start=1):
        write(folder / name, number)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def write(path: Path, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(title=f"Pedagang datang ke kota {number}", day=number), encoding="utf-8")


def run(services: Services, given: Path, out: Path, **order: object) -> Report:
    sources = find_sources([str(given)])
    return translate_sources(services, sources, Order(out, **order), Listener())  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_article_becomes_a_file_at_the_same_place(services: Services, articles: Path, out: Path) -> None:
    report = run(services, articles, out, formats=("txt", "jsonl"))
    assert set(files(out)) == {f"{name}.en.{ext}" for name in ("a", "b", "sub/c") for ext in ("txt", "jsonl")}
    assert (report.articles, report.written, report.skipped, report.failed) == (3, 3, 0, [])
    sentences = (out / "a.en.jsonl").read_text(encoding="utf-8").splitlines()
    assert report.tally.sentences == 3 * len(sentences)
    assert report.translated + report.cached == report.tally.sentences
    assert report.exit_code() is ExitCode.DONE


def test_a_rerun_skips_what_is_whole_and_counts_it(services: Services, articles: Path, out: Path) -> None:
    first = run(services, articles, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.en.txt")}
    again = run(services, articles, out)
    assert (again.written, again.skipped, again.translated, again.cached) == (0, 3, 0, 0)
    assert again.tally == first.tally
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.en.txt")} == before


def test_force_writes_everything_again_from_the_cache(services: Services, articles: Path, out: Path) -> None:
    first = run(services, articles, out)
    written = files(out)
    (out / "a.en.txt").write_text("spoiled", encoding="utf-8")
    again = run(services, articles, out, force=True)
    assert (again.written, again.skipped, again.translated, again.cached) == (3, 0, 0, first.tally.sentences)
    assert files(out) == written


def spoil_output(articles: Path, out: Path) -> None:
    (out / "a.en.txt").write_text("half", encoding="utf-8")


def remove_output(articles: Path, out: Path) -> None:
    (out / "a.en.txt").unlink()


def change_source(articles: Path, out: Path) -> None:
    write(articles / "a.txt", 9)


@pytest.mark.parametrize("change", [spoil_output, remove_output, change_source])
def test_only_what_is_missing_or_changed_is_done_again(
    services: Services, articles: Path, out: Path, change: object
) -> None:
    run(services, articles, out)
    assert callable(change)
    change(articles, out)
    again = run(services, articles, out)
    assert (again.written, again.skipped) == (1, 2)
    assert run(services, articles, out).skipped == 3


def test_a_changed_setting_a_changed_glossary_and_a_new_format_are_changes(
    with_terms: Services, articles: Path, out: Path, home: Path, tmp_path: Path
) -> None:
    run(with_terms, articles, out)
    with open_services(load_settings(home=home, beam=2)) as other:
        assert run(other, articles, out).written == 3
    glossary = tmp_path / "terms.toml"
    glossary.write_text('[[term]]\nsource = "Harga beras"\ntarget = "rice price"\n', encoding="utf-8")
    with open_services(load_settings(home=home, beam=2, glossary=(glossary,))) as other:
        assert run(other, articles, out).written == 3
        assert run(other, articles, out).skipped == 3
        more = run(other, articles, out, formats=("txt", "md"))
    assert (more.written, more.skipped) == (3, 0)
    assert run(with_terms, articles, out, bilingual=True).written == 3


def test_a_folders_own_glossary_is_for_its_articles_alone(with_terms: Services, articles: Path, out: Path) -> None:
    (articles / "sub" / "glossary.toml").write_text(
        '[[term]]\nsource = "Harga beras"\ntarget = "rice price"\n', encoding="utf-8"
    )
    run(with_terms, articles, out, formats=("jsonl",))
    terms = {
        name: [term["source"] for line in text.splitlines() for term in json.loads(line)["terms"]]
        for name, text in files(out).items()
    }
    assert "Harga beras" in terms["sub/c.en.jsonl"]
    assert "Harga beras" not in terms["a.en.jsonl"]


def test_a_broken_ledger_costs_work_and_nothing_else(services: Services, articles: Path, out: Path) -> None:
    run(services, articles, out)
    ledger = out / NAME
    first, *others = ledger.read_bytes().splitlines()
    ledger.write_bytes(b"\n".join([b"\xff\x00 not json", b"[]", first[:50], *others]))
    again = run(services, articles, out)
    assert (again.written, again.skipped) == (1, 2)


def test_one_bad_article_fails_alone(services: Services, articles: Path, out: Path) -> None:
    (articles / "b.txt").write_bytes(bytes(range(256)) * 20)
    sources = find_sources([str(articles)])
    listener = Listener()
    report = translate_sources(services, sources, Order(out), listener)
    assert set(files(out)) == {"a.en.txt", "sub/c.en.txt"}
    assert [failure.file for failure in listener.failures] == [str(articles / "b.txt")]
    assert isinstance(report.failed[0].error, UnreadableError)
    assert report.exit_code() is ExitCode.SOME_FAILED


def test_sentences_that_the_model_refuses_fail_their_article(articles: Path, out: Path, home: Path) -> None:
    with open_services(load_settings(home=home, language="xxx_Xxxx")) as services:
        report = run(services, articles, out)
    assert files(out) == {}
    assert len(report.failed) == 3
    assert "does not know the language xxx_Xxxx" in str(report.failed[0].error)
    assert report.exit_code() is ExitCode.SOME_FAILED


def test_an_output_that_cannot_be_written_fails_alone(services: Services, articles: Path, out: Path) -> None:
    (out / "a.en.txt").mkdir(parents=True)
    report = run(services, articles, out)
    assert [failure.error.what for failure in report.failed] == ["the output cannot be written"]
    assert report.written == 2
    assert not list(out.rglob("*.tmp"))


def test_a_link_does_not_lead_out_of_the_folder(services: Services, articles: Path, out: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    (out / "sub").symlink_to(elsewhere, target_is_directory=True)
    report = run(services, articles, out)
    assert files(elsewhere) == {}
    assert [failure.error.what for failure in report.failed] == ["the output would lie outside the output folder"]


def test_an_input_is_never_replaced(services: Services, articles: Path) -> None:
    write(articles / "a.en.txt", 5)
    before = (articles / "a.en.txt").read_bytes()
    names = [str(articles / "a.txt"), str(articles / "a.en.txt")]
    report = translate_sources(services, find_sources(names), Order(articles), Listener())
    assert [failure.error.what for failure in report.failed] == ["the output would replace an input"]
    assert (articles / "a.en.txt").read_bytes() == before
    assert (articles / "a.en.en.txt").is_file()


def test_the_output_folder_may_be_the_input_folder(services: Services, articles: Path) -> None:
    assert run(services, articles, articles).written == 3
    again = run(services, articles, articles)
    assert (again.articles, again.skipped) == (3, 3)


def test_the_output_folder_must_not_be_a_file(services: Services, articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        run(services, articles, place)


def test_an_unknown_format_is_refused_before_anything_is_done(out: Path) -> None:
    with pytest.raises(UsageError, match="pdf"):
        Order(out, ("txt", "pdf"))


MANY = 24


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More sentences than are at work at a time."""
    return make_articles(tmp_path / "many", MANY, sentences=12)


def test_ctrl_c_keeps_what_is_done_and_a_rerun_does_the_rest(services: Services, many: Path, out: Path) -> None:
    sources = find_sources([str(many)])
    listener = Interrupting()
    first = translate_sources(services, sources, Order(out), listener)
    assert (first.interrupted, first.abandoned) == (True, False)
    assert first.exit_code() is ExitCode.INTERRUPTED
    assert listener.stops == 1
    assert 0 < first.written < MANY
    assert len(files(out)) == first.written
    again = run(services, many, out)
    assert (again.skipped, again.written) == (first.written, MANY - first.written)
    begun = first.translated + first.cached - sum(outcome.tally.sentences for outcome in first.files)
    assert again.cached >= begun > 0, "what was translated for articles that are not whole is not translated again"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_run_that_is_stopped_leaves_few_articles_begun(services: Services, many: Path, out: Path) -> None:
    """They are finished in their order, near enough: what was translated are whole articles but for the last ones."""

    class Halfway(Listener):
        def update(self, report: Report) -> None:
            if report.translated >= MANY * 13 // 2 and not self.stops:
                signal.raise_signal(signal.SIGINT)

    report = translate_sources(services, find_sources([str(many)]), Order(out), Halfway())
    assert report.interrupted
    whole = sum(outcome.tally.sentences for outcome in report.files)
    assert report.written >= MANY // 4
    assert report.translated + report.cached - whole <= FOLDER.look_ahead + FOLDER.at_once * FOLDER.batch


def test_a_second_ctrl_c_stops_at_once(services: Services, many: Path, out: Path) -> None:
    first = translate_sources(services, find_sources([str(many)]), Order(out), Interrupting(times=2))
    assert (first.interrupted, first.abandoned) == (True, True)
    assert first.written == 1
    assert not list(out.rglob("*.tmp"))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm clock here")
@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_takes_for_ever_is_not_waited_for(
    services: Services, articles: Path, out: Path, monkeypatch: pytest.MonkeyPatch, asking: signal.Signals
) -> None:
    run(services, articles / "sub", out)
    over = threading.Event()

    def for_ever(*_: object) -> list[list[Hypothesis]]:
        threading.Timer(0.2, os.kill, (os.getpid(), asking)).start()
        over.wait(60)
        return []

    monkeypatch.setattr("reader.batch.interrupt.PATIENCE", 0.5)
    monkeypatch.setattr("models.engine.CTranslate2Translator.translate", for_ever)
    before = time.monotonic()
    try:
        report = run(services, articles, out)
    finally:
        over.set()
    assert (report.interrupted, report.abandoned) == (True, True)
    assert time.monotonic() - before < 30
    assert set(files(out)) == {"c.en.txt", "sub/c.en.txt"}, "what is finished is written"
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_an_estimate_counts_and_changes_nothing(services: Services, articles: Path, out: Path) -> None:
    sources = find_sources([str(articles)])
    before = estimate(services, sources, Order(out), Listener())
    assert (before.articles, before.unchanged, before.cached, before.seconds) == (3, 0, 0, None)
    assert not out.exists()
    report = run(services, articles, out)
    assert before.sentences == report.tally.sentences
    after = estimate(services, sources, Order(out), Listener())
    assert (after.unchanged, after.sentences, after.seconds) == (3, 0, 0)
    forced = estimate(services, sources, Order(out, force=True), Listener())
    assert (forced.sentences, forced.cached) == (before.sentences, before.sentences)


def test_an_estimate_knows_the_time_from_an_earlier_run(services: Services, tmp_path: Path, out: Path) -> None:
    few = make_articles(tmp_path / "few", 3)
    run(services, few, out)
    write(few / "new.txt", 3)
    found = estimate(services, find_sources([str(few)]), Order(out), Listener())
    assert found.unchanged == 3
    assert found.seconds is not None
    assert 0 < found.seconds < 60
    elsewhere = estimate(services, find_sources([str(few)]), Order(out), Listener(), "ray")
    assert elsewhere.seconds is None
    with open_services(replace(services.settings, workers=3)) as others:
        assert estimate(others, find_sources([str(few)]), Order(out), Listener()).seconds is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_among_the_articles_keeps_nobody_waiting(services: Services, articles: Path, out: Path) -> None:
    os.mkfifo(articles / "pipe.txt")
    (articles / "nowhere.txt").symlink_to("gone.txt")
    report = run(services, articles, out)
    assert (report.articles, report.written) == (4, 3)
    assert [failure.error.what for failure in report.failed] == ["no such file or folder"]


def test_an_estimate_knows_the_time_from_a_bench(services: Services, articles: Path, out: Path) -> None:
    sources = find_sources([str(articles)])
    remember_speed(services.paths.speeds, services.model.digest, Speed({"1": 2.0}, 2))
    found = estimate(services, sources, Order(out), Listener())
    characters = sum(len(one.text) for source in sources for one in read_article(source).segments())
    assert found.seconds == pytest.approx(characters / USUAL / 2)
    assert estimate(services, sources, Order(out), Listener(), "ray").seconds is None, "nobody tried a cluster"


def test_an_estimate_goes_by_length_for_a_sentence_may_be_as_long_as_a_hundred(
    services: Services, articles: Path, out: Path
) -> None:
    remember_speed(services.paths.speeds, services.model.digest, Speed({"1": 2.0}, 2))
    (articles / "short.txt").write_text("Pasar Dibuka\n\nWarga membeli beras.\n", encoding="utf-8")
    (articles / "long.txt").write_text(f"Pasar Dibuka\n\nWarga membeli {'beras, ' * 300}beras.\n", encoding="utf-8")
    short, long = (
        estimate(services, find_sources([str(articles / name)]), Order(out), Listener())
        for name in ("short.txt", "long.txt")
    )
    assert long.sentences <= short.sentences + 1
    assert short.seconds is not None
    assert long.seconds is not None
    assert long.seconds > 50 * short.seconds


def test_the_usual_length_is_that_of_the_samples() -> None:
    sources = find_sources([str(path) for path in paths()])
    lengths = [len(one.text) for source in sources for one in read_article(source).segments()]
    assert sum(lengths) / len(lengths) == pytest.approx(USUAL, rel=0.1)


def test_a_broken_page_is_one_failure(services: Services, articles: Path, out: Path) -> None:
    sources = [Source(name="gone", path=articles / "gone.txt"), *find_sources([str(articles)])]
    report = translate_sources(services, sources, Order(out), Listener(), [Failure("x", ReaderError("lost"))])
    assert (report.articles, report.written, len(report.failed)) == (5, 3, 2)
    assert report.as_json()["failed"][1]["file"] == "gone"


def test_a_correction_rewrites_what_is_written(services: Services, articles: Path, out: Path) -> None:
    run(services, articles, out)
    sentence = next(one for one in to_article((articles / "a.txt").read_bytes(), Source(name="a.txt")).segments())
    services.memory.correct(sentence.text, "ind_Latn", "A wording of my own.")
    again = run(services, articles, out)
    assert (again.written, again.translated) == (3, 0)
    assert any("A wording of my own." in path.read_text("utf-8") for path in out.rglob("*.en.txt"))
    assert run(services, articles, out).skipped == 3


def test_a_broken_glossary_of_one_folder_stops_no_other(with_terms: Services, articles: Path, out: Path) -> None:
    broken = articles / "broken"
    write(broken / "c.txt", 3)
    (broken / "glossary.toml").write_text("[[term", encoding="utf-8")
    report = run(with_terms, articles, out)
    assert (report.written, len(report.failed)) == (3, 1)
    assert "c.txt" in report.failed[0].file


def test_a_date_at_the_end_of_the_calendar_is_none(tmp_path: Path) -> None:
    page = (
        '<html><head><meta property="article:published_time" content="9999-12-31T23:59:00-07:00"></head><body><article>'
    )
    page += "<h1>Harga beras naik di pasar</h1>" + "<p>Warga membeli beras di pasar induk pagi ini.</p>" * 5
    article = to_article(f"{page}</article></body></html>".encode(), Source(name="a.html", path=Path("a.html")))
    assert article.published is None
