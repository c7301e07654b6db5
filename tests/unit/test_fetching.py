"""What a person sees of a download."""

import pytest

from reader.commands.fetching import Lines, showing


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
