"""Hostile text is shown, never acted on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.diagnostics import counted, harmless, one_line, tell
from reader.errors import ExitCode, ModelError, ReaderError, UnreadableError, UsageError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Harga “beras” naik 5 %…", "Harga “beras” naik 5 %…"),
        ("\x1b[31mmerah\x1b[0m", "␛[31mmerah␛[0m"),
        ("\x1b]8;;http://x\x1b\\tautan", "␛]8;;http://x␛\\tautan"),
        ("\x1b]52;c;aGFoYQ==\x07", "␛]52;c;aGFoYQ==␇"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("a\u00a0b\u3000c", "a b c"),
        ("keluarga 👨‍👩‍👧", "keluarga 👨‍👩‍👧"),
        ("baris\nbaru\tdan\x7f", "baris\nbaru\tdan␡"),
        ("\ud800", "\ufffd"),
        ("[bold red]x[/] [@click=app.quit]y[/]", "[bold red]x[/] [@click=app.quit]y[/]"),
    ],
)
def test_shows_what_would_be_acted_on(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text())
def test_nothing_that_a_terminal_acts_on_is_left(text: str) -> None:
    left = {c for c in harmless(text) if (ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0}
    assert not left
    assert harmless(harmless(text)) == harmless(text)
    harmless(text).encode()


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\x1bb \t c ") == "a ␛b c"


def test_counts_are_in_words() -> None:
    assert (counted(1, "article"), counted(2, "article")) == ("1 article", "2 articles")
    assert (counted(1, "entry"), counted(0, "entry")) == ("1 entry", "0 entries")


def test_people_are_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    tell("the cache\nwas broken")
    assert capsys.readouterr() == ("", "dwibaca: the cache was broken\n")


@pytest.mark.parametrize(
    ("error", "line", "code"),
    [
        (ReaderError("a", "b", "c"), "a: b (c)", ExitCode.SOME_FAILED),
        (UsageError("a"), "a", ExitCode.USAGE),
        (ModelError("no usable model", "x\x1b[2J"), "no usable model: x␛[2J", ExitCode.NO_MODEL),
        (UnreadableError("empty", "a.txt\nb"), "empty: a.txt b", ExitCode.NOTHING_TO_READ),
    ],
)
def test_errors_are_one_harmless_line(error: ReaderError, line: str, code: int) -> None:
    assert str(error) == line
    assert error.exit_code == code
