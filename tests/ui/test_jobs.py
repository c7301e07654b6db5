"""Work in the background: every screen shows it, and it can be cancelled from there."""

import threading
from dataclasses import replace

from textual.pilot import Pilot
from textual.worker import Worker, WorkerState

from reader.config import Settings
from reader.errors import ExitCode
from reader.pipeline import Pools
from reader.ui.app import ReaderApp
from reader.ui.jobs import Job, Jobs, jobs_line
from reader.ui.messages import Progress, SentenceFailed, SentencesArrived, TranslationEnded, TranslationStopped
from reader.ui.screens.jobs import JobsScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.screens.settings import SettingsScreen
from reader.ui.widgets.bars import StatusBar
from reader.ui.widgets.lines import Lines
from tests.ui.kit import ARTICLE, LONG, WaitingTranslator, reader, status, until, until_done, until_open

SMALL = Pools(first=6, batch=6)


def bottom(pilot: Pilot[int]) -> str:
    """The line at the bottom of the screen that is shown."""
    return str(pilot.app.screen.query_one(StatusBar).render())


def listed(pilot: Pilot[int]) -> list[str]:
    lines = pilot.app.screen.query_one(Lines)
    return [str(lines.get_option_at_index(index).prompt) for index in range(lines.option_count)]


def test_a_job_is_there_until_it_is_over() -> None:
    changes: list[int] = []
    stopped: list[str] = []
    jobs = Jobs(lambda: changes.append(1))
    one = jobs.begin("One", lambda: stopped.append("one"))
    two = jobs.begin("Two", lambda: stopped.append("two"))
    assert [job.name for job in jobs] == ["One", "Two"]
    one.update(0.5, "5 s left")
    assert (one.fraction, one.detail) == (0.5, "5 s left")
    two.cancel()
    assert [job.name for job in jobs] == ["One"]
    one.end()
    one.end()
    assert list(jobs) == []
    assert stopped == ["two"]
    assert len(changes) >= 5


def test_jobs_come_and_go_on_many_threads() -> None:
    jobs = Jobs(lambda: None)

    def work() -> None:
        for _ in range(200):
            jobs.begin("x", lambda: None).end()

    kept = jobs.begin("kept", lambda: None)
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(jobs) == [kept]


def test_the_line_of_the_jobs() -> None:
    job = Job("Downloading x", lambda: None, lambda: None)
    assert jobs_line([job]) == ["Downloading x …", "1 job"]
    job.update(0.431)
    assert jobs_line([job]) == ["Downloading x 43%", "43%"]
    assert jobs_line([job, job]) == ["2 things go on", "2 jobs"]


async def until_six(pilot: Pilot[int], translator: WaitingTranslator) -> None:
    """Wait until six of the fifteen sentences are there."""
    await until_open(pilot)
    translator.let_go(1)
    await until(pilot, lambda: "6/15" in status(pilot))


async def test_a_job_is_shown_on_every_screen_and_cancelled_from_its_list(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 30)) as pilot:
        await until_done(pilot)
        cancelled: list[bool] = []
        job = app.jobs.begin("Downloading nllb-600m", lambda: cancelled.append(True))
        threading.Thread(target=job.update, args=(0.25, "2 MB/s")).start()
        await until(pilot, lambda: "Downloading nllb-600m 25% (F4)" in bottom(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await until(pilot, lambda: "Downloading nllb-600m 25% (F4)" in bottom(pilot))
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, JobsScreen))
        assert "Downloading nllb-600m" in listed(pilot)[0]
        assert "25%   2 MB/s" in listed(pilot)[0]
        job.update(0.5, "3 MB/s")
        await until(pilot, lambda: "50%   3 MB/s" in listed(pilot)[0])
        await pilot.press("x")
        await until(pilot, lambda: not listed(pilot))
        assert cancelled == [True]
        await pilot.press("x", "escape")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        assert "F4" not in bottom(pilot)


async def test_the_line_at_the_bottom_can_be_clicked(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(140, 30)) as pilot:
        await until_done(pilot)
        app.jobs.begin("Downloading x", lambda: None)
        await until(pilot, lambda: "Downloading x … (F4)" in bottom(pilot))
        at = bottom(pilot).index("Downloading x")
        await pilot.click(StatusBar, offset=(at + 3, 0))
        await until(pilot, lambda: isinstance(app.screen, JobsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.click(StatusBar, offset=(bottom(pilot).index("? help") + 1, 0))
        await until(pilot, lambda: not isinstance(app.screen, ReadingScreen))


async def test_a_translation_is_a_job_of_the_other_screens(settings: Settings) -> None:
    translator = WaitingTranslator()
    app = reader(settings, translator, pools=SMALL)
    async with app.run_test(size=(120, 30)) as pilot:
        await until_six(pilot, translator)
        assert "F4" not in bottom(pilot)  # this screen tells it at length
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await until(pilot, lambda: "Translating pelabuhan.txt 40% (F4)" in bottom(pilot))
        translator.let_go()
        await until(pilot, lambda: "F4" not in bottom(pilot))


async def test_a_translation_is_stopped_and_goes_on(settings: Settings) -> None:
    translator = WaitingTranslator()
    app = reader(settings, translator, pools=SMALL)
    async with app.run_test(size=(120, 30)) as pilot:
        await until_six(pilot, translator)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, JobsScreen))
        await pilot.press("x", "escape")
        await until(pilot, lambda: status(pilot) == "stopped at 6/15 sentences")
        translator.let_go()
        await pilot.press("T")
        screen = await until_done(pilot)
        assert screen.state is not None
        assert len(screen.state.ready) == 15
        await pilot.press("T")
        assert list(app.jobs) == []


async def test_what_an_earlier_run_still_tells_does_not_touch_the_new_one(settings: Settings) -> None:
    translator = WaitingTranslator()
    app = reader(settings, translator, pools=SMALL)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await until_open(pilot)
        translator.let_go(1)
        await until(pilot, lambda: "6/15" in status(pilot))
        old = next(worker for worker in screen.workers if worker.group == "article" and not worker.is_finished)
        assert screen.state is not None
        sentence = screen.state.ready[(0, 0)]
        screen.read_with("another")
        await pilot.pause()
        # All of this was on its way when the person chose.
        late = (
            Progress(15, 15, 15, run=1),
            SentencesArrived((replace(sentence, target="of the old model"),), run=1),
            SentenceFailed((0, 0), "by the old model", run=1),
            TranslationEnded(run=1),
            TranslationStopped("the old model is broken", run=1),
        )
        for message in late:
            screen.post_message(message)
        old._error = RuntimeError("broken")
        screen.post_message(Worker.StateChanged(old, WorkerState.ERROR))
        await pilot.pause()
        assert len(list(app.jobs)) == 1
        assert not screen.query(".trouble")
        assert screen.state.ready[(0, 0)] == sentence
        assert (screen.progress.done, screen.state.failed, screen.over) == (0, {}, False)
        translator.let_go()
        await until_done(pilot)
        assert list(app.jobs) == []


async def test_the_next_article_is_translated_as_a_job_and_quitting_asks_nothing(settings: Settings) -> None:
    translator = WaitingTranslator()
    app = reader(replace(settings, use_cache=True), translator, ARTICLE, LONG, pools=SMALL, cached=True)
    async with app.run_test(size=(140, 30)) as pilot:
        await until(pilot, lambda: "pelabuhan.txt" in str(app.screen.query("*")) or app.screen.is_current)
        await open_first(pilot)
        translator.let_go(3)
        await until(pilot, lambda: any("the next article" in job.name for job in app.jobs))
        assert "the next article" in bottom(pilot)
        await pilot.press("ctrl+q")
    assert app.return_code == ExitCode.DONE


async def open_first(pilot: Pilot[int]) -> None:
    """Open the first article of the list."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await pilot.pause(0.2)
    await pilot.press("enter")
    await until_open(pilot)
