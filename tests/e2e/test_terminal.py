"""The reader in a real terminal: what a person sees and what is there the next time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import environment
from tests.e2e.terminal import TMUX, Terminal

pytestmark = pytest.mark.skipif(TMUX is None, reason="needs tmux")

ARTICLE = """Harga beras naik di Bandung

BANDUNG - Presiden tiba di Jakarta pada hari Senin. Harga beras naik di pasar itu.

Jalan menuju pasar

Menteri Perdagangan mengatakan harga akan turun. Warga berharap harga beras turun bulan depan.
"""
MINE = "Rice is dearer in that market now."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "beras.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    window = Terminal(tmp_path)
    yield window
    window.close()


def test_open_wait_toggle_find_edit_quit_and_the_edit_is_there(terminal: Terminal, article: Path, home: Path) -> None:
    surroundings = environment(home, TERM="tmux-256color", LC_ALL="C.UTF-8")
    terminal.start(article, environment=surroundings)
    shown = terminal.until_translated("Terms: ")
    assert "Harga beras naik di Bandung" in shown
    assert "Draft quality" in shown
    assert "rice" in shown.lower()  # no word of the article: the translation is there
    terminal.press("h")
    terminal.until(lambda screen: "Terms: " not in screen)
    terminal.press("h")
    terminal.until(lambda screen: "Terms: " in screen)

    terminal.press("/")
    terminal.until(lambda screen: "Find:" in screen)
    terminal.type("pasar itu")
    terminal.until(lambda screen: "1 of 1: pasar itu" in screen)
    terminal.press("Enter")

    terminal.press("e")
    terminal.press("C-u")  # a key that is bound goes a longer way than a letter: the letters wait for it
    terminal.type(MINE)
    terminal.until(lambda screen: MINE in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "Your own English" not in screen and "dearer" in screen)
    terminal.press("Escape")
    terminal.until(lambda screen: "1 of 1" not in screen and "pasar itu" in screen)
    terminal.press("q")
    terminal.until(lambda screen: not screen.strip(), seconds=20)

    terminal.start(article, environment=surroundings)
    again = terminal.until_translated("dearer")
    marked = next(line for line in again.splitlines() if "Rice is" in line)
    assert "e▌" in marked  # the person's own, and where they were
    terminal.press("u")
    terminal.until(lambda screen: "dearer" not in screen)
    terminal.press("q")


def test_what_is_typed_in_one_go_lands_in_what_its_first_key_opens(
    terminal: Terminal, article: Path, home: Path
) -> None:
    terminal.start(article, environment=environment(home, TERM="tmux-256color", LC_ALL="C.UTF-8"))
    terminal.until_translated()
    terminal.type("/rusia")
    shown = terminal.until(lambda screen: "not found: rusia" in screen)
    assert "Find: rusia" in shown
    terminal.press("Enter")
    terminal.until(lambda screen: "Find:" not in screen)
    terminal.type("p2")
    terminal.until(lambda screen: "Go to paragraph (1 to 3): 2" in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "Go to" not in screen and "¶ 2/3" in screen)
    terminal.type("eRuq>XYZ")
    terminal.until(lambda screen: "Your own English" in screen and "Ruq>XYZ" in screen)


def test_in_a_small_window_without_colour(tmp_path: Path, article: Path, home: Path) -> None:
    terminal = Terminal(tmp_path, 60, 20)
    try:
        surroundings = environment(home, TERM="screen", NO_COLOR="1", LC_ALL="C.UTF-8")
        terminal.start(article, environment=surroundings)
        shown = terminal.until_translated()
        assert max(map(len, shown.splitlines())) <= 60
        assert "Harga beras naik di Bandung" in shown
        terminal.press("t")
        panel = terminal.until(lambda screen: "Esc close" in screen)
        assert "Presiden → " in panel
        terminal.press("?")
        keys = terminal.until(lambda screen: "Keys and marks" in screen)
        assert "Next line" in keys  # the panel has the focus: its keys come first
        assert "Accept the suggestion" in keys
        terminal.press("Escape")
        terminal.until(lambda screen: "Keys and marks" not in screen)
        terminal.press("Escape")
        terminal.until(lambda screen: "Esc close" not in screen)
        terminal.press("q")
        terminal.until(lambda screen: not screen.strip(), seconds=20)
    finally:
        terminal.close()
