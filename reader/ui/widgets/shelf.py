"""The list of the library: one scrolling widget that draws only the rows that are on the screen.

Textual's own list works out every line of every option before it shows the first; here thousands of rows cost what
counting them costs.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp
from textual.strip import Strip

from reader.library.places import home_folder
from reader.library.shelves import ArticleRow, Note, Row, can_be_chosen
from reader.ui.palette import palette
from reader.ui.widgets.shelf_painter import Pieces, Sheet
from reader.ui.wrap import cells


class Shelf(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows rows, with a cursor on one of them. The keys are the screen's."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Shelf {
        background: $background; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden;
        scrollbar-color: $foreground 25%; scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $foreground 50%; scrollbar-background: $background;
        scrollbar-background-hover: $background; scrollbar-background-active: $background;
    }
    """

    current: reactive[int | None] = reactive(None, init=False)
    """The row that the cursor is on."""
    pointed: reactive[int | None] = reactive(None, init=False)
    """The row under the mouse."""

    @dataclass
    class Clicked(Message):
        """A row was clicked; the cursor is on it."""

        row: Row

    @dataclass
    class Scrolled(Message):
        """The person has scrolled, with the wheel or the scroll bar."""

    @dataclass
    class Moved(Message):
        """Other rows are on the screen now, or the cursor is on another one."""

        def can_replace(self, message: Message) -> bool:
            """Only where the person ended up matters."""
            return isinstance(message, Shelf.Moved)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Shows nothing until `show`."""
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self._starts: list[int] = [0]
        """The first line of each row, and at the end the number of lines."""
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}
        self._sheet = Sheet(0, datetime.now().astimezone(), home_folder())

    # What the screen tells the widget

    def show(self, rows: Sequence[Row], at: str = "", *, anew: bool = False) -> None:
        """Show these rows. The cursor goes to the row with the key `at`; without one it stays on its row, and where
        that is gone, in its place. `anew`: on the first article, with the list at its top.
        """
        key = at or (self.row.key if self.row else "")
        above = self._starts[self.current] - self.scroll_offset.y if self.current is not None else 0
        seen = self.current is None or self._is_seen(self.current)
        self.rows = rows
        index: int | None = None
        if anew:
            index = next((i for i, row in enumerate(rows) if isinstance(row, ArticleRow)), None)
        elif key:
            index = next((i for i, row in enumerate(rows) if row.key == key), None)
        if index is None:
            index = self._nearest(0 if anew else self.current or 0)
        self.set_reactive(Shelf.current, index)
        self._lay_out()
        if index is not None:
            self._scroll(0 if anew else max(0, self._starts[index] - above))
            if at or anew or seen:
                self._bring_into_sight(index)
        self._tell()

    @property
    def row(self) -> Row | None:
        """The row that the cursor is on."""
        return self.rows[self.current] if self.current is not None and self.current < len(self.rows) else None

    def short(self, name: str) -> str:
        """A path or an address as the list shows it."""
        return self._sheet.path(name)

    def seen(self) -> Sequence[Row]:
        """The rows that are on the screen."""
        top = self.scroll_offset.y
        return self.rows[self._row_at(top) : self._row_at(top + self.size.height) + 1]

    def go(self, index: int | None) -> None:
        """Put the cursor on a row, and bring it into sight."""
        if index is None:
            return
        self.current = index
        self._bring_into_sight(index)

    def move(self, step: int) -> None:
        """The cursor to the next row, or the one before; from what is on the screen, when one has scrolled away."""
        if self.current is None:
            return
        if self._is_seen(self.current):
            self.go(self._next(self.current, step))
        else:
            self.go(self._nearest(self._row_at(self.scroll_offset.y)))

    def page(self, step: int) -> None:
        """The cursor a screen further, or back."""
        if self.current is None:
            return
        line = self._starts[self.current] + step * max(1, self.size.height - 2)
        self.go(self._nearest(self._row_at(min(max(line, 0), self._starts[-1] - 1))))

    def first(self) -> None:
        """The cursor to the first row."""
        self.go(self._nearest(0))
        self._scroll(0)

    def last(self) -> None:
        """The cursor to the last row."""
        self.go(self._nearest(len(self.rows) - 1))
        self._scroll(self.max_scroll_y)

    # What Textual tells the widget

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = self.scroll_offset.y + y
        strip = self._strips.get(line)
        if strip is None:
            strip = self._strips[line] = self._draw(line)
        return strip

    def on_resize(self) -> None:
        """Lay out for the new width; the cursor stays in sight."""
        self._lay_out()
        if self.current is not None:
            self._bring_into_sight(self.current)
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell what is on the screen."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._tell()

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    @on(ScrollTo)
    @on(ScrollDown)
    @on(ScrollUp)
    def _scrolled(self) -> None:
        self.post_message(self.Scrolled())

    def watch_current(self, old: int | None, new: int | None) -> None:
        """Only two rows look otherwise."""
        self._redraw(old, new)
        self._tell()

    def watch_pointed(self, old: int | None, new: int | None) -> None:
        """As above."""
        self._redraw(old, new)

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What is under the mouse can be clicked, or not."""
        index = self._hit(event.y)
        self.pointed = index if index is not None and can_be_chosen(self.rows[index]) else None

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.pointed = None

    def on_click(self, event: events.Click) -> None:
        """The cursor goes there, and the screen is told."""
        index = self._hit(event.y)
        if index is not None and can_be_chosen(self.rows[index]):
            self.current = index
            self.post_message(self.Clicked(self.rows[index]))

    # Where the rows are

    def _hit(self, y: int) -> int | None:
        line = y + self.scroll_offset.y
        return self._row_at(line) if line < self._starts[-1] else None

    def _is_seen(self, index: int) -> bool:
        """Whether some of the row is on the screen."""
        top = self.scroll_offset.y
        return self._starts[index + 1] > top and self._starts[index] < top + self.size.height

    def _row_at(self, line: int) -> int:
        return min(max(0, bisect_right(self._starts, line) - 1), max(0, len(self.rows) - 1))

    def _nearest(self, index: int) -> int | None:
        """The row nearest to `index` that the cursor can stand on: there or after it, else before it."""
        after = next((i for i in range(index, len(self.rows)) if can_be_chosen(self.rows[i])), None)
        if after is not None:
            return after
        return next((i for i in range(min(index, len(self.rows)) - 1, -1, -1) if can_be_chosen(self.rows[i])), None)

    def _next(self, index: int, step: int) -> int:
        ahead = range(index + step, len(self.rows) if step > 0 else -1, step)
        return next((i for i in ahead if can_be_chosen(self.rows[i])), index)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        # Asked anew each time: what was read today was read yesterday after midnight.
        self._sheet = Sheet(width, datetime.now().astimezone(), home_folder())
        one_of_each = {type(row): row for row in self.rows if not isinstance(row, Note)}
        heights: dict[type, int] = {kind: self._sheet.height(row) for kind, row in one_of_each.items()}
        lines = (heights.get(type(row)) or self._sheet.height(row) for row in self.rows)
        self._starts = [0, *accumulate(lines)]
        self.virtual_size = Size(width, self._starts[-1])
        self._strips.clear()
        self.refresh()

    def _bring_into_sight(self, index: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not height:
            return  # not laid out yet
        first, stop = self._starts[index], self._starts[index + 1]
        if index == self._nearest(0):
            first = 0  # with the heading above it
        if first < top:
            self._scroll(first)
        elif stop > top + height:
            self._scroll(stop - height)

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def _tell(self) -> None:
        self.post_message(self.Moved())

    # Drawing

    def _redraw(self, *indices: int | None) -> None:
        top = self.scroll_offset.y
        for index in indices:
            if index is None or index >= len(self.rows):
                continue
            first, stop = self._starts[index], self._starts[index + 1]
            for line in range(first, stop):
                self._strips.pop(line, None)
            self.refresh(Region(0, first - top, self.size.width, stop - first))

    def _draw(self, line: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self._style("base")
        if not 0 <= line < self._starts[-1]:
            return Strip.blank(width, base)
        index = self._row_at(line)
        pieces = self._sheet.lines(self.rows[index])[line - self._starts[index]]
        lit = Style()
        if index in (self.current, self.pointed):
            lit = self._style("current")
        if index == self.current:
            pieces = _with_bar(pieces)
        segments = [Segment(text, base + self._style(style) + lit if style else base + lit) for text, style in pieces]
        return Strip(segments).adjust_cell_length(width, base + lit)

    def _style(self, name: str) -> Style:
        """Kept until the theme changes: Textual works styles out anew each time."""
        if not self._styles:
            theme = self.app.current_theme
            self._styles = {"base": self.rich_style, **palette(self.app.theme_variables, dark=theme.dark)}
        return self._styles[name]


def _with_bar(pieces: Pieces) -> Pieces:
    """The cursor's bar in place of the first cell, which is always a space."""
    if not pieces or not cells(pieces[0][0]):
        return [("▌", "bar"), *pieces]
    (text, style), *rest = pieces
    return [("▌", "bar"), (text[1:], style), *rest]
