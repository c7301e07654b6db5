"""The steps by which a model comes into the store, as the command and the screen take them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import huggingface_hub
import pytest

from models import layout
from models.catalog import catalog
from models.fetch import Cost, Fetch
from models.stop import Stop
from models.store import ModelStore
from models.types import EngineError, StoppedError
from tests.support.hub import FakeHub, files_of

pytestmark = pytest.mark.enable_socket

NAME = "nllb-600m"
REPOSITORY = catalog().entries[NAME].repositories[0].id


@pytest.fixture
def server(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("HF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "no-token"))
    huggingface_hub.close_session()
    with FakeHub({REPOSITORY: files_of(tiny_model)}).running() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub
    huggingface_hub.close_session()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_what_it_costs_is_known_before_and_what_came_counts(
    store: ModelStore, server: FakeHub, tiny_model: Path
) -> None:
    stop = Stop()
    fetch = Fetch(store, NAME, stop=stop)
    assert not fetch.is_whole()
    plan = fetch.plan()
    whole = sum((tiny_model / name).stat().st_size for name in files_of(tiny_model) if name != layout.MANIFEST)
    cost = fetch.cost(plan)
    assert (cost.size, cost.here) == (whole, 0)
    assert cost.free > 0
    server.faults.pause = 0.01
    with pytest.raises(StoppedError):
        fetch.bring(plan, lambda here: stop.set() if here > whole // 2 else None)
    again = Fetch(store, NAME)
    assert whole // 2 < again.cost(plan).here < whole
    again.bring(plan, lambda _: None)
    assert again.is_whole()


def test_a_disk_that_is_too_small_is_told_before(store: ModelStore, server: FakeHub) -> None:
    fetch = Fetch(store, NAME)
    cost = Cost(size=626_000_000, here=100_000_000, free=400_500_000)
    with pytest.raises(EngineError, match="not enough room on the disk") as caught:
        fetch.check_room(cost)
    assert caught.value.hint == "make room for 126 MB more"
    fetch.check_room(replace(cost, free=526_000_000))


def test_once_stopped_nothing_more_is_asked(store: ModelStore, server: FakeHub) -> None:
    stop = Stop()
    stop.set()
    fetch = Fetch(store, NAME, stop=stop)
    with pytest.raises(StoppedError):
        fetch.plan()
    with pytest.raises(StoppedError):
        fetch.prepare()
    assert server.of(layout.MODEL) == []


@pytest.mark.parametrize("name", ["compact", "../up", "nothing"])
def test_what_cannot_be_fetched(store: ModelStore, name: str) -> None:
    with pytest.raises(EngineError):
        Fetch(store, name)
