"""The models: what is here and what there is to get, and everything that can be done with them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static
from textual.widgets.option_list import Option

from reader.amounts import size
from reader.ui.commands.command import Command, bindings, shown_keys
from reader.ui.commands.models import ACTIONS, ENTER, MODELS, MODELS_NOTES
from reader.ui.model_rows import Row, about, columns
from reader.ui.parts.handling import Handling
from reader.ui.parts.stock import ModelsFound
from reader.ui.widgets.bars import Bar, StatusBar
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.services import Services

_LOOK_EVERY = 5.0
"""Seconds between two looks at what is here: memory comes and goes, and so do models, by the command."""


class ModelLines(Lines):
    """The list. A click chooses a line; what can be done with it stands below.

    Keys that come before there are lines are not lost: they count from where the cursor stands then.
    """

    _early = 0

    def action_cursor_down(self) -> None:
        """To the next line."""
        if self.options:
            super().action_cursor_down()
        else:
            self._early += 1

    def action_cursor_up(self) -> None:
        """To the line before."""
        if self.options:
            super().action_cursor_up()
        else:
            self._early -= 1

    def catch_up(self) -> None:
        """There are lines now: do what came too early."""
        steps, self._early = self._early, 0
        for _ in range(abs(steps)):
            if steps > 0:
                self.action_cursor_down()
            else:
                self.action_cursor_up()

    async def _on_click(self, event: events.Click) -> None:
        line = event.style.meta.get("option")
        if line is not None and line != self.highlighted:
            self.highlighted = line
            event.prevent_default()  # Textual's own would also take it


class ModelsScreen(Handling):
    """Every model with what is known of it; the keys act on the one under the cursor."""

    CSS_PATH = "models.tcss"
    AUTO_FOCUS = "#models"
    HELP = "Enter does what suits the model: it gets it, reads the open article with it, or uses it from now on."
    BINDINGS: ClassVar = [*bindings(MODELS)]
    help_notes: ClassVar = MODELS_NOTES

    lines = getters.query_one("#models", ModelLines)
    status = getters.query_one("#status", Bar)

    def __init__(self, services: "Services") -> None:
        """Looks for nothing yet."""
        super().__init__(services)
        self._shown: tuple[str, ...] = ()

    @property
    def commands(self) -> Sequence[Command]:
        """Those that go with the model under the cursor, and those of the screen."""
        main, others = self.main_action(), MODELS[len(ACTIONS) :]
        first = [ENTER.hinted(main.hint)] if main is not None else []
        return [*first, *self.offered(), *others]

    def compose(self) -> ComposeResult:
        """A line above, the list, all about the model under the cursor, a line below."""
        yield Bar(id="top")
        yield Static(id="heading", markup=False)
        yield ModelLines(id="models", markup=False, compact=True)
        yield Static(id="actions", markup=False)
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="about", markup=False)
        yield StatusBar(id="status")

    def on_mount(self) -> None:
        """Look for what there is."""
        self.query_one("#top", Bar).left = "Models"
        self.status.left = "looking"
        self.shell.shell_changed.subscribe(self, lambda _: self.show_models())
        self.shell.downloads.ended.subscribe(self, lambda _: self.look_again())
        self.shell.theme_changed_signal.subscribe(self, lambda _: self.show_models())
        self.set_interval(_LOOK_EVERY, self.look_again)

    def on_screen_resume(self) -> None:
        """The first time, and after something else was on the screen."""
        self.shell.downloads.told_by(self)
        self.look_again()
        self.offer_arrived()

    def on_resize(self) -> None:
        """What is shown depends on the width."""
        self.call_after_refresh(self.show_models)

    # Showing

    @on(ModelsFound)
    def _found(self, event: ModelsFound) -> None:
        self.query(".trouble").remove()
        if event.problem:
            lines = [event.problem, "What helps: make the folder readable, or give another one with --home"]
            self.mount(Static("\n".join(map(inert, lines)), classes="trouble", markup=False), before="#status")
        self.holdings, self.machine, self.speeds = event.holdings, event.machine, event.speeds
        self.show_models()
        self.offer_arrived()

    def show_models(self) -> None:
        """Bring everything up to date."""
        rows = self.rows()
        heading, lines = columns(rows, self.machine, self.size.width - 2)
        self.query_one("#heading", Static).update(heading)
        names = tuple(row.holding.name for row in rows)
        if names == self._shown:
            for index, line in enumerate(lines):
                self.lines.replace_option_prompt_at_index(index, line)
        else:
            at = self.lines.highlighted
            here = self._shown[at] if at is not None and at < len(self._shown) else self.services.settings.model
            self._shown = names
            self.lines.clear_options()
            self.lines.add_options(map(Option, lines))
            self.lines.highlighted = names.index(here) if here in names else 0 if names else None
            if names:
                self.lines.catch_up()
        self._show_about()
        memory, disk = size(self.machine.memory), size(self.machine.disk)
        top = self.query_one("#top", Bar)
        top.right = (f"free: {memory} of memory, {disk} on the disk", f"{memory} of memory free", "") if names else ()

    def _show_about(self) -> None:
        row = self.row
        self.query_one("#actions", Static).update(self._clickable())
        if row is None:
            self.query_one("#about", Static).update("")
            return
        width = self.query_one("#scroll").scrollable_content_region.width
        self.query_one("#about", Static).update(about(row, self.machine, width))
        self.status.left = self._told(row)
        self.query_one(StatusBar).refresh()

    def _told(self, row: Row) -> str:
        busy = [one for one in self.rows() if one.busy and one.holding.name != row.holding.name]
        return f"{busy[0].holding.name}: {busy[0].state}" if busy else ""

    def _clickable(self) -> Content:
        """What can be done with the model, to click on."""
        parts: list[str | tuple[str, Style | str]] = []
        for command in self.offered():
            style = Style.from_meta({"@click": f"screen.{command.action}"})
            key = shown_keys(self.app, command).partition(" ")[0]
            parts += [(f"{key} {command.hint}", style), "   "]
        return Content.assemble(*parts)

    @on(ModelLines.OptionHighlighted)
    def _moved(self) -> None:
        self._show_about()
        self.query_one("#scroll").scroll_home(animate=False)
