"""Reading the article: on a worker, the beginning of a long one first."""

import threading

from textual import on, work
from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.ui.messages import ArticleBegun, ArticleOpened, OpenFailed
from reader.ui.parts.translating import Translating
from reader.ui.state import ArticleState

_PATIENCE = 2.0
"""Seconds that the rest of an article waits for its beginning to be on the screen."""


class Loading(Translating):
    """Has the article read and cleaned."""

    def begin_to_read(self) -> None:
        """Read the article. What becomes of it comes as `ArticleOpened` or `OpenFailed`."""
        self._painted = threading.Event()
        self._read_article()

    @work(thread=True, group="article", exit_on_error=False)
    def _read_article(self) -> None:
        from reader.article import beginning

        worker = get_current_worker()
        begun = beginning(self.source)
        if begun is not None:
            self.post_message(ArticleBegun(begun))
            self._painted.wait(_PATIENCE)  # cleaning the rest would slow the first page down
        if worker.is_cancelled:
            return
        try:
            self.post_message(ArticleOpened(self.read_source(self.source)))
        except ReaderError as error:
            self.post_message(OpenFailed(error))

    @on(ArticleBegun)
    def _article_begun(self, event: ArticleBegun) -> None:
        """The first page can be looked at. There is nothing to be done with it yet: it is no article."""
        self.text.show(ArticleState(event.article))
        self.call_after_refresh(self._painted.set)
