"""What can be done with a model on the screen of models."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from textual import on, work
from textual.message import Message
from textual.widgets import Input

from models.install import partial_size
from models.inventory import Holding
from models.store import COMPACT, InstalledModel
from models.types import EngineError
from reader import removal
from reader.amounts import size
from reader.errors import ReaderError
from reader.ui.commands.command import Command
from reader.ui.commands.models import CHECK, GET, PREPARE, READ, REMOVE, STOP, USE
from reader.ui.messages import ListLeft
from reader.ui.model_rows import Row
from reader.ui.parts.stock import Stock
from reader.ui.preferences import Preferences
from reader.ui.screens.choice import Choice, ChoiceScreen
from reader.ui.widgets.lines import Lines

_MAIN = {READ.id, USE.id, GET.id}


@dataclass
class ModelRemoved(Message, bubble=False):
    """A model was taken off this machine, or `problem` says why not."""

    name: str
    freed: int
    problem: str = ""


class Handling(Stock):
    """Gets, checks, chooses and removes the model under the cursor."""

    # What can be done

    def offered(self) -> list[Command]:
        """What goes with the model under the cursor, what a person most likely wants first."""
        row = self.row
        if row is None:
            return []
        if row.task is not None and row.task.is_on:
            return [STOP] if row.task.state == "running" else []  # it is stopping: nothing goes with that
        holding = row.holding
        in_store = holding.folder is not None and holding.folder.parent == self.services.store.folder
        sound = holding.usable and not row.damaged
        wanted = {
            READ: sound and self.reading is not None and not row.reading,
            USE: sound and not row.chosen,
            _get(row): holding.in_catalog and not sound,
            PREPARE: sound and not holding.prepared and in_store,
            CHECK: holding.folder is not None,
            _remove(row): in_store or holding.begun > 0 or row.stray,
        }
        return [command for command, goes in wanted.items() if goes]

    def main_action(self) -> Command | None:
        """What Enter does: what is offered first, if it is what one has models for."""
        first = next(iter(self.offered()), None)
        return first if first is not None and first.id in _MAIN else None

    def _wanted(self, command: Command) -> Row | None:
        """The model under the cursor, if the command goes with it."""
        return self.row if any(offered.id == command.id for offered in self.offered()) else None

    @on(Lines.OptionSelected)
    async def _selected(self) -> None:
        """What a person most likely wants with this model."""
        if (main := self.main_action()) is not None:
            await self.run_action(main.action)
        elif (row := self.row) is not None and row.chosen and row.holding.usable and not row.busy:
            self.say(f"{row.holding.name} is in use already")

    def action_get(self) -> None:
        """Ask whether the model is to be fetched, with all that matters before."""
        if (row := self._wanted(GET)) is None:
            return
        holding = row.holding
        missing = max(0, holding.size - holding.begun) if not holding.usable else holding.size
        lacking = missing - self.machine.disk
        choices = [Choice("Not now")]
        if lacking <= 0:
            choices.insert(0, Choice("Get it" if not holding.begun else "Go on", f"about {size(missing)} to fetch"))

        def done(index: int | None) -> None:
            if index == 0 and lacking <= 0:
                self._fetch(holding.name)

        note = "\n".join(self._cost(holding, missing, lacking))
        self.app.push_screen(ChoiceScreen(f"Get {holding.name}?", choices, note=note), done)

    def _cost(self, holding: Holding, missing: int, lacking: int) -> Iterator[str]:
        """What it is, under what licence, and what it takes: lines."""
        yield holding.about
        licence = holding.licence
        yield f"Licence {licence.name}: {licence.terms}"
        yield licence.address
        here = f"; {size(holding.begun)} are here already" if holding.begun else ""
        yield f"About {size(missing)} to fetch{here}; {size(self.machine.disk)} free on the disk"
        if lacking > 0:
            yield f"There is not enough room: make room for {size(lacking)} more, then come back"
        yield f"Reading with it needs about {size(holding.memory)} of memory; {size(self.machine.memory)} are free now"

    def _fetch(self, name: str, folder: Path | None = None) -> bool:
        """Begin to fetch; whether that could be."""
        try:
            self.shell.downloads.fetch(name, folder)
        except EngineError as error:
            self.say(f"{error} ({error.hint})" if error.hint else str(error), "error")
            return False
        return True

    def action_stop(self) -> None:
        """End what is being done to the model."""
        if (row := self._wanted(STOP)) is not None:
            self.shell.downloads.cancel(row.holding.name)

    def action_check(self) -> None:
        """Read all of it, and compare."""
        if (row := self._wanted(CHECK)) is not None:
            self.shell.downloads.verify(_installed(row.holding), row.holding.name, row.holding.size)

    def action_prepare(self) -> None:
        """What is done once to a model."""
        if (row := self._wanted(PREPARE)) is not None:
            self.shell.downloads.prepare(_installed(row.holding), row.holding.name)

    def action_use(self) -> None:
        """Use the model from now on."""
        if (row := self._wanted(USE)) is not None:
            self._use(row.holding.name)

    def _use(self, name: str) -> None:
        try:
            said = Preferences(self.services).keep("model", name)
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.say(said)
        self.look_again()

    def action_read(self) -> None:
        """Back to the article, translated with the model."""
        if (row := self._wanted(READ)) is not None:
            self._read(row.holding.name)

    def _read(self, name: str) -> None:
        if (reading := self.reading) is None:
            return
        while self.app.screen is not reading:
            self.app.pop_screen()
        reading.read_with(name)

    def action_remove(self) -> None:
        """Ask whether the model is to be deleted."""
        if (row := self._wanted(REMOVE)) is None:
            return
        name = row.holding.name
        if row.stray and not partial_size(self.services.store.folder, name):
            self.shell.downloads.forget(name)
            self.look_again()
            return
        try:
            freed = removal.bytes_freed(self.services, name)
        except (EngineError, ReaderError) as error:
            self.say(str(error), "error")
            return

        def done(index: int | None) -> None:
            if index == 1:
                self._remove(name, freed)

        parts = ["It cannot be undone."]
        if row.holding.in_catalog:
            parts.append("It can be fetched again.")
        if row.chosen:
            parts.append(f"It is the model in use: {COMPACT} is used then.")
        choices = [Choice("Keep it"), Choice("Remove it", f"frees {size(freed)}")]
        self.app.push_screen(ChoiceScreen(f"Remove {name}?", choices, note=" ".join(parts)), done)

    @work(thread=True, group="remove", exit_on_error=False)
    def _remove(self, name: str, freed: int) -> None:
        try:
            removal.remove(self.services, name)
        except (EngineError, ReaderError) as error:
            self.post_message(ModelRemoved(name, 0, f"{error}"))
        else:
            self.post_message(ModelRemoved(name, freed))

    @on(ModelRemoved)
    def _removed(self, event: ModelRemoved) -> None:
        if event.problem:
            self.say(f"Not removed: {event.problem}", "error")
            return
        self.shell.downloads.forget(event.name)
        self.services.forget(self.services.store.folder / event.name)
        if self.services.settings.model == event.name:
            self.services.adopt(replace(self.services.settings, model=COMPACT))
        if (reading := self.reading) is not None and reading.model_name == event.name:
            reading.read_with(COMPACT)
        self.say(f"{event.name} is removed, {size(event.freed)} freed")
        self.look_again()

    async def action_folder(self) -> None:
        """Ask for the folder of a model."""
        await self.ask("folder", "Folder that holds model.bin:")

    @on(Input.Submitted, "#folder")
    async def _folder_named(self, event: Input.Submitted) -> None:
        if not (text := event.value.strip()) or self._take_from(Path(text)):
            await self._leave_line()

    def _take_from(self, given: Path) -> bool:
        folder = given.expanduser().absolute()
        if (self.services.store.folder / folder.name).exists():
            self.say(f"There is a model of this name already: {folder.name}; remove it first", "error")
            return False
        return self._fetch(folder.name, folder)

    async def _leave_line(self) -> None:
        await self.close_lines()
        self.lines.focus()

    def action_scroll_about(self, step: int) -> None:
        """What is known of the model, further down or back."""
        self.query_one("#scroll").scroll_relative(y=3 * step, animate=False)

    async def action_back(self) -> None:
        """Leave the line that asks for something, or the screen."""
        if self.query(".line"):
            await self._leave_line()
        else:
            self.shell.downloads.told_by(None)
            self.post_message(ListLeft())

    # A model that came in

    def offer_arrived(self) -> None:
        """Ask what is to be done with a model that came in, once."""
        arrived = self.shell.downloads.arrived
        names = {holding.name for holding in self.holdings if holding.usable}
        # A screen that is pushed while the program ends finds nothing to stand on.
        ending = not (self.is_attached and self.app.is_running)
        if ending or not self.is_current or not arrived or arrived[0] not in names:
            return
        name = arrived.pop(0)
        offers: list[tuple[Choice, bool, bool]] = []
        chosen, reading = self.services.settings.model == name, self.reading
        other = reading is not None and reading.model_name != name
        if not chosen and other:
            offers.append((Choice("Use it from now on, and for the open article"), True, True))
        if not chosen:
            offers.append((Choice("Use it from now on"), True, False))
        if other:
            offers.append((Choice("Read the open article with it"), False, True))
        if not offers:
            self.say(f"{name} is here")
            return

        def done(index: int | None) -> None:
            if index is None or index == len(offers):
                return
            _, use, read = offers[index]
            if use:
                self._use(name)
            if read:
                self._read(name)

        choices = [*(choice for choice, _, _ in offers), Choice("Not now")]
        self.app.push_screen(ChoiceScreen(f"{name} is here", choices), done)


def _get(row: Row) -> Command:
    """In the words that suit the model."""
    return GET.hinted("get it anew" if row.damaged else "go on with it" if row.holding.begun else GET.hint)


def _remove(row: Row) -> Command:
    """In the words that suit the model."""
    return REMOVE.hinted("forget it") if row.stray else REMOVE


def _installed(holding: Holding) -> InstalledModel:
    assert holding.folder is not None
    return InstalledModel(holding.folder.name if holding.state != "bundled" else holding.name, holding.folder)
