"""Files from an imitated Hub: whole, resumed, refused, each fault with one clear line."""

import itertools
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest

from models.hub import Hub, NotOnHubError, RemoteFile
from models.stop import Stop
from models.types import EngineError, StoppedError
from tests.support.hub import FakeHub, Proxy
from tests.support.limits import largest_file

pytestmark = pytest.mark.enable_socket

REPOSITORY = "someone/nllb-ct2"
LENGTH = 1_000_003
QUICK = (0.0,) * 5


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A client of this test's own: the library reads the proxies when it makes one."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("HF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "no-token"))
    huggingface_hub.close_session()
    yield
    huggingface_hub.close_session()


@pytest.fixture
def server() -> Iterator[FakeHub]:
    weights = np.random.default_rng(3).bytes(LENGTH)
    with FakeHub(
        {REPOSITORY: {"model.bin": weights, "config.json": b'{"a": 1}\n', "README.md": b"# card\n"}}
    ).running() as hub:
        yield hub


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def hub(server: FakeHub, said: list[str]) -> Hub:
    return Hub(server.address, say=said.append, waits=QUICK)


@pytest.fixture
def remote(hub: Hub) -> RemoteFile:
    return hub.file(hub.listing(REPOSITORY), "model.bin")


def content(server: FakeHub, name: str = "model.bin") -> bytes:
    return server.repositories[REPOSITORY][name]


def test_the_imitation_satisfies_the_librarys_own_download(
    server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    for name in ("model.bin", "config.json"):
        path = huggingface_hub.hf_hub_download(REPOSITORY, name, endpoint=server.address, local_dir=tmp_path)
        assert Path(path).read_bytes() == content(server, name)
    found = huggingface_hub.get_hf_file_metadata(f"{server.address}/{REPOSITORY}/resolve/main/model.bin")
    assert (found.commit_hash, found.size) == (server.commit(REPOSITORY), LENGTH)
    assert found.xet_file_data is not None


def test_lists_what_the_hub_has_on_record(server: FakeHub, hub: Hub) -> None:
    listing = hub.listing(REPOSITORY)
    assert (listing.commit, listing.licence) == (server.commit(REPOSITORY), "cc-by-nc-4.0")
    assert listing.names == {"model.bin", "config.json", "README.md"}
    large, small = (hub.file(listing, name) for name in ("model.bin", "config.json"))
    assert (large.size, len(large.sha256), large.git_sha1) == (LENGTH, 64, "")
    assert (small.size, len(small.git_sha1), small.sha256) == (9, 40, "")


def test_asks_file_by_file_where_the_list_has_names_alone(server: FakeHub, hub: Hub) -> None:
    known = {name: hub.file(hub.listing(REPOSITORY), name) for name in ("model.bin", "config.json")}
    server.faults.no_metadata = True
    listing = hub.listing(REPOSITORY)
    assert listing.known == {}
    assert {name: hub.file(listing, name) for name in known} == known


def test_fetches_a_file_and_counts_its_bytes(server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path) -> None:
    moves: list[int] = []
    hub.fetch(remote, tmp_path / "model.bin", moves.append)
    assert (tmp_path / "model.bin").read_bytes() == content(server)
    assert (moves[0], moves[-1]) == (0, LENGTH)
    assert all(a < b for a, b in itertools.pairwise(moves))
    small = hub.file(hub.listing(REPOSITORY), "config.json")
    hub.fetch(small, tmp_path / "config.json")
    assert (tmp_path / "config.json").read_bytes() == content(server, "config.json")


def test_a_connection_broken_at_ten_places_goes_on_where_it_was(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path, said: list[str]
) -> None:
    server.faults.breaks["model.bin"] = [LENGTH // 12] * 10
    hub.fetch(remote, tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == content(server)
    assert server.sent["model.bin"] == LENGTH  # every byte went out once
    asked = server.of("/resolve/" + server.commit(REPOSITORY) + "/model.bin")
    assert [request.range for request in asked] == [
        "",
        *(f"bytes={number * (LENGTH // 12)}-" for number in range(1, 11)),
    ]
    assert len(said) == 10
    assert all("the connection broke, going on at" in line for line in said)


def test_a_file_begun_by_an_earlier_run_is_gone_on_with(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path
) -> None:
    (tmp_path / "model.bin").write_bytes(content(server)[:600_000])
    moves: list[int] = []
    hub.fetch(remote, tmp_path / "model.bin", moves.append)
    assert (tmp_path / "model.bin").read_bytes() == content(server)
    assert (server.sent["model.bin"], moves[0]) == (LENGTH - 600_000, 600_000)
    hub.fetch(remote, tmp_path / "model.bin")
    assert server.sent["model.bin"] == LENGTH - 600_000  # a whole file is read, not fetched


@pytest.mark.parametrize(
    "left", [b"spoilt" * 1000, b"\0" * LENGTH, b"\0" * (LENGTH + 5)], ids=["begun", "whole", "longer"]
)
def test_what_an_earlier_run_left_spoilt_is_fetched_anew(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path, left: bytes
) -> None:
    (tmp_path / "model.bin").write_bytes(left)
    hub.fetch(remote, tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == content(server)


def test_a_server_without_ranges_sends_it_all_again(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path
) -> None:
    server.faults.no_ranges = True
    server.faults.breaks["model.bin"] = [400_000]
    hub.fetch(remote, tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == content(server)
    assert server.sent["model.bin"] == 400_000 + LENGTH


def test_a_server_that_is_busy_is_asked_again(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path, said: list[str]
) -> None:
    server.faults.status["model.bin"] = 503

    def relent(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            server.faults.status.clear()

    Hub(server.address, say=relent, waits=QUICK).fetch(remote, tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == content(server)
    assert all("the server answers 503" in line for line in said)


def fails(hub: Hub, remote: RemoteFile, target: Path) -> str:
    with pytest.raises(EngineError) as caught:
        hub.fetch(remote, target)
    assert "\n" not in f"{caught.value} {caught.value.hint}"
    return f"{caught.value} ({caught.value.hint})"


def test_a_connection_that_keeps_breaking_is_given_up_and_the_part_kept(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path
) -> None:
    server.faults.breaks["model.bin"] = [300_000, *[0] * 20]
    line = fails(hub, remote, tmp_path / "model.bin")
    assert line.startswith("the connection to the Hub keeps breaking: ")
    assert "it goes on from there" in line
    assert (tmp_path / "model.bin").stat().st_size == 300_000
    assert len(server.of("/model.bin")) == 2 * (2 + len(QUICK) - 1)  # each is a redirect and an answer


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_wrong_bytes_are_refused_and_deleted(server: FakeHub, hub: Hub, tmp_path: Path, name: str) -> None:
    data = content(server, name)
    server.faults.served[name] = data[:-1] + bytes([data[-1] ^ 1])
    line = fails(hub, hub.file(hub.listing(REPOSITORY), name), tmp_path / name)
    assert line.startswith(f"the download is not what the Hub recorded: {REPOSITORY}/{name}: ")
    assert " instead of " in line
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("size", [LENGTH - 1000, LENGTH + 1000])
def test_a_wrong_size_is_refused_before_the_download(server: FakeHub, hub: Hub, tmp_path: Path, size: int) -> None:
    server.faults.recorded_size["model.bin"] = size
    line = fails(hub, hub.file(hub.listing(REPOSITORY), "model.bin"), tmp_path / "model.bin")
    assert f"{LENGTH:,} bytes instead of {size:,}" in line
    assert (tmp_path / "model.bin").stat().st_size == 0


def test_an_answer_without_end_is_cut(server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path) -> None:
    server.faults.endless.add("model.bin")
    assert f"more than its {LENGTH:,} bytes came" in fails(hub, remote, tmp_path / "model.bin")
    assert (tmp_path / "model.bin").stat().st_size == 0


def test_a_full_disk_keeps_what_came(server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path) -> None:
    with largest_file(700_000):
        line = fails(hub, remote, tmp_path / "model.bin")
    assert line.startswith("the disk takes no more: File too large: model.bin (make room and try again")
    assert (tmp_path / "model.bin").stat().st_size == 700_000
    hub.fetch(remote, tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == content(server)


def stops(hub: Hub, remote: RemoteFile, target: Path, moved: Callable[[int], None] = lambda _: None) -> None:
    with pytest.raises(StoppedError, match="stopped"):
        hub.fetch(remote, target, moved)


def test_stopped_in_the_middle_it_keeps_what_came_and_goes_on_there(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path
) -> None:
    stop, target = Stop(), tmp_path / "model.bin"
    stops(Hub(server.address, stop=stop), remote, target, lambda here: stop.set() if here > 300_000 else None)
    here = target.stat().st_size
    assert 300_000 < here < LENGTH
    stops(Hub(server.address, stop=stop), remote, target)  # it stays stopped
    asked = len(server.of("/model.bin"))
    hub.fetch(remote, target)
    assert target.read_bytes() == content(server)
    assert [request.range for request in server.of("/model.bin")[asked:]] == [f"bytes={here}-"] * 2


def test_stopped_while_it_waits_for_a_new_try_it_does_not_wait(
    server: FakeHub, remote: RemoteFile, tmp_path: Path
) -> None:
    stop = Stop()
    server.faults.breaks["model.bin"] = [0] * 9
    stops(Hub(server.address, say=lambda _: stop.set(), waits=(600.0,), stop=stop), remote, tmp_path / "model.bin")


@pytest.mark.parametrize(
    ("status", "name", "line"),
    [
        (401, REPOSITORY, f"the Hub does not show this repository (401): {REPOSITORY}"),
        (404, REPOSITORY, f"the Hub does not show this repository (404): {REPOSITORY}"),
        (403, REPOSITORY, f"the Hub does not show this repository (403): {REPOSITORY}"),
        (404, "model.bin", f"the Hub does not show this repository (404): {REPOSITORY}"),
    ],
)
def test_what_the_hub_does_not_give(
    server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path, status: int, name: str, line: str
) -> None:
    server.faults.status[name] = status
    with pytest.raises(NotOnHubError) as caught:
        hub.fetch(remote, tmp_path / "model.bin") if name == "model.bin" else hub.listing(REPOSITORY)
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("act", "error", "line"),
    [
        (lambda hub: hub.listing("no/where"), NotOnHubError, "does not show this repository (401): no/where"),
        (lambda hub: hub.listing(REPOSITORY, "f" * 40), NotOnHubError, "does not have this revision (404)"),
        (lambda hub: hub.file(hub.listing(REPOSITORY), "nothing.bin"), NotOnHubError, "does not have this file (404)"),
    ],
)
def test_what_the_hub_does_not_have(hub: Hub, act: Callable[[Hub], object], error: type, line: str) -> None:
    with pytest.raises(error, match=re.escape(line)):
        act(hub)


def test_a_gated_repository_says_how_to_get_in(server: FakeHub, hub: Hub) -> None:
    server.faults.status["some/gated"] = 401
    with pytest.raises(NotOnHubError, match="only to those who asked for it: some/gated") as caught:
        hub.listing("some/gated")
    assert "HF_TOKEN" in caught.value.hint


def test_a_login_reaches_the_hub_and_no_other_host(
    server: FakeHub, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.token = "hf_secret"
    with pytest.raises(NotOnHubError, match="401"):
        hub.listing(REPOSITORY)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    hub.fetch(hub.file(hub.listing(REPOSITORY), "model.bin"), tmp_path / "model.bin")
    storage = [asked for asked in server.asked if asked.path.startswith("/storage/")]
    assert [asked.login for asked in storage] == [""]
    assert server.of("resolve/" + server.commit(REPOSITORY) + "/model.bin")[-1].login == "Bearer hf_secret"


def test_nothing_but_the_download_is_asked_for(server: FakeHub, hub: Hub, remote: RemoteFile, tmp_path: Path) -> None:
    hub.fetch(remote, tmp_path / "model.bin")
    commit = server.commit(REPOSITORY)
    assert [(asked.method, asked.path) for asked in server.asked] == [
        ("GET", f"/api/models/{REPOSITORY}?blobs=true"),
        ("GET", f"/{REPOSITORY}/resolve/{commit}/model.bin"),
        ("GET", f"/storage/{REPOSITORY}/model.bin"),
    ]


def closed_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        (f"http://127.0.0.1:{1}", "the Hub cannot be reached: http://127.0.0.1:1: "),
        ("http://nowhere.invalid", "the Hub cannot be reached: http://nowhere.invalid: "),
    ],
)
def test_no_network_is_one_line(endpoint: str, said: str) -> None:
    with pytest.raises(EngineError) as caught:
        Hub(endpoint, waits=QUICK).listing(REPOSITORY)
    assert str(caught.value).startswith(said)
    assert "--from-dir" in caught.value.hint


@pytest.mark.parametrize("endpoint", ["gopher://127.0.0.1", "not an address", "mirror.example.org"])
def test_a_mirror_without_an_address_is_one_line(endpoint: str) -> None:
    with pytest.raises(EngineError, match=re.escape(f"HF_ENDPOINT is not the address of a Hub: {endpoint}")) as caught:
        Hub(endpoint, waits=QUICK).listing(REPOSITORY)
    assert "https://" in caught.value.hint


def test_an_empty_mirror_is_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from models.hub import Hub; print(Hub().endpoint)"],
        env={**os.environ, "HF_ENDPOINT": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("https://")


def test_a_mirror_is_named_by_the_environment(server: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server.address + "/")
    assert Hub().listing(REPOSITORY).commit == server.commit(REPOSITORY)


def test_a_proxy_is_gone_through(server: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Proxy(server).running() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        # A host that only the proxy can know.
        hub = Hub("http://hub.invalid", waits=QUICK)
        hub.fetch(hub.file(hub.listing(REPOSITORY), "config.json"), tmp_path / "config.json")
        assert (tmp_path / "config.json").read_bytes() == content(server, "config.json")
        assert proxy.asked
        assert all(path.startswith("http://hub.invalid/") for path in proxy.asked)


def test_a_proxy_that_is_not_there_is_named_without_its_login(monkeypatch: pytest.MonkeyPatch) -> None:
    port = closed_port()
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{port}")
    with pytest.raises(EngineError) as caught:
        Hub("http://hub.invalid", waits=QUICK).listing(REPOSITORY)
    assert str(caught.value).startswith(f"the Hub cannot be reached through the proxy http://127.0.0.1:{port}: ")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("path", ["", "/elsewhere"])
def test_something_else_that_answers_is_not_the_hub(server: FakeHub, path: str) -> None:
    server.page = b"<html>Please log in to the hotel's network</html>" if not path else b""
    with pytest.raises(EngineError) as caught:
        Hub(server.address + path, waits=QUICK).listing(REPOSITORY)
    what = "the Hub does not show this repository (404): " if path else "what answers is not the Hub: "
    assert str(caught.value).startswith(what)


@pytest.mark.parametrize("name", ["../up", "a b/c", "-", "x" * 200])
def test_what_is_no_repository_is_not_asked_for(server: FakeHub, hub: Hub, name: str) -> None:
    with pytest.raises(EngineError, match="not the name of a repository: "):
        hub.listing(name)
    assert server.asked == []


def test_the_offline_switch_is_heeded(hub: Hub, server: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EngineError, match="the Hub may not be asked: HF_HUB_OFFLINE is set"):
        hub.listing(REPOSITORY)
    assert server.asked == []
