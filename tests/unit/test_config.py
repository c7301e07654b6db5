"""Settings: who wins, what is refused."""

import os
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from reader.config import Settings, load_settings
from reader.errors import UsageError
from reader.outside import meanings, validated_one
from reader.paths import find_paths
from reader.settings_file import change_setting, settings_now, write_setting
from tests.support.settings import settings_file


def test_command_line_over_environment_over_file_over_default(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().beam == 4
    settings_file(home, 'beam = 5\ntheme = "nord"\n')
    assert (load_settings().beam, load_settings().theme) == (5, "nord")
    monkeypatch.setenv("DWIBACA_BEAM", "3")
    assert (load_settings().beam, load_settings().theme) == (3, "nord")
    assert load_settings(beam=2).beam == 2
    assert load_settings(beam=None).beam == 3


def test_the_home_of_the_command_line_decides_which_file_is_read(home: Path, tmp_path: Path) -> None:
    settings_file(home, "beam = 5\n")
    settings_file(tmp_path / "other", "beam = 6\n")
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
    settings_file(home, text)
    with pytest.raises(UsageError, match=message) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    assert str(home / "config.toml") in str(caught.value)
    assert caught.value.exit_code == 2


def test_an_error_names_where_the_value_stands(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_file(home, "beam = 0\n")
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert str(caught.value).startswith(
        f"a setting is wrong: beam in {home / 'config.toml'} (a whole number from 1 to 16)"
    )
    monkeypatch.setenv("DWIBACA_BEAM", "many")
    with pytest.raises(UsageError, match="a setting is wrong: beam in DWIBACA_BEAM "):
        load_settings()
    with pytest.raises(UsageError, match="a setting is wrong: beam in --beam "):
        load_settings(beam=99)
    monkeypatch.setenv("DWIBACA_BEAM", "2")
    with pytest.raises(UsageError, match=r"language in --from \(a FLORES-200 code, such as ind_Latn\)"):
        load_settings(language="id")
    settings_file(home, "beem = 4\n")
    with pytest.raises(UsageError, match=r"no such setting: beem in .*config\.toml \(settings: home, model, "):
        load_settings()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("beam", "2", 2),
        ("highlight", "no", False),
        ("language", "jav_Latn", "jav_Latn"),
        ("glossary", os.pathsep.join(["a.csv", "b.csv"]), (Path("a.csv"), Path("b.csv"))),
    ],
)
def test_one_setting_is_understood(name: str, text: str, value: object) -> None:
    assert validated_one(Settings, name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("beem", "2", "no such setting: beem"),
        ("beam", "99", "a setting is wrong: beam = 99"),
        ("beam", "2.5", "a setting is wrong: beam = 2.5"),
        ("device", "tpu", "a setting is wrong: device = tpu"),
        ("language", "id", "ind_Latn"),
    ],
)
def test_one_wrong_setting_is_refused(name: str, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        validated_one(Settings, name, text)


def test_writing_a_setting_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    write_setting(path, "beam", 2)
    path.write_text("# mine\nbeam = 2 # fast\ntheme = 'nord'", encoding="utf-8")
    write_setting(path, "beam", 3)
    write_setting(path, "glossary", ["a.csv"])
    write_setting(path, "theme", None)
    write_setting(path, "device", None)
    assert path.read_text(encoding="utf-8") == '# mine\nbeam = 3 # fast\nglossary = ["a.csv"]\n'
    assert [file.name for file in path.parent.iterdir()] == ["config.toml"]


def test_a_settings_file_that_is_no_toml_is_not_written(home: Path) -> None:
    path = settings_file(home, "beam = \n")
    with pytest.raises(UsageError, match="the settings file cannot be written"):
        write_setting(path, "beam", 2)
    assert path.read_text(encoding="utf-8") == "beam = \n"


def test_a_folder_in_the_place_of_the_settings_file_stays(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the settings file cannot be written"):
        write_setting(tmp_path, "beam", 2)
    assert list(tmp_path.iterdir()) == []


def test_keys_in_the_file_may_be_quoted_dotted_or_lists(home: Path) -> None:
    settings_file(home, 'beam = 3\n[keys]\n"a.b" = "x,y"\nsentence.next = "n"\nsentence.edit = ["e", "E"]\n')
    assert load_settings().keys == {"a.b": "x,y", "sentence.next": "n", "sentence.edit": "e,E"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('beam = "x"', "a whole number from 1 to 16"),
        ("cache_size = 5", "a whole number from 1000000 up"),
        ('drafts = "x"', "one of auto, only, off"),
        ('use_cache = "maybe"', "true or false"),
        ("model = 3", "text in quotation marks"),
        ("glossary = 3", 'paths, in brackets: ["one.toml", "two.toml"]'),
        ("keys = 3", "a table of names and keys, both in quotation marks"),
        ('language = "x"', "a FLORES-200 code, such as ind_Latn"),
    ],
)
def test_a_wrong_setting_is_told_what_it_has_to_be(home: Path, text: str, wanted: str) -> None:
    settings_file(home, f"{text}\n")
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert caught.value.hint == wanted


@pytest.mark.parametrize("text", ['keys = "x"\n', "[keys]\na = 3\n"])
def test_keys_that_are_none_are_refused(home: Path, text: str) -> None:
    settings_file(home, text)
    with pytest.raises(UsageError, match=r"a setting is wrong: keys in .*config\.toml"):
        load_settings()


def test_a_key_is_written_into_its_table_however_it_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# mine\n[keys]  # own\nsentence.next = "n"\nfind.next = "z"\n', encoding="utf-8")
    write_setting(path, "sentence.next", "j,down", table="keys")
    write_setting(path, "beam", 2)
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {
        **{"beam": 2, "keys": {"sentence.next": "j,down", "find": {"next": "z"}}},
    }
    assert "# own" in path.read_text(encoding="utf-8")
    write_setting(path, "sentence.next", None, table="keys")
    write_setting(path, "find.next", None, table="keys")
    write_setting(path, "find.next", None, table="keys")
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"beam": 2}


def test_every_setting_says_what_it_is_for() -> None:
    about = meanings(Settings)
    assert list(about) == [one.name for one in fields(Settings)]
    assert all(len(text) > 20 and "\n" not in text for text in about.values())
    assert about["beam"] == "Beam size: 1 is fastest, 4 is better."


def test_settings_as_they_are_now(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_file(home, 'beam = 3\ndrafts = "off"\n')
    monkeypatch.setenv("DWIBACA_DRAFTS", "only")
    found = {one.name: one for one in settings_now(load_settings(threads=2), {"threads"}, home / "config.toml")}
    assert {name: (one.value, one.origin) for name, one in found.items() if one.origin != "default"} == {
        "home": (str(home), "environment"),
        "beam": ("3", "file"),
        "drafts": ("only", "environment"),
        "threads": ("2", "command line"),
    }
    assert found["drafts"].choices == ("auto", "only", "off")
    assert found["beam"].choices == ()


def test_a_setting_is_changed_and_taken_back(home: Path) -> None:
    paths = find_paths(home)
    assert change_setting(paths, "beam", "3") == 3
    assert change_setting(paths, "glossary", "a.csv") == (Path("a.csv").absolute(),)
    assert tomllib.loads(paths.config.read_text(encoding="utf-8")) == {
        "beam": 3,
        "glossary": [str(Path("a.csv").absolute())],
    }
    assert change_setting(paths, "beam", "") == 4
    assert change_setting(paths, "glossary", "") == ()
    assert paths.config.read_text(encoding="utf-8") == ""
    with pytest.raises(UsageError, match="this setting is a table: keys"):
        change_setting(paths, "keys", "x")


def test_everything_lies_under_the_home(tmp_path: Path) -> None:
    paths = find_paths(tmp_path)
    for path in (paths.config, paths.models, paths.translations, paths.digests, paths.glossary):
        assert path.is_relative_to(tmp_path)


def test_without_a_home_the_platform_decides() -> None:
    paths = find_paths()
    assert "dwibaca" in str(paths.config)
    assert paths.models != paths.translations
