"""The reader as an application: which screen is shown, and the exit code."""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.app import App
from textual.binding import Binding, Keymap
from textual.constants import TEXTUAL_ANIMATIONS
from textual.notifications import Notify
from textual.screen import Screen
from textual.signal import Signal

from reader.diagnostics import tell
from reader.document import Article, Source
from reader.errors import ExitCode, ReaderError
from reader.ui.commands.command import Command, bindings, shown_keys
from reader.ui.commands.everywhere import EVERYWHERE, QUIT
from reader.ui.commands.provider import CommandProvider
from reader.ui.in_turn import InTurn
from reader.ui.jobs import Jobs
from reader.ui.messages import ArticleChosen, ArticleLeft, ArticleTurned, JobsChanged, ListLeft
from reader.ui.parts.asking import Severity
from reader.ui.parts.translating import Read
from reader.ui.screens.reading import ReadingScreen
from reader.ui.themes import DARK, OWN
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.services import Services
    from reader.ui.downloads import Downloads

S = TypeVar("S", bound=Screen[Any])

_SMALL = 100_000
"""Bytes of a file that is read in a few hundredths of a second."""
_KEY_NAMES = {
    **{"enter": "Enter", "escape": "Esc", "space": "Space", "home": "Home", "end": "End"},
    **{"pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab", "delete": "Del"},
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}


def run_reader(services: "Services", sources: Sequence[Source], names: Sequence[str] = ()) -> int:
    """Read `sources`, which were given as `names`, on this terminal until the person quits; the exit code.

    Raises ReaderError when the only source, or what is piped in, cannot be read: there is nothing to show then.
    """
    app = ReaderApp(services, sources, article=_read_now(sources), names=names, greets=True)
    for fault in app.wrong_keys:
        tell(fault)
    code = app.run()
    for text in app.unkept.values():
        tell(f"this could not be kept: {text}")
    if app.error is not None:
        raise app.error
    return code if code is not None else app.return_code or ExitCode.DONE


class ReaderApp(InTurn):
    """One source opens at once; several, or none, are offered in a list."""

    TITLE = "dwibaca"
    CSS = """
    ToastRack { margin-bottom: 3; }
    Toast { width: auto; max-width: 80%; padding: 0 1; }
    .-suspended Toast { display: none; }
    """
    """What is told in passing leaves the lines at the bottom in sight: status, legend, and one that asks. Under a
    panel, which tells it itself, it is not seen a second time."""
    SUSPENDED_SCREEN_CLASS = "-suspended"
    COMMANDS: ClassVar = {CommandProvider}
    BINDINGS: ClassVar = [*bindings(EVERYWHERE)]
    commands: ClassVar[Sequence[Command]] = EVERYWHERE

    def __init__(
        self,
        services: "Services",
        sources: Sequence[Source],
        read: Read | None = None,
        article: Article | None = None,
        names: Sequence[str] = (),
        *,
        greets: bool = False,
    ) -> None:
        """Without `read`, `read_article` turns a source into an article. `article`: the only source, read already.
        `names`: as what the sources were given, where that is known. `greets`: explain the program the first time."""
        # Textual reads a screen's own style only when the screen is pushed; the first one never is.
        super().__init__(css_path=f"screens/{'reading' if len(sources) == 1 else 'library'}.tcss")
        self.error: ReaderError | None = None
        """Why the only source could not be read."""
        self.services = services
        self.jobs = Jobs(self._jobs_moved)
        """What goes on in the background."""
        self.keymap: Keymap = {}
        """Keys that the person has chosen, by the ids of their commands."""
        self.shell_changed: Signal[None] = Signal(self, "shell-changed")
        """The jobs or the keys are others now."""
        self._sources, self._names = tuple(sources), tuple(names)
        reading = partial(_read_article, allow_private=services.settings.allow_private)
        self._read, self._article = read or reading, article
        self._code, self._greets = ExitCode.DONE, greets
        self._dress()
        self.wrong_keys: list[str] = []
        """What is wrong with keys that the person has chosen: those commands have their usual ones."""
        self.unkept: dict[str, str] = {}
        """What the person wrote and the disk did not take, by what it is noted under."""
        if services.settings.keys:
            from reader.ui.keymap import usable

            chosen, faults = usable(services.settings.keys)
            self.wrong_keys = [str(fault) for fault in faults]
            self.set_keymap(chosen)

    def get_default_screen(self) -> Screen[None]:
        """The article, or the list to choose one from."""
        if len(self._sources) == 1:
            return ReadingScreen(self.services, self._read, self._sources, 0, self._article)
        from reader.library.places import listing_of
        from reader.ui.screens.library import LibraryScreen

        return LibraryScreen(self.services, listing_of(self._sources, self._names) if self._sources else None)

    def on_mount(self) -> None:
        """Say what has to be said at the start."""
        theme = self.services.settings.theme
        if theme not in self.available_themes:
            self.notify_plainly(f"There is no theme {theme}", "warning")
        for fault in self.wrong_keys:
            self.notify_plainly(fault, "warning")
        if self._greets:
            self.call_after_refresh(self._greet)

    def notify_plainly(self, message: str, severity: Severity = "information") -> None:
        """Tell the person something in passing; nothing in it is read as markup."""
        self.notify(inert(message), severity=severity, markup=False)

    @on(Notify)
    def _told_again(self, event: Notify) -> None:
        """What still stands there from before gives way: a fault that comes back must not fill the screen."""
        for told in list(self._notifications):
            if told.message == event.notification.message:
                self._unnotify(told, refresh=False)

    # What the settings say

    def _dress(self) -> None:
        """Put on the colours that were asked for, before anything is drawn, and keep still if that was asked for."""
        for theme in OWN:
            self.register_theme(theme)
        settings = self.services.settings
        self.set_reactive(App.theme, settings.theme if settings.theme in self.available_themes else DARK)
        self.stylesheet.set_variables(self.get_css_variables())
        if not settings.motion:
            self.animation_level = "none"

    def set_keymap(self, keymap: Keymap) -> None:
        """Take the person's own keys, and show them wherever keys are shown."""
        super().set_keymap(keymap)
        self.keymap = keymap
        self.shell_changed.publish(None)

    def keep_setting(self, name: str, text: str) -> str:
        """Set a setting to what a person typed, or to its default for no text, for now and for later.

        Gives what to tell them. Raises UsageError, and nothing is changed.
        """
        from reader.ui.preferences import Preferences

        said = Preferences(self.services).keep(name, text)
        settings = self.services.settings
        match name:
            case "theme" if settings.theme in self.available_themes:
                self.theme = settings.theme
            case "motion":
                self.animation_level = TEXTUAL_ANIMATIONS if settings.motion else "none"
            case "highlight":
                for screen in self.screen_stack:
                    if isinstance(screen, ReadingScreen) and screen.text.terms_lit != settings.highlight:
                        screen.action_toggle_terms()
            case "keys":
                self.set_keymap({})
        return said

    def _greet(self) -> None:
        """The first time, say what this is: on a screen of its own, or in a line where an article is to be read."""
        from reader.ui.greeting import is_first_time

        if not is_first_time(self.services.paths.data):
            return
        if isinstance(self.screen, ReadingScreen):
            self.notify_plainly("New here? ? shows the keys, Ctrl+P every command.")
        elif not self._sources:
            from reader.ui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen())

    def on_unmount(self) -> None:
        """Nothing is waited for."""
        self.services.stop()
        if "downloads" in self.__dict__:
            self.downloads.close()

    @cached_property
    def downloads(self) -> "Downloads":
        """What is being done to models; made when the first is looked at."""
        from reader.ui.downloads import Downloads

        return Downloads(self)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are printed on keyboards."""
        *modifiers, key = binding.key.split("+")
        plain = Binding(key, binding.action)
        shown = _KEY_NAMES.get(key) or super().get_key_display(plain)
        held = "+".join(modifier.title() for modifier in modifiers)
        return f"{held}+{shown.upper() if len(shown) == 1 else shown}" if held else shown

    # Screens that can be reached from everywhere

    def action_library(self) -> None:
        """The articles that there are, to open another one."""
        from reader.ui.screens.library import LibraryScreen

        self._bring(
            LibraryScreen, lambda: LibraryScreen(self.services), lambda library: library.shelves.listing is None
        )

    def action_models_screen(self) -> None:
        """The models that there are and that could be."""
        from reader.ui.screens.models import ModelsScreen

        self._bring(ModelsScreen, lambda: ModelsScreen(self.services))

    def action_settings(self) -> None:
        """The settings and the keys."""
        from reader.ui.screens.settings import SettingsScreen

        self._bring(SettingsScreen, lambda: SettingsScreen(self.services))

    def action_keys(self) -> None:
        """The keys."""
        from reader.ui.screens.keys import KeysScreen

        self._bring(KeysScreen, lambda: KeysScreen(self.services))

    def action_jobs(self) -> None:
        """What goes on in the background."""
        from reader.ui.screens.jobs import JobsScreen

        self._bring(JobsScreen, JobsScreen)

    def action_change_theme(self) -> None:
        """The colours, to choose from."""
        from reader.ui.screens.themes import ThemesScreen

        self._bring(ThemesScreen, ThemesScreen)

    def action_help_quit(self) -> None:
        """Ctrl+C, which ends other programs: say what ends this one."""
        self.notify_plainly(f"{shown_keys(self, QUIT)} leaves the program.")

    def action_help(self) -> None:
        """What can be done here."""
        from reader.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def _bring(self, kind: type[S], make: Callable[[], S], wanted: Callable[[S], bool] = lambda _: True) -> None:
        """Show the screen of this kind that is `wanted`: the one that is open below, or one that `make` makes."""
        there = next((screen for screen in self.screen_stack if isinstance(screen, kind) and wanted(screen)), None)
        if there is None:
            self.push_screen(make())
        while there is not None and self.screen is not there:
            self.pop_screen()

    # What the screens and the workers say

    @on(ArticleChosen)
    def _chosen(self, event: ArticleChosen) -> None:
        # A second key may have been on its way when the first one changed the screen: then it means nothing.
        if isinstance(self.screen, ReadingScreen):
            return
        self.push_screen(ReadingScreen(self.services, self._read, event.sources, event.index))

    @on(ListLeft)
    def _list_left(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.exit(self._code)

    def _jobs_moved(self) -> None:
        """Called on whatever thread works."""
        with contextlib.suppress(RuntimeError):  # the program may be ending at this very moment
            self.post_message(JobsChanged())

    @on(JobsChanged)
    def _jobs_changed(self) -> None:
        self.shell_changed.publish(None)

    @on(ArticleTurned)
    def _turned(self, event: ArticleTurned) -> None:
        if isinstance(self.screen, ReadingScreen):
            self.switch_screen(self.screen.turned_to(event.index))

    @on(ArticleLeft)
    def _reading_left(self, event: ArticleLeft) -> None:
        if not isinstance(self.screen, ReadingScreen):
            return  # as above
        alone = len(self.screen_stack) == 1
        if event.error is None or alone:
            self._code = max(self._code, event.code)
        if alone:
            self.error = event.error
            self.exit(self._code)
            return
        if event.error is not None:
            self.notify_plainly(str(event.error), "error")
        self.pop_screen()


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
