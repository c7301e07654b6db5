"""The two languages in aligned rows: one scrolling widget that draws itself line by line."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.ui.geometry import Shape, Side
from reader.ui.layout import Hit, Layout
from reader.ui.lights import Light, term_lights
from reader.ui.palette import palette
from reader.ui.state import ArticleState, Place
from reader.ui.widgets.painter import Painter
from reader.ui.words import Words, lights, side_text, word_at

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

    shape: reactive[Shape] = reactive(Shape(), init=False)
    terms_lit: reactive[bool] = reactive(True, init=False)
    current: reactive[Place | None] = reactive(None, init=False)
    chosen: reactive[Words | None] = reactive(None, init=False)
    """The words that the cursor is on, or that are selected; always of the current sentence."""
    pointed: reactive[Words | None] = reactive(None, init=False)
    """The word under the mouse."""

    @dataclass
    class Moved(Message):
        """Another paragraph is now the first on the screen."""

        paragraph: int

        def can_replace(self, message: Message) -> bool:
            """Only where the person ended up matters."""
            return isinstance(message, Bitext.Moved)

    @dataclass
    class Chosen(Message):
        """Another sentence is the current one."""

        place: Place

        def can_replace(self, message: Message) -> bool:
            """Only where the person ended up matters."""
            return isinstance(message, Bitext.Chosen)

    @dataclass
    class Asked(Message):
        """A sentence was clicked twice."""

        place: Place

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Shows nothing until `show`."""
        super().__init__(id=id)
        self.state: ArticleState | None = None
        self._layout_now: Layout | None = None
        self._strips: dict[int, Strip] = {}
        self._painter: Painter | None = None
        self._bookmarks: Set[Place] = frozenset()
        self._matches: Mapping[tuple[Place, Side], list[Light]] = {}
        self._held: Hit | None = None  # the mouse went down there
        self._moving_border = False
        self._height = 0

    # What the screen tells the widget

    def show(self, state: ArticleState) -> None:
        """Show an article from its beginning; where that is shown already, stay where the person is in it."""
        self.state = state
        if self.current not in state.places:
            self._layout_now = None
            self.set_reactive(Bitext.current, state.places[0] if state.places else None)
        self._lay_out()

    def update_paragraphs(self, numbers: Iterable[int]) -> None:
        """Translations were put into the state: lay out these paragraphs anew."""
        if self.state is None or self._layout_now is None:
            return
        layout, row = self._layout_now, self._watched_row()
        anchor, above = layout.anchor(row), row - self.scroll_offset.y
        changed = layout.update(numbers)
        bottom = self.scroll_offset.y + self.size.height
        if changed.moved is not None and changed.moved < bottom:
            self._sized(layout.find(anchor) - above)
            return
        # What is on the screen stays where it is: most of what comes in while an article is translated is below.
        if changed.moved is not None:
            self._strips = {y: strip for y, strip in self._strips.items() if y < bottom}
            self.virtual_size = Size(self._room, layout.height)
        for rows in changed.rows:
            self._redraw_rows(rows)

    def light_matches(self, matches: Mapping[tuple[Place, Side], list[Light]]) -> None:
        """Light these stretches up, instead of those before."""
        self._matches = matches
        self._redraw()

    def mark(self, bookmarks: Set[Place]) -> None:
        """Show these sentences as marked, instead of those before."""
        self._bookmarks = bookmarks
        self._redraw()

    def go(self, place: Place) -> None:
        """Make `place` the current sentence and bring it into sight."""
        self.current = place
        if self._layout_now is not None:
            self._bring_into_sight(self._layout_now.rows_of(place))

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
        return self._brush.styles[f"term-{name}"]

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
        before, self._height = self._height, self.size.height
        if self._layout_now is None or self._layout_now.geometry.width != self._room:
            self._lay_out()
        elif self.state is not None:
            self._tell_where()
        # A panel that opens below the text must not cover what it is about.
        if self._layout_now is not None and self.current is not None and self._height < before:
            rows = self._layout_now.rows_of(self.current)
            if rows.stop > self.scroll_offset.y + self._height and rows.start < self.scroll_offset.y + before:
                self._bring_into_sight(rows)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell what is on the screen: it is translated first."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._tell_where()

    def watch_shape(self) -> None:
        """Lay out again."""
        self._lay_out()

    def watch_terms_lit(self) -> None:
        """Only the colours change."""
        self._redraw()

    def watch_current(self, old: Place | None, new: Place | None) -> None:
        """Only the colours of two sentences change. What was chosen in the old one is let go."""
        self.chosen = None
        self._redraw_sentences(old, new)
        if new is not None:
            self.post_message(self.Chosen(new))

    def watch_chosen(self, old: Words | None, new: Words | None) -> None:
        """Only the colours of a sentence change."""
        self._redraw_sentences(old and old.place, new and new.place)

    watch_pointed = watch_chosen

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._painter = None
        self._redraw()

    # The mouse: a click chooses a sentence and a word, dragging chooses words or moves the border of the columns

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The word under the mouse and its counterpart light up."""
        if self._moving_border and self._layout_now is not None:
            share = self._layout_now.geometry.share_at(event.x)
            self.shape = self.shape._replace(share=share)
            return
        hit = self._hit(event)
        words = self._words_at(hit)
        if self._held is not None and event.button:
            self._choose_until(hit)
        self.pointed = words

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.pointed = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a word, or of the border between the columns."""
        if self._layout_now is not None and self._layout_now.geometry.border_at(event.x):
            self._moving_border = True
            self.capture_mouse()
        else:
            self._held = self._hit(event)

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._moving_border:
            self._moving_border = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """The sentence under the mouse becomes the current one, and the word under it the chosen one."""
        hit, held = self._hit(event), self._held
        self._held = None
        if hit is None or (held is not None and self._words_at(held) != self._words_at(hit)):
            return  # words were dragged over: they stay chosen
        self.current = hit.place
        self.chosen = self._words_at(hit)
        if event.chain == 2:
            self.post_message(self.Asked(hit.place))

    def _hit(self, event: events.MouseEvent) -> Hit | None:
        return None if self._layout_now is None else self._layout_now.hit(event.x, event.y + self.scroll_offset.y)

    def _words_at(self, hit: Hit | None) -> Words | None:
        if hit is None or not hit.exact or self.state is None:
            return None
        index = word_at(side_text(self.state, hit.place, hit.side), hit.offset)
        return None if index is None else Words(hit.place, hit.side, index, index)

    def _choose_until(self, hit: Hit | None) -> None:
        """Choose the words from where the mouse went down to `hit`."""
        begun, ended = self._words_at(self._held), self._words_at(hit)
        if begun is None or ended is None or begun[:2] != ended[:2] or begun == ended:
            return
        self.current = begun.place
        first, last = sorted((begun.first, ended.first))
        self.chosen = Words(begun.place, begun.side, first, last)

    # Rows and where they are

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def _lay_out(self) -> None:
        if self.state is None or self._room <= 0:
            return
        anchor, above = None, 0
        if self._layout_now is not None:
            row = self._watched_row()
            anchor, above = self._layout_now.anchor(row), row - self.scroll_offset.y
        layout = self._layout_now = Layout(self.state, self._room, self.shape)
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

    def _redraw_sentences(self, *places: Place | None) -> None:
        """Draw anew only the rows of these sentences."""
        if self._layout_now is None:
            return
        for place in {place for place in places if place is not None}:
            self._redraw_rows(self._layout_now.rows_of(place))

    def _redraw_rows(self, rows: range) -> None:
        for row in rows:
            self._strips.pop(row, None)
        top, height = self.scroll_offset.y, self.size.height
        if rows.start < top + height and rows.stop > top:
            self.refresh(Region(0, rows.start - top, self.size.width, len(rows)))

    @property
    def _brush(self) -> Painter:
        """Kept until the theme changes: Textual works styles out anew each time."""
        if self._painter is None:
            theme = self.app.current_theme
            styles = {"base": self.rich_style, **palette(self.app.theme_variables, dark=theme.dark)}
            self._painter = Painter(styles, self._lights)
        return self._painter

    def _draw(self, y: int) -> Strip:
        painter = self._brush
        if self._layout_now is None:
            return Strip.blank(self._room, painter.styles["base"])
        painter.current, painter.bookmarks = self.current, self._bookmarks
        return painter.draw(self._layout_now, y, self._room)

    def _lights(self, place: Place, side: Side) -> list[Light]:
        if self.state is None:
            return []
        lit: list[Light] = []
        if self.terms_lit:
            lit += [(start, end, f"term-{name}") for start, end, name in term_lights(self.state, place, side)]
        lit += self._matches.get((place, side), [])
        # A word under the mouse goes over the one that was chosen by key or click, which stays.
        words = [some for some in (self.chosen, self.pointed) if some is not None]
        return lit + lights(self.state, words, place, side)
