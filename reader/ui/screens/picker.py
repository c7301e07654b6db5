"""The list of articles, when there is more than one to read or none was named."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from reader.document import Source
from reader.ui.commands import PICKING, Command, CommandProvider, bindings
from reader.ui.messages import ArticleChosen, ListLeft, SourcesFound
from reader.ui.state import counted
from reader.ui.widgets.bars import Bar
from reader.ui.wrap import inert

Offer = Callable[[], Iterable[tuple[str, Sequence[Source]]]]
"""Finds articles to offer, under headings. Called on a worker's thread."""


class PickerScreen(Screen[None]):
    """Offers articles; Enter opens one."""

    CSS_PATH = "picker.tcss"
    COMMANDS: ClassVar = {CommandProvider}
    BINDINGS: ClassVar = [*bindings(PICKING)]
    commands: ClassVar[Sequence[Command]] = PICKING

    articles = getters.query_one("#articles", OptionList)
    filter = getters.query_one("#filter", Input)
    status = getters.query_one("#status", Bar)

    def __init__(self, offer: Offer) -> None:
        """`offer` says what there is."""
        super().__init__()
        self._offer = offer
        self._groups: list[tuple[str, tuple[Source, ...]]] = []
        self._shown: list[Source] = []

    def compose(self) -> ComposeResult:
        """A line above, the list, lines below."""
        yield Bar(id="top")
        yield OptionList(id="articles", markup=False)
        yield Input(id="filter", placeholder="Filter by name", compact=True)
        yield Bar(id="status")

    def on_mount(self) -> None:
        """Look for articles."""
        self.query_one("#top", Bar).left = "dwibaca: Indonesian news beside its English"
        self.status.left, self.status.right = "looking", ("Enter open  / filter  ? help  q quit",)
        self.articles.focus()
        self._look()

    @work(thread=True, group="offer", exit_on_error=False)
    def _look(self) -> None:
        for heading, sources in self._offer():
            self.post_message(SourcesFound(heading, tuple(sources)))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Looking for articles broke: say why; what was found stays."""
        if event.state is WorkerState.ERROR:
            self.notify(inert(f"Could not look for articles: {event.worker.error!r}"), severity="error", markup=False)

    @on(SourcesFound)
    def _found(self, event: SourcesFound) -> None:
        self._groups.append((event.heading, event.sources))
        self._list()

    @on(Input.Changed, "#filter")
    def _typed(self) -> None:
        self._list()

    @on(Input.Submitted, "#filter")
    def _submitted(self) -> None:
        self.articles.focus()
        self.action_open()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.post_message(ArticleChosen(tuple(self._shown), int(event.option_id)))

    def action_move(self, step: int) -> None:
        """To another article."""
        if step > 0:
            self.articles.action_cursor_down()
        else:
            self.articles.action_cursor_up()

    def action_first(self) -> None:
        """To the first article."""
        self.articles.action_first()

    def action_last(self) -> None:
        """To the last article."""
        self.articles.action_last()

    def action_open(self) -> None:
        """Open the article under the cursor."""
        self.articles.action_select()

    def action_filter(self) -> None:
        """Ask for a part of the name."""
        self.filter.add_class("-open")
        self.filter.focus()

    def action_unfilter(self) -> None:
        """Show everything."""
        self.filter.value = ""
        self.filter.remove_class("-open")
        self.articles.focus()

    def action_help(self) -> None:
        """The keys."""
        from reader.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_back(self) -> None:
        """Leave."""
        self.post_message(ListLeft())

    def _list(self) -> None:
        """Fill the list with the articles whose names hold every word of the filter."""
        words = self.filter.value.casefold().split()
        self._shown = []
        options: list[Option | None] = []
        for heading, sources in self._groups:
            found = [source for source in sources if all(word in source.name.casefold() for word in words)]
            if not found:
                continue
            options.append(Option(Content.styled(inert(heading), "bold"), disabled=True))
            for source in found:
                options.append(Option(Content(f"  {inert(_name(source))}"), id=str(len(self._shown))))
                self._shown.append(source)
        self.articles.clear_options()
        self.articles.add_options(options)
        self.articles.action_first()
        self.status.left = counted(len(self._shown), "article") if self._shown else "no articles"


def _name(source: Source) -> str:
    return str(source.relative or source.name)
