"""What is remembered from one time to the next: where the person is in an article, and how its text stands."""

from typing import TYPE_CHECKING, Any

from reader.ui.geometry import NARROWEST, WIDEST, Shape
from reader.ui.parts.part import Part
from reader.ui.state import Place
from reader.ui.widgets.bitext import Bitext

if TYPE_CHECKING:
    from cache.memory import Visit

_SHAPE = "shape"
_KEEP_EVERY = 5.0
"""Seconds between two looks at where the person is, so that even a killed program is taken up again near there."""


class Remembering(Part):
    """Keeps places and the shape of the text, and goes back to them."""

    at: Place | None = None
    """Where the person is, once they have been brought to where they were."""
    _kept: "Visit | None" = None
    _kept_shape: Shape | None = None
    _fault_told = False

    def go_where_it_was(self) -> None:
        """To the sentence at which the person left the article; from now on it is remembered where they are."""
        if self.here is None:
            return
        state, current = self.here
        visit = self.services.memory.visited(state.key)
        for problem in self.services.memory.problems:
            self.say(problem, "warning")
        if visit is not None and visit.place in state.places and current == state.places[0] != visit.place:
            self.text.go(visit.place)
            self.say("Where you were last time; g goes to the beginning")
        self.at = self.text.current
        self.remember()
        self.set_interval(_KEEP_EVERY, self.remember)

    def last_shape(self) -> Shape:
        """The text as the person had it last, but in both languages."""
        self._kept_shape = (
            shape_of(self.services.memory.note(_SHAPE)) if self.services.paths.memory.exists() else Shape()
        )
        return self._kept_shape

    def remember(self) -> None:
        """Remember where the person is, how much of the article is translated, and how the text stands, if that has
        changed. That it cannot be remembered is told once, and not whenever the person moves."""
        from cache.faults import MemoryFault

        try:
            self._keep_place()
            self._keep_shape()
        except MemoryFault as error:
            if not self._fault_told:
                self._fault_told = True
                self.say(str(error), "warning")

    def _keep_place(self) -> None:
        if self.state is None or self.at is None:
            return
        from reader.ui.visit import visit

        for text in self.query(Bitext):  # what it says of a move may still be on its way; none, when the screen goes
            self.at = text.current or self.at
        now = visit(self.state, self.source, self.at)
        if now != self._kept:
            self._kept = now
            self.services.memory.visit(now)

    def _keep_shape(self) -> None:
        for text in self.query(Bitext):  # none, when the screen is being taken down
            shape = text.shape._replace(view=Shape().view)
            if shape != self._kept_shape:
                self._kept_shape = shape
                note = {"swapped": shape.swapped, "measure": shape.measure, "share": shape.share}
                self.services.memory.keep_note(_SHAPE, note)


def shape_of(note: dict[str, Any]) -> Shape:
    """What was noted of a shape, as far as it is one."""
    usual = Shape()
    swapped, measure, share = (note.get(name) for name in ("swapped", "measure", "share"))
    return Shape(
        swapped=swapped if isinstance(swapped, bool) else usual.swapped,
        measure=measure if type(measure) is int and NARROWEST <= measure <= WIDEST else usual.measure,
        share=share if isinstance(share, float) and 0 <= share <= 1 else usual.share,
    )
