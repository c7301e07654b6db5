"""What all parts of the reading screen work with."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import getters
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.document import Source
from reader.ui.state import ArticleState, Place
from reader.ui.widgets.bars import Bar, Legend
from reader.ui.widgets.bitext import Bitext
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from cache.memory import Memory
    from reader.services import Services

Severity = Literal["information", "warning", "error"]


class Part(Screen[None]):
    """The state that the parts share, and what they ask of each other.

    What the person keeps (`Memory`) is read and written on this thread: a few rows of a small file.
    """

    text = getters.query_one("#text", Bitext)
    status = getters.query_one("#status", Bar)
    legend = getters.query_one("#legend", Legend)

    def __init__(self, services: "Services", sources: Sequence[Source], index: int) -> None:
        """The article `index` of `sources`."""
        super().__init__()
        self.services, self.sources, self.index = services, sources, index
        self.state: ArticleState | None = None
        self.over = False
        """Whether nothing more will come from the pipeline."""
        self.model_name = services.settings.model
        """The model that this article is read with."""

    @property
    def source(self) -> Source:
        """Where the article comes from."""
        return self.sources[self.index]

    @property
    def folder(self) -> Path | None:
        """The folder whose own glossary the article is read with."""
        return self.source.path.parent if self.source.path else None

    @property
    def here(self) -> tuple[ArticleState, Place] | None:
        """The article and its current sentence; None before there is one."""
        if self.state is None or self.text.current is None:
            return None
        return self.state, self.text.current

    @property
    def so_far(self) -> str:
        """Added to what may still change while the translation is being made."""
        return "" if self.over else " so far"

    def say(self, message: str, severity: Severity = "information") -> None:
        """A line that goes away by itself; trouble stays longer."""
        seconds = 3 if severity == "information" else 10
        self.notify(inert(message), timeout=seconds, severity=severity, markup=False)

    @contextlib.contextmanager
    def keeping(self) -> Iterator["Memory"]:
        """What the person keeps, to be written to. The block ends where that fails, and the person is told why."""
        from cache.faults import MemoryFault

        try:
            yield self.services.memory
        except MemoryFault as error:
            self.say(str(error), "error")

    def changed(self, places: Sequence[Place]) -> None:
        """These sentences have another translation now: show it."""
        raise NotImplementedError

    def translate_again(self, places: Iterable[Place]) -> None:
        """Ask the pipeline anew for these sentences: a correction or the glossary has changed."""
        raise NotImplementedError

    def show_status(self) -> None:
        """Bring the line at the bottom up to date."""
        raise NotImplementedError

    async def ask(self, id: str, what: str, value: str = "", hint: str = "") -> None:  # noqa: A002 - Textual's name
        """Open a line above the status that says `what` it asks for, and go to it; `hint` is shown while it is empty.

        What is typed comes as `Input` messages with this id.
        """
        await self.close_lines()
        field = Input(value, hint, id=id, compact=True)
        label = Static(what, classes="what", markup=False)
        await self.mount(Horizontal(label, field, classes="line"), before="#status")
        field.focus()

    async def close_lines(self) -> None:
        """Close every line that asks for something."""
        await self.query(".line").remove()
        self.set_focus(None)
