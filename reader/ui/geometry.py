"""How the width of the screen is shared out between the two languages. Pure."""

from enum import StrEnum
from typing import NamedTuple

MEASURE = 76
"""Cells of a line: about as much as an eye follows without losing its place."""
NARROWEST, WIDEST = 24, 160
"""Between these a person may set the length of lines."""
_STACK_BELOW = 76  # cells of room: below it two columns would be narrower than a newspaper's
_LEAST = 16  # cells that a column keeps, however the border is moved
_AIR = 2  # cells between the columns
_LEDGE = 2  # cells by which the lower language of a stacked view is set in, behind a line of its own


class View(StrEnum):
    """Which languages are shown."""

    BOTH = "both"
    TARGET = "English"
    SOURCE = "Indonesian"


class Side(StrEnum):
    """Which language a text is in."""

    SOURCE = "source"
    TARGET = "target"


class Shape(NamedTuple):
    """How a person wants the text to stand."""

    view: View = View.BOTH
    swapped: bool = False
    """English on the left, or above."""
    measure: int = MEASURE
    """Cells of a line, where there is room for so many."""
    share: float = 0.5
    """Part of the room that the left column has."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that are shown, in order."""
        both = (Side.TARGET, Side.SOURCE) if self.swapped else (Side.SOURCE, Side.TARGET)
        return {View.BOTH: both, View.SOURCE: (Side.SOURCE,), View.TARGET: (Side.TARGET,)}[self.view]


class Column(NamedTuple):
    """Where one side stands, in cells: a gutter that begins at `x`, and `width` for the text."""

    x: int
    gutter: int
    """Bookmark (Indonesian), trust and origin (English), then the bar of the current sentence and a space."""
    width: int
    ledge: int = 0

    @property
    def bar(self) -> int:
        """Where the bar of the current sentence stands; left of it the origin, and left of that the trust mark."""
        return self.x + self.gutter - 2

    @property
    def text(self) -> int:
        """Where the text begins."""
        return self.x + self.gutter + self.ledge


class Geometry(NamedTuple):
    """How the width is shared out."""

    width: int
    shape: Shape
    stacked: bool
    columns: dict[Side, Column]
    """In the order in which they are shown."""

    @classmethod
    def fit(cls, width: int, shape: Shape) -> "Geometry":
        """Columns for `width` cells, in the middle, no wider than `shape` wants its lines."""
        sides = shape.sides
        if len(sides) == 2 and width >= _STACK_BELOW:
            return cls(width, shape, stacked=False, columns=_beside(width, shape))
        stacked = len(sides) == 2
        gutter = 4 if stacked else 5  # alone, a side has all the marks to itself
        column = max(1, min(shape.measure, width - gutter - 1))
        left = max(0, (width - column - gutter) // 2)
        first = Column(left, gutter, column)
        below = Column(left, gutter, max(1, column - _LEDGE), _LEDGE)
        return cls(width, shape, stacked, dict(zip(sides, (first, below), strict=False)))

    def border_at(self, x: int) -> bool:
        """Whether `x` is in the air between two columns, which the mouse can take hold of."""
        if self.stacked or len(self.columns) < 2:
            return False
        left, right = self.columns.values()
        return left.text + left.width <= x < right.x + 1

    def share_at(self, x: int) -> float:
        """The share that would put the border at `x`."""
        left, right = self.columns.values()
        return min(max((x - left.text) / (left.width + right.width), 0.0), 1.0)


def _beside(width: int, shape: Shape) -> dict[Side, Column]:
    """Two columns: gutter, text, air, gutter, text, one cell of air."""
    first, second = shape.sides
    gutters = {Side.SOURCE: 3, Side.TARGET: 4}
    room = width - sum(gutters.values()) - _AIR - 1
    both = min(2 * shape.measure, room)
    left = min(max(round(both * shape.share), _LEAST), both - _LEAST)
    x = (width - both - sum(gutters.values()) - _AIR) // 2
    return {
        first: Column(x, gutters[first], left),
        second: Column(x + gutters[first] + left + _AIR, gutters[second], both - left),
    }
