"""What goes on in the background, and how to stop it."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import JOBS_PANEL
from reader.ui.jobs import Job
from reader.ui.palette import QUIET
from reader.ui.status import gauge
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import inert

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp


class JobsScreen(ModalScreen[None]):
    """A line for each piece of work, up to date while one looks."""

    CSS_PATH = "panel.tcss"
    HELP = "What is finished is kept when work is cancelled: begun again, it goes on from there."
    BINDINGS: ClassVar = [*bindings(JOBS_PANEL)]
    commands: ClassVar[Commands] = JOBS_PANEL

    def __init__(self) -> None:
        """What goes on is asked of the application."""
        super().__init__()
        self._jobs: list[Job] = []

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel") as panel:
            panel.border_title = "Work in the background"
            panel.border_subtitle = keys_line(self.app, JOBS_PANEL)
            yield Static("", classes="note", markup=False)
            yield Lines(markup=False, compact=True)

    def on_mount(self) -> None:
        """Keep up."""
        self._shell.shell_changed.subscribe(self, lambda _: self._show())
        self._show()
        self.query_one(Lines).focus()

    def action_cancel(self) -> None:
        """Stop what is under the cursor."""
        at = self.query_one(Lines).highlighted
        if at is not None and not self._jobs[at].over:
            self._jobs[at].cancel()

    @property
    def _shell(self) -> "ReaderApp":
        return cast("ReaderApp", self.app)

    def _show(self) -> None:
        lines, jobs = self.query_one(Lines), list(self._shell.jobs)
        self.query_one(".note", Static).update("" if jobs else "Nothing goes on in the background.")
        self.query_one(".note").display = not jobs
        if jobs == self._jobs and jobs:
            for index, job in enumerate(jobs):
                lines.replace_option_prompt_at_index(index, _line(job))
            return
        at = lines.highlighted or 0
        self._jobs = jobs
        lines.clear_options()
        lines.add_options(Option(_line(job)) for job in jobs)
        lines.highlighted = min(at, len(jobs) - 1) if jobs else None


def _line(job: Job) -> Content:
    how_far = f"{gauge(round(job.fraction * 100), 100, 12)} {job.fraction:4.0%}" if job.fraction is not None else "…"
    return Content.assemble(inert(job.name), (f"\n  {how_far}   {inert(job.detail)}", QUIET))
