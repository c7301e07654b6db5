"""Going about in an article: sentences, words, findings, paragraphs, headings, bookmarks; and to other articles."""

from textual import on
from textual.widgets import Input

from reader.ui.messages import ArticleTurned
from reader.ui.parts.part import Part
from reader.ui.state import Place
from reader.ui.widgets.bitext import Bitext
from reader.ui.words import Words, counterpart, other, side_text, spans


class Moving(Part):
    """Moves the current sentence, and the cursor on its words."""

    bookmarks: frozenset[Place] = frozenset()

    def action_move(self, step: int) -> None:
        """To another sentence."""
        self.text.move(step)

    def action_scroll_text(self, how: str) -> None:
        """`up`, `down`, `page_up`, `page_down`."""
        scroll = {
            "up": self.text.scroll_up,
            "down": self.text.scroll_down,
            "page_up": self.text.scroll_page_up,
            "page_down": self.text.scroll_page_down,
        }
        scroll[how](animate=False)

    def action_first(self) -> None:
        """To the first sentence."""
        if self.state is not None and self.state.places:
            self.text.go(self.state.places[0])
            self.text.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the last sentence."""
        if self.state is not None and self.state.places:
            self.text.go(self.state.places[-1])
            self.text.scroll_end(animate=False)

    def action_next_doubt(self, step: int) -> None:
        """To the next sentence (or the one before) with something to check."""
        if self.here is None:
            return
        state, current = self.here
        place = state.seek(current, step, state.is_noteworthy)
        if place is None:
            self.say(f"No findings and no missing terms{self.so_far}")
        else:
            self.text.go(place)

    # Words

    def action_move_word(self, step: int) -> None:
        """The cursor to the next word, or the one before; past the end of a sentence into the next."""
        if self.here is None:
            return
        state, place = self.here
        chosen = self.text.chosen
        side = chosen.side if chosen else self.text.shape.sides[0]
        count = len(spans(side_text(state, place, side)))
        index = (chosen.last if step > 0 else chosen.first) + step if chosen else 0 if step > 0 else count - 1
        if not 0 <= index < count:
            neighbour = state.after(place, step)
            if neighbour == place:
                return
            self.text.go(neighbour)
            place, count = neighbour, len(spans(side_text(state, neighbour, side)))
            index = 0 if step > 0 else count - 1
        if count:
            self.text.chosen = Words(place, side, index, index)

    def action_extend(self, step: int) -> None:
        """One word more, or less, at the end of what is chosen."""
        if self.here is None:
            return
        chosen = self.text.chosen
        if chosen is None:
            self.action_move_word(1)
            return
        count = len(spans(side_text(self.here[0], chosen.place, chosen.side)))
        last = min(max(chosen.last + step, chosen.first), count - 1)
        self.text.chosen = chosen._replace(last=last)

    def action_other_side(self) -> None:
        """The cursor to the counterpart of the word it is on, in the other language."""
        if self.here is None:
            return
        state, place = self.here
        chosen = self.text.chosen
        if chosen is None:
            self.action_move_word(1)
            return
        there = counterpart(state, chosen)
        side = other(chosen.side)
        if there is None and spans(side_text(state, place, side)):
            there = Words(place, side, 0, 0)
        if there is None:
            self.say("The English is not there yet")
        else:
            self.text.chosen = there

    # Paragraphs, headings, bookmarks

    async def action_go_to(self) -> None:
        """Ask for the number of a paragraph."""
        if self.state is not None:
            await self.ask("goto", f"Go to paragraph (1 to {len(self.state.article.paragraphs)}):")

    @on(Input.Submitted, "#goto")
    async def _number_given(self, event: Input.Submitted) -> None:
        await self.close_lines()
        if self.state is None or not event.value.strip():
            return
        last = len(self.state.article.paragraphs)
        given = event.value.strip()
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
        if not 1 <= number <= last:
            self.say(f"No such paragraph: {given}. They go from 1 to {last}.", "warning")
            return
        self.text.go(next(place for place in self.state.places if place[0] >= number - 1))

    def action_contents(self) -> None:
        """The headings and the bookmarks, to choose one from."""
        from reader.ui.screens.contents import ContentsScreen

        if self.here is not None:
            state, place = self.here
            self.app.push_screen(ContentsScreen(state, self.bookmarks, place), self._go_if_any)

    def _go_if_any(self, place: Place | None) -> None:
        if place is not None:
            self.text.go(place)

    def action_bookmark(self) -> None:
        """Mark the current sentence, or take its mark away."""
        if self.here is None:
            return
        state, place = self.here
        with self.keeping() as memory:
            marked = memory.toggle_bookmark(state.key, place)
            self.show_bookmarks()
            self.say("Bookmark set" if marked else "Bookmark taken away")

    def action_next_bookmark(self) -> None:
        """To the next bookmark, going round."""
        if self.here is None:
            return
        state, current = self.here
        place = state.seek(current, 1, self.bookmarks.__contains__)
        if place is None:
            self.say("No bookmarks: b sets one")
        else:
            self.text.go(place)

    def show_bookmarks(self) -> None:
        """Read the bookmarks of this article, and mark them in the text."""
        if self.state is not None:
            kept = self.services.memory.bookmarks(self.state.key)
            self.bookmarks = frozenset(kept).intersection(self.state.places)
            self.text.mark(self.bookmarks)

    # Other articles

    def action_next_article(self, step: int) -> None:
        """To another article of the list."""
        index = self.index + step
        if 0 <= index < len(self.sources):
            self.post_message(ArticleTurned(index))
        else:
            self.say("This is the last article" if step > 0 else "This is the first article")

    @on(Bitext.Asked)
    def _asked(self) -> None:
        """A double click asks what Enter asks."""
        self.call_later(self.run_action, "details")
