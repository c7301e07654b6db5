"""The keys: every command with the keys that it has, and how it gets others."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from reader.errors import UsageError
from reader.paths import tilde
from reader.ui.commands.catalogue import LISTS, commands_by_id
from reader.ui.commands.command import Command, Commands, bindings, keys_of, shown_keys
from reader.ui.commands.panels import CHOOSE
from reader.ui.commands.settings import KEYS
from reader.ui.keymap import clashing, types_something
from reader.ui.palette import QUIET
from reader.ui.parts.asking import Asking
from reader.ui.preferences import Preferences
from reader.ui.widgets.bars import Bar, StatusBar
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import cells

if TYPE_CHECKING:
    from reader.services import Services
    from reader.ui.app import ReaderApp

_KEYS = 16  # cells


class KeysScreen(Asking):
    """A line for each command, by the place where it can be given."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "Lines"
    HELP = "Enter asks for a key and gives it to the command, instead of those that it has. Esc leaves it as it is."
    BINDINGS: ClassVar = [*bindings(KEYS)]
    commands: ClassVar[Commands] = (CHOOSE.hinted("another key", 6), *KEYS)

    lines = getters.query_one("#keys", Lines)

    def __init__(self, services: "Services") -> None:
        """Shows the keys as they are now."""
        super().__init__(services)
        self._preferences = Preferences(services)
        self._words: list[str] = []

    def compose(self) -> ComposeResult:
        """A line above, the list, lines below."""
        yield Bar(id="top")
        yield Lines(id="keys", markup=False)
        yield StatusBar(id="status")

    def on_mount(self) -> None:
        """Show them."""
        self.query_one("#top", Bar).left = "Keys"
        self._show()
        self.lines.action_first()

    @property
    def _here(self) -> Command | None:
        option = self.lines.highlighted_option
        return None if option is None or option.id is None else commands_by_id()[option.id]

    # Showing

    def _show(self) -> None:
        lines, kept = self.lines, self._here
        options: list[Option] = []
        seen: set[str] = set()
        for place, commands in LISTS.items():
            found = [one for one in commands if one.id not in seen and self._matches(place, one)]
            seen.update(command.id for command in commands)
            if found:
                options.append(Option(Content.styled(place, "bold"), disabled=True))
                options += [Option(self._line(command), id=command.id) for command in found]
        lines.clear_options()
        lines.add_options(options)
        if not options:
            self.query_one("#top", Bar).right = ()
        if kept is not None and any(option.id == kept.id for option in options):
            lines.highlighted = lines.get_option_index(kept.id)
        else:
            lines.action_first()
        own, shown = len(self.shell.keymap), sum(option.id is not None for option in options)
        told = [f"{shown} found"] if self._words else []
        self.query_one("#status", Bar).left = ", ".join([*told, *([f"{own} with keys of your own"] if own else [])])

    @on(Lines.OptionHighlighted, "#keys")
    def _moved(self, event: Lines.OptionHighlighted) -> None:
        """How the command is called in the settings file, and where that is."""
        event.stop()
        name = event.option_id or ""
        file = tilde(self.services.paths.config)
        self.query_one("#top", Bar).right = (f"{name} below [keys] in {file}", f"{name} below [keys]", name)

    def _matches(self, place: str, command: Command) -> bool:
        """Whether every word of the filter stands in what the command does or in its place, or is one of its keys."""
        keys = [*shown_keys(self.app, command).split(), *keys_of(self.app, command)]
        text = f"{place} {command.does} {command.id}".casefold()
        return all(word.casefold() in text or word in keys for word in self._words)

    def _line(self, command: Command) -> Content:
        keys = shown_keys(self.app, command)
        own = command.id in self.shell.keymap
        gap = " " * max(0, _KEYS - cells(keys))
        told = (f"   was {shown_keys_before(self.shell, command)}", QUIET) if own else ""
        style = "bold $text-accent" if own else "$text-accent"
        return Content.assemble("  ", gap, (keys, style), f"  {command.does}", told)

    # Changing

    @on(Lines.OptionSelected, "#keys")
    def _another(self, event: Lines.OptionSelected) -> None:
        event.stop()
        self._ask_key([])

    def action_add(self) -> None:
        """Ask for one key more."""
        if self._here is not None:
            self._ask_key(keys_of(self.app, self._here))

    def action_reset(self) -> None:
        """The command has its own keys again."""
        command = self._here
        if command is not None and command.id in self.services.settings.keys:
            self._keep(command, None)

    def _ask_key(self, kept: list[str]) -> None:
        command = self._here
        if command is None:
            return

        def done(key: str | None) -> None:
            if key is not None:
                self._keep(command, ",".join(dict.fromkeys([*kept, key])))

        self.app.push_screen(KeyScreen(command), done)

    def _keep(self, command: Command, keys: str | None) -> None:
        try:
            chosen = self._preferences.keep_keys(command.id, keys)
        except UsageError as error:
            self.say(str(error), "error")
            return
        self.shell.set_keymap(chosen)
        self._show()

    # Finding

    async def action_filter(self) -> None:
        """Ask for words."""
        await self.ask("filter", "Filter:", " ".join(self._words), "what is done, the place, or a key")

    @on(Input.Changed, "#filter")
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self._words = event.value.split()
        self._show()

    @on(Input.Submitted, "#filter")
    def _filter_given(self, event: Input.Submitted) -> None:
        event.stop()
        self.lines.focus()

    async def action_unfilter(self) -> None:
        """Everything again; with everything shown, back."""
        if self._words or self.query(".line"):
            self._words = []
            await self.close_lines()
            self.lines.focus()
            self._show()
        else:
            self.dismiss()

    def action_back(self) -> None:
        """Leave."""
        self.dismiss()


class KeyScreen(ModalScreen[str | None]):
    """Waits for a key and gives it, unless another command has it; None for Esc."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar = [Binding("escape", "dismiss", "Leave it as it is", show=False)]

    def __init__(self, command: Command) -> None:
        """`command` is to get the key."""
        super().__init__()
        self._command = command

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel") as panel:
            panel.border_title = self._command.does
            panel.border_subtitle = "Esc leaves it"
            yield Static("Press the new key.", classes="note", markup=False)
            yield Static("", id="fault", classes="fault", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take it, or say why not."""
        if event.key == "escape":
            return
        event.stop()
        fault = self._fault(event.key)
        if fault:
            self.query_one("#fault", Static).update(fault)
        else:
            self.dismiss(event.key)

    def _fault(self, key: str) -> str:
        shown = self.app.get_key_display(Binding(key, "none"))
        if types_something(self._command, key):
            return f"{shown} is for writing, and this command works where one writes. Ctrl or a function key will do."
        clash = clashing(self._command.id, [key], cast("ReaderApp", self.app).keymap)
        return f"{shown} is taken: {clash[0].does}. Another key?" if clash else ""


def shown_keys_before(app: "ReaderApp", command: Command) -> str:
    """The keys that the command came with, as they are printed on keyboards."""
    return " ".join(app.get_key_display(Binding(key, command.action)) for key in command.keys.split(","))
