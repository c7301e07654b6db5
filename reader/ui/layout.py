"""Where everything stands: an article's state, a width and a view in; rows of wrapped text out. No widgets here.

Both sides of a paragraph start on the same row. A row knows which text it shows as offsets, so that everything
that lights text up (current sentence, terms, findings, matches) is a style put over it when it is drawn.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.document import CAPTION, SUBTITLE, TITLE, Kind
from reader.ui.geometry import Column, Geometry, Shape, Side
from reader.ui.state import ArticleState, Place
from reader.ui.wrap import Line, cells, inert, offset_at, wrap

PENDING = "…"
"""Stands for a sentence that is not translated yet."""


class Passage(NamedTuple):
    """One side of a paragraph: its text, and where its sentences stand in it."""

    text: str
    sentences: tuple[Line, ...] = ()

    def sentence_at(self, offset: int) -> tuple[int, int] | None:
        """Number of the sentence that `offset` is in (or comes just after), and the offset inside it."""
        index = bisect_right(self.sentences, offset, key=lambda line: line[0]) - 1
        if index < 0:
            return (0, 0) if self.sentences else None
        start, end = self.sentences[index]
        return index, min(offset, end) - start


class Piece(NamedTuple):
    """A stretch of one sentence on one row; `sentence` is None for what stands between sentences."""

    text: str
    sentence: int | None = None
    start: int = 0
    """Offset of the stretch in its sentence."""


class Cell(NamedTuple):
    """One side of a row: a line of a passage, and where it starts on the screen."""

    side: Side
    x: int
    line: Line
    lead: str = ""
    """Drawn in the two cells before the text: a list's bullet, a quotation's line."""


class Row(NamedTuple):
    """One line of the screen. `number` is None for the dateline; no cells: an empty row."""

    block: int
    number: int | None
    kind: Kind | None
    cells: tuple[Cell, ...]


class Hit(NamedTuple):
    """What stands under a point of the screen."""

    place: Place
    side: Side
    offset: int
    """In the sentence, in code points."""
    exact: bool
    """Whether a letter of the line is there, and not the nearest one is meant."""


class Changed(NamedTuple):
    """What an update did to the rows as they were before."""

    rows: list[range]
    """Of the paragraphs that were laid out anew."""
    moved: int | None
    """From this row on rows may have moved up or down; None when each is where it was."""


class Anchor(NamedTuple):
    """A row remembered by the text on it, so that it is found again when rows have moved."""

    block: int
    side: Side | None
    sentence: int
    offset: int
    above: int
    """Rows between the remembered row and the one with that text."""


@dataclass
class _Block:
    """A paragraph as it is laid out."""

    number: int | None
    kind: Kind | None
    gap: int
    """Empty rows above it."""
    passages: dict[Side, Passage]
    lines: dict[Side, list[Line]] = field(default_factory=dict)


_PLAIN = Shape()


class Layout:
    """All rows of an article at one width. A paragraph is laid out anew when its translation changes, alone."""

    def __init__(self, state: ArticleState, width: int, shape: Shape = _PLAIN) -> None:
        """Lay out every paragraph (about ten microseconds each)."""
        self.state = state
        self.geometry = Geometry.fit(width, shape)
        self._blocks = _blocks(state)
        self._index = {block.number: index for index, block in enumerate(self._blocks)}
        for block in self._blocks:
            for side in block.passages:
                self._wrap(block, side)
        self._heights = [self._height(block) for block in self._blocks]
        self._stack()

    @property
    def height(self) -> int:
        """Rows in all, with one empty row at the end."""
        return self._tops[-1] + 1

    def update(self, numbers: Iterable[int]) -> "Changed":
        """Lay out these paragraphs anew: something was put into the state. Says which rows that concerns."""
        rows = []
        moved: int | None = None
        for number in numbers:
            index = self._index[number]
            block = self._blocks[index]
            block.passages[Side.TARGET] = _target_passage(self.state, number)
            self._wrap(block, Side.TARGET)
            height = self._height(block)
            rows.append(range(self._tops[index], self._tops[index + 1]))
            if height != self._heights[index]:
                self._heights[index] = height
                moved = rows[-1].start if moved is None else min(moved, rows[-1].start)
        if moved is not None:
            self._stack()
        return Changed(rows, moved)

    def row(self, y: int) -> Row | None:
        """The row `y`; None below the last."""
        if not 0 <= y < self._tops[-1]:
            return None
        index = bisect_right(self._tops, y) - 1
        block = self._blocks[index]
        line = y - self._tops[index] - block.gap
        return Row(index, block.number, block.kind, self._cells(block, line) if line >= 0 else ())

    def passage(self, row: Row, side: Side) -> Passage:
        """The whole text that a row shows a line of."""
        return self._blocks[row.block].passages[side]

    def pieces(self, row: Row, cell: Cell) -> list[Piece]:
        """The text of one side of a row, cut where sentences begin and end."""
        passage = self.passage(row, cell.side)
        start, end = cell.line
        pieces = []
        first = passage.sentence_at(start)
        for index in range(first[0] if first else 0, len(passage.sentences)):
            begin, finish = passage.sentences[index]
            if begin >= end:
                break
            if start < begin:
                pieces.append(Piece(passage.text[start:begin]))
                start = begin
            if start < min(finish, end):
                pieces.append(Piece(passage.text[start : min(finish, end)], index, start - begin))
                start = min(finish, end)
        if start < end:
            pieces.append(Piece(passage.text[start:end]))
        return pieces

    def hit(self, x: int, y: int) -> Hit | None:
        """What stands at a point; beside a line, the nearest sentence of that line. None where there is no text."""
        row = self.row(y)
        if row is None or row.number is None or not row.cells:
            return None
        # A point in a gutter belongs to the text right of it.
        left_of = [cell for cell in row.cells if self.geometry.columns[cell.side].x <= x]
        cell = left_of[-1] if left_of else row.cells[0]
        passage = self.passage(row, cell.side)
        start, end = cell.line
        line = passage.text[start:end]
        found = passage.sentence_at(start + offset_at(line, x - cell.x))
        exact = 0 <= x - cell.x < cells(line)
        return Hit((row.number, found[0]), cell.side, found[1], exact) if found else None

    def rows_of(self, place: Place) -> range:
        """The rows on which a sentence stands, on either side."""
        index = self._index[place[0]]
        block = self._blocks[index]
        top = self._tops[index] + block.gap
        rows = []
        for side in self.geometry.columns:
            start, end = block.passages[side].sentences[place[1]]
            first, last = (_line_at(block.lines[side], offset) for offset in (start, max(start, end - 1)))
            shift = self._shift(block, side)
            rows += [top + shift + first, top + shift + last]
        return range(min(rows), max(rows) + 1)

    def paragraph_at(self, y: int) -> int:
        """Number of the paragraph on row `y`, or the next one below it; the last one below the end."""
        index = min(max(bisect_right(self._tops, y) - 1, 0), len(self._blocks) - 1)
        numbers = [block.number for block in self._blocks[index : index + 2] if block.number is not None]
        return numbers[0] if numbers else TITLE

    def place_at(self, y: int) -> Place | None:
        """The first sentence that begins on row `y` or below; None without any."""
        for index in range(max(bisect_right(self._tops, y) - 1, 0), len(self._blocks)):
            block = self._blocks[index]
            if block.number is None:
                continue
            for sentence in range(len(self.state.blocks[block.number].sentences)):
                if self.rows_of((block.number, sentence))[0] >= y:
                    return block.number, sentence
        return self.state.places[-1] if self.state.places else None

    def anchor(self, y: int) -> Anchor:
        """Remember row `y` by its text."""
        for below in range(y, self._tops[-1]):
            row = self.row(below)
            if row is None or not row.cells:
                continue
            cell = row.cells[0]
            sentence, offset = self.passage(row, cell.side).sentence_at(cell.line[0]) or (0, cell.line[0])
            return Anchor(row.block, cell.side, sentence, offset, below - y)
        return Anchor(len(self._blocks), None, 0, 0, self.height - y)

    def find(self, anchor: Anchor) -> int:
        """The row that `anchor` remembers; on the other side when its own is no longer shown."""
        if anchor.side is None:
            return max(0, self.height - anchor.above)
        block = self._blocks[anchor.block]
        side, offset = anchor.side, anchor.offset
        if side not in self._shown(block):
            side, offset = next(iter(self._shown(block))), 0
        sentences = block.passages[side].sentences
        start = sentences[anchor.sentence][0] if anchor.sentence < len(sentences) else 0
        line = _line_at(block.lines[side], start + offset)
        return max(0, self._tops[anchor.block] + block.gap + self._shift(block, side) + line - anchor.above)

    def _shown(self, block: _Block) -> tuple[Side, ...]:
        """The dateline is there in every view; of a paragraph, what the view shows."""
        return tuple(self.geometry.columns) if block.number is not None else (Side.SOURCE,)

    def _cells(self, block: _Block, line: int) -> tuple[Cell, ...]:
        if block.number is None:
            return (Cell(Side.SOURCE, self._left.text, block.lines[Side.SOURCE][line]),)
        cells = []
        indent = _indent(block.kind)
        for side, column in self.geometry.columns.items():
            number = line - self._shift(block, side)
            if 0 <= number < len(block.lines[side]):
                lead = _lead(block.kind, number)
                cells.append(Cell(side, column.text + indent, block.lines[side][number], lead))
        return tuple(cells)

    @property
    def _left(self) -> Column:
        return next(iter(self.geometry.columns.values()))

    def _shift(self, block: _Block, side: Side) -> int:
        """Rows between a paragraph's first row and the first row of this side."""
        if not self.geometry.stacked or block.number is None:
            return 0
        above, below = self.geometry.columns
        return len(block.lines[above]) if side is below else 0

    def _wrap(self, block: _Block, side: Side) -> None:
        if block.number is None:
            room = self.geometry.width - self._left.text - 1
            block.lines[side] = wrap(block.passages[side].text, room)
        elif column := self.geometry.columns.get(side):
            block.lines[side] = wrap(block.passages[side].text, column.width - _indent(block.kind))

    def _height(self, block: _Block) -> int:
        total = sum if self.geometry.stacked else max
        return block.gap + total(len(block.lines[side]) for side in self._shown(block))

    def _stack(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))


def _blocks(state: ArticleState) -> list[_Block]:
    blocks = [
        _Block(
            number,
            paragraph.kind,
            1,
            {
                Side.SOURCE: Passage(
                    inert(paragraph.text), tuple((span.start, span.end) for span in paragraph.sentences)
                ),
                Side.TARGET: _target_passage(state, number),
            },
        )
        for number, paragraph in state.blocks.items()
    ]
    for above, block in pairwise(blocks):
        if above.kind is block.kind is Kind.LIST:
            block.gap = 0
        elif block.kind is Kind.HEADING:
            block.gap = 2
    dateline = state.dateline()
    if dateline:
        below_title = sum(block.number in (TITLE, SUBTITLE) for block in blocks)
        blocks.insert(below_title, _Block(None, None, 1, {Side.SOURCE: Passage(dateline)}))
    body = next((block for block in blocks if block.number is not None and block.number >= 0), None)
    if body is not None and body is not blocks[0] and CAPTION in state.blocks:
        body.gap = 2
    return blocks


def _target_passage(state: ArticleState, number: int) -> Passage:
    texts, sentences, position = [], [], 0
    for index in range(len(state.blocks[number].sentences)):
        text = shown_target(state, (number, index))
        texts.append(text)
        sentences.append((position, position + len(text)))
        position += len(text) + 1
    return Passage(" ".join(texts), tuple(sentences))


def shown_target(state: ArticleState, place: Place) -> str:
    """What stands on the English side: the translation, the reason there is none, or that it is to come."""
    if place in state.failed:
        return f"[not translated: {state.failed[place]}]"
    target = state.target(place)
    return PENDING if target is None else target or "[empty]"


def _line_at(lines: list[Line], offset: int) -> int:
    """The line that `offset` stands on."""
    return max(0, bisect_right(lines, offset, key=lambda line: line[0]) - 1)


def _indent(kind: Kind | None) -> int:
    return 2 if kind in (Kind.LIST, Kind.QUOTE) else 0


def _lead(kind: Kind | None, line: int) -> str:
    if kind is Kind.QUOTE:
        return "│"
    return "•" if kind is Kind.LIST and line == 0 else ""
