"""The screen on which an article is read: a switchboard between the keys, the workers and the text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from reader.document import Article, Source
from reader.errors import ExitCode
from reader.ui.commands.command import Command, bindings
from reader.ui.commands.reading import READING, READING_NOTES
from reader.ui.geometry import Shape
from reader.ui.lights import lit_kinds
from reader.ui.messages import (
    ArticleLeft,
    ArticleOpened,
    OpenFailed,
    Progress,
    SentenceFailed,
    SentencesArrived,
    TranslationEnded,
    TranslationStopped,
)
from reader.ui.parts.finding import Finding
from reader.ui.parts.loading import Loading
from reader.ui.parts.looking import Looking
from reader.ui.parts.moving import Moving
from reader.ui.parts.remembering import Remembering
from reader.ui.parts.taking import Taking
from reader.ui.parts.translating import Read
from reader.ui.parts.words import LookingUp
from reader.ui.parts.working import Working
from reader.ui.state import ArticleState, Place
from reader.ui.widgets.bars import Bar, Legend, StatusBar
from reader.ui.widgets.bitext import Bitext
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.services import Services

_FRAME = 0.08
"""Seconds between two looks at what has come in."""


class ReadingScreen(Moving, Looking, Finding, LookingUp, Working, Taking, Remembering, Loading):
    """Reads and translates one article of a list, and shows it while both happen."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = ""  # the keys are the screen's own; None would focus a line that is closed when a panel closes
    BINDINGS: ClassVar = [*bindings(READING)]
    commands: ClassVar[Sequence[Command]] = READING
    help_notes: ClassVar = READING_NOTES

    def __init__(
        self,
        services: "Services",
        read: Read,
        sources: Sequence[Source],
        index: int,
        article: Article | None = None,
        shape: Shape | None = None,
    ) -> None:
        """The article `index` of `sources`; `article` when it was read already; `shape` as the text is to stand."""
        super().__init__(services, read, sources, index)
        self._article, self._shape = article, shape
        self._unshown: set[Place] = set()
        self._frame: Timer | None = None
        self._code = ExitCode.DONE
        self.lit_kinds = set()

    def turned_to(self, index: int) -> "ReadingScreen":
        """A screen for another article of the same list."""
        self.remember()
        return ReadingScreen(self.services, self.read_source, self.sources, index, shape=self.text.shape)

    def compose(self) -> ComposeResult:
        """A line above, the text, lines below. What is rarely needed is mounted when it is: opening must be quick."""
        yield Bar(id="top")
        yield Bitext(id="text")
        yield Legend(id="legend")
        yield StatusBar(id="status")

    def on_mount(self) -> None:
        """Begin to read."""
        self.show_top()
        self.status.left = "opening"
        self.text.terms_lit = self.services.settings.highlight
        self.text.set_reactive(Bitext.shape, self._shape or self.last_shape())
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show_legend())
        if self._article is None:
            self.begin_to_read()
        else:
            self._open(self._article)

    def on_unmount(self) -> None:
        """Remember where the person was. The workers were cancelled with the screen."""
        self.remember()
        self.end_translating()

    def on_resize(self, event: events.Resize) -> None:
        """The panel stands beside the text, or below it."""
        self.place_panel()

    # What the workers say

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """A worker broke in a way that nobody foresaw: say so, keep what is on the screen."""
        if event.state is WorkerState.ERROR:
            fault = f"The program itself went wrong: {event.worker.error!r}"
            if event.worker.group == "article":
                if event.worker.is_cancelled:  # another run has begun since
                    return
                self.end_translating()
                self._stop(fault)
            else:
                self.say(fault, "error")

    @on(ArticleOpened)
    def _opened(self, event: ArticleOpened) -> None:
        self._open(event.article)

    @on(OpenFailed)
    def _not_opened(self, event: OpenFailed) -> None:
        if len(self.sources) == 1:
            self.post_message(ArticleLeft(event.error.exit_code, event.error))
        else:
            self._stop(str(event.error))

    @on(SentencesArrived)
    def _arrived(self, event: SentencesArrived) -> None:
        if self.state is None or self.is_old(event.run):
            return
        fresh = [
            sentence
            for sentence in event.sentences
            if event.again or (sentence.segment.paragraph, sentence.segment.sentence) not in self.asked_again
        ]
        self.lit_kinds |= lit_kinds(fresh)
        drafts = bool(self.state.drafts)
        self._changed([self.state.put(sentence) for sentence in fresh])
        if drafts != bool(self.state.drafts):
            self.show_top()

    @on(SentenceFailed)
    def _sentence_failed(self, event: SentenceFailed) -> None:
        if self.state is not None and not self.is_old(event.run):
            self.state.fail(event.place, event.reason)
            self._changed([event.place])

    @on(Progress)
    def _progressed(self, event: Progress) -> None:
        if self.is_old(event.run):
            return
        self.take_progress(event)
        self._changed(())

    @on(TranslationEnded)
    def _ended(self, event: TranslationEnded) -> None:
        if self.is_old(event.run):
            return
        self.over = True
        self.end_translating()
        self._show_changed()
        if self.index + 1 < len(self.sources) and self.services.settings.use_cache:
            self.translate_ahead(self.sources[self.index + 1])

    @on(TranslationStopped)
    def _cannot_translate(self, event: TranslationStopped) -> None:
        if self.is_old(event.run):
            return
        self._code = ExitCode.NO_MODEL
        self.end_translating()
        self._stop(event.what, event.hint)

    @on(Bitext.Moved)
    def _moved(self, event: Bitext.Moved) -> None:
        self.where.move_to(event.paragraph)

    @on(Bitext.Chosen)
    def _chosen(self, event: Bitext.Chosen) -> None:
        self.at = event.place
        self.show_status()

    # What has changed

    def _changed(self, places: Sequence[Place]) -> None:
        """These sentences have another translation now: show it, together with what comes in the next moment.

        The model may make a hundred a second, and keys must be answered at once all the while.
        """
        self._unshown.update(places)
        if self._frame is None:
            self._frame = self.set_timer(_FRAME, self._show_changed)

    def _show_changed(self) -> None:
        if self._frame is not None:
            self._frame.stop()
            self._frame = None
        places = tuple(self._unshown)
        self._unshown.clear()
        self.show_status()
        if not places:
            return
        self.text.update_paragraphs({number for number, _ in places})
        self.show_legend()
        self.fill_panel()
        self.search_again(places)

    # The screen's own actions

    def action_back(self) -> None:
        """Leave; the workers are cancelled with the screen."""
        self.remember()
        self.post_message(ArticleLeft(self._code))

    # Showing

    def _open(self, article: Article) -> None:
        """Show the article, and begin to translate it."""
        self.state = ArticleState(article)
        self.text.show(self.state)
        self.show_status()
        # What the worker imports, and what is remembered of the article, would hold up the first paint.
        self.call_after_refresh(self._begin, article)

    def _begin(self, article: Article) -> None:
        self.begin_to_translate(article)
        self.go_where_it_was()
        self.show_bookmarks()
        self._tell_language(article)

    def _tell_language(self, article: Article) -> None:
        from reader.article.language import notice

        text = notice(article, self.services.settings.language)
        if text:
            self.mount(Static(inert(text), classes="notice", markup=False), after="#top")

    def _stop(self, what: str, hint: str = "") -> None:
        """Say in a panel, for good, why nothing more will come."""
        lines = [what, *([f"What helps: {hint}"] if hint else [])]
        if self.state is not None:
            lines.append("The Indonesian text stays readable.")
        self.mount(Static("\n".join(map(inert, lines)), classes="trouble", markup=False), after="#text")
        self.stopped = "not translated" if self.state is not None else "not opened"
        self.show_status()
