"""Settings: who wins, what is refused."""

import os
from pathlib import Path

import pytest

from reader.config import load_settings
from reader.errors import UsageError
from reader.paths import find_paths


def write(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


def test_command_line_over_environment_over_file_over_default(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().beam == 4
    write(home, 'beam = 5\ntheme = "nord"\n')
    assert (load_settings().beam, load_settings().theme) == (5, "nord")
    monkeypatch.setenv("DWIBACA_BEAM", "3")
    assert (load_settings().beam, load_settings().theme) == (3, "nord")
    assert load_settings(beam=2).beam == 2
    assert load_settings(beam=None).beam == 3


def test_the_home_of_the_command_line_decides_which_file_is_read(home: Path, tmp_path: Path) -> None:
    write(home, "beam = 5\n")
    write(tmp_path / "other", "beam = 6\n")
    assert load_settings(home=tmp_path / "other").beam == 6


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DWIBACA_MODEL", "")
    assert load_settings().model == "compact"


def test_several_glossaries_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DWIBACA_GLOSSARY", os.pathsep.join(["a.toml", "b.toml"]))
    assert load_settings().glossary == (Path("a.toml"), Path("b.toml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("beem = 4\n", "beem"),
        ("beam = 0\n", "beam"),
        ('beam = "many"\n', "beam"),
        ('language = "id"\n', "language"),
        ('device = "tpu"\n', "device"),
        ("beam = \n", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(home: Path, text: str, message: str) -> None:
    write(home, text)
    with pytest.raises(UsageError, match=message) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_everything_lies_under_the_home(tmp_path: Path) -> None:
    paths = find_paths(tmp_path)
    for path in (paths.config, paths.models, paths.translations, paths.digests, paths.glossary):
        assert path.is_relative_to(tmp_path)


def test_without_a_home_the_platform_decides() -> None:
    paths = find_paths()
    assert "dwibaca" in str(paths.config)
    assert paths.models != paths.translations
