"""`extract --explain`: the rule in colour on a terminal, plain everywhere else."""

import io
import sys
from pathlib import Path

import pytest

from reader.cli import main

PAGE = Path(__file__).parent / "pages" / "share_bar_alt_text.txt"


class Terminal(io.StringIO):
    """A stderr that a person looks at."""

    def isatty(self) -> bool:
        return True


def explained(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    assert main(["extract", "--explain", str(PAGE)]) == 0
    return stream.getvalue()


def test_colours_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = explained(monkeypatch, Terminal())
    plain = explained(monkeypatch, io.StringIO())
    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    assert "loading..." in plain


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in explained(monkeypatch, Terminal())
