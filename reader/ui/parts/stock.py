"""What models there are: looked for now and then, and put together with what is being done to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import getters, work
from textual.message import Message

from models.inventory import Holding, holdings
from reader.speeds import Speed, known_speed
from reader.ui.model_rows import Machine, Row
from reader.ui.parts.asking import Asking
from reader.ui.screens.reading import ReadingScreen
from reader.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from reader.services import Services


@dataclass
class ModelsFound(Message, bubble=False):
    """What there is, as of now."""

    holdings: tuple[Holding, ...]
    machine: Machine
    speeds: Mapping[str, Speed] = field(default_factory=dict)
    """By the models' names, of those that were measured."""
    problem: str = ""


class Stock(Asking):
    """Knows the models; what is found comes as `ModelsFound`."""

    lines = getters.query_one("#models", Lines)

    def __init__(self, services: "Services") -> None:
        """Nothing is known yet."""
        super().__init__(services)
        self.holdings: tuple[Holding, ...] = ()
        """Every model, as it was found last."""
        self.machine = Machine(0, 0)
        self.speeds: Mapping[str, Speed] = {}

    @property
    def reading(self) -> ReadingScreen | None:
        """The open article."""
        below = (screen for screen in reversed(self.app.screen_stack) if isinstance(screen, ReadingScreen))
        return next(below, None)

    def rows(self) -> list[Row]:
        """Every model as things stand with it now, and those that are to come from a folder."""
        setting, reading, downloads = self.services.settings.model, self.reading, self.shell.downloads
        names = {holding.name for holding in self.holdings}
        others = [task for task in downloads if task.model not in names and (task.is_on or task.kind == "fetch")]
        coming = [Holding(task.model, "absent", None, 0, 0) for task in others]
        return [
            Row(
                holding,
                downloads.of(holding.name),
                chosen=holding.is_called(setting),
                reading=reading is not None and holding.is_called(reading.model_name),
                speed=self.speeds.get(holding.name),
            )
            for holding in (*self.holdings, *coming)
        ]

    @property
    def row(self) -> Row | None:
        """The model under the cursor."""
        rows, at = self.rows(), self.lines.highlighted
        return rows[at] if at is not None and at < len(rows) else None

    @work(thread=True, group="look", exclusive=True, exit_on_error=False)
    def look_again(self) -> None:
        """Look at what is here now."""
        from models.install import Installer
        from models.machine import free_memory

        store = self.services.store
        try:
            found = tuple(holdings(store, self.services.settings.model))
            machine = Machine(free_memory(), Installer(store.folder).free())
        except OSError as error:
            problem = f"The model store cannot be read: {store.folder}: {error.strerror or error}"
            self.post_message(ModelsFound((), Machine(free_memory(), 0), problem=problem))
            return
        path = self.services.paths.speeds
        measured = {one.name: known_speed(path, one.digest) for one in found if one.digest}
        speeds = {name: speed for name, speed in measured.items() if speed is not None}
        self.post_message(ModelsFound(found, machine, speeds))
