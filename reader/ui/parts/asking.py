"""What screens with a text of their own share: telling the person, asking in a line, writing to what is kept."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, cast

from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.ui.wrap import inert

if TYPE_CHECKING:
    from cache.memory import Memory
    from reader.services import Services
    from reader.ui.app import ReaderApp

Severity = Literal["information", "warning", "error"]


class Asking(Screen[None]):
    """Says and asks. A line that asks stands above the status, which every such screen has as `#status`."""

    def __init__(self, services: "Services") -> None:
        """`services` open what the screen works with."""
        super().__init__()
        self.services = services

    @property
    def shell(self) -> "ReaderApp":
        """The application."""
        return cast("ReaderApp", self.app)

    def say(self, message: str, severity: Severity = "information") -> None:
        """A line that goes away by itself; trouble stays longer."""
        seconds = 3 if severity == "information" else 10
        self.notify(inert(message), timeout=seconds, severity=severity, markup=False)

    def call_after_refresh(self, callback: Callable[..., object], *args: object, **named: object) -> bool:
        """As Textual's, but nothing is called once this screen is closed: by then another one would make the call."""

        def call() -> object:
            return callback(*args, **named) if self in self.app.screen_stack else None

        return super().call_after_refresh(call)

    @contextlib.contextmanager
    def keeping(self) -> Iterator["Memory"]:
        """What the person keeps, to be written to. The block ends where that fails, and the person is told why."""
        from cache.faults import MemoryFault

        try:
            yield self.services.memory
        except MemoryFault as error:
            self.say(str(error), "error")

    async def ask(self, id: str, what: str, value: str = "", hint: str = "") -> None:  # noqa: A002 - Textual's name
        """Open a line above the status that says `what` it asks for, and go to it; `hint` is shown while it is empty.

        What is typed comes as `Input` messages with this id.
        """
        await self.ask_in(Input(value, hint, id=id, compact=True), what)

    async def ask_in(self, field: Input, what: str, *beside: Widget) -> None:
        """The same with a field of one's own, and what stands below it."""
        await self.close_lines()
        label = Static(what, classes="what", markup=False)
        await self.mount(Horizontal(label, field, classes="line"), *beside, before="#status")
        field.focus()

    async def close_lines(self) -> None:
        """Close every line that asks for something."""
        await self.query(".line, .beside").remove()
        self.set_focus(None)
