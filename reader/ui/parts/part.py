"""What all parts of the reading screen work with."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import getters

from models.store import COMPACT
from reader.document import Source
from reader.ui.messages import Progress
from reader.ui.parts.asking import Asking
from reader.ui.state import ArticleState, Place
from reader.ui.status import status_line
from reader.ui.widgets.bars import Bar, Legend
from reader.ui.widgets.bitext import Bitext

if TYPE_CHECKING:
    from reader.services import Services


_DRAFT = (
    "Draft quality: the small bundled model makes mistakes. Check what matters.",
    "Draft quality: the small model makes mistakes. Check what matters.",
    "Draft quality: check what matters.",
    "Draft quality",
)
_DRAFTS = (
    "° Drafts by the small model; better ones replace them as they come.",
    "° Drafts, being replaced.",
    "° Drafts",
)


class Part(Asking):
    """The state that the parts share, and the lines above and below the text that tell of it.

    What the person keeps (`Memory`) is read and written on this thread: a few rows of a small file.
    """

    text = getters.query_one("#text", Bitext)
    status = getters.query_one("#status", Bar)
    legend = getters.query_one("#legend", Legend)

    def __init__(self, services: "Services", sources: Sequence[Source], index: int) -> None:
        """The article `index` of `sources`."""
        super().__init__(services)
        self.sources, self.index = sources, index
        self.state: ArticleState | None = None
        self.over = False
        """Whether nothing more will come from the pipeline."""
        self.model_name = services.settings.model
        """The model that this article is read with."""
        self.progress = Progress(0, 0, 0)
        """How far the translation is."""
        self.stopped = ""
        """Why no more of it comes, in a few words; empty while it does."""
        self.found = ""
        """What is looked for and found, in a few words; empty while nothing is."""

    @property
    def source(self) -> Source:
        """Where the article comes from."""
        return self.sources[self.index]

    @property
    def folder(self) -> Path | None:
        """The folder whose own glossary the article is read with."""
        return self.source.path.parent if self.source.path else None

    @property
    def here(self) -> tuple[ArticleState, Place] | None:
        """The article and its current sentence; None before there is one."""
        if self.state is None or self.text.current is None:
            return None
        return self.state, self.text.current

    @property
    def so_far(self) -> str:
        """Added to what may still change while the translation is being made."""
        return "" if self.over else " so far"

    def show_top(self) -> None:
        """Bring the line above up to date: which article it is, and what is to be thought of the translation."""
        name, several = source_name(self.source), len(self.sources) > 1
        top = self.query_one("#top", Bar)
        top.left = f"{name}   {self.index + 1} of {len(self.sources)}" if several else name
        if self.model_name == COMPACT:
            top.right = _DRAFT
        else:
            top.right = _DRAFTS if self.state is not None and self.state.drafts else ()

    def show_status(self) -> None:
        """Bring the line at the bottom up to date."""
        self.status.left = self.stopped or status_line(
            self.state, self.text.current, self.progress, self.model_name, self.found, over=self.over
        )


def source_name(source: Source) -> str:
    """What an article is called where there is little room."""
    return source.path.name if source.path else "standard input" if source.name == "-" else source.name
