"""Settings, keys and colours in a real terminal: changed from within, and there the next time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import environment
from tests.e2e.terminal import TMUX, Terminal

pytestmark = pytest.mark.skipif(TMUX is None, reason="needs tmux")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    window = Terminal(tmp_path, 100, 30)
    yield window
    window.close()


def test_keys_settings_and_colours_are_kept(terminal: Terminal, article: Path, home: Path) -> None:
    surroundings = environment(home, TERM="tmux-256color", LC_ALL="C.UTF-8", TEXTUAL_ANIMATIONS="none")
    terminal.start(article, environment=surroundings)
    shown = terminal.until(lambda screen: "New here?" in screen)
    assert "Presiden kunjungi pasar" in shown  # the article at once, and one line about the program
    terminal.until_translated()

    terminal.press("F6")
    terminal.until(lambda screen: "[keys]" in screen)
    terminal.press("/")
    terminal.until(lambda screen: "Filter:" in screen)
    terminal.type("sentence.edit")
    terminal.until(lambda screen: "1 found" in screen)
    terminal.press("Tab", "Enter")
    terminal.until(lambda screen: "Press the new key" in screen)
    terminal.press("j")
    terminal.until(lambda screen: "j is taken: Next sentence" in screen)
    terminal.press("z")
    terminal.until(lambda screen: "was e" in screen)
    terminal.press("q")

    terminal.until_translated()
    terminal.press("F2")
    terminal.until(lambda screen: "A change holds" in screen or "DWIBACA_HOME" in screen)
    terminal.press("F5")
    terminal.until(lambda screen: "Colours" in screen)
    terminal.press("j")
    terminal.press("Enter")
    shown = terminal.until(lambda screen: "Colours" not in screen and "dwibaca-light" in screen)
    assert next(line for line in shown.splitlines() if line.startswith(" theme")).rstrip().endswith("file")
    terminal.press("q")
    terminal.until_translated()
    terminal.press("q")
    terminal.until(lambda screen: not screen.strip(), seconds=20)

    kept = (home / "config.toml").read_text(encoding="utf-8")
    assert 'theme = "dwibaca-light"' in kept
    assert '"sentence.edit" = "z"' in kept
    terminal.start(article, environment=surroundings)
    shown = terminal.until_translated()
    assert "New here?" not in shown
    terminal.press("z")
    terminal.until(lambda screen: "Your own English" in screen)
    terminal.press("Escape")
    terminal.until_translated()
    terminal.press("q")
