"""What is told of a run while it goes on: to a log, to a program, and how much is left."""

import json

import pytest

from reader.batch.report import Failure, Report, Tally
from reader.commands.progress import Log, Objects, Quiet, Watching, expected_sentences, listening
from reader.errors import ExitCode, ReaderError


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def report(**fields: object) -> Report:
    return Report(articles=10, **fields)  # type: ignore[arg-type]


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("state", "sentences"),
    [
        (report(), 0),
        (report(opened=2, planned=30), 150),
        (report(opened=2, planned=30, skipped=4), 90),
        (report(opened=10, planned=200, written=10), 200),
        (report(opened=6, planned=60, skipped=5), 60),
    ],
)
def test_articles_that_were_not_opened_are_taken_to_be_like_the_others(state: Report, sentences: int) -> None:
    assert expected_sentences(state) == sentences


def test_rate_share_findings_and_time_left_are_told() -> None:
    clock = Clock()
    watching = Watching(clock)
    state = report(opened=5, planned=100)
    watching.update(state)
    for _ in range(5):
        clock.now += 1
        state.translated += 6
        state.cached += 2
        watching.update(state)
    state.tally = Tally(40, {"number": 1})
    assert watching.said(state) == "8.0 sentences/s, 25% cached, 1 finding, about 20 s left"


def test_before_anything_is_known_nothing_is_foretold() -> None:
    watching = Watching(Clock())
    watching.update(report())
    assert watching.said(report()) == "0.0 sentences/s, 0 findings"


def test_a_log_gets_a_line_from_time_to_time(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    log = Log(clock)
    for _ in range(100):
        clock.now += 1
        log.update(report(written=3, opened=3, planned=9, translated=9))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("dwibaca: 3 of 10 articles: 0.0 sentences/s, 0% cached, 0 findings")


def test_a_program_gets_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    told = Objects(quiet=False, clock=clock)
    state = report(opened=4, planned=40)
    for _ in range(12):
        clock.now += 0.25
        state.translated += 1
        told.update(state)
    failure = Failure("a\x1b.txt", ReaderError("the article is empty", "a\x1b.txt"))
    state.fail(failure)
    told.failed(failure)
    state.interrupted = True
    told.ended(state, ExitCode.INTERRUPTED)
    out, err = capsys.readouterr()
    found = objects(out)
    assert [one["event"] for one in found] == ["progress"] * 3 + ["failed", "end"]
    assert [one["translated"] for one in found[:3]] == [1, 5, 9]
    assert found[2]["rate"] == pytest.approx(4, abs=0.5)
    assert found[3] == {"event": "failed", "file": "a\x1b.txt", "error": "the article is empty: a␛.txt"}
    assert (found[4]["interrupted"], found[4]["code"], found[4]["failed"], found[4]["done"]) == (True, 130, 1, 1)
    assert "\x1b" not in out, "JSON has it as an escape"
    assert err == "dwibaca: the article is empty: a␛.txt\n"


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    for objects_too in (False, True):
        with listening(1, quiet=True, objects=objects_too) as listener:
            assert isinstance(listener, Quiet)
            listener.update(report(written=1))
            assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_line_that_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with listening(4, quiet=False) as listener:
        listener.update(report(written=3, opened=4, planned=20, translated=15))
    assert "3/4" in capsys.readouterr().err
