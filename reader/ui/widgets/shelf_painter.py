"""How the rows of the library are drawn, in columns for the width that there is. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from reader.library.entry import Entry, moment
from reader.library.places import is_remote
from reader.library.shelves import ArticleRow, CollectionRow, FileRow, FolderRow, Heading, MoreRow, Note, Row
from reader.paths import tilde
from reader.ui.wrap import cells, inert, shortened, wrap

Piece = tuple[str, str]
"""A text, and the name of its style in the palette."""
Pieces = list[Piece]

_NARROW, _WIDE = 100, 170
"""Below the one an article takes three lines, from the other on a single one, between them two."""
_GUTTER, _GAP = 3, 2
_MARGIN = " " * _GUTTER


class Column(NamedTuple):
    """A column to the right of the titles."""

    caption: str
    width: int
    right: bool = False


OUTLET, PUBLISHED = Column("Outlet", 16), Column("Published", 11)
ENGLISH, CHECKS, READ = Column("English", 7, True), Column("To check", 8, True), Column("Read", 5, True)
_COLUMNS = (OUTLET, PUBLISHED, ENGLISH, CHECKS, READ)
_OPENED = Column("Opened", 16, True)


@dataclass(frozen=True)
class Sheet:
    """Draws rows for a list of `width` cells. `now` tells what today is."""

    width: int
    now: datetime
    home: str = ""
    """The person's home folder, which is written as `~`."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those that there is room for."""
        if self.width < _NARROW:
            return ()
        return (*_COLUMNS, _OPENED) if self.width >= _WIDE else _COLUMNS

    @property
    def room(self) -> int:
        """Cells between the gutter and the columns."""
        return max(1, self.width - _GUTTER - sum(column.width + _GAP for column in self.columns))

    def height(self, row: Row) -> int:
        """Lines that a row takes."""
        if isinstance(row, ArticleRow):
            return 3 if self.width < _NARROW else 1 if self.width >= _WIDE else 2
        if isinstance(row, CollectionRow):
            return 2 if self.width < _NARROW else 1
        if isinstance(row, Note):
            return len(self._note(row))
        return 2 if isinstance(row, Heading) else 1

    def lines(self, row: Row) -> list[Pieces]:
        """The lines of a row, each at most `width` cells; what the cursor puts in the gutter is left free."""
        match row:
            case Heading():
                return [[], self._heading(row)]
            case ArticleRow():
                return self._article(row.entry)
            case CollectionRow():
                return self._collection(row)
            case Note():
                return self._note(row)
        return [self._line(row)]

    def _line(self, row: FileRow | FolderRow | MoreRow) -> Pieces:
        match row:
            case FileRow():
                return self._file(row)
            case FolderRow():
                return self._folder(row)
            case MoreRow():
                return [(_MARGIN, ""), (row.text, "dateline")]

    def _note(self, row: Note) -> list[Pieces]:
        text = inert(row.text)
        style = "mark-!" if row.trouble else "dateline"
        indent = _MARGIN + "  " * row.depth
        return [[(indent, ""), (text[start:end], style)] for start, end in wrap(text, self.width - cells(indent))]

    # Headings

    def _heading(self, row: Heading) -> Pieces:
        title = f" {row.title}"
        about = f"  {row.about}" if row.about else ""
        pieces: Pieces = [(title, "heading"), (about, "side")]
        if row.captions and self.columns:
            gap = _GUTTER + self.room - cells(title) - cells(about)
            pieces.append((" " * max(0, gap), ""))
            pieces += [(" " * _GAP + _fit(column.caption, column), "side") for column in self.columns]
        return pieces

    # Articles

    def _article(self, entry: Entry) -> list[Pieces]:
        title = _title(entry)
        english = inert(entry.english) or (inert(entry.name) if entry.title != entry.name else "")
        quiet = "dateline" if entry.english else "side"
        if self.width < _NARROW:
            room = self.width - _GUTTER
            return [
                [_sign(entry), (shortened(title[0], room), title[1])],
                [(_MARGIN, ""), (shortened(english, room), quiet)],
                [(_MARGIN, ""), (shortened(self._details(entry), room), "dateline")],
            ]
        room, columns = self.room, self._columns(entry)
        opened = entry.trouble or self._opened(entry)
        said = "mark-!" if entry.trouble else "side"
        if self.width >= _WIDE:
            left = (room - _GAP) // 2
            right = room - _GAP - left
            titles: Pieces = [(_filled(title[0], left), title[1]), (" " * _GAP + _filled(english, right), quiet)]
            return [[_sign(entry), *titles, *columns, (" " * _GAP + _fit(opened, _OPENED), said)]]
        rest = self.width - _GUTTER - room - _GAP
        return [
            [_sign(entry), (_filled(title[0], room), title[1]), *columns],
            [(_MARGIN, ""), (_filled(english, room), quiet), (" " * _GAP + _right(opened, rest), said)],
        ]

    def _columns(self, entry: Entry) -> Pieces:
        visit = entry.visit
        findings = visit.findings if visit else 0
        texts: tuple[tuple[str, str], ...] = (
            (inert(visit.outlet) if visit else "", "dateline"),
            (day(entry.published), "dateline"),
            (_percent(entry.translated), "" if entry.translated == 100 else "dateline"),
            (str(findings) if findings else "", "mark-!"),
            (_percent(entry.progress), "dateline"),
        )
        pairs = zip(_COLUMNS, texts, strict=True)
        return [(" " * _GAP + _fit(text, column), style) for column, (text, style) in pairs]

    def _details(self, entry: Entry) -> str:
        visit = entry.visit
        parts = [
            entry.trouble,
            inert(visit.outlet) if visit else "",
            day(entry.published),
            f"{_percent(entry.translated)} English" if entry.translated is not None else "",
            f"{visit.findings} to check" if visit and visit.findings else "",
            f"read {_percent(entry.progress)}" if entry.progress is not None else "unread",
        ]
        return " · ".join(filter(None, parts))

    def _opened(self, entry: Entry) -> str:
        if entry.unread or entry.visit is None:
            return "unread"
        at = moment(entry.visit.at)
        return when(at, self.now) if at else ""

    # Folders and collections

    def _file(self, row: FileRow) -> Pieces:
        entry = row.entry
        sign, sign_style = _sign(entry)
        indent = "  " * row.depth
        mark = f"{indent}{sign.strip() or ' '} "
        name = shortened(inert(entry.name), self.room - cells(mark))
        left = self.room - cells(mark) - cells(name) - _GAP
        title, style = (inert(entry.trouble), "mark-!") if entry.trouble else (inert(_known_title(entry)), "side")
        said = " " * _GAP + _filled(title, left) if left > 0 else " " * (left + _GAP)
        columns = self._columns(entry) if self.columns else []
        return [(_MARGIN, ""), (mark, sign_style), (name, ""), (said, style), *columns]

    def _folder(self, row: FolderRow) -> Pieces:
        mark = "▾" if row.is_open else "▸"
        name = self.path(str(row.path)) if not row.depth else f"{inert(row.path.name)}/"
        indent = "  " * row.depth
        text = f"{indent}{mark} {name}"
        return [(_MARGIN, ""), (shortened(text, self.width - _GUTTER), "")]

    def _collection(self, row: CollectionRow) -> list[Pieces]:
        name = self.path(row.collection.name)
        counts = self._counts(row)
        if self.width < _NARROW:
            room = self.width - _GUTTER
            return [[(_MARGIN, ""), (_ending(name, room), "")], [(_MARGIN, ""), (shortened(counts, room), "dateline")]]
        room = self.width - _GUTTER - _GAP - cells(counts)
        return [[(_MARGIN, ""), (_padded(_ending(name, room), room), ""), (" " * _GAP + counts, "dateline")]]

    def _counts(self, row: CollectionRow) -> str:
        counts = row.counts
        if counts is None:
            return "counting …"
        if counts.trouble:
            return inert(counts.trouble)
        at = moment(row.collection.at)
        opened = f"opened {when(at, self.now)}" if at else ""
        if self.width < _NARROW:
            return f"{counts.unread} of {counts.articles} unread · {counts.translated} in English · {opened}"
        return (
            f"{counts.articles:>6} articles {counts.unread:>6} unread {counts.translated:>6} in English  {opened:>24}"
        )

    def path(self, name: str) -> str:
        """A path or an address as it is shown."""
        text = inert(name)
        return text if is_remote(name) or not self.home else tilde(text, self.home)


def day(when: datetime | None) -> str:
    """`2 Mar 2026`."""
    return f"{when.day} {when:%b %Y}" if when else ""


def when(at: datetime, now: datetime) -> str:
    """How long ago, for people: `today 09:15`, `yesterday 21:40`, `2 March`, `2 March 2025`."""
    here = at.astimezone(now.tzinfo)
    days = (now.date() - here.date()).days
    if days == 0:
        return f"today {here:%H:%M}"
    if days == 1:
        return f"yesterday {here:%H:%M}"
    return f"{here.day} {here:%B}" if here.year == now.year else f"{here.day} {here:%b %Y}"


def _sign(entry: Entry) -> Piece:
    """Where the cursor's bar leaves room: `•` unread, `×` cannot be opened."""
    if entry.trouble:
        return " × ", "mark-!"
    return (" • ", "bar") if entry.unread else (_MARGIN, "")


def _title(entry: Entry) -> Piece:
    return inert(entry.title), "subtitle" if entry.unread else ""


def _known_title(entry: Entry) -> str:
    return entry.visit.title if entry.visit else ""


def _percent(share: int | None) -> str:
    return "" if share is None else f"{share} %"


def _fit(text: str, column: Column) -> str:
    return _right(text, column.width) if column.right else _filled(text, column.width)


def _filled(text: str, width: int) -> str:
    return _padded(shortened(text, width), width)


def _right(text: str, width: int) -> str:
    text = shortened(text, width)
    return " " * (width - cells(text)) + text


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _ending(text: str, width: int) -> str:
    """`text`, or its end with an ellipsis before it: the end of a path says most."""
    if cells(text) <= width:
        return text
    end = len(text)
    while end and cells(text[-end:]) > width - 1:
        end -= 1
    return f"…{text[-end:]}" if end else shortened(text, width)
