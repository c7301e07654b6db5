"""What a person sees of a download, and the settings file that a choice is written to."""

from pathlib import Path

import pytest

from reader.commands.fetching import Lines, duration, showing, size
from reader.errors import UsageError
from reader.settings_file import write_setting


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (4_000, "4 kB"),
        (2_570_000, "2.6 MB"),
        (623_000_000, "623 MB"),
        (1.38e9, "1.4 GB"),
    ],
)
def test_sizes_are_decimal(number: float, shown: str) -> None:
    assert size(number) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(7.4, "7 s"), (98, "1 min 38 s"), (7260, "2 h 1 min")])
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_without_a_terminal_a_line_from_time_to_time(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    lines = Lines("nllb-600m", 623_000_000, 100_000_000, clock=lambda: now)
    for second in range(1, 101):
        now = float(second)
        lines(100_000_000 + second * 5_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "dwibaca: nllb-600m: 250 MB of 623 MB, 5.0 MB/s, 1 min 15 s left",
        "dwibaca: nllb-600m: 400 MB of 623 MB, 5.0 MB/s, 45 s left",
        "dwibaca: nllb-600m: 550 MB of 623 MB, 5.0 MB/s, 15 s left",
    ]


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with showing("nllb-600m", 100, 0, quiet=True) as moved:
        moved(100)
    assert capsys.readouterr().err == ""


def test_a_setting_is_written_and_the_rest_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    write_setting(path, "model", "compact")
    assert path.read_text(encoding="utf-8") == 'model = "compact"\n'
    path.write_text('# mine\nmodel = "a"  # why\nbeam = 2\n', encoding="utf-8")
    write_setting(path, "model", "/a b/c")
    assert path.read_text(encoding="utf-8") == '# mine\nmodel = "/a b/c"  # why\nbeam = 2\n'
    assert [file.name for file in path.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("text", ["model = ", "a folder"])
def test_a_settings_file_that_cannot_be_changed_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    if text == "a folder":
        path.mkdir()
        path = path / "x" / ".." / ".."  # a folder where the file should be
    else:
        path.write_text(text)
    with pytest.raises(UsageError, match="the settings file cannot be written"):
        write_setting(path, "model", "compact")
    assert path.is_dir() or path.read_text() == text
