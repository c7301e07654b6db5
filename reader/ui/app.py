"""The reader as an application: which screen is shown, and the exit code."""

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from reader.document import Article, Source
from reader.errors import ExitCode, ReaderError
from reader.ui.messages import ArticleChosen, ArticleLeft, ArticleTurned, ListLeft
from reader.ui.screens.reading import Read, ReadingScreen
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.services import Services

_SMALL = 100_000
"""Bytes of a file that is read in a few hundredths of a second."""
_KEY_NAMES = {
    **{"enter": "Enter", "escape": "Esc", "space": "Space", "home": "Home", "end": "End"},
    **{"pageup": "PgUp", "pagedown": "PgDn", "f1": "F1", "tab": "Tab"},
}


def run_reader(services: "Services", sources: Sequence[Source]) -> int:
    """Read `sources` on this terminal until the person quits; the exit code.

    Raises ReaderError when the only source, or what is piped in, cannot be read: there is nothing to show then.
    """
    app = ReaderApp(services, sources, article=_read_now(sources))
    code = app.run()
    if app.error is not None:
        raise app.error
    return code if code is not None else app.return_code or ExitCode.DONE


class ReaderApp(App[int]):
    """One source opens at once; several, or none, are offered in a list."""

    TITLE = "dwibaca"

    def __init__(
        self,
        services: "Services",
        sources: Sequence[Source],
        read: Read | None = None,
        article: Article | None = None,
    ) -> None:
        """Without `read`, `read_article` turns a source into an article. `article`: the only source, read already."""
        # Textual reads a screen's own style only when the screen is pushed; the first one never is.
        super().__init__(css_path=f"screens/{'reading' if len(sources) == 1 else 'picker'}.tcss")
        self.error: ReaderError | None = None
        """Why the only source could not be read."""
        self._services, self._sources = services, tuple(sources)
        reading = partial(_read_article, allow_private=services.settings.allow_private)
        self._read, self._article = read or reading, article
        self._code = ExitCode.DONE

    def get_default_screen(self) -> Screen[None]:
        """The article, or the list to choose one from."""
        if len(self._sources) == 1:
            return ReadingScreen(self._services, self._read, self._sources, 0, self._article)
        from reader.ui.screens.picker import PickerScreen

        return PickerScreen(self._offer)

    def on_mount(self) -> None:
        """Put on the colours that were asked for."""
        theme = self._services.settings.theme
        if theme in self.available_themes:
            self.theme = theme
        else:
            self.notify(inert(f"There is no theme {theme}"), severity="warning", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Of Textual's own commands, those that a reader of news needs; the screen adds its own."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the program", self.action_quit)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are printed on keyboards."""
        *modifiers, key = binding.key.split("+")
        plain = Binding(key, binding.action)
        shown = _KEY_NAMES.get(key) or super().get_key_display(plain)
        held = "+".join(modifier.title() for modifier in modifiers)
        return f"{held}+{shown.upper() if len(shown) == 1 else shown}" if held else shown

    @on(ArticleChosen)
    def _chosen(self, event: ArticleChosen) -> None:
        # A second key may have been on its way when the first one changed the screen: then it means nothing.
        if isinstance(self.screen, ReadingScreen):
            return
        self.push_screen(ReadingScreen(self._services, self._read, event.sources, event.index))

    @on(ListLeft)
    def _picker_left(self) -> None:
        self.exit(self._code)

    @on(ArticleTurned)
    def _turned(self, event: ArticleTurned) -> None:
        if isinstance(self.screen, ReadingScreen):
            self.switch_screen(self.screen.turned_to(event.index))

    @on(ArticleLeft)
    def _reading_left(self, event: ArticleLeft) -> None:
        if not isinstance(self.screen, ReadingScreen):
            return  # as above
        alone = len(self._sources) == 1
        if event.error is None or alone:
            self._code = max(self._code, event.code)
        if alone:
            self.error = event.error
            self.exit(self._code)
            return
        if event.error is not None:
            self.notify(inert(str(event.error)), severity="error", markup=False)
        self.pop_screen()

    def _offer(self) -> Iterable[tuple[str, Sequence[Source]]]:
        if self._sources:
            yield "Articles", self._sources
            return
        from reader import samples

        yield "Sample articles", [Source(name=path.name, path=path) for path in samples.paths()]
        here = _articles_here()
        if here:
            yield "In this folder", here


def _read_article(source: Source, *, allow_private: bool = False) -> Article:
    from reader.article import read_article

    return read_article(source, allow_private=allow_private)


def _read_now(sources: Sequence[Source]) -> Article | None:
    """The only article, when reading it before the screen is set up is the quickest way to see it.

    A small file then stands in the first frame. A pipe is read to its end, and the keys come from the terminal.
    """
    if len(sources) != 1:
        return None
    (source,) = sources
    if source.path is None and source.name == "-":
        article = _read_article(source)
        with contextlib.suppress(OSError):  # no terminal of its own: Textual says so itself
            terminal = os.open(os.ctermid(), os.O_RDWR)
            os.dup2(terminal, sys.__stdin__.fileno() if sys.__stdin__ else 0)
            os.close(terminal)
        return article
    with contextlib.suppress(OSError):
        if source.path is not None and source.path.is_file() and source.path.stat().st_size <= _SMALL:
            return _read_article(source)
    return None


def _articles_here() -> list[Source]:
    """Articles of the current folder, without those below: it may be somebody's whole home."""
    from reader.article.load import SUFFIXES

    try:
        files = sorted(path for path in Path.cwd().iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    except OSError:
        return []
    return [Source(name=path.name, path=path) for path in files if not path.stem.endswith(".en")]
