"""What the screen of models says of each. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from models.inventory import Holding
from models.store import Verification
from reader.amounts import size
from reader.paths import tilde
from reader.speeds import Speed
from reader.ui.downloads import Task
from reader.ui.palette import QUIET
from reader.ui.status import gauge
from reader.ui.wrap import cells, inert, shortened, wrap

_LABEL = 11  # cells
_GAP = "  "
_MOST_NAME = 32  # cells
_STOPPED = {
    "fetch": "what came is kept",
    "verify": "not read to the end",
    "prepare": "the model is as it was",
}
GOOD, WARNING, ERROR = "$text-success", "$text-warning", "$text-error"


@dataclass(frozen=True)
class Machine:
    """What this machine has free, in bytes."""

    memory: int
    disk: int


@dataclass(frozen=True)
class Row:
    """A model, and how things stand with it."""

    holding: Holding
    task: Task | None = None
    """What is being done to it, or was done last."""
    chosen: bool = False
    """It is used from now on."""
    reading: bool = False
    """The open article is read with it."""
    speed: Speed | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being done to it."""
        return self.task is not None and self.task.is_on

    @property
    def damaged(self) -> bool:
        """Whether files are missing, or were found to be others than those recorded."""
        found = self.task.found if self.task is not None else None
        return self.holding.state == "damaged" or (found is not None and bool(found.problems))

    @property
    def unknown(self) -> bool:
        """Whether no more than its name is known: it is not here, and in no catalogue that was looked at."""
        return self.holding.folder is None and not self.holding.size

    @property
    def stray(self) -> bool:
        """Whether it is neither here nor to be fetched by its name."""
        return self.holding.folder is None and not self.holding.in_catalog and not self.busy

    @property
    def refused(self) -> bool:
        """Whether it was to be copied from its folder, and was not."""
        return self.stray and self.task is not None and self.task.state != "done"

    @property
    def mark(self) -> str:
        """One character: what is the matter with it."""
        if self.damaged or (self.task is not None and self.task.problem):
            return "×"
        return "●" if self.chosen else "▸" if self.reading else " "

    @property
    def state(self) -> str:
        """How things stand, in a few words."""
        if self.task is not None and self.task.is_on:
            return _how_far(self.task)
        if self.damaged:
            return "damaged"
        if self.chosen and self.holding.usable:
            return "in use"
        if self.reading and self.holding.usable:
            return "in use, this article"
        if self.holding.state == "begun":
            return f"{size(self.holding.begun)} of {size(self.holding.size)} here"
        return "here" if self.holding.usable else "not taken" if self.refused else "not here"


def _how_far(task: Task) -> str:
    if task.state == "stopping":
        return "stopping"
    if task.fraction is None:
        return f"{task.stage} …"
    return f"{gauge(round(task.fraction * 100), 100)} {task.fraction:4.0%}"


def columns(rows: Sequence[Row], machine: Machine, width: int) -> tuple[Content, list[Content]]:
    """The heading and a line for each model, in at most `width` cells: what matters least is left out first."""
    table = [[_cell(row, machine, column) for column in _COLUMNS] for row in rows]
    widths = [max(cells(text) for text in (name, *(line[i][0] for line in table))) for i, name in enumerate(_COLUMNS)]
    shown = [0, 1, 2, 3, 4]
    for column in _DROPPED:
        if _total(widths, shown) > width:
            shown.remove(column)
    widths[0] = max(8, widths[0] - max(0, _total(widths, shown) - width))
    heading = Content("  " + _GAP.join(_fitted(_COLUMNS[i], widths[i], i) for i in shown))
    lines = []
    for row, line in zip(rows, table, strict=True):
        parts: list[str | tuple[str, str]] = [(f"{row.mark} ", ERROR if row.mark == "×" else GOOD)]
        for i in shown:
            text, style = line[i]
            parts += [(_fitted(text, widths[i], i), style), _GAP]
        lines.append(Content.assemble(*parts[:-1]))
    return heading.stylize(QUIET), lines


_COLUMNS = ("Model", "Size", "State", "Memory", "BLEU")
_DROPPED = (4, 3, 1)
_RIGHT = (1, 3, 4)


def _total(widths: Sequence[int], shown: Sequence[int]) -> int:
    return 2 + sum(widths[i] for i in shown) + len(_GAP) * (len(shown) - 1)


def _fitted(text: str, width: int, column: int) -> str:
    text = shortened(text, width)
    space = " " * (width - cells(text))
    return space + text if column in _RIGHT else text + space


def _cell(row: Row, machine: Machine, column: str) -> tuple[str, str]:
    holding = row.holding
    quiet = "" if holding.usable else QUIET
    match column:
        case "Model":
            return shortened(inert(_name(holding)), _MOST_NAME), "bold" if row.chosen else ""
        case "Size":
            return "" if row.unknown else size(holding.size), quiet
        case "State":
            return inert(row.state), ERROR if row.damaged and not row.busy else "" if row.busy else quiet
        case "Memory":
            short = holding.memory > machine.memory
            needs = "" if row.unknown else f"{'! ' if short else ''}{size(holding.memory)}"
            return needs, WARNING if short else quiet
    return (f"{holding.quality.flores.bleu}" if holding.quality else "", quiet)


def _name(holding: Holding) -> str:
    """As it is called; of a path that is too long, the end, which tells it from others."""
    name = tilde(holding.name)
    return name if len(name) <= _MOST_NAME or holding.folder is None else f"…/{holding.folder.name}"


def about(row: Row, machine: Machine, width: int) -> Content:
    """All that is known of one model, in lines of at most `width` cells."""
    holding = row.holding
    title = f" {inert(holding.about)}" if holding.about else ""
    lines = [Content.assemble((inert(tilde(holding.name)), "bold"), (title, QUIET))]
    for label, text, style in _facts(row, machine):
        room = max(10, width - _LABEL)
        for number, (start, end) in enumerate(wrap(inert(text), room)):
            lead = label.ljust(_LABEL) if number == 0 else " " * _LABEL
            lines.append(Content.assemble((lead, QUIET), (inert(text)[start:end], style)))
    return Content("\n").join(lines)


def _facts(row: Row, machine: Machine) -> Iterator[tuple[str, str, str]]:
    """Label, text, style."""
    holding = row.holding
    yield from _what_goes_on(row)
    if not (row.busy and holding.folder is None):
        yield "State", _state(row), ERROR if holding.problem else ""
    if row.unknown:
        return
    where = "on the disk" if holding.folder else f"to fetch; {size(machine.disk)} free on the disk"
    yield "Size", f"{size(holding.size)} {where}", ""
    short = holding.memory > machine.memory
    memory = f"needs about {size(holding.memory)}; {size(machine.memory)} free now"
    yield "Memory", f"! {memory}: it may be slow, or not open" if short else memory, WARNING if short else ""
    yield "Quality", _quality(holding), ""
    licence = holding.licence
    terms = f"{licence.name}: {licence.terms} ({licence.address})" if licence.terms else licence.name
    yield "Licence", terms or "not known", ""
    if holding.folder is not None:
        yield "Speed", _speed(row), ""
    for origin in holding.origins:
        yield "From", f"{tilde(origin.place)}{f' at {origin.revision[:12]}' if origin.revision else ''}", ""
    if holding.folder is not None:
        yield "Folder", tilde(holding.folder), ""


def _what_goes_on(row: Row) -> Iterator[tuple[str, str, str]]:
    task = row.task
    if task is None:
        return
    if task.is_on:
        yield "Now", ", ".join(dict.fromkeys(part for part in (task.stage, task.detail) if part)), "$text-primary"
        if task.told:
            yield "", task.told, QUIET
    elif task.problem:
        yield "Trouble", task.problem, ERROR
        if task.hint:
            yield "What helps", task.hint, ""
    elif task.state == "stopped":
        yield "Stopped", _STOPPED[task.kind], ""
    elif task.found is not None:
        yield from _verified(row, task.found)


def _verified(row: Row, found: Verification) -> Iterator[tuple[str, str, str]]:
    for problem in found.problems:
        yield "Checked", problem, ERROR
    if found.problems:
        anew = "get it anew" if row.holding.in_catalog else "put the right file there and check again"
        yield "What helps", f"{anew}, or remove it", ""
    elif found.recorded:
        yield "Checked", f"whole: every byte is as recorded, sha256 {found.digest[:12]}…", GOOD
    else:
        yield "Checked", "it has all its files; what they should be was not recorded", ""


def _state(row: Row) -> str:
    holding = row.holding
    match holding.state:
        case "begun":
            return f"half here: {size(holding.begun)} of about {size(holding.size)}; the download goes on from there"
        case "absent":
            if row.refused:
                return "not taken from its folder"
            return "not here" if row.unknown else "not here: it comes from the Hub"
        case "damaged":
            return holding.problem
    parts = ["comes with the program" if holding.state == "bundled" else "here"]
    if row.chosen:
        parts.append("used from now on")
    if row.reading:
        parts.append("the open article is read with it")
    if not holding.prepared:
        parts.append("not prepared yet: that makes it faster")
    return ", ".join(parts)


def _quality(holding: Holding) -> str:
    if holding.quality is None:
        return "not known"
    flores, news = holding.quality.flores, holding.quality.news
    text = f"BLEU {flores.bleu}, chrF++ {flores.chrf} on FLORES-200"
    text += f"; {news.bleu}, {news.chrf} on news" if news else ""
    return f"{text} ({holding.quality.source})"


def _speed(row: Row) -> str:
    if row.speed is None:
        return f"not measured: `dwibaca models bench {row.holding.name}` does"
    rates = ", ".join(f"{rate:.1f} at beam {beam}" for beam, rate in row.speed.sentences.items())
    return f"{rates} sentences a second, on {row.speed.cores} cores"
