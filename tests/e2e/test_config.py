"""`dwibaca config set`: what it writes, and what it refuses."""

from pathlib import Path

import pytest

from reader.cli import main
from tests.support.settings import settings_file

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def file(home: Path) -> Path:
    """The settings file."""
    return settings_file(home, "# mine\nbeam = 4  # slow\n")


def config(capsys: Capture, *args: str) -> str:
    assert main(["config", *args]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_setting_is_written_and_the_rest_stays(file: Path, capsys: Capture) -> None:
    assert config(capsys, "set", "beam", "2") == f"beam = 2  (in {file})\n"
    config(capsys, "set", "highlight", "false")
    config(capsys, "set", "language", "jav_Latn")
    assert file.read_text(encoding="utf-8") == ('# mine\nbeam = 2  # slow\nhighlight = false\nlanguage = "jav_Latn"\n')
    shown = config(capsys)
    assert "beam = 2  (file)\n" in shown
    assert "highlight = False  (file)\n" in shown


def test_what_show_prints_can_be_set(file: Path, capsys: Capture) -> None:
    lines = [line.rpartition("  (")[0].partition(" = ") for line in config(capsys, "show").splitlines()]
    settings = {name: value for name, _, value in lines if value and name != "home"}
    for name, value in settings.items():
        config(capsys, "set", name, value)
    shown = config(capsys, "show")
    assert all(f"{name} = {value}  (file)\n" in shown for name, value in settings.items())
    assert "# slow" in file.read_text(encoding="utf-8")


def test_an_empty_value_is_back_to_the_default(file: Path, capsys: Capture) -> None:
    assert config(capsys, "set", "beam", "") == f"beam = the default  (in {file})\n"
    assert "beam = 4  (default)\n" in config(capsys)
    assert file.read_text(encoding="utf-8") == "# mine\n"


def test_paths_mean_the_same_from_everywhere(
    file: Path, tiny_model: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_model.parent)
    config(capsys, "set", "glossary", "terms.csv")
    config(capsys, "set", "model", f"./{tiny_model.name}")
    shown = config(capsys)
    assert f"glossary = {Path('terms.csv').absolute()}  (file)\n" in shown
    assert f"model = {tiny_model.resolve()}  (file)\n" in shown


def test_a_wrong_setting_can_be_put_right(file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("beam = 99\n", encoding="utf-8")
    config(capsys, "set", "beam", "1")
    assert "beam = 1  (file)\n" in config(capsys)
    monkeypatch.setenv("DWIBACA_BEAM", "3")
    assert main(["config", "set", "beam", "2"]) == 0
    assert capsys.readouterr().err == "dwibaca: DWIBACA_BEAM is set and goes over the settings file\n"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("beem", "2", "no such setting: beem (settings: home, model, "),
        ("beem", "", "no such setting: beem"),
        ("beam", "99", "a setting is wrong: beam = 99 ("),
        ("device", "tpu", "a setting is wrong: device = tpu ("),
        ("language", "id", "a setting is wrong: language = id (a FLORES-200 code, such as ind_Latn)"),
        ("model", "nope", "a setting is wrong: model = nope (no such model: nope"),
        ("home", "elsewhere", "the settings file cannot say where it is itself: home (use --home or DWIBACA_HOME)"),
        ("theme", "[red]x", "no such theme: [red]x (themes: dwibaca-dark, dwibaca-light, dwibaca-contrast, "),
        ("beam\x1b[31m", "2", "no such setting: beam␛[31m"),
    ],
)
def test_what_is_no_setting_is_2_and_nothing_is_written(
    file: Path, capsys: Capture, key: str, value: str, said: str
) -> None:
    before = file.read_bytes()
    assert main(["config", "set", key, value]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"dwibaca: {said}")
    assert error.count("\n") == 1
    assert file.read_bytes() == before


def test_an_empty_home_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["config", "set", "beam", "2", "--home", ""]) == 2
    assert "'--home': a folder is needed" in capsys.readouterr().err
    assert not (tmp_path / "config.toml").exists()
