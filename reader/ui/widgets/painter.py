"""How one row of the text is drawn: gutter marks, sentences, and what lights them up."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.document import Kind
from reader.ui.geometry import Column, Side
from reader.ui.layout import Cell, Layout, Row
from reader.ui.lights import Light, cut
from reader.ui.state import Place
from reader.ui.wrap import cells

TRUST_MARKS = "×!~?"
"""The most serious first."""
ORIGIN_MARKS = "e°·"
"""What matters most to the reader first, as there is room for one on a row."""
BOOKMARK = "*"
_Drawn = tuple[int | None, Segment]
"""Where it begins, and what; None: just after what was drawn before."""


@dataclass
class Painter:
    """Draws rows of a layout. What is put here is what is lit."""

    styles: Mapping[str, Style]
    """By the names of the palette."""
    lights: Callable[[Place, Side], list[Light]]
    """What lights up one side of a sentence, later over earlier."""
    current: Place | None = None
    bookmarks: Set[Place] = field(default_factory=frozenset)

    def draw(self, layout: Layout, y: int, width: int) -> Strip:
        """Row `y`, as `width` cells."""
        base = self._style("base")
        row = layout.row(y)
        if row is None or not row.cells:
            return Strip.blank(width, base)
        segments: list[Segment] = []
        at = 0
        for cell in row.cells:
            for x, part in [*self._gutter(layout, row, cell), *self._text(layout, row, cell)]:
                if x is not None and x > at:
                    segments.append(Segment(" " * (x - at), base))
                    at = x
                segments.append(part)
                at += cells(part.text)
        return Strip(segments).adjust_cell_length(width, base)

    def _gutter(self, layout: Layout, row: Row, cell: Cell) -> Iterable[_Drawn]:
        if row.number is None:
            return
        column = layout.geometry.columns[cell.side]
        pieces = [piece for piece in layout.pieces(row, cell) if piece.sentence is not None]
        begun = [(row.number, piece.sentence) for piece in pieces if piece.start == 0 and piece.sentence is not None]
        yield from self._marks(layout, cell.side, column, begun)
        if self.current is not None and any((row.number, piece.sentence) == self.current for piece in pieces):
            yield column.bar, self._sign("▌", "bar")
        if column.ledge:
            yield column.bar + 2, self._sign("│", "side")
        if cell.lead:
            yield cell.x - 2, self._sign(cell.lead, "lead")

    def _marks(self, layout: Layout, side: Side, column: Column, begun: list[Place]) -> Iterable[_Drawn]:
        """Marks of the sentences that begin on a row: bookmarks beside the Indonesian, the others beside the English.

        A view of one language alone has them all: that of the Indonesian, too, says what is doubtful.
        """
        alone = len(layout.geometry.columns) == 1
        if (alone or side is Side.SOURCE) and not self.bookmarks.isdisjoint(begun):
            yield column.x, self._sign(BOOKMARK, "bookmark")
        if not (alone or side is Side.TARGET):
            return
        trust = {layout.state.mark(place) for place in begun}
        mark = next((mark for mark in TRUST_MARKS if mark in trust), None)
        if mark is not None:
            yield column.bar - 2, self._sign(mark, f"mark-{mark}")
        origins = {layout.state.origin_mark(place) for place in begun}
        origin = next((mark for mark in ORIGIN_MARKS if mark in origins), None)
        if origin is not None:
            yield column.bar - 1, self._sign(origin, f"origin-{origin}")

    def _text(self, layout: Layout, row: Row, cell: Cell) -> Iterable[_Drawn]:
        base = self._style("base") + self._style(_kind_style(row.kind))
        x: int | None = cell.x
        for piece in layout.pieces(row, cell):
            if piece.sentence is None or row.number is None:
                yield x, Segment(piece.text, base)
                x = None
                continue
            place = (row.number, piece.sentence)
            style = base + self._sentence_style(layout, place, cell.side)
            for text, names in cut(piece.text, piece.start, self.lights(place, cell.side)):
                lit = style
                for name in names:
                    lit += self._style(name)
                yield x, Segment(text, lit)
                x = None

    def _sentence_style(self, layout: Layout, place: Place, side: Side) -> Style:
        style = Style.null()
        if side is Side.TARGET and place not in layout.state.ready:
            style += self._style("failed" if place in layout.state.failed else "pending")
        if place == self.current:
            style += self._style("current")
        return style

    def _sign(self, text: str, name: str) -> Segment:
        return Segment(text, self._style("base") + self._style(name))

    def _style(self, name: str) -> Style:
        return self.styles.get(name, Style.null())


def _kind_style(kind: Kind | None) -> str:
    if kind is None:
        return "dateline"
    return kind.value if kind in (Kind.TITLE, Kind.SUBTITLE, Kind.HEADING, Kind.CAPTION) else ""
