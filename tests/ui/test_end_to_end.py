"""The real thing: a sample article, the bundled model, the cache, the built-in glossary."""

from dataclasses import replace

from reader import samples
from reader.config import Settings
from reader.document import Source
from reader.services import open_services
from reader.ui.app import ReaderApp
from tests.ui.kit import reading, rows, status, until, until_open


async def test_a_sample_is_read_translated_and_kept(settings: Settings) -> None:
    path = samples.paths()[0]
    source = Source(name=path.name, path=path)
    quick = replace(settings, beam=1)
    with open_services(quick) as services:
        async with ReaderApp(services, [source]).run_test(size=(120, 40)) as pilot:
            screen = await until_open(pilot)
            assert any(row.strip() for row in rows(pilot))
            await until(pilot, lambda: "finding" in status(pilot), seconds=60)
            state = screen.text.state
            assert state is not None
            assert set(state.ready) == set(state.places)
            assert {sentence.origin for sentence in state.ready.values()} <= {"model", "copied"}
            english = {place: state.target(place) for place in state.places}
            assert any("the" in str(text).split() for text in english.values())
            assert any(state.terms(place) for place in state.places)
    with open_services(quick) as services:
        async with ReaderApp(services, [source]).run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: reading(pilot).text.state is not None and "finding" in status(pilot))
            again = reading(pilot).text.state
            assert again is not None
            assert {sentence.origin for sentence in again.ready.values()} <= {"cache", "copied"}
            assert {place: again.target(place) for place in again.places} == english
