"""Working on a translation: details, alternatives, the person's own wording, undo, other models."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work

from models.types import DecodingOptions, EngineError, Hypothesis
from reader.document import Segment
from reader.errors import ReaderError
from reader.ui.messages import Retranslated, SentenceFailed, SentencesArrived
from reader.ui.parts.translating import Translating
from reader.ui.state import ArticleState, Place

if TYPE_CHECKING:
    from reader.ui.screens.details import Wish


class Maker(NamedTuple):
    """A way to have a sentence translated: with this model and beam size."""

    model: str
    beam: int


class Working(Translating):
    """What is done with the current sentence."""

    # Details and the person's own wording

    def action_details(self) -> None:
        """All that is known of the current sentence; other wordings to choose from."""
        from reader.ui.screens.details import DetailsScreen

        if self.here is None:
            return
        state, place = self.here
        segment, model, folder = self.segment(place), self.model_name, self.folder

        def alternatives() -> Sequence[Hypothesis]:
            return self.services.pipeline(folder, model=model).alternatives(segment)

        def done(wish: "Wish | None") -> None:
            if wish is None:
                return
            if wish.what == "choose":
                self.keep(place, wish.target)
            else:
                self.call_later(self.run_action, wish.what)

        self.app.push_screen(DetailsScreen(state, place, alternatives), done)

    def action_edit(self) -> None:
        """Write the English by hand."""
        if self.here is not None:
            self._edit(*self.here)

    def _edit(self, state: ArticleState, place: Place) -> None:
        from reader.ui.screens.edit import EditScreen, Written

        sentence = state.ready.get(place)
        kept = sentence is not None and sentence.origin == "edited"

        begun = f"begun {self.services.settings.language} {self.segment(place).text}"
        unkept = self.shell.unkept
        before = unkept.get(begun, self.services.memory.note(begun).get("text"))

        def done(written: Written | None) -> None:
            if written is not None:
                unkept[begun] = written.text  # until the file has it
                if written.kept and not self.keep(place, written.text or None):
                    self._edit(state, place)
                    return
            with self.keeping() as memory:
                if written is not None and not written.kept:
                    memory.keep_note(begun, {"text": written.text})
                    self.say("Not kept; e goes on with what you wrote")
                elif before is not None:
                    memory.keep_note(begun, {})
                unkept.pop(begun, None)

        def cut_off(text: str) -> None:
            unkept[begun] = text
            with self.keeping() as memory:
                memory.keep_note(begun, {"text": text})
                del unkept[begun]

        screen = EditScreen(
            state.source(place),
            state.target(place) or "",
            kept=kept,
            begun=before if isinstance(before, str) else None,
            cut_off=cut_off,
        )
        self.app.push_screen(screen, done)

    def keep(self, place: Place, target: str | None) -> bool:
        """From now on `target` is the English of this sentence, here and everywhere; None: the model's again.

        Whether that could be kept; if not, the person was told why.
        """
        segment = self.segment(place)
        with self.keeping() as memory:
            memory.correct(segment.text, self.services.settings.language, target)
            self.translate_again(self.same_as(segment.text))
            self.say("Kept; u undoes it" if target else "The model's own wording again; u undoes it")
            return True
        return False

    def action_undo(self) -> None:
        """Take back the last change to a sentence of this article."""
        if self.state is None:
            return
        texts = {segment.text for segment in self.state.article.segments()}
        with self.keeping() as memory:
            change = memory.undo(texts, self.services.settings.language)
            if change is None:
                self.say("Nothing to undo in this article")
                return
            places = self.same_as(change.text)
            self.text.go(places[0])
            self.translate_again(places)
            self.say("Undone: the model's own wording" if change.after is None else "Undone: your wording before")

    def segment(self, place: Place) -> Segment:
        """The sentence at `place`, as the pipeline takes it."""
        assert self.state is not None
        paragraph = self.state.blocks[place[0]]
        text = paragraph.sentences[place[1]].of(paragraph.text)
        return Segment(paragraph=place[0], sentence=place[1], kind=paragraph.kind, text=text)

    def same_as(self, text: str) -> list[Place]:
        """Every place of this article where the sentence `text` stands."""
        assert self.state is not None
        return [(s.paragraph, s.sentence) for s in self.state.article.segments() if s.text == text]

    # Another model or beam

    def action_retranslate(self) -> None:
        """Ask with which model and beam the sentence is translated anew."""
        from reader.ui.screens.choice import Choice, ChoiceScreen

        if self.here is None:
            return
        _, place = self.here
        makers = list(self.makers())
        choices = [Choice(maker.model, f"beam {maker.beam}") for maker in makers]
        choices[0] = choices[0]._replace(about=f"beam {makers[0].beam}, as the rest of the article")

        def done(index: int | None) -> None:
            if index is not None:
                self.say(f"Translating with {makers[index].model}, beam {makers[index].beam} …")
                self._retranslate(place, makers[index], pinned=index > 0)

        note = "What another model or beam says is kept for this sentence; u undoes it."
        self.app.push_screen(ChoiceScreen("Translate this sentence anew", choices, note=note), done)

    def makers(self) -> Iterator[Maker]:
        """This article's model and beam, then other beams of it, then the other installed models."""
        beam = self.services.settings.beam
        yield Maker(self.model_name, beam)
        yield from (Maker(self.model_name, other) for other in (1, 4, 8) if other != beam)
        yield from (Maker(model, beam) for model in self.other_models())

    def other_models(self) -> list[str]:
        """Names of the models that are installed and not the one in use."""
        names = [model.name for model in self.services.store.installed()]
        return [name for name in names if name != self.model_name]

    @work(thread=True, group="sentence", exit_on_error=False)
    def _retranslate(self, place: Place, maker: Maker, *, pinned: bool) -> None:
        settings = self.services.settings
        options = DecodingOptions(beam_size=maker.beam, source_language=settings.language)
        try:
            pipeline = self.services.pipeline(self.folder, model=maker.model)
            sentence = pipeline.retranslate(self.segment(place), options, self.state.article if self.state else None)
        except (EngineError, ReaderError) as error:
            self.post_message(SentenceFailed(place, str(error)))
        else:
            self.post_message(Retranslated(sentence, pinned))

    @on(Retranslated)
    def _retranslated(self, event: Retranslated) -> None:
        """What another model or beam made is the person's choice, and kept; what the article's own made is not."""
        if self.state is None:
            return
        segment, language = event.sentence.segment, self.services.settings.language
        before = self.state.target((segment.paragraph, segment.sentence))
        maker = event.sentence.model.partition("@")[0]
        if before == event.sentence.target:
            self.say(f"The same again, by {maker}")
            return
        with self.keeping() as memory:
            if event.pinned or memory.corrections([segment.text], language):
                memory.correct(segment.text, language, event.sentence.target if event.pinned else None)
        shown = replace(event.sentence, origin="edited") if event.pinned else event.sentence
        everywhere = (
            replace(shown, segment=replace(segment, paragraph=number, sentence=index))
            for number, index in self.same_as(segment.text)
        )
        self.post_message(SentencesArrived(tuple(everywhere), again=True))
        self.say(f"Another wording, by {maker}" + ("; u undoes it" if event.pinned else ""))
