"""`dwibaca models` as a person runs it, against an imitated Hub."""

import contextlib
import importlib.util
import io
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import huggingface_hub
import pytest

from models import bundled, layout, words
from models.catalog import catalog
from models.store import ModelStore
from reader.cli import main
from reader.paths import find_paths
from reader.speeds import known_speed
from tests.e2e.conftest import Dwibaca, environment
from tests.support.hub import FakeHub, Proxy, files_of
from tests.support.settings import settings_file
from tests.support.tiny_model import build_tiny_model

pytestmark = pytest.mark.enable_socket

SMALL, LARGE = catalog().entries["nllb-600m"], catalog().entries["nllb-3.3b"]
REPOSITORY = SMALL.repositories[0].id
KILLS = 2
"""`tests/bench/kill_get.py` does it twenty times."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large enough to be caught halfway."""
    return build_tiny_model(tmp_path_factory.mktemp("models") / "wide", width=256)


@pytest.fixture
def server(model: Path) -> Iterator[FakeHub]:
    with FakeHub({REPOSITORY: files_of(model)}).running() as hub:
        yield hub


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    returncode: int
    stdout: str
    lines: list[str]
    """On stderr."""


Run = Callable[..., Ran]


@pytest.fixture
def run(
    server: FakeHub, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """`dwibaca models ...` with that Hub, no terminal, and no login or proxy of the developer's; in this process."""
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    # The preparation runs on the first words of its lists: all 130,000 take seconds for each of the small models here.
    read = words.read
    monkeypatch.setattr("models.words.read", lambda name: read(name)[:500])

    def models(*args: object, **env: str) -> Ran:
        # The library reads the proxies when it makes its client.
        huggingface_hub.close_session()
        with monkeypatch.context() as patch:
            for name, value in hub_environment(server, tmp_path, **env).items():
                patch.setenv(name, value)
            code = main(["models", *map(str, args)])
        found = capfd.readouterr()
        return Ran(code, found.out, found.err.splitlines())

    yield models
    huggingface_hub.close_session()


@pytest.fixture
def process(server: FakeHub, dwibaca: Dwibaca, tmp_path: Path) -> Run:
    """The same in a process of its own."""

    def models(*args: object, **env: str) -> Ran:
        ran = dwibaca("models", *args, env=hub_environment(server, tmp_path, **env))
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode().splitlines())

    return models


def hub_environment(server: FakeHub, tmp_path: Path, **more: str) -> dict[str, str]:
    clean = {name: "" for name in os.environ if name.lower().endswith("_proxy")}
    return {**clean, "HF_ENDPOINT": server.address, "HF_HOME": str(tmp_path / "hf"), **more}


def store(home: Path) -> ModelStore:
    return ModelStore(home / "data" / "models")


def installed(home: Path) -> list[str]:
    return [model.name for model in store(home).installed()]


def test_a_model_is_fetched_used_chosen_and_removed(
    run: Run, process: Run, dwibaca: Dwibaca, home: Path, server: FakeHub
) -> None:
    got = process("get", "nllb-600m", "--yes")
    assert got.returncode == 0, got.lines
    folder = home / "data" / "models" / "nllb-600m"
    assert got.stdout == f"nllb-600m: installed  {folder}\n"
    said = "\n".join(got.lines)
    for part in (
        f"from {REPOSITORY} at {server.commit(REPOSITORY)[:12]}",
        "licence CC-BY-NC-4.0: non-commercial use only",
        "free on the disk",
        "of memory",
    ):
        assert part in said
    assert (
        dwibaca("translate", "--lines", "--beam", 1, "--model", "nllb-600m", stdin=b"Selamat pagi.\n").returncode == 0
    )
    asked = len(server.asked)
    again = run("get", "nllb-600m")
    assert (again.returncode, again.stdout) == (0, f"nllb-600m: already here and whole  {folder}\n")
    assert len(server.asked) == asked  # nothing is asked of the Hub for what is here
    listed = run("list").stdout.splitlines()
    assert re.match(r"\* compact +\S+ MB +comes with the program", listed[0])
    assert re.match(r"  nllb-600m +\S+ MB +installed +needs 1\.2 GB +FLORES 40\.5 63\.3, .* CC-BY-NC-4\.0", listed[1])
    assert re.match(r"  nllb-3\.3b +3\.4 GB +not fetched +needs 4\.0 GB .*dwibaca models get nllb-3\.3b", listed[3])
    settings_file(home, "# mine\nbeam = 2\n")
    assert run("default", "nllb-600m").stdout == "nllb-600m: in use from now on\n"
    assert (home / "config.toml").read_text(encoding="utf-8") == '# mine\nbeam = 2\nmodel = "nllb-600m"\n'
    assert run("list").stdout.splitlines()[1].startswith("* nllb-600m  ")
    assert run("path").stdout == f"{home / 'data' / 'models' / 'nllb-600m'}\n"
    assert run("remove", "nllb-600m").returncode == 2  # nobody to ask
    assert installed(home) == ["compact", "nllb-600m"]
    removed = run("remove", "nllb-600m", "--yes")
    assert (removed.returncode, "now it is compact" in removed.lines[0]) == (0, True)
    assert installed(home) == ["compact"]
    assert dwibaca("translate", "--lines", stdin=b"Selamat pagi.\n").returncode == 0


def test_nobody_to_ask_is_2_and_nothing_is_fetched(run: Run, home: Path, server: FakeHub) -> None:
    got = run("get", "nllb-600m")
    assert got.returncode == 2
    assert got.lines[-1].endswith("there is no terminal to ask at (give --yes)")
    assert "licence CC-BY-NC-4.0" in "\n".join(got.lines)
    assert not server.of("model.bin")
    assert installed(home) == ["compact"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("answer", "code", "there"), [("n\n", 130, ["compact"]), ("y\n", 0, ["compact", "nllb-600m"])])
def test_a_person_is_asked(
    home: Path, server: FakeHub, tmp_path: Path, answer: str, code: int, there: list[str]
) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        process = begin(home, server, tmp_path, stdin=theirs, stderr=theirs, yes=False)
        os.close(theirs)
        screen = ""
        while "[y/N]" not in screen:
            screen += os.read(ours, 4096).decode()
        assert "licence CC-BY-NC-4.0: non-commercial use only" in screen
        assert re.search(r"Fetch nllb-600m, \d\.\d MB, licence CC-BY-NC-4\.0\?", screen)
        assert not server.of(layout.MODEL)
        os.write(ours, answer.encode())
        with contextlib.suppress(OSError):  # Linux says so when the other side has gone
            while more := os.read(ours, 4096):
                screen += more.decode(errors="replace")
        assert process.wait(60) == code
    finally:
        os.close(ours)
    assert installed(home) == there
    assert ("nothing is fetched" in screen) == (code == 130)
    assert ("/s" in screen.rpartition("[y/N]")[2]) == (code == 0)  # the bar, with its rate


def test_a_connection_broken_at_ten_places_is_gone_on_with(run: Run, home: Path, server: FakeHub) -> None:
    size = len(server.repositories[REPOSITORY][layout.MODEL])
    server.faults.breaks[layout.MODEL] = [size // 12] * 10
    got = run("get", "nllb-600m", "--yes")
    assert got.returncode == 0
    assert sum("the connection broke, going on at" in line for line in got.lines) == 10
    assert server.sent[layout.MODEL] == size
    assert store(home).verify(store(home).resolve("nllb-600m")).problems == ()


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ("hash", f"the download is not what the Hub recorded: {REPOSITORY}/model.bin: sha256 "),
        ("size", f"the download is not what the Hub recorded: {REPOSITORY}/model.bin: "),
        ("401", f"the Hub does not show this repository (401): {REPOSITORY}"),
        ("404", f"the Hub does not show this repository (404): {REPOSITORY}"),
        ("500", "the Hub answers 500: http://127.0.0.1:"),
        ("no network", "the Hub cannot be reached: http://127.0.0.1:1: "),
        ("no proxy", "the Hub cannot be reached through the proxy http://127.0.0.1:1: "),
        ("not a hub", "what answers is not the Hub: http://127.0.0.1:"),
    ],
)
def test_a_fault_is_one_line_and_3_and_installs_nothing(
    run: Run, home: Path, server: FakeHub, fault: str, line: str
) -> None:
    env = {}
    match fault:
        case "hash":
            server.faults.served[layout.MODEL] = bytes(len(server.repositories[REPOSITORY][layout.MODEL]))
        case "size":
            server.faults.recorded_size[layout.MODEL] = 12345
        case "401" | "404" | "500":
            server.faults.status = {repository.id: int(fault) for repository in SMALL.repositories}
        case "no network":
            env = {"HF_ENDPOINT": "http://127.0.0.1:1"}
        case "no proxy":
            env = {"HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}
        case "not a hub":
            server.page = b"<html>Log in</html>"
    got = run("get", "nllb-600m", "--yes", "--quiet", **env)
    assert got.returncode == 3
    (said,) = got.lines
    assert said.startswith(f"dwibaca: {line}")
    assert installed(home) == ["compact"]
    checked = run("verify", "nllb-600m")
    assert checked.returncode == 3
    state = "begun and not whole" if fault in ("hash", "size") else "not fetched yet"
    assert checked.lines == [f"dwibaca: no such model: nllb-600m ({state}: `dwibaca models get nllb-600m`)"]


def test_through_a_proxy_quietly_then_verify_tells_the_truth_and_get_repairs(
    run: Run, home: Path, server: FakeHub
) -> None:
    with Proxy(server).running() as proxy:
        env = {"HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": proxy.address, "http_proxy": proxy.address}
        server.faults.breaks[layout.MODEL] = [10_000]
        got = run("get", "nllb-600m", "--yes", "--quiet", **env)
        assert (got.returncode, got.lines) == (0, [])
        assert any(path.startswith("http://hub.invalid/api/models/") for path in proxy.asked)
    whole = run("verify", "nllb-600m")
    assert whole.returncode == 0
    report = whole.stdout.splitlines()
    assert report[0].startswith("nllb-600m: whole, sha256 ")
    assert [line.split("  ")[-1] for line in report[1:]] == ["as recorded"] * 4
    folder = home / "data" / "models" / "nllb-600m"
    with (folder / layout.MODEL).open("r+b") as file:
        file.seek(5000)
        file.write(b"spoilt")
    (folder / layout.CONFIG).unlink()
    broken = run("verify", "nllb-600m")
    assert broken.returncode == 3
    assert broken.lines[1:] == [
        "dwibaca: the model nllb-600m is damaged: model.bin is not the file that was recorded",
        "dwibaca: the model nllb-600m is damaged: config.json is missing",
    ]
    assert [line.split("  ")[-1] for line in broken.stdout.splitlines()] == [
        *("changed", "missing", "as recorded", "as recorded"),
    ]
    assert "  not whole  " in run("list").stdout
    assert run("get", "nllb-600m", "--yes").returncode == 0
    assert run("verify", "nllb-600m").returncode == 0


def test_a_folder_copied_by_hand_needs_no_hub(
    run: Run, process: Run, home: Path, server: FakeHub, model: Path, tmp_path: Path
) -> None:
    copied = shutil.copytree(model, tmp_path / "stick")
    got = run("get", "mine", "--from-dir", copied, "--yes")
    assert (got.returncode, server.asked) == (0, [])
    assert "licence not known" in "\n".join(got.lines)
    assert run("verify", "mine").returncode == 0
    (copied / layout.TOKENIZER).unlink()
    bare = process("get", "other", "--from-dir", copied, "--yes", HF_HUB_OFFLINE="1")
    assert bare.returncode == 3
    assert bare.lines[-1].startswith(f"dwibaca: the folder has no {layout.TOKENIZER}, and the Hub may not be asked: ")
    assert installed(home) == ["compact", "mine"]


@pytest.mark.parametrize(
    ("command", "code", "line"),
    [
        ("get nothing", 3, "no such model to fetch: nothing (there are nllb-600m, nllb-1.3b, nllb-3.3b; or give"),
        ('get ""', 3, "no such model to fetch: an empty name (there are"),
        ("get .", 3, "a folder, not a model to fetch: . (`dwibaca models get NAME --from-dir .` takes it"),
        ("get compact --from-dir .", 3, "the name belongs to the model that comes with the program: compact"),
        ("get ../up --from-dir .", 3, "not a name for a model: ../up"),
        ("get mine --from-dir nowhere", 3, "not a folder: "),
        ("remove compact --yes", 2, "the model comes with the program and stays: compact"),
        ("remove nothing --yes", 3, "no such model: nothing"),
        ("default nothing", 3, "no such model: nothing"),
        ("bench nothing", 3, "no usable model: no such model: nothing"),
    ],
)
def test_what_cannot_be_meant(run: Run, command: str, code: int, line: str) -> None:
    ran = run(*shlex.split(command))
    assert (ran.returncode, len(ran.lines)) == (code, 1)
    assert ran.lines[0].startswith(f"dwibaca: {line}")


def test_what_comes_with_the_program_is_there_already(run: Run) -> None:
    ran = run("get", "compact")
    assert (ran.returncode, ran.stdout) == (0, "compact: already here, for it comes with the program\n")


def test_bench_prints_a_table_and_keeps_the_speed(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.commands.models_bench._SECONDS", 0.05)
    head, titles, *rows = run("bench", bundled.path()).stdout.splitlines()
    assert re.match(r"bundled@\w{12}: \d+ cores, loaded in [\d.]+ s, [\d.]+ MB of memory at most$", head)
    assert titles.split() == ["beam", "sentences/s", "tokens/s"]
    assert [row.split()[0] for row in rows] == ["1", "4"]
    assert all(float(number) > 0 for row in rows for number in row.split())
    speed = known_speed(find_paths(home).speeds, store(home).digest(store(home).resolve("compact")))
    assert speed is not None
    assert list(speed.sentences) == ["1", "4"]


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="the extra is installed")
def test_converting_without_its_extra_says_what_to_install(run: Run, tmp_path: Path) -> None:
    ran = run("convert", tmp_path)
    assert (ran.returncode, len(ran.lines)) == (3, 1)
    assert "pip install 'dwibaca[convert]'" in ran.lines[0]


def test_an_interrupted_download_is_shown_and_removed(run: Run, home: Path, server: FakeHub) -> None:
    server.faults.pause = 0.01
    process = begin(home, server, home.parent, stderr=subprocess.PIPE)
    wait_until(lambda: server.sent[layout.MODEL] >= 40_000)
    process.send_signal(signal.SIGINT)
    told = process.communicate()[1].decode().splitlines()
    assert process.returncode == 130
    assert "dwibaca: what has come is kept: the same command goes on from there" in told
    assert told[-1] == "dwibaca: interrupted"
    server.faults.pause = 0.0
    row = run("list").stdout.splitlines()[1]
    assert re.match(r"  nllb-600m +626 MB +\d+ kB fetched ", row)
    (said,) = run("verify", "nllb-600m").lines
    assert said == "dwibaca: no such model: nllb-600m (begun and not whole: `dwibaca models get nllb-600m`)"
    removed = run("remove", "nllb-600m", "--yes")
    assert re.fullmatch(r"nllb-600m: removed, \d+ kB freed\n", removed.stdout)
    assert "not fetched" in run("list").stdout.splitlines()[1]


def begin(
    home: Path,
    server: FakeHub,
    tmp_path: Path,
    *,
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
    yes: bool = True,
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "reader.cli", "models", "get", "nllb-600m", *(["--yes"] if yes else [])],
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env=environment(home, **hub_environment(server, tmp_path)),
    )


def wait_until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_killed_at_any_moment_the_next_get_completes(run: Run, home: Path, server: FakeHub) -> None:
    size = len(server.repositories[REPOSITORY][layout.MODEL])
    server.faults.pause = 0.01
    random.seed(5)
    for part in sorted(random.uniform(0.02, 0.95) for _ in range(KILLS)):
        process = begin(home, server, home.parent)
        wait_until(lambda part=part: server.sent[layout.MODEL] >= part * size)  # type: ignore[misc]
        process.kill()
        process.communicate()
        assert process.returncode < 0
        assert installed(home) == ["compact"]
    server.faults.pause = 0.0
    assert run("get", "nllb-600m", "--yes").returncode == 0
    assert run("verify", "nllb-600m").returncode == 0
    # Each kill lost at most what was on its way.
    assert server.sent[layout.MODEL] < 1.5 * size
    assert [path.name for path in (home / "data" / "models").glob(".partial/*")] == ["nllb-600m.lock"]


def test_only_get_loads_the_hubs_client_and_nothing_loads_torch(home: Path, dwibaca: Dwibaca) -> None:
    program = (
        "import sys; from reader.cli import main\n"
        "for command in ('list', 'path', 'verify', 'default compact', 'remove nothing --yes', 'get nothing'):\n"
        "    main(['models', *command.split()])\n"
        "print(sorted({'huggingface_hub', 'httpx2', 'filelock', 'torch', 'transformers', 'rich'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(home), check=True)
    assert ran.stdout.decode().splitlines()[-1] == "[]"
