"""How the text stands: languages, sides, width of the lines."""

from reader.ui.geometry import MEASURE, NARROWEST, WIDEST, View
from reader.ui.parts.finding import Finding

_STEP = 4  # cells
_SHIFT = 0.05  # of the room


class Looking(Finding):
    """Changes the shape of the text. Only what is shown is searched."""

    def action_next_view(self) -> None:
        """Both languages, English, Indonesian, and round again."""
        views = list(View)
        shape = self.text.shape
        self.text.shape = shape._replace(view=views[(views.index(shape.view) + 1) % len(views)])
        self.search()

    def action_swap(self) -> None:
        """English on the other side."""
        shape = self.text.shape
        self.text.shape = shape._replace(swapped=not shape.swapped, share=1 - shape.share)
        self.search()

    def action_measure(self, step: int) -> None:
        """Lines wider or narrower."""
        shape = self.text.shape
        measure = min(max(shape.measure + step * _STEP, NARROWEST), WIDEST)
        self.text.shape = shape._replace(measure=measure)
        usual = " (as at first)" if measure == MEASURE else ""
        self.say(f"Lines of at most {measure} characters{usual}")

    def action_share(self, step: int) -> None:
        """The left column wider or narrower."""
        shape = self.text.shape
        if shape.view is not View.BOTH:
            self.say("There is only one column: v shows both languages")
            return
        self.text.shape = shape._replace(share=min(max(shape.share + step * _SHIFT, 0.2), 0.8))
