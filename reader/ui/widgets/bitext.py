"""The two languages in aligned rows: one scrolling widget that draws itself line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.document import Kind
from reader.ui.layout import Cell, Layout, Row, Side, View
from reader.ui.lights import Light, cut, term_lights
from reader.ui.palette import palette
from reader.ui.state import ArticleState, Place
from reader.ui.wrap import cells

_MARKS = "×!~"
"""Trust marks, the most serious first."""
_NEAR = 2
"""Rows kept in sight above and below the current sentence when it moves."""


class Bitext(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows an `ArticleState`. Tell it what changed; it keeps the text under the eyes where it is."""

    ALLOW_SELECT = False  # a terminal's selection would run across both columns
    DEFAULT_CSS = """
    Bitext {
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 25%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $foreground 50%;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-gutter: stable;
        overflow-x: hidden;
    }
    """

    view: reactive[View] = reactive(View.BOTH, init=False)
    terms_lit: reactive[bool] = reactive(True, init=False)
    current: reactive[Place | None] = reactive(None, init=False)

    @dataclass
    class Moved(Message):
        """Another paragraph is now the first on the screen."""

        paragraph: int

        def can_replace(self, message: Message) -> bool:
            """Only where the person ended up matters."""
            return isinstance(message, Bitext.Moved)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Shows nothing until `show`."""
        super().__init__(id=id)
        self.state: ArticleState | None = None
        self._layout_now: Layout | None = None
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}
        self._matches: Mapping[tuple[Place, Side], list[Light]] = {}

    # What the screen tells the widget

    def show(self, state: ArticleState) -> None:
        """Show an article from its beginning."""
        self.state = state
        self.set_reactive(Bitext.current, state.places[0] if state.places else None)
        self._lay_out()

    def update_paragraphs(self, numbers: Iterable[int]) -> None:
        """Translations were put into the state: lay out these paragraphs anew."""
        if self.state is None or self._layout_now is None:
            return
        layout, row = self._layout_now, self._watched_row()
        anchor, above = layout.anchor(row), row - self.scroll_offset.y
        layout.update(numbers)
        self._sized(layout.find(anchor) - above)

    def light_matches(self, matches: Mapping[tuple[Place, Side], list[Light]]) -> None:
        """Light these stretches up, instead of those before."""
        self._matches = matches
        self._redraw()

    def go(self, place: Place) -> None:
        """Make `place` the current sentence and bring it into sight."""
        self.current = place
        if self._layout_now is not None:
            rows = self._layout_now.rows_of(place)
            self._bring_into_sight(rows)

    def move(self, step: int) -> None:
        """The current sentence moves; from what is on the screen, when the person has scrolled away from it."""
        if self.state is None or self._layout_now is None or self.current is None:
            return
        rows = self._layout_now.rows_of(self.current)
        top = self.scroll_offset.y
        if rows.stop <= top or rows.start >= top + self.size.height:
            place = self._layout_now.place_at(top)
            self.go(place or self.current)
        else:
            self.go(self.state.after(self.current, step))

    def term_style(self, name: str) -> Style:
        """How a kind of term (or `missing`) is drawn; for the legend."""
        return self._style(f"term-{name}")

    # What Textual tells the widget

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        row = self.scroll_offset.y + y
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self._draw(row)
        return strip

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width, and stay where the person was."""
        if self._layout_now is None or self._layout_now.geometry.width != self._room:
            self._lay_out()
        elif self.state is not None:
            self._tell_where()

    def on_click(self, event: events.Click) -> None:
        """The sentence under the mouse becomes the current one."""
        if self._layout_now is None:
            return
        hit = self._layout_now.hit(event.x, event.y + self.scroll_offset.y)
        if hit is not None:
            self.current = hit.place

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell what is on the screen: it is translated first."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._tell_where()

    def watch_view(self) -> None:
        """Lay out again."""
        self._lay_out()

    def watch_terms_lit(self) -> None:
        """Only the colours change."""
        self._redraw()

    def watch_current(self) -> None:
        """Only the colours change."""
        self._redraw()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._styles = {}
        self._redraw()

    # Rows and where they are

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def _lay_out(self) -> None:
        if self.state is None or self._room <= 0:
            return
        anchor, above = None, 0
        if self._layout_now is not None and self._layout_now.state is self.state:
            row = self._watched_row()
            anchor, above = self._layout_now.anchor(row), row - self.scroll_offset.y
        layout = self._layout_now = Layout(self.state, self._room, self.view)
        self._sized(layout.find(anchor) - above if anchor else 0)
        self._tell_where()

    def _sized(self, top: int) -> None:
        """The number of rows may have changed: tell Textual, with `top` as the first row on the screen."""
        if self._layout_now is not None:
            self.virtual_size = Size(self._room, self._layout_now.height)
            if top != self.scroll_offset.y:
                self.scroll_to(y=max(0, top), animate=False, force=True)
        self._redraw()

    def _watched_row(self) -> int:
        """The row that must not jump: the current sentence if it is on the screen, else the first row."""
        top = self.scroll_offset.y
        if self._layout_now is None or self.current is None:
            return top
        row = self._layout_now.rows_of(self.current).start
        return row if top <= row < top + self.size.height else top

    def _bring_into_sight(self, rows: range) -> None:
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if rows.start < top + _NEAR or len(rows) >= height:
            top = rows.start - _NEAR
        elif rows.stop > top + height - _NEAR:
            top = rows.stop + _NEAR - height
        if top != self.scroll_offset.y:
            self.scroll_to(y=max(0, top), animate=False)

    def _tell_where(self) -> None:
        if self._layout_now is not None:
            self.post_message(self.Moved(self._layout_now.paragraph_at(self.scroll_offset.y)))

    # Drawing

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _draw(self, y: int) -> Strip:
        layout, base = self._layout_now, self._base
        row = layout.row(y) if layout is not None else None
        if layout is None or row is None or not row.cells:
            return Strip.blank(self._room, base)
        segments: list[Segment] = []
        at = 0
        for cell in row.cells:
            for x, part in [*self._gutter(layout, row, cell), *self._text(layout, row, cell)]:
                if x is not None and x > at:
                    segments.append(Segment(" " * (x - at), base))
                    at = x
                segments.append(part)
                at += cells(part.text)
        return Strip(segments).adjust_cell_length(self._room, base)

    def _gutter(self, layout: Layout, row: Row, cell: Cell) -> Iterable[tuple[int | None, Segment]]:
        """Trust mark, bar of the current sentence, the English side's line, and what leads the text."""
        if row.number is None:
            return
        geometry = layout.geometry
        x = geometry.columns[cell.side].x
        sentences = [piece.sentence for piece in layout.pieces(row, cell) if piece.sentence is not None]
        # Marks stand where the translation does; a view of the Indonesian alone still says what is doubtful.
        if cell.side is Side.TARGET or len(geometry.columns) == 1:
            begun = [piece.sentence for piece in layout.pieces(row, cell) if piece.start == 0 and piece.text.strip()]
            marks = [self._mark(row.number, sentence) for sentence in begun if sentence is not None]
            mark = next((mark for mark in _MARKS if mark in marks), None) if marks else None
            if mark is not None:
                yield x, Segment(mark, self._base + self._style(f"mark-{mark}"))
        if self.current is not None and self.current[0] == row.number and self.current[1] in sentences:
            yield x + 1, Segment("▌", self._base + self._style("bar"))
        if geometry.stacked and cell.side is Side.TARGET:
            yield x + _SIDE_LINE, Segment("│", self._base + self._style("side"))
        if cell.lead:
            yield cell.x - 2, Segment(cell.lead, self._base + self._style("lead"))

    def _mark(self, number: int, sentence: int) -> str:
        return self.state.mark((number, sentence)) if self.state else ""

    def _text(self, layout: Layout, row: Row, cell: Cell) -> Iterable[tuple[int | None, Segment]]:
        base = self._base + self._style(_kind_style(row.kind))
        x: int | None = cell.x
        for piece in layout.pieces(row, cell):
            if piece.sentence is None or row.number is None:
                yield x, Segment(piece.text, base)
                x = None
                continue
            place = (row.number, piece.sentence)
            style = base + self._sentence_style(place, cell.side)
            for text, names in cut(piece.text, piece.start, self._lights(place, cell.side)):
                lit = style
                for name in names:
                    lit += self._style(name)
                yield x, Segment(text, lit)
                x = None

    def _sentence_style(self, place: Place, side: Side) -> Style:
        style = Style.null()
        if self.state is not None and side is Side.TARGET and place not in self.state.ready:
            style += self._style("failed" if place in self.state.failed else "pending")
        if place == self.current:
            style += self._style("current")
        return style

    def _lights(self, place: Place, side: Side) -> list[Light]:
        lights: list[Light] = []
        if self.state is not None and self.terms_lit:
            lights += [(start, end, f"term-{name}") for start, end, name in term_lights(self.state, place, side)]
        return lights + self._matches.get((place, side), [])

    @property
    def _base(self) -> Style:
        """The widget's own style. Textual works it out anew each time, so it is kept until the theme changes."""
        return self._style("base")

    def _style(self, name: str) -> Style:
        """A style by its name in the palette, to lay over another; nothing for a name that is not there."""
        if not self._styles:
            theme = self.app.current_theme
            self._styles = {"base": self.rich_style, **palette(self.app.theme_variables, dark=theme.dark)}
        return self._styles.get(name, Style.null())


_SIDE_LINE = 3
"""Cells from the gutter to the line that leads the English in a stacked view."""


def _kind_style(kind: Kind | None) -> str:
    if kind is None:
        return "dateline"
    return kind.value if kind in (Kind.TITLE, Kind.SUBTITLE, Kind.HEADING, Kind.CAPTION) else ""
