"""The colours to choose from, each shown while the cursor is on it."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from reader.errors import UsageError
from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import CHOICE, CHOOSE
from reader.ui.palette import QUIET
from reader.ui.themes import OWN
from reader.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp


class ThemesScreen(ModalScreen[None]):
    """Ours, then Textual's. What is chosen goes to the settings file; closed otherwise, nothing has changed."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [*bindings(CHOICE)]
    commands: ClassVar[Commands] = CHOICE

    def compose(self) -> ComposeResult:
        """One panel, at the side: the text must be seen."""
        app = self.app
        own = [theme.name for theme in OWN]
        self._names = [*own, *sorted(name for name in app.available_themes if name not in own)]
        with Vertical(id="panel") as panel:
            panel.border_title = "Colours"
            panel.border_subtitle = keys_line(app, [CHOOSE.hinted("keeps it"), *CHOICE])
            if app.no_color:
                yield Static("NO_COLOR is set: only light and dark differ.", classes="note", markup=False)
            yield Lines(*map(self._option, self._names), markup=False, compact=True)

    def on_mount(self) -> None:
        """The cursor, on what is on."""
        self._before = self.app.theme
        lines = self.query_one(Lines)
        lines.highlighted = self._names.index(self._before)
        lines.focus()

    def on_unmount(self) -> None:
        """As it was, if nothing was chosen."""
        self.app.theme = self._before

    @on(Lines.OptionHighlighted)
    def _shown(self, event: Lines.OptionHighlighted) -> None:
        self.app.theme = self._names[event.option_index]

    @on(Lines.OptionSelected)
    def _selected(self, event: Lines.OptionSelected) -> None:
        app, chosen = cast("ReaderApp", self.app), self._names[event.option_index]
        try:
            said = app.keep_setting("theme", chosen)
        except UsageError as error:
            app.notify_plainly(str(error), "error")
            return
        if app.services.settings.theme == chosen:  # not so where the command line or the environment decides
            self._before = chosen
        self.dismiss()
        app.notify_plainly(said)

    def _option(self, name: str) -> Option:
        theme = self.app.available_themes[name]
        about = "the terminal's" if theme.ansi else "dark" if theme.dark else "light"
        return Option(Content.assemble(name, (f"   {about}", QUIET)))
