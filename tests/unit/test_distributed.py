"""What goes to workers in other processes and back: plain data, and the same files as without them. No Ray here."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.article import find_sources
from reader.batch.answers import Answer, Problem, plain_settings, plain_source, settings_of, source_of
from reader.batch.article_worker import ArticleWorker, Task, article_task, plain_worker
from reader.batch.crew import Crew, crew_for
from reader.batch.outputs import name_outputs
from reader.batch.recipes import Order, recipes
from reader.batch.report import Tally
from reader.batch.run import translate_sources
from reader.commands.progress import Quiet
from reader.config import Settings, load_settings
from reader.document import Source
from reader.errors import ModelError, ReaderError, UnreadableError, UsageError
from reader.pipeline import FOLDER
from reader.services import Services, open_services
from tests.support.made import make_articles


@pytest.fixture
def services(home: Path, tiny_model: Path) -> Iterator[Services]:
    with open_services(load_settings(home=home, model=str(tiny_model), beam=1)) as opened:
        yield opened


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    """Three articles, one of which cannot be read."""
    folder = make_articles(tmp_path / "in", 2, 4)
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    return find_sources([str(folder)])


def tasks_of(services: Services, sources: list[Source], order: Order) -> list[Task]:
    """As they come out of another process: through JSON."""
    wanted = recipes(services, services.pipeline(None, FOLDER).matcher, order)
    named = zip(name_outputs(sources), sources, strict=True)
    return list(json.loads(json.dumps([article_task(stem.as_posix(), source, wanted) for stem, source in named])))


def worker_of(services: Services, order: Order) -> ArticleWorker:
    """A worker with services of its own, as another process makes it."""
    return ArticleWorker.of(json.loads(json.dumps(plain_worker(services, order))))


def test_a_worker_makes_the_bytes_that_the_local_engine_writes(
    services: Services, sources: list[Source], tmp_path: Path
) -> None:
    order = Order(tmp_path / "out", ("txt", "html", "jsonl", "epub"))
    translate_sources(services, sources, order, Quiet())
    # Once more from the cache, so that both find every sentence there.
    translate_sources(services, sources, Order(order.folder, order.formats, force=True), Quiet())
    answers = {
        answer.key: Answer.from_row(answer.row())
        for answer in worker_of(services, order).answers(tasks_of(services, sources, order))
    }
    assert len(answers) == 3
    written = {path.relative_to(order.folder).as_posix() for path in order.folder.rglob("*.en.*")}
    assert written == {f"{answer.key}.en.{name}" for answer in answers.values() for name in answer.files}
    assert len(written) == 8
    for answer in answers.values():
        assert answer.translated == 0
        assert answer.cached == answer.tally.sentences
        for name, data in answer.files.items():
            assert (order.folder / f"{answer.key}.en.{name}").read_bytes() == data


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow (extra `ray`)")
def test_tables_of_tasks_and_answers_are_what_ray_carries(
    services: Services, sources: list[Source], tmp_path: Path
) -> None:
    import pyarrow as pa

    from reader.batch.ray_worker import FATAL, RayWorker

    order = Order(Path("out"))
    tasks = pa.table({"task": [json.dumps(task) for task in tasks_of(services, sources, order)]})
    plain = plain_worker(services, order)
    answers = [Answer.from_row(row) for row in RayWorker("articles", plain)(tasks).to_pylist()]
    assert sorted(answer.key for answer in answers) == ["000/00000", "000/00001", "bad"]
    assert [set(answer.files) for answer in answers if not answer.problems] == [{"txt"}, {"txt"}]
    plain["settings"]["model"] = str(tmp_path / "gone")
    (fatal,) = (Answer.from_row(row) for row in RayWorker("articles", plain)(tasks).to_pylist())
    assert fatal.key == FATAL
    assert isinstance(fatal.problems[0].error, ModelError)


def test_an_article_fails_alone_and_keeps_its_error(services: Services, sources: list[Source]) -> None:
    order = Order(Path("out"))
    answers = {answer.key: answer for answer in worker_of(services, order).answers(tasks_of(services, sources, order))}
    (problem,) = answers["bad"].problems
    assert isinstance(problem.error, UnreadableError)
    assert str(problem.error).startswith("not a text: ")
    assert answers["bad"].files == {}
    assert all(answer.characters > answer.translated > 0 for key, answer in answers.items() if key != "bad")


def test_a_worker_with_another_glossary_refuses(services: Services, sources: list[Source]) -> None:
    order = Order(Path("out"))
    tasks = tasks_of(services, sources, order)
    services.paths.glossary.parent.mkdir(parents=True, exist_ok=True)
    services.paths.glossary.write_text('[[term]]\nsource = "pasar"\ntarget = "bazaar"\n', encoding="utf-8")
    answers = list(worker_of(services, order).answers(tasks))
    assert [len(answer.problems) for answer in answers] == [1, 1, 1]
    assert "another version, model, glossary or corrections" in str(answers[0].problems[0].error)


def test_a_worker_without_the_model_says_so(services: Services, sources: list[Source], tmp_path: Path) -> None:
    order = Order(Path("out"))
    plain = plain_worker(services, order)
    plain["settings"]["model"] = str(tmp_path / "gone")
    with pytest.raises(ModelError, match="no usable model"):
        list(ArticleWorker.of(plain).answers(tasks_of(services, sources, order)))


@pytest.mark.parametrize("kind", [ReaderError, UsageError, ModelError, UnreadableError])
def test_an_error_is_the_same_on_the_other_side(kind: type[ReaderError]) -> None:
    error = kind("what", "which", "hint")
    answer = Answer("a", {"txt": b"\xff"}, Tally(3, {"name": 1}, {"used": 2}), 2, 1, (Problem.of("f", error),), ("r",))
    back = Answer.from_row(json.loads(json.dumps({**answer.row(), "files": []})))
    assert back == Answer("a", {}, answer.tally, 2, 1, answer.problems, ("r",))
    assert Answer.from_row(answer.row()) == answer
    assert type(back.problems[0].error) is kind
    assert str(back.problems[0].error) == str(error)


def test_settings_and_sources_are_the_same_on_the_other_side(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(home=Path("home"), model=services.settings.model, glossary=(Path("g.toml"),), beam=2)
    with open_services(settings) as opened:
        back = settings_of(json.loads(json.dumps(plain_settings(opened))))
    assert back.home == tmp_path / "home"
    assert back.glossary == (tmp_path / "g.toml",)
    assert (back.model, back.beam, back.language) == (str(opened.installed.folder), 2, settings.language)
    source = Source(name="a.epub#1", path=Path("a.epub"), relative=Path("a/1.xhtml"), part="1")
    there = source_of(json.loads(json.dumps(plain_source(source))))
    assert there == Source(name="a.epub#1", path=tmp_path / "a.epub", relative=Path("a/1.xhtml"), part="1")
    assert source_of(plain_source(Source(name="https://example.org/a"))) == Source(name="https://example.org/a")


@pytest.mark.parametrize(
    ("workers", "threads", "cores", "crew"),
    [
        (0, 0, [2], (1, 2)),
        (2, 0, [2], (2, 1)),
        (2, 0, [1], (2, 1)),
        (0, 0, [16, 16], (8, 4)),
        (3, 0, [8, 8], (3, 5)),
        (2, 0, [8] * 10, (2, 8)),
        (0, 2, [8, 8], (8, 2)),
        (0, 64, [8, 8], (1, 8)),
        (0, 0, [0, 8], (2, 4)),
    ],
)
def test_no_worker_is_larger_than_a_machine(
    workers: int, threads: int, cores: list[int], crew: tuple[int, int]
) -> None:
    assert crew_for(Settings(workers=workers, threads=threads), cores) == Crew(*crew, gpu=False)
