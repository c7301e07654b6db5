"""Lines of one row: what stands above and below the text. Nothing in them is read as markup."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.reactive import reactive
from textual.widget import Widget

from reader.ui.commands.command import GAP, Commands, hints, shown_keys, told
from reader.ui.commands.everywhere import JOBS
from reader.ui.jobs import jobs_line
from reader.ui.wrap import cells, inert, shortened

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

Parts = Sequence[str]
"""Wordings of the same thing, the longest first. The first that fits is shown; the last has to."""


class Bar(Widget):
    """Something on the left and something on the right. Where even the shortest right does not fit, the left yields."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; padding: 0 1; }
    """

    left: reactive[str] = reactive("")
    right: reactive[Parts] = reactive(())

    def render(self) -> RenderResult:
        """The row, as plain text."""
        width, left, right = self.content_size.width, inert(self.left), self._fitting()
        left = shortened(left, width - cells(right) - 2 if right else width)
        gap = width - cells(left) - cells(right)
        return Text(f"{left}{' ' * gap}{right}", no_wrap=True, overflow="crop", end="")

    def _wordings(self) -> Parts:
        return self.right

    def _fitting(self) -> str:
        """What stands on the right."""
        width, wordings = self.content_size.width, [inert(wording) for wording in self._wordings()]
        room = width - cells(inert(self.left)) - 2
        right = next((wording for wording in wordings if cells(wording) <= room), "")
        return right or (shortened(wordings[-1], max(0, width - 2)) if wordings else "")


class StatusBar(Bar):
    """The line at the bottom: what the screen says, what goes on in the background, and the keys that matter most."""

    def on_mount(self) -> None:
        """Keep up with the jobs and the keys."""
        self._shell.shell_changed.subscribe(self, lambda _: self.refresh())

    async def on_click(self, event: events.Click) -> None:
        """A command that is told here can be clicked."""
        right = self._fitting()
        at = event.x - self.gutter.left - (self.content_size.width - cells(right))
        known = {part.text: part.command for part in told(self.app, self._commands)}
        for text in right.split(GAP) if at >= 0 else ():
            if at < cells(text):
                command = JOBS if text.endswith(f"({shown_keys(self.app, JOBS)})") else known.get(text)
                if command is not None:
                    await self.app.run_action(command.action, default_namespace=self.screen)
                return
            at -= cells(text) + len(GAP)

    @property
    def _shell(self) -> "ReaderApp":
        return cast("ReaderApp", self.app)

    @property
    def _commands(self) -> Commands:
        return [*getattr(self.screen, "commands", ()), *self._shell.commands]

    def _wordings(self) -> Parts:
        app = self._shell
        keys = hints(app, self._commands)
        jobs = [job for job in app.jobs if job.told_by is not self.screen]
        if not jobs:
            return keys
        where = shown_keys(app, JOBS)
        wordings = jobs_line(jobs)
        return [
            *(f"{wordings[0]} ({where}){GAP}{wording}" for wording in keys),
            *(f"{wording} ({where})" for wording in wordings),
        ]


class Legend(Widget):
    """What the colours of the glossary terms mean."""

    DEFAULT_CSS = """
    Legend { height: 1; width: 1fr; padding: 0 1; color: $text-muted; }
    """

    entries: reactive[Sequence[tuple[str, Style]]] = reactive(())

    def render(self) -> RenderResult:
        """`Terms:` and every kind in its own style."""
        text = Text("Terms: ", no_wrap=True, overflow="ellipsis", end="")
        for index, (name, style) in enumerate(self.entries):
            text.append("  " if index else "")
            text.append("~ missing" if name == "missing" else name, style)
        return text
