"""The screen on which an article is read: a switchboard between the keys, the workers and the text."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState, get_current_worker

from models.store import COMPACT
from reader.document import Article, Source
from reader.errors import ExitCode, ReaderError
from reader.ui.commands import READING, Command, CommandProvider, bindings
from reader.ui.find import Match, find_matches, merged
from reader.ui.layout import View, shown_sides
from reader.ui.lights import KINDS, MISSING, by_sentence, lit_kinds
from reader.ui.messages import (
    ArticleLeft,
    ArticleOpened,
    ArticleTurned,
    OpenFailed,
    Progress,
    SentenceFailed,
    SentencesArrived,
    TranslationEnded,
    TranslationStopped,
)
from reader.ui.state import ArticleState, Place
from reader.ui.viewpoint import Viewpoint
from reader.ui.widgets.bars import Bar, Legend
from reader.ui.widgets.bitext import Bitext
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.services import Services

Read = Callable[[Source], Article]
"""Reads and cleans an article. Raises ReaderError."""

_DRAFT = (
    "Draft quality: the small bundled model makes mistakes. Check what matters.",
    "Draft quality: the small model makes mistakes. Check what matters.",
    "Draft quality: check what matters.",
    "Draft quality",
)
_HINTS = (
    "j k sentence  Enter details  h terms  v view  / find  ? help  q quit",
    "Enter details  h terms  v view  ? help  q quit",
    "? help  q quit",
    "? help",
)


class ReadingScreen(Screen[None]):
    """Reads and translates one article of a list, and shows it while both happen."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = None  # the keys are the screen's own
    COMMANDS: ClassVar = {CommandProvider}
    BINDINGS: ClassVar = [*bindings(READING)]
    commands: ClassVar[Sequence[Command]] = READING

    text = getters.query_one("#text", Bitext)
    status = getters.query_one("#status", Bar)
    legend = getters.query_one("#legend", Legend)

    def __init__(
        self, services: "Services", read: Read, sources: Sequence[Source], index: int, article: Article | None = None
    ) -> None:
        """The article `index` of `sources`; `article` when it was read already."""
        super().__init__()
        self._article = article
        self._services, self._read, self._sources, self._index = services, read, sources, index
        self._where = Viewpoint(self._source.name, 0)
        self._state: ArticleState | None = None
        self._progress = Progress(0, 0, 0)
        self._over = False
        self._code = ExitCode.DONE
        self._lit: set[str] = set()
        self._wanted = ""
        self._matches: tuple[Match, ...] = ()
        self._match: Match | None = None

    @property
    def _source(self) -> Source:
        return self._sources[self._index]

    def turned_to(self, index: int) -> "ReadingScreen":
        """A screen for another article of the same list."""
        return ReadingScreen(self._services, self._read, self._sources, index)

    def compose(self) -> ComposeResult:
        """A line above, the text, lines below. What is rarely needed is mounted when it is: opening must be quick."""
        yield Bar(id="top")
        yield Bitext(id="text")
        yield Legend(id="legend")
        yield Bar(id="status")

    def on_mount(self) -> None:
        """Begin to read."""
        top = self.query_one("#top", Bar)
        source = self._source
        name = source.path.name if source.path else "standard input" if source.name == "-" else source.name
        several = len(self._sources) > 1
        top.left = f"{name}   {self._index + 1} of {len(self._sources)}" if several else name
        if self._services.settings.model == COMPACT:
            top.right = _DRAFT
        self.status.left, self.status.right = "opening", _HINTS
        self.text.terms_lit = self._services.settings.highlight
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show_legend())
        if self._article is None:
            self._read_article()
        else:
            self._open(self._article)

    # Workers: they compute and post, and touch nothing of the screen

    @work(thread=True, group="article", exit_on_error=False)
    def _read_article(self) -> None:
        try:
            self.post_message(ArticleOpened(self._read(self._source)))
        except ReaderError as error:
            self.post_message(OpenFailed(error))

    @work(thread=True, group="article", exit_on_error=False)
    def _translate(self, article: Article) -> None:
        from reader.pipeline import Job
        from reader.ui.relay import Relay

        worker = get_current_worker()
        path = self._source.path
        Relay(self.post_message).run(
            self._services,
            Job(self._source.name, article),
            path.parent if path else None,
            self._where,
            lambda: worker.is_cancelled,
        )

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """A worker broke in a way that nobody foresaw: say so, keep what is on the screen."""
        if event.state is WorkerState.ERROR:
            self._stop(f"The program itself went wrong: {event.worker.error!r}")

    # What the workers say

    @on(ArticleOpened)
    def _opened(self, event: ArticleOpened) -> None:
        self._open(event.article)

    @on(OpenFailed)
    def _not_opened(self, event: OpenFailed) -> None:
        if len(self._sources) == 1:
            self.post_message(ArticleLeft(event.error.exit_code, event.error))
        else:
            self._stop(str(event.error))

    @on(SentencesArrived)
    def _arrived(self, event: SentencesArrived) -> None:
        if self._state is not None:
            self._lit |= lit_kinds(event.sentences)
            self._changed([self._state.put(sentence) for sentence in event.sentences])

    @on(SentenceFailed)
    def _sentence_failed(self, event: SentenceFailed) -> None:
        if self._state is not None:
            self._state.fail(event.place, event.reason)
            self._changed([event.place])

    @on(Progress)
    def _progressed(self, event: Progress) -> None:
        self._progress = event
        self._show_status()

    @on(TranslationEnded)
    def _ended(self) -> None:
        self._over = True
        self._show_status()

    @on(TranslationStopped)
    def _stopped(self, event: TranslationStopped) -> None:
        self._code = ExitCode.NO_MODEL
        self._stop(event.what, event.hint)

    @on(Bitext.Moved)
    def _moved(self, event: Bitext.Moved) -> None:
        self._where.move_to(event.paragraph)

    # What the person wants: the actions of `commands.READING`

    def action_move(self, step: int) -> None:
        """To another sentence."""
        self.text.move(step)

    def action_scroll_text(self, how: str) -> None:
        """`up`, `down`, `page_up`, `page_down`."""
        scroll = {
            "up": self.text.scroll_up,
            "down": self.text.scroll_down,
            "page_up": self.text.scroll_page_up,
            "page_down": self.text.scroll_page_down,
        }
        scroll[how](animate=False)

    def action_first(self) -> None:
        """To the first sentence."""
        if self._state is not None and self._state.places:
            self.text.go(self._state.places[0])
            self.text.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the last sentence."""
        if self._state is not None and self._state.places:
            self.text.go(self._state.places[-1])
            self.text.scroll_end(animate=False)

    def action_next_doubt(self, step: int) -> None:
        """To the next sentence (or the one before) with something to check."""
        if self._state is None or self.text.current is None:
            return
        place = self._state.seek(self.text.current, step, self._state.is_noteworthy)
        if place is None:
            self._say("No findings and no missing terms" + ("" if self._over else " so far"))
        else:
            self.text.go(place)

    def action_next_view(self) -> None:
        """Both languages, English, Indonesian, and round again."""
        views = list(View)
        self.text.view = views[(views.index(self.text.view) + 1) % len(views)]
        self._search()

    def action_toggle_terms(self) -> None:
        """Glossary highlights and their legend."""
        self.text.terms_lit = not self.text.terms_lit
        self._show_legend()
        if self.text.terms_lit and not self.legend.entries:
            self._say("No glossary terms" + ("" if self._over else " so far"))

    def action_details(self) -> None:
        """All that is known of the current sentence."""
        from reader.ui.screens.details import DetailsScreen

        if self._state is not None and self.text.current is not None:
            self.app.push_screen(DetailsScreen(self._state, self.text.current))

    def action_copy(self) -> None:
        """The current sentence, in both languages, to the clipboard."""
        if self._state is None or self.text.current is None:
            return
        source, target = self._state.source(self.text.current), self._state.target(self.text.current)
        self.app.copy_to_clipboard(f"{source}\n{target}" if target else source)
        self._say("Copied in both languages" if target else "Copied the Indonesian; the English is not there yet")

    async def action_find(self) -> None:
        """Ask what to look for."""
        if not self.query("#find"):
            await self.mount(Input(id="find", placeholder="Find in both languages", compact=True), before="#status")
        self.query_one("#find").add_class("-open").focus()

    def action_next_match(self, step: int) -> None:
        """To the next match, or the one before, going round."""
        if not self._matches:
            self._say("Nothing to find: press / first" if not self._wanted else f"Not found: {self._wanted}")
            return
        index = self._matches.index(self._match) + step if self._match in self._matches else 0
        self._go_to_match(self._matches[index % len(self._matches)])

    def action_stop_finding(self) -> None:
        """Close the line and put the lights out."""
        for finder in self.query("#find").results(Input):
            finder.remove_class("-open")
            finder.value = ""
        self.set_focus(None)

    def action_next_article(self, step: int) -> None:
        """To another article of the list."""
        index = self._index + step
        if 0 <= index < len(self._sources):
            self.post_message(ArticleTurned(index))
        else:
            self._say("This is the last article" if step > 0 else "This is the first article")

    def action_help(self) -> None:
        """The keys and the marks."""
        from reader.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_back(self) -> None:
        """Leave; the worker is cancelled with the screen."""
        self.post_message(ArticleLeft(self._code))

    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        self._wanted = event.value.strip()
        self._match = None
        self._search()
        if self._matches and self._state is not None and self.text.current is not None:
            here = self._state.order(self.text.current)
            order = self._state.order
            self._go_to_match(next((m for m in self._matches if order(m.place) >= here), self._matches[0]))

    @on(Input.Submitted, "#find")
    def _chosen(self) -> None:
        self.query_one("#find").remove_class("-open")
        self.set_focus(None)

    # Showing

    def _open(self, article: Article) -> None:
        self._state = ArticleState(article)
        self.text.show(self._state)
        self._show_status()
        # What the worker imports would hold up the first paint.
        self.call_after_refresh(self._translate, article)

    def _changed(self, places: Sequence[Place]) -> None:
        self.text.update_paragraphs({number for number, _ in places})
        self._show_legend()
        if self._wanted and self._state is not None:
            fresh = find_matches(self._state, self._wanted, shown_sides(self.text.view), places)
            self._matches = tuple(merged(self._state, self._matches, places, fresh))
            self._light_matches()

    def _search(self) -> None:
        if self._state is not None:
            self._matches = find_matches(self._state, self._wanted, shown_sides(self.text.view))
        if self._match not in self._matches:
            self._match = None
        self._light_matches()

    def _go_to_match(self, match: Match) -> None:
        self._match = match
        self.text.go(match.place)
        self._light_matches()

    def _light_matches(self) -> None:
        self.text.light_matches(
            by_sentence(
                (match.place, match.side, (match.start, match.end, "match-here" if match == self._match else "match"))
                for match in self._matches
            )
        )
        self._show_status()

    def _show_legend(self) -> None:
        """The kinds that are lit; nothing while there are none."""
        lit = [name for name in (*KINDS, MISSING) if name in self._lit] if self.text.terms_lit else []
        self.legend.entries = [(name, self.text.term_style(name)) for name in lit]
        self.legend.set_class(bool(lit), "-open")

    def _show_status(self) -> None:
        parts = [self._found()] if self._wanted else []
        model, progress = self._services.settings.model, self._progress
        if self._state is None:
            parts.append("opening")
        elif self._over:
            parts += [*self._state.counts(), model]
        elif progress.total:
            doing = "translating" if progress.done > progress.cached else "opening the model"
            parts += [f"{progress.done}/{progress.total} sentences", doing, model]
            if progress.seconds_left is not None:
                parts.append(_time_left(progress.seconds_left))
        else:
            parts += ["preparing", model]
        self.status.left = " · ".join(parts)

    def _found(self) -> str:
        if not self._matches:
            return f"not found: {inert(self._wanted)}"
        number = self._matches.index(self._match) + 1 if self._match in self._matches else 0
        return f"{number} of {len(self._matches)}: {inert(self._wanted)}"

    def _stop(self, what: str, hint: str = "") -> None:
        """Say in a panel, for good, why nothing more will come."""
        lines = [what, *([f"What helps: {hint}"] if hint else [])]
        if self._state is not None:
            lines.append("The Indonesian text stays readable.")
        self.mount(Static("\n".join(map(inert, lines)), classes="trouble", markup=False), after="#text")
        self.status.left = "not translated" if self._state is not None else "not opened"

    def _say(self, message: str) -> None:
        self.notify(inert(message), timeout=3, markup=False)


def _time_left(seconds: float) -> str:
    if seconds < 60:
        return f"about {max(5, round(seconds / 5) * 5)} s left"
    return f"about {round(seconds / 60)} min left"
