"""Looking a word up: what it became wherever it was met, and what the glossary says of it."""

import time

from textual import on, work
from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.ui.geometry import Side
from reader.ui.manners import stand_back
from reader.ui.messages import Trouble, WordFound
from reader.ui.parts.terms import Terms
from reader.ui.words import text_of

_OFTEN = 0.3
"""Seconds between two looks at what was found so far."""
_ENOUGH = 1_000
"""Sentences with the word after which no more are looked for: they would not change what it means."""
_PATIENCE = 20.0
"""Seconds after which the rest of a very large cache is left alone."""


class LookingUp(Terms):
    """Looks words up."""

    def action_look_up(self) -> None:
        """What the word under the cursor became wherever it was met, and what the glossary says of it."""
        from reader.ui.screens.lookup import LookupScreen

        words = self.text.chosen or self.text.pointed
        wording = text_of(self.state, words) if self.state is not None and words is not None else ""
        if words is None or not wording:
            self.say("Choose a word first: the arrows left and right, or the mouse")
            return

        def done(make_term: bool | None) -> None:
            self.workers.cancel_group(self, "lookup")
            if make_term:
                self.action_term()

        self.app.push_screen(LookupScreen(wording), done)
        self._look_up(wording, words.side)

    @work(thread=True, group="lookup", exclusive=True, exit_on_error=False)
    def _look_up(self, wording: str, side: Side) -> None:
        """This article first, then all that was ever translated; what is found is told as it comes."""
        from reader.ui.glossary import entries_with, pairs_cached, pairs_here
        from reader.ui.lookup import Lookup

        stand_back()
        state, worker = self.state, get_current_worker()
        if state is None:
            return
        try:
            entries = entries_with(self.services, self.folder, wording)
        except ReaderError as error:
            entries = ()
            self.post_message(Trouble(str(error)))
        lookup = Lookup(wording, side)
        for pair in pairs_here(state):
            lookup.take(pair)
        self.post_message(WordFound(wording, lookup.met, entries, over=False))
        told = began = time.monotonic()
        for pair in pairs_cached(self.services, wording, lambda: worker.is_cancelled or _is_long_ago(began, _PATIENCE)):
            if lookup.take(pair) and _is_long_ago(told, _OFTEN):
                told = time.monotonic()
                self.post_message(WordFound(wording, lookup.met, entries, over=False))
            if lookup.met.sentences >= _ENOUGH:
                break
        if not worker.is_cancelled:
            self.post_message(WordFound(wording, lookup.met, entries, over=True))

    @on(WordFound)
    def _word_found(self, event: WordFound) -> None:
        from reader.ui.screens.lookup import LookupScreen

        if isinstance(self.app.screen, LookupScreen) and self.app.screen.wording == event.wording:
            self.app.screen.show(event.met, event.entries, over=event.over)


def _is_long_ago(moment: float, seconds: float) -> bool:
    return time.monotonic() - moment > seconds
