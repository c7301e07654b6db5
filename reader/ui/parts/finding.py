"""Finding words in the article, in either language."""

from collections.abc import Sequence

from textual import on
from textual.widgets import Input, Static

from reader.ui.find import BadPatternError, Match, Wanted, find_matches, merged
from reader.ui.lights import by_sentence
from reader.ui.parts.part import Part
from reader.ui.state import Place
from reader.ui.wrap import inert

_PLAIN, _REGEX = "Find:", "Find (regular expression):"
_HINT = "in both languages; Ctrl+R for regular expressions"


class Finding(Part):
    """What is looked for, and where it stands."""

    wanted = Wanted("")
    matches: tuple[Match, ...] = ()
    match: Match | None = None
    _fault = ""

    async def action_find(self) -> None:
        """Ask what to look for."""
        await self.ask("find", _REGEX if self.wanted.regex else _PLAIN, self.wanted.text, _HINT)

    def action_toggle_regex(self) -> None:
        """What is typed is a regular expression, or plain words again."""
        self.wanted = self.wanted._replace(regex=not self.wanted.regex)
        if isinstance(self.focused, Input) and self.focused.id == "find":
            self.query_one(".line .what", Static).update(_REGEX if self.wanted.regex else _PLAIN)
        self.match = None
        self.search()
        self._go_to_nearest()

    def action_next_match(self, step: int) -> None:
        """To the next match, or the one before, going round."""
        if not self.matches:
            text = self.wanted.text
            self.say(f"Not found: {text}" if text else "Nothing to find: press / first")
            return
        index = self.matches.index(self.match) + step if self.match in self.matches else 0
        self._go_to(self.matches[index % len(self.matches)])

    async def action_stop(self) -> None:
        """Close the line that is open; without one, put the lights out and let go of the words."""
        if isinstance(self.focused, Input):
            finding = self.focused.id == "find"
            await self.close_lines()
            if not finding:
                return
        self.text.chosen = None
        self.wanted = self.wanted._replace(text="")
        self.match = None
        self.search()

    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        text = event.value.strip()
        if text != self.wanted.text:
            self.wanted = self.wanted._replace(text=text)
            self.match = None
            self.search()
            self._go_to_nearest()

    @on(Input.Submitted, "#find")
    async def _entered(self) -> None:
        await self.close_lines()

    def search(self) -> None:
        """Look for what is wanted in what is shown."""
        self._fault = ""
        self.matches = ()
        if self.state is not None:
            try:
                self.matches = find_matches(self.state, self.wanted, self.text.shape.sides)
            except BadPatternError as error:
                self._fault = str(error)
        if self.match not in self.matches:
            self.match = None
        self._light()

    def search_again(self, places: Sequence[Place]) -> None:
        """Look in these sentences, which have changed."""
        if not self.wanted.text or self._fault or self.state is None:
            return
        try:
            fresh = find_matches(self.state, self.wanted, self.text.shape.sides, places)
        except BadPatternError as error:
            self._fault = str(error)
            return
        self.matches = tuple(merged(self.state, self.matches, places, fresh))
        self._light()

    def _told(self) -> str:
        """What was found, for the status line; empty while nothing is looked for."""
        text = inert(self.wanted.text)
        if not text:
            return ""
        if self._fault:
            return f"{self._fault}: {text}"
        if not self.matches:
            return f"not found: {text}"
        number = self.matches.index(self.match) + 1 if self.match in self.matches else 0
        return f"{number} of {len(self.matches)}: {text}"

    def _go_to_nearest(self) -> None:
        """To the first match at or after the current sentence."""
        if self.matches and self.here is not None:
            state, current = self.here
            here = state.order(current)
            self._go_to(next((m for m in self.matches if state.order(m.place) >= here), self.matches[0]))

    def _go_to(self, match: Match) -> None:
        self.match = match
        self.text.go(match.place)
        self._light()

    def _light(self) -> None:
        self.text.light_matches(
            by_sentence(
                (match.place, match.side, (match.start, match.end, "match-here" if match == self.match else "match"))
                for match in self.matches
            )
        )
        self.found = self._told()
        self.show_status()
