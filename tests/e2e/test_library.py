"""From the very first start to a finished article and back to the library, in a real terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import ARTICLE, environment
from tests.e2e.terminal import TMUX, Terminal

pytestmark = pytest.mark.skipif(TMUX is None, reason="needs tmux")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    window = Terminal(tmp_path)
    yield window
    window.close()


def line_with(screen: str, text: str) -> str:
    return next((line for line in screen.splitlines() if text in line), "")


def read_a_sample_to_its_end(terminal: Terminal) -> None:
    terminal.until(lambda screen: "Welcome" in screen)
    terminal.press("Enter")
    shown = terminal.until(lambda screen: "Welcome" not in screen and "Harga Beras" in screen)
    assert "Nothing was read yet. Enter opens a sample" in shown
    assert "▌• Pemerintah Tetapkan Harga Beras" in shown
    terminal.press("Enter")
    terminal.until_translated()
    terminal.press("G", "q")  # the second comes before anything could be drawn: the place is remembered all the same
    shown = terminal.until(lambda screen: "Recent articles" in screen and "100 %" in screen)
    assert line_with(shown, "Harga Beras").rstrip().endswith("100 %")  # read to the end
    assert "1 article read" in shown


def mistype_complete_and_mend_a_path(terminal: Terminal) -> None:
    terminal.press("o")
    terminal.until(lambda screen: "Open:" in screen)
    terminal.type("~/ne")
    terminal.until(lambda screen: line_with(screen, "Open:") and "news/" in screen)
    terminal.press("Tab")
    terminal.until(lambda screen: "pantai.txt  pasar.txt" in screen)
    terminal.type("pasr.txt")
    terminal.press("Enter")
    shown = terminal.until(lambda screen: "no such file or folder: ~/news/pasr.txt" in screen)
    assert "~/news/pasr.txt" in line_with(shown, "Open:")
    terminal.press(*["BSpace"] * 5)
    terminal.type("ar.txt")
    terminal.until(lambda screen: "~/news/pasar.txt" in line_with(screen, "Open:"))
    terminal.press("Enter")
    terminal.until(lambda screen: "Presiden kunjungi pasar di Pasar" in screen)
    terminal.until_translated()
    terminal.press("q")
    terminal.until(lambda screen: "2 articles read" in screen)


def open_its_folder_as_a_collection(terminal: Terminal) -> None:
    terminal.press("o")
    terminal.until(lambda screen: "Open:" in screen)
    terminal.type("~/news")
    terminal.until(lambda screen: "~/news" in line_with(screen, "Open:"))
    terminal.press("Enter")
    terminal.until(lambda screen: "2 articles · 1 unread" in screen)
    terminal.press("q")
    terminal.until(lambda screen: "Collections" in screen and "1 unread" in line_with(screen, "~/news  "))


def filter_the_list(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.until(lambda screen: "Filter:" in screen)
    terminal.type("kunjungi")
    shown = terminal.until(lambda screen: "1 found: kunjungi" in screen)
    assert "Harga Beras" not in shown
    terminal.press("Escape")
    terminal.until(lambda screen: "Harga Beras" in screen)


def test_from_the_first_start_to_a_finished_article_and_back(terminal: Terminal, home: Path, tmp_path: Path) -> None:
    surroundings = environment(home, TERM="tmux-256color", LC_ALL="C.UTF-8", HOME=str(tmp_path))
    assert not home.exists()
    news = tmp_path / "news"
    news.mkdir()
    for name in ("pasar.txt", "pantai.txt"):
        (news / name).write_text(ARTICLE.replace("Bandung", name[:-4].title()), encoding="utf-8")
    terminal.start(environment=surroundings)
    read_a_sample_to_its_end(terminal)
    mistype_complete_and_mend_a_path(terminal)
    open_its_folder_as_a_collection(terminal)
    filter_the_list(terminal)
    terminal.press("q")
    terminal.until(lambda screen: not screen.strip(), seconds=20)

    # The next start: no greeting, and what was read last is under the cursor.
    terminal.start(environment=surroundings)
    shown = terminal.until(lambda screen: "2 articles read" in screen and "Recent articles" in screen)
    assert "Welcome" not in shown
    assert "Presiden kunjungi pasar di Pasar" in line_with(shown, "▌")
    terminal.press("q")
    terminal.until(lambda screen: not screen.strip(), seconds=20)
