"""Lines of one row: what stands above and below the text. Nothing in them is read as markup."""

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text
from textual.app import RenderResult
from textual.reactive import reactive
from textual.widget import Widget

from reader.ui.wrap import cells, inert, shortened

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
        width, left = self.content_size.width, inert(self.left)
        room = width - cells(left) - 2
        right = next((wording for wording in self.right if cells(wording) <= room), "")
        if not right and self.right:
            right = shortened(self.right[-1], max(0, width - 2))
        left = shortened(left, width - cells(right) - 2 if right else width)
        gap = width - cells(left) - cells(right)
        return Text(f"{left}{' ' * gap}{right}", no_wrap=True, overflow="crop", end="")


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
