"""The screen on which an article is read: a switchboard between the keys, the workers and the text."""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from models.store import COMPACT
from models.types import EngineError
from reader.document import Article, Source
from reader.errors import ExitCode, ReaderError
from reader.ui.commands import READING, Command, CommandProvider, bindings
from reader.ui.geometry import Shape
from reader.ui.lights import lit_kinds
from reader.ui.manners import stand_back
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
from reader.ui.parts.looking import Looking
from reader.ui.parts.moving import Moving
from reader.ui.parts.taking import Taking
from reader.ui.parts.terms import Terms
from reader.ui.parts.working import Working
from reader.ui.state import ArticleState, Place
from reader.ui.status import status_line
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
_DRAFTS = (
    "° Drafts by the small model; better ones replace them as they come.",
    "° Drafts, being replaced.",
    "° Drafts",
)
_HINTS = (
    "j k sentence  Enter details  e edit  t terms  v view  / find  ? help  q quit",
    "Enter details  e edit  t terms  / find  ? help  q quit",
    "Enter details  ? help  q quit",
    "? help  q quit",
    "? help",
)
_FRAME = 0.08
"""Seconds between two looks at what has come in."""
_KEEP_EVERY = 5.0
"""Seconds between two looks at where the person is, so that even a killed program is taken up again near there."""


class ReadingScreen(Moving, Looking, Finding, Terms, Working, Taking):
    """Reads and translates one article of a list, and shows it while both happen."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = ""  # the keys are the screen's own; None would focus a line that is closed when a panel closes
    COMMANDS: ClassVar = {CommandProvider}
    BINDINGS: ClassVar = [*bindings(READING)]
    commands: ClassVar[Sequence[Command]] = READING

    def __init__(
        self,
        services: "Services",
        read: Read,
        sources: Sequence[Source],
        index: int,
        article: Article | None = None,
        shape: Shape | None = None,
    ) -> None:
        """The article `index` of `sources`; `article` when it was read already; `shape` as the person had it last."""
        super().__init__(services, sources, index)
        self._article, self._read, self._shape = article, read, shape or Shape()
        self._where = Viewpoint(self.source.name, 0)
        self._progress = Progress(0, 0, 0)
        self._translation: Worker[None] | None = None
        self._asked_again: set[Place] = set()
        self._unshown: set[Place] = set()
        self._frame: Timer | None = None
        self._one_at_a_time = threading.Lock()
        self._code = ExitCode.DONE
        self._stopped = ""
        self._at: Place | None = None
        self._kept_at: Place | None = None
        self._fault_told = False
        self.lit_kinds = set()

    def turned_to(self, index: int) -> "ReadingScreen":
        """A screen for another article of the same list."""
        return ReadingScreen(self.services, self._read, self.sources, index, shape=self.text.shape)

    def compose(self) -> ComposeResult:
        """A line above, the text, lines below. What is rarely needed is mounted when it is: opening must be quick."""
        yield Bar(id="top")
        yield Bitext(id="text")
        yield Legend(id="legend")
        yield Bar(id="status")

    def on_mount(self) -> None:
        """Begin to read."""
        self._show_top()
        self.status.left, self.status.right = "opening", _HINTS
        self.text.terms_lit = self.services.settings.highlight
        self.text.set_reactive(Bitext.shape, self._shape)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show_legend())
        if self._article is None:
            self._read_article()
        else:
            self._open(self._article)

    def on_unmount(self) -> None:
        """Remember where the person was."""
        self._keep_place()

    def on_resize(self, event: events.Resize) -> None:
        """The panel stands beside the text, or below it."""
        self.place_panel()

    # Workers: they compute and post, and touch nothing of the screen

    @work(thread=True, group="article", exit_on_error=False)
    def _read_article(self) -> None:
        try:
            self.post_message(ArticleOpened(self._read(self.source)))
        except ReaderError as error:
            self.post_message(OpenFailed(error))

    @work(thread=True, group="article", exit_on_error=False)
    def _translate(self, article: Article) -> None:
        from reader.pipeline import Job
        from reader.ui.relay import Relay

        stand_back()
        worker = get_current_worker()
        model, folder = self.model_name, self.folder
        Relay(self.post_message).run(
            lambda: self.services.pipeline(folder, model=model),
            Job(self.source.name, article),
            self._where,
            lambda: worker.is_cancelled,
        )

    @work(thread=True, group="again", exit_on_error=False)
    def _translate_again(self, places: Sequence[Place]) -> None:
        from reader.pipeline import Failed, Job, SentenceReady
        from reader.ui.again import Excerpt

        stand_back()
        if self.state is None:
            return
        excerpt = Excerpt(self.state.article, places)
        try:
            # One after the other: the last one knows of every change.
            with self._one_at_a_time:
                pipeline = self.services.pipeline(self.folder, model=self.model_name, drafts="off")
                for event in pipeline.run([Job("again", excerpt.article)]):
                    match event:
                        case SentenceReady(sentence=sentence):
                            self.post_message(SentencesArrived((excerpt.restored(sentence),), again=True))
                        case Failed(message=message, segment=segment) if segment is not None:
                            self.post_message(SentenceFailed(excerpt.place(segment), message))
        except (EngineError, ReaderError) as error:
            for place in places:
                self.post_message(SentenceFailed(place, str(error)))

    @work(thread=True, group="ahead", exit_on_error=False)
    def _translate_ahead(self, source: Source) -> None:
        """Translate the next article while this one is read: what is made goes to the cache."""
        from reader.pipeline import Job

        stand_back()
        worker = get_current_worker()
        try:
            article = self._read(source)
            folder = source.path.parent if source.path else None
            for _ in self.services.pipeline(folder, model=self.model_name, drafts="off").run([Job("", article)]):
                if worker.is_cancelled:
                    return
        except (EngineError, ReaderError):
            return  # it is told when the person gets there

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """A worker broke in a way that nobody foresaw: say so, keep what is on the screen."""
        if event.state is WorkerState.ERROR:
            fault = f"The program itself went wrong: {event.worker.error!r}"
            if event.worker.group == "article":
                self._stop(fault)
            else:
                self.say(fault, "error")

    # What the workers say

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
        if self.state is None:
            return
        # What was asked for anew knows of a change that the long run may not know of.
        fresh = [
            sentence
            for sentence in event.sentences
            if event.again or (sentence.segment.paragraph, sentence.segment.sentence) not in self._asked_again
        ]
        self.lit_kinds |= lit_kinds(fresh)
        drafts = bool(self.state.drafts)
        self.changed([self.state.put(sentence) for sentence in fresh])
        if drafts != bool(self.state.drafts):
            self._show_top()

    @on(SentenceFailed)
    def _sentence_failed(self, event: SentenceFailed) -> None:
        if self.state is not None:
            self.state.fail(event.place, event.reason)
            self.changed([event.place])

    @on(Progress)
    def _progressed(self, event: Progress) -> None:
        self._progress = event
        self.changed(())

    @on(TranslationEnded)
    def _ended(self) -> None:
        self.over = True
        self._show_changed()
        if self.index + 1 < len(self.sources) and self.services.settings.use_cache:
            self._translate_ahead(self.sources[self.index + 1])

    @on(TranslationStopped)
    def _cannot_translate(self, event: TranslationStopped) -> None:
        self._code = ExitCode.NO_MODEL
        self._stop(event.what, event.hint)

    @on(Bitext.Moved)
    def _moved(self, event: Bitext.Moved) -> None:
        self._where.move_to(event.paragraph)

    @on(Bitext.Chosen)
    def _chosen(self, event: Bitext.Chosen) -> None:
        self._at = event.place
        self.show_status()

    # What the other parts ask of the screen

    def changed(self, places: Sequence[Place]) -> None:
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

    def translate_again(self, places: Iterable[Place]) -> None:
        """Ask the pipeline anew for these sentences: a correction or the glossary has changed."""
        chosen = tuple(places)
        self._asked_again.update(chosen)
        self._translate_again(chosen)

    def read_with(self, model: str) -> None:
        """Translate the article with another model."""
        if self.state is None:
            return
        if self._translation is not None:
            self._translation.cancel()
        self.model_name, self.over, self._stopped = model, False, ""
        self._asked_again.clear()
        self._progress = Progress(0, 0, 0)
        self.query(".trouble").remove()
        self._show_top()
        self.show_status()
        self._translation = self._translate(self.state.article)

    def sides_changed(self) -> None:
        """What is shown of the two languages has changed."""
        self.search()

    def show_status(self) -> None:
        """Bring the line at the bottom up to date."""
        self.status.left = self._stopped or status_line(
            self.state, self.text.current, self._progress, self.model_name, self.found(), over=self.over
        )

    # The screen's own actions

    def action_help(self) -> None:
        """The keys and the marks."""
        from reader.ui.screens.help import HelpScreen

        # The panel has some of the keys while it has the focus; the help tells those of the text.
        focused = self.focused
        self.set_focus(None)
        self.app.push_screen(HelpScreen(self), lambda _: self.set_focus(focused))

    def action_back(self) -> None:
        """Leave; the workers are cancelled with the screen."""
        self._keep_place()
        self.post_message(ArticleLeft(self._code))

    # Showing

    def _open(self, article: Article) -> None:
        self.state = ArticleState(article)
        self.text.show(self.state)
        self.show_status()
        # What the worker imports, and what is remembered of the article, would hold up the first paint.
        self.call_after_refresh(self._begin, article)

    def _begin(self, article: Article) -> None:
        self._translation = self._translate(article)
        self._go_where_it_was()
        self.show_bookmarks()
        self._tell_language(article)
        self.set_interval(_KEEP_EVERY, self._keep_place)

    def _tell_language(self, article: Article) -> None:
        from reader.article.language import notice

        text = notice(article, self.services.settings.language)
        if text:
            self.mount(Static(inert(text), classes="notice", markup=False), after="#top")

    def _show_top(self) -> None:
        top = self.query_one("#top", Bar)
        source = self.source
        name = source.path.name if source.path else "standard input" if source.name == "-" else source.name
        several = len(self.sources) > 1
        top.left = f"{name}   {self.index + 1} of {len(self.sources)}" if several else name
        if self.model_name == COMPACT:
            top.right = _DRAFT
        else:
            top.right = _DRAFTS if self.state is not None and self.state.drafts else ()

    def _stop(self, what: str, hint: str = "") -> None:
        """Say in a panel, for good, why nothing more will come."""
        lines = [what, *([f"What helps: {hint}"] if hint else [])]
        if self.state is not None:
            lines.append("The Indonesian text stays readable.")
        self.mount(Static("\n".join(map(inert, lines)), classes="trouble", markup=False), after="#text")
        self._stopped = "not translated" if self.state is not None else "not opened"
        self.show_status()

    # Where the person is, from one time to the next

    def _go_where_it_was(self) -> None:
        if self.here is None:
            return
        state, current = self.here
        visit = self.services.memory.visited(state.key)
        for problem in self.services.memory.problems:
            self.say(problem, "warning")
        if visit is not None and visit.place in state.places and current == state.places[0] != visit.place:
            self.text.go(visit.place)
            self.say("Where you were last time; g goes to the beginning")
        self._at = self.text.current
        self._keep_place()

    def _keep_place(self) -> None:
        """Remember where the person is, if that has changed."""
        if self.state is None or self._at is None or self._at == self._kept_at:
            return
        from cache.faults import MemoryFault
        from reader.ui.visit import visit

        self._kept_at = self._at
        try:
            self.services.memory.visit(visit(self.state, self.source, self._at))
        except MemoryFault as error:
            if not self._fault_told:  # once, and not whenever the person moves
                self._fault_told = True
                self.say(str(error), "warning")
