"""A look at articles: once for each state of the file and each way to translate it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.article import read_article
from reader.config import Settings
from reader.document import Source
from reader.library.glance import Glancer
from reader.pipeline import Job
from tests.ui.kit import Desk, WaitingTranslator

TEXT = "Pasar Baru Dibuka\n\nPresiden membuka pasar baru pada Senin.\n"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return Source(name="a.txt", path=path)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    desk = Desk(settings, WaitingTranslator(free=True), cached=True)
    yield desk
    desk.close()


def translate(desk: Desk, source: Source) -> None:
    list(desk.pipeline(None).run([Job("", read_article(source))]))


def test_what_was_translated_since_is_seen(desk: Desk, source: Source) -> None:
    glancer = Glancer(desk.pipeline)
    assert glancer.look(source).translated == 0
    translate(desk, source)
    assert glancer.look(source).translated == 2


def test_another_glossary_or_another_choice_is_another_way_to_translate(desk: Desk, source: Source) -> None:
    chosen = ["beam 4"]
    glancer = Glancer(desk.pipeline, lambda: chosen[0])
    translate(desk, source)
    assert glancer.look(source).translated == 2
    desk.paths.glossary.parent.mkdir(parents=True, exist_ok=True)
    desk.paths.glossary.write_text('[[term]]\nsource = "pasar"\ntarget = "bazaar"\n', encoding="utf-8")
    assert glancer.look(source).translated == 2  # nobody has said that anything has changed
    glancer.look_anew()
    assert glancer.look(source).translated < 2
    desk.paths.glossary.unlink()
    # Now there is nothing in the cache: what is seen without reading it was seen before.
    assert desk.cache is not None
    desk.cache.clear()
    glancer.look_anew()
    assert glancer.look(source).translated == 2
    chosen[0] = "beam 1"
    glancer.look_anew()
    assert glancer.look(source).translated == 0


def test_another_model_is_another_way_to_translate(desk: Desk, source: Source) -> None:
    models = [desk.settings.model]
    glancer = Glancer(lambda folder: desk.pipeline(folder, model=models[0]))
    translate(desk, source)
    assert glancer.look(source).translated == 2
    assert desk.cache is not None
    desk.cache.clear()
    glancer.look_anew()
    assert glancer.look(source).translated == 2  # it was seen with this model
    models[0] = "other"
    glancer.look_anew()
    assert glancer.look(source).translated == 0


def test_everything_is_read_again_when_that_is_asked_for(desk: Desk, source: Source) -> None:
    translate(desk, source)
    glancer = Glancer(desk.pipeline)
    assert glancer.look(source).title == "Pasar Baru Dibuka"
    assert source.path is not None
    time = source.path.stat().st_mtime_ns
    source.path.write_text(TEXT.replace("Baru", "Lama"), encoding="utf-8")  # neither longer nor, as it says, later
    os.utime(source.path, ns=(time, time))
    glancer.look_anew()
    assert glancer.look(source).title == "Pasar Baru Dibuka"
    glancer.look_anew(everything=True)
    assert glancer.look(source).title == "Pasar Lama Dibuka"
