"""The settings: each with its value, what it is for, where its value came from, and from when a change holds."""

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from reader.diagnostics import counted
from reader.errors import UsageError
from reader.paths import tilde
from reader.settings_file import Setting
from reader.ui.commands.command import Commands, bindings
from reader.ui.commands.panels import CHOOSE
from reader.ui.commands.settings import SETTINGS
from reader.ui.palette import QUIET
from reader.ui.parts.asking import Asking
from reader.ui.preferences import Preferences, in_force_from
from reader.ui.screens.choice import Choice, ChoiceScreen
from reader.ui.widgets.bars import Bar, StatusBar
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import cells, inert, shortened

if TYPE_CHECKING:
    from reader.services import Services

_NAME, _ORIGIN = 15, 13  # cells
_SAID = {"True": "yes", "False": "no", "": "–"}
_MORE = "More models: get, check, remove"


class SettingsScreen(Asking):
    """A line for each setting, as `config.toml` has them; what is known of the one under the cursor stands below."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "Lines"
    HELP = "What you change here is written to the settings file; comments there stay."
    BINDINGS: ClassVar = [*bindings(SETTINGS)]
    commands: ClassVar[Commands] = (CHOOSE.hinted("change", 6), *SETTINGS)

    lines = getters.query_one("#settings", Lines)
    about = getters.query_one("#about", Static)

    def __init__(self, services: "Services") -> None:
        """Reads nothing yet."""
        super().__init__(services)
        self._preferences = Preferences(services)
        self._settings: list[Setting] = []
        self._asked = ""
        """The setting that the line asks for: the cursor may be on another one when it is answered."""

    def compose(self) -> ComposeResult:
        """A line above, the list, what is known of a setting, lines below."""
        yield Bar(id="top")
        yield Lines(id="settings", markup=False)
        yield Static(id="about", markup=False)
        yield StatusBar(id="status")

    def on_mount(self) -> None:
        """Show them."""
        top = self.query_one("#top", Bar)
        top.left, top.right = "Settings", (tilde(self.services.paths.config), self.services.paths.config.name)
        self.shell.theme_changed_signal.subscribe(self, lambda _: self._show())
        self._show()

    def on_resize(self) -> None:
        """The columns are as wide as there is room."""
        self._show()

    def on_screen_resume(self) -> None:
        """A key or a model may have been chosen meanwhile."""
        self._show()

    @property
    def _here(self) -> Setting | None:
        at = self.lines.highlighted
        return None if at is None or at >= len(self._settings) else self._settings[at]

    # Showing

    def _show(self) -> None:
        try:
            self._settings = self._preferences.now()
        except UsageError as error:
            self._tell(str(error))
            return
        lines, at = self.lines, self.lines.highlighted or 0
        lines.clear_options()
        lines.add_options(Option(self._line(setting)) for setting in self._settings)
        lines.highlighted = at
        changed = sum(setting.origin != "default" for setting in self._settings)
        self.query_one("#status", Bar).left = f"{counted(len(self._settings), 'setting')}, {changed} not at the default"

    def _line(self, setting: Setting) -> Content:
        """`beam            4                    default`."""
        room = max(8, self.size.width - _NAME - _ORIGIN - 5)
        value = shortened(self._said(setting), room)
        style = "" if setting.origin == "default" else "bold"
        gap = " " * (room - cells(value))
        origin = (f"{setting.origin:>{_ORIGIN}}", QUIET if setting.origin == "default" else "$text-accent")
        return Content.assemble(f"{setting.name:<{_NAME}} ", (value, style), gap, " ", origin)

    def _said(self, setting: Setting) -> str:
        if setting.name == "keys":
            own = len(self.services.settings.keys)
            return f"{own} of your own" if own else "as they came"
        return _SAID.get(setting.value) or tilde(inert(setting.value))

    @on(Lines.OptionHighlighted, "#settings")
    def _moved(self) -> None:
        self._tell()

    def _tell(self, fault: str = "") -> None:
        """What is known of the setting under the cursor, or what is wrong with what was typed for it."""
        setting = self._here
        if setting is None:
            self.about.update(Content.styled(inert(fault), "$text-error"))
            return
        over = self._preferences.held_by(setting.name)
        lines = [Content(inert(setting.meaning))]
        if setting.name == "home":
            lines.append(Content.styled("Given by --home or DWIBACA_HOME; the file cannot say where it is.", QUIET))
        elif over:
            held = f"{over} decides over it now; what you choose here is for when it does not."
            lines.append(Content.styled(held, "$text-warning"))
        else:
            lines.append(Content.styled(f"A change holds {in_force_from(setting.name)}.", QUIET))
        if fault:
            lines.append(Content.styled(inert(fault), "$text-error"))
        self.about.update(Content("\n").join(lines))

    # Changing

    @on(Lines.OptionSelected, "#settings")
    async def _change(self, event: Lines.OptionSelected) -> None:
        event.stop()
        setting = self._here
        if setting is None:
            return
        match setting.name:
            case "home":
                self._tell("It cannot be changed here.")
            case "keys":
                self.shell.action_keys()
            case "theme":
                self.shell.action_change_theme()
            case "model":
                self._choose_model(setting)
            case _ if set(setting.choices) == {"True", "False"}:
                self._keep(setting.name, "False" if setting.value == "True" else "True")
            case _ if setting.choices:
                self._choose(setting)
            case _:
                self._asked = setting.name
                await self.ask("value", f"{setting.name}:", setting.value, "empty: back to the default")

    @on(Input.Submitted, "#value")
    async def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        if self._keep(self._asked, event.value.strip()):
            await self._close()

    async def _close(self) -> None:
        await self.close_lines()
        self.lines.focus()

    def action_reset(self) -> None:
        """The setting under the cursor is taken out of the file."""
        setting = self._here
        if setting is None or setting.name == "home":
            return
        if setting.name == "keys" and self.services.settings.keys:
            self._ask_about_keys()
        else:
            self._keep(setting.name, "")

    def _ask_about_keys(self) -> None:
        """They may have taken an evening to choose, and there is no undo."""

        def done(index: int | None) -> None:
            if index == 1:
                self._keep("keys", "")

        choices = [Choice("Leave them"), Choice("Take them out", "every command has its own keys again")]
        own = counted(len(self.services.settings.keys), "command")
        self.app.push_screen(ChoiceScreen(f"Keys of your own, for {own}", choices), done)

    async def action_back(self) -> None:
        """Close the line that asks, or leave."""
        if self.query(".line"):
            await self._close()
            self._tell()
        else:
            self.dismiss()

    def _choose(self, setting: Setting) -> None:
        def done(index: int | None) -> None:
            if index is not None:
                self._keep(setting.name, setting.choices[index])

        at = setting.choices.index(setting.value)
        choices = [Choice(choice) for choice in setting.choices]
        self.app.push_screen(ChoiceScreen(setting.name, choices, note=setting.meaning, at=at), done)

    def _choose_model(self, setting: Setting) -> None:
        names = [model.name for model in self.services.store.installed()]
        if setting.value not in names:
            names.append(setting.value)

        def done(index: int | None) -> None:
            if index == len(names):
                self.shell.action_models_screen()
            elif index is not None:
                self._keep(setting.name, names[index])

        choices = [*(Choice(name, "in use" if name == setting.value else "") for name in names), Choice(_MORE)]
        self.app.push_screen(ChoiceScreen("model", choices, note=setting.meaning, at=names.index(setting.value)), done)

    def _keep(self, name: str, text: str) -> bool:
        """Write the setting; whether that could be done."""
        try:
            said = self.shell.keep_setting(name, text)
        except UsageError as error:
            self._tell(f"{error.which}: {error.hint}" if error.hint else str(error))
            return False
        self._show()
        self._tell()
        self.say(said)
        return True
