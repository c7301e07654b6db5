"""Keys in turn: one after the other, each to what the one before it has opened."""

import time
from collections import deque
from collections.abc import Iterator

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

_QUIET = 2
"""Rounds in a row that have to change nothing: what a key sets off may itself have sent something on its way."""
_PATIENCE = 3.0
"""Seconds after which the next key waits no longer, whatever the one before it still does."""


class InTurn(App[int]):
    """Holds keys, and what is pasted, back until all is done that the key before them set off.

    A key goes to where the focus is when it comes. Of what is typed fast, the letters behind the key that opens a line
    come before there is a line: without this they would be commands of the screen.
    """

    _in_hand: float | None = None
    """Since when what a key does is waited for; None while nothing is."""
    _before: tuple[Screen[object], Widget | None]
    _quiet = 0

    def __init__(self, css_path: str) -> None:
        """As Textual's."""
        super().__init__(css_path=css_path)
        self._held: deque[events.Event] = deque()

    async def on_event(self, event: events.Event) -> None:
        """What is typed waits for its turn; all else goes its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._held.append(event)
        if self._in_hand is None or time.monotonic() - self._in_hand > _PATIENCE:
            await self._hand_on()

    async def _hand_on(self) -> None:
        """Let the next key go its way, and go after it."""
        if not self._held:
            self._in_hand = None
            return
        self._in_hand, self._quiet = time.monotonic(), 0
        await super().on_event(self._held.popleft())
        await self._go_round()

    async def _go_round(self) -> None:
        """Go the way that a key goes, behind all that is on its way there: from the focus up to the application."""
        if self.screen_stack:  # none is left when the program ends
            self._before = self.screen, self.focused
            await self._go_on(iter((self.focused or self.screen).ancestors_with_self))

    async def _go_on(self, nodes: Iterator[MessagePump]) -> None:
        """Have the next of `nodes` do first what has come to it, then the others. At the end: once more, or done."""
        for node in nodes:
            if node.call_later(self._go_on, nodes):
                return
        changed = not self.screen_stack or (self.screen, self.focused) != self._before
        self._quiet = 0 if changed else self._quiet + 1
        await (self._go_round() if self._quiet < _QUIET else self._hand_on())
