"""The glossary on the reading screen: highlights, the panel, adding and changing terms, looking words up."""

from typing import TYPE_CHECKING

from textual import on, work

from reader.diagnostics import counted
from reader.errors import ReaderError
from reader.ui.geometry import Side
from reader.ui.lights import KINDS, MISSING
from reader.ui.messages import (
    PanelLeft,
    SuggestionAccepted,
    SuggestionsFound,
    TermEditWanted,
    TermKept,
    TermWanted,
    Trouble,
)
from reader.ui.parts.translating import Translating
from reader.ui.state import Place
from reader.ui.terms import identity_at, places_of, term_rows
from reader.ui.words import Words, counterpart, places_in, side_text, spans, text_of

if TYPE_CHECKING:
    from reader.glossary.suggest import Suggestion
    from reader.ui.screens.term import TermDraft

_NARROW = 118  # cells: below it the panel stands below the text, so that the columns stay side by side


class Terms(Translating):
    """What the glossary has to say of the article, and what the person has to say to the glossary."""

    lit_kinds: set[str]
    suggestions: "tuple[Suggestion, ...]" = ()

    # Highlights

    def action_toggle_terms(self) -> None:
        """Glossary highlights and their legend."""
        self.text.terms_lit = not self.text.terms_lit
        self.show_legend()
        if self.text.terms_lit and not self.legend.entries:
            self.say(f"No glossary terms{self.so_far}")

    def show_legend(self) -> None:
        """The kinds that are lit; nothing while there are none."""
        lit = [name for name in (*KINDS, MISSING) if name in self.lit_kinds] if self.text.terms_lit else []
        self.legend.entries = [(name, self.text.term_style(name)) for name in lit]
        self.legend.set_class(bool(lit), "-open")

    # The panel

    async def action_terms(self) -> None:
        """Open the panel, or close it."""
        from reader.ui.widgets.panel import TermsPanel

        if self.query("#terms"):
            await self._close_panel()
            return
        await self.mount(TermsPanel(), before="#text")
        self.place_panel()
        self.fill_panel()
        self._suggest()

    def place_panel(self) -> None:
        """Beside the text where there is room, else below it."""
        panels, below = self.query("#terms"), self.size.width < _NARROW
        panels.set_class(below, "-below")
        self.set_class(below and bool(panels), "-panel-below")

    @on(PanelLeft)
    async def _close_panel(self) -> None:
        await self.query("#terms").remove()
        self.place_panel()
        self.set_focus(None)

    def fill_panel(self) -> None:
        """Bring the panel up to date, if it is open."""
        if not self.query("#terms"):
            return  # the module of the panel brings the glossary's with it, which the first page does not need
        from reader.ui.widgets.panel import TermsPanel

        for panel in self.query(TermsPanel):
            panel.show(term_rows(self.state) if self.state else (), self.suggestions)

    @on(TermWanted)
    def _go_to_term(self, event: TermWanted) -> None:
        self.go_round(set(event.row.places))

    def go_round(self, places: set[Place], step: int = 1) -> None:
        """To the next of these sentences, going round."""
        if self.here is not None:
            state, current = self.here
            place = state.seek(current, step, places.__contains__)
            if place is not None:
                self.text.go(place)

    def action_occurrence(self, step: int) -> None:
        """To the next place, or the one before, of the term or word under the cursor."""
        words = self.text.chosen or self.text.pointed
        if self.state is None or words is None:
            self.say("Choose a word first: the arrows left and right, or the mouse")
            return
        places = self._places_like(words)
        self.go_round(places, step)
        if self.here is not None:
            self._choose_again(words)
        self.say(f"In {len(places)} sentences" if len(places) > 1 else "Only here")

    def _places_like(self, words: Words) -> set[Place]:
        state = self.state
        assert state is not None
        if words.side is Side.SOURCE:
            start = spans(state.source(words.place))[words.first][0]
            identity = identity_at(state, words.place, start)
            if identity is not None:
                return places_of(state, identity)
        wording = text_of(state, words)
        return {place for place in state.places if places_in(side_text(state, place, words.side), wording)}

    def _choose_again(self, words: Words) -> None:
        """Put the cursor on the same wording in the sentence that is current now."""
        if self.here is None or self.state is None:
            return
        _, place = self.here
        found = places_in(side_text(self.state, place, words.side), text_of(self.state, words))
        if found:
            self.text.chosen = Words(place, words.side, found[0][0], found[0][-1])

    # Adding and changing

    def action_term(self) -> None:
        """Add the chosen words as a term, with the English that the alignment offers; or change the term they are."""
        if self.here is None:
            return
        state, _ = self.here
        words = self.text.chosen or self.text.pointed
        there = counterpart(state, words) if words else None
        first, second = (text_of(state, some) if some else "" for some in (words, there))
        source, target = (first, second) if words is None or words.side is Side.SOURCE else (second, first)
        self._ask_term(source, target)

    @on(TermEditWanted)
    def _edit_term(self, event: TermEditWanted) -> None:
        self._ask_term(event.row.source, event.row.target, event.row.kind)

    @on(SuggestionAccepted)
    def _accept(self, event: SuggestionAccepted) -> None:
        """One key makes it a term."""
        self._write_terms(event.suggestion)

    def _ask_term(self, source: str, target: str, kind: str = "term") -> None:
        from reader.ui.glossary import known_term
        from reader.ui.screens.term import TermDraft, TermScreen

        try:
            known = known_term(self.services, self.folder, source)
        except ReaderError as error:
            self.say(str(error), "error")
            return
        draft = TermDraft(source, target, kind)
        if known is not None:
            draft = TermDraft(known.source, known.target, known.kind, known.note or "")

        def done(written: TermDraft | None) -> None:
            if written is not None and (written != draft or known is None):
                self._write_terms(written)

        self.app.push_screen(TermScreen(draft, known=known is not None), done)

    @work(thread=True, group="glossary", exit_on_error=False)
    def _write_terms(self, what: "TermDraft | Suggestion") -> None:
        from reader.glossary.suggest import Suggestion
        from reader.ui.glossary import affected, keep_term, keep_terms

        try:
            if isinstance(what, Suggestion):
                keep_terms(self.services, [what.term])
                note = ""
            else:
                note = keep_term(self.services, self.folder, what)
        except ReaderError as error:
            self.post_message(Trouble(str(error)))
        else:
            places = affected(what.source, self.state) if self.state else ()
            self.post_message(TermKept(what.source, what.target, places, note))

    @on(TermKept)
    def _term_kept(self, event: TermKept) -> None:
        self.suggestions = tuple(one for one in self.suggestions if one.source != event.source)
        self.fill_panel()
        note = f" ({event.note})" if event.note else ""
        self.say(f"Kept: {event.source} → {event.target}; in {counted(len(event.places), 'sentence')}{note}")
        if event.places:
            self.translate_again(event.places)

    @work(thread=True, group="suggestions", exclusive=True, exit_on_error=False)
    def _suggest(self) -> None:
        from reader.ui.glossary import suggestions

        if self.state is None:
            return
        try:
            self.post_message(SuggestionsFound(suggestions(self.services, self.folder, self.state)))
        except ReaderError as error:
            self.post_message(Trouble(str(error)))

    @on(SuggestionsFound)
    def _suggested(self, event: SuggestionsFound) -> None:
        self.suggestions = event.suggestions
        self.fill_panel()

    @on(Trouble)
    def _trouble(self, event: Trouble) -> None:
        self.say(event.what, "error")
