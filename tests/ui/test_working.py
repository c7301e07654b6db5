"""Working on a translation: other wordings, the person's own, undo, other beams and models."""

from collections.abc import Sequence
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import OptionList, Static, TextArea

from models.types import DecodingOptions, EngineError, Hypothesis, Request
from reader.config import Settings
from reader.ui.messages import Retranslated, SentencesArrived
from reader.ui.screens.choice import ChoiceScreen
from reader.ui.screens.details import DetailsScreen
from reader.ui.screens.edit import EditScreen
from reader.ui.screens.models import ModelsScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.state import Place
from reader.ui.widgets.lines import Lines
from tests.support.articles import article, paragraph
from tests.ui.kit import (
    ENGLISH,
    Desk,
    WaitingTranslator,
    notes,
    reader,
    reading,
    rows,
    shown,
    until,
    until_done,
    until_over,
    until_shown,
)

SENTENCES = list(ENGLISH)
DOUBTFUL: Place = (0, 1)
MINE = "The transport minister said that it took four years and Rp 2.3 trillion."


async def write(pilot: Pilot[int], text: str) -> None:
    """Put `text` into the field, and keep it."""
    await until_over(pilot, EditScreen)
    pilot.app.screen.query_one(TextArea).text = text
    await pilot.press("enter")
    await until_over(pilot, ReadingScreen)


def target(pilot: Pilot[int], place: Place = DOUBTFUL) -> str:
    state = reading(pilot).state
    assert state is not None
    return state.target(place) or ""


def origin(pilot: Pilot[int], place: Place = DOUBTFUL) -> str:
    state = reading(pilot).state
    assert state is not None
    return state.ready[place].origin


async def test_an_edit_is_shown_marked_checked_anew_and_kept_for_the_next_time(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("right_square_bracket", "e")
        await write(pilot, MINE)
        await until(pilot, lambda: target(pilot) == MINE)
        assert origin(pilot) == "edited"
        await until_shown(pilot)
        assert any(" e▌" in row for row in rows(pilot))
        assert screen.state is not None
        assert screen.state.findings(DOUBTFUL) == ()  # the amount is right now
        assert [use.status for use in screen.state.terms(DOUBTFUL)] == ["used"]
        assert "Kept; u undoes it" in notes(pilot)
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        assert (target(pilot), origin(pilot)) == (MINE, "edited")


async def test_undo_goes_back_step_by_step_to_the_model(settings: Settings) -> None:
    translator = WaitingTranslator(free=True)
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("right_square_bracket", "e")
        await write(pilot, "First.")
        await until(pilot, lambda: target(pilot) == "First.")
        await pilot.press("e")
        await write(pilot, "Second.")
        await until(pilot, lambda: target(pilot) == "Second.")
        await pilot.press("g", "u")
        await until(pilot, lambda: target(pilot) == "First.")
        assert screen.text.current == DOUBTFUL  # one sees what was undone
        await pilot.press("u")
        await until(pilot, lambda: target(pilot) == ENGLISH[SENTENCES[4]])
        assert origin(pilot) == "model"
        await pilot.press("u")
        assert notes(pilot)[-1] == "Nothing to undo in this article"


async def test_emptying_an_edit_gives_the_sentence_back_to_the_model(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("right_square_bracket", "e")
        await write(pilot, MINE)
        await until(pilot, lambda: target(pilot) == MINE)
        await pilot.press("e")
        await until_over(pilot, EditScreen)
        assert any("Empty it" in str(part.content) for part in pilot.app.screen.query(Static))
        await write(pilot, "   ")
        await until(pilot, lambda: target(pilot) == ENGLISH[SENTENCES[4]])


async def test_leaving_the_field_changes_nothing(settings: Settings) -> None:
    translator = WaitingTranslator(free=True)
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        for key in ("escape", "enter"):  # as it was
            await pilot.press("e")
            await until_over(pilot, EditScreen)
            await pilot.press(key)
            await until_over(pilot, ReadingScreen)
        assert target(pilot, (-1, 0)) == ENGLISH[SENTENCES[0]]
        assert origin(pilot, (-1, 0)) == "model"
        assert notes(pilot) == []


async def test_what_was_typed_and_not_kept_is_offered_again(settings: Settings) -> None:
    """Also after the program was left; keeping it, or undoing it, is the end of that."""
    before = ENGLISH[SENTENCES[0]]
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("e")
        await until_over(pilot, EditScreen)
        await pilot.press(*"xyz", "escape")
        await until_over(pilot, ReadingScreen)
        assert notes(pilot) == ["Not kept; e goes on with what you wrote"]
        assert (target(pilot, (-1, 0)), origin(pilot, (-1, 0))) == (before, "model")
        await pilot.press("j", "e")
        assert await field(pilot) == target(pilot, (-3, 0))  # of another sentence there is nothing
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("g", "e")
        assert await field(pilot) == f"{before}xyz"
        assert any("did not keep" in str(part.content) for part in pilot.app.screen.query(Static))
        await pilot.press("ctrl+z")
        assert await field(pilot) == before
        await pilot.press("escape")
        await until_over(pilot, ReadingScreen)
        await pilot.press("e")
        assert await field(pilot) == before
        await pilot.press(*"abc", "escape", "e")
        assert await field(pilot) == f"{before}abc"
        await pilot.press("enter")
        await until(pilot, lambda: target(pilot, (-1, 0)) == f"{before}abc")
        await pilot.press("e")
        assert await field(pilot) == f"{before}abc"
        assert not any("did not keep" in str(part.content) for part in pilot.app.screen.query(Static))


async def field(pilot: Pilot[int]) -> str:
    """What stands in the field."""
    await until_over(pilot, EditScreen)
    return pilot.app.screen.query_one(TextArea).text


async def test_what_is_written_is_one_harmless_line(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("e")
        await write(pilot, "A \x1b[31mred\n[bold]title[/bold]")
        await until(pilot, lambda: "␛[31mred [bold]title[/bold]" in target(pilot, (-1, 0)))
        await until_shown(pilot)
        assert "␛[31mred [bold]title[/bold]" in shown(pilot)


async def test_an_edit_holds_wherever_the_sentence_stands(settings: Settings) -> None:
    twice = article("Judul", paragraph("Harga naik.", "Ini lain."), paragraph("Harga naik."))
    async with reader(settings, WaitingTranslator(free=True), twice).run_test(size=(120, 40)) as pilot:
        await until_done(pilot)
        await pilot.press("j", "e")
        await write(pilot, "Prices are up.")
        await until(pilot, lambda: target(pilot, (0, 0)) == target(pilot, (1, 0)) == "Prices are up.")
        assert target(pilot, (0, 1)) == "EN Ini lain."
        await until_shown(pilot)
        assert len([row for row in rows(pilot) if " e▌" in row or " e " in row]) == 2


async def test_an_edit_before_the_translation_came_is_not_written_over(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        await until(pilot, lambda: translator.batches)
        await pilot.press("e")
        await write(pilot, "My own title")
        await until(pilot, lambda: target(pilot, (-1, 0)) == "My own title")
        translator.let_go()
        await until_done(pilot)
        assert target(pilot, (-1, 0)) == "My own title"


async def test_an_edit_that_cannot_be_kept_says_so(settings: Settings) -> None:
    desk = Desk(settings, None)
    desk.paths.data.parent.mkdir(parents=True)
    desk.paths.data.write_text("a file where the folder should be")
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("e")
        assert await field(pilot) == ENGLISH[SENTENCES[0]]
        pilot.app.screen.query_one(TextArea).text = "Mine"
        await pilot.press("enter")
        await until(pilot, lambda: any("cannot be kept" in note for note in notes(pilot)))
        assert await field(pilot) == "Mine"  # it is not lost
        await pilot.press("escape")
        await until_over(pilot, ReadingScreen)
        assert target(pilot, (-1, 0)) == ENGLISH[SENTENCES[0]]
        await pilot.press("e")
        assert await field(pilot) == "Mine"
        desk.paths.data.unlink()
        await pilot.press("enter")
        await until(pilot, lambda: target(pilot, (-1, 0)) == "Mine")
        await pilot.press("e")
        assert await field(pilot) == "Mine"
        assert not any("did not keep" in str(part.content) for part in pilot.app.screen.query(Static))


async def test_leaving_the_program_does_not_lose_what_was_begun(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("e")
        before = await field(pilot)
        await pilot.press(*"xyz", "ctrl+q")
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("e")
        assert await field(pilot) == f"{before}xyz"
    assert app.unkept == {}


async def test_other_wordings_are_offered_and_the_chosen_one_is_kept(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("right_square_bracket", "enter")
        await until_over(pilot, DetailsScreen)
        others = pilot.app.screen.query_one("#others", OptionList)
        await until(pilot, lambda: others.display)
        assert others.option_count >= 4
        assert "-0.50  " in str(others.get_option_at_index(1).prompt)
        await pilot.press("enter")  # nobody went to the list: nothing is chosen
        await until_over(pilot, ReadingScreen)
        assert origin(pilot) == "model"
        await pilot.press("enter")
        await until_over(pilot, DetailsScreen)
        others = pilot.app.screen.query_one("#others", OptionList)
        await until(pilot, lambda: others.display)
        await pilot.press("j", "down", "enter")
        await until_over(pilot, ReadingScreen)
        await until(pilot, lambda: origin(pilot) == "edited")
        assert target(pilot).endswith("[1]")
        await pilot.press("u")
        await until(pilot, lambda: target(pilot) == ENGLISH[SENTENCES[4]])


async def test_details_explain_whatever_the_next_finding_stops_for(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        said = []
        for _ in range(2):
            await pilot.press("right_square_bracket", "enter")
            await until_over(pilot, DetailsScreen)
            said.append("\n".join(str(part.content) for part in pilot.app.screen.query(Static)))
            await pilot.press("escape")
            await until_over(pilot, ReadingScreen)
        assert all("To check" in text for text in said)
        finding, missing = sorted(said, key=lambda text: "is missing" in text)
        assert "Amounts of money are compared by value and currency" in finding
        assert "~ Dewan Perwakilan Rakyat: House of Representatives is missing" in missing


async def test_details_while_the_model_cannot_be_asked(settings: Settings) -> None:
    class Silent(WaitingTranslator):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            if options.n_best > 1:
                raise EngineError("out of [memory]")
            return super().translate(batch, options)

    async with reader(settings, Silent(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("enter")
        await until_over(pilot, DetailsScreen)
        asking = pilot.app.screen.query_one("#asking", Static)
        await until(pilot, lambda: "cannot be asked: out of [memory]" in str(asking.content))
        await pilot.press("enter")
        await until_over(pilot, ReadingScreen)


async def test_from_the_details_one_can_edit_retranslate_and_undo(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        for key, screen in (("e", EditScreen), ("r", ChoiceScreen)):
            await pilot.press("enter")
            await until_over(pilot, DetailsScreen)
            await pilot.press(key)
            await until_over(pilot, screen)
            await pilot.press("escape")
            await until_over(pilot, ReadingScreen)
        await pilot.press("enter")
        await until_over(pilot, DetailsScreen)
        await pilot.press("u")
        await until(pilot, lambda: "Nothing to undo in this article" in notes(pilot))


async def test_another_beam_is_kept_and_the_articles_own_lets_go_of_it(settings: Settings) -> None:
    arrived: list[object] = []
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 60), message_hook=arrived.append) as pilot:
        await until_done(pilot)
        await pilot.press("right_square_bracket", "r")
        await until_over(pilot, ChoiceScreen)
        options = pilot.app.screen.query_one(OptionList)
        lines = [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
        assert [line.split("beam ")[1] for line in lines[:3]] == ["4, as the rest of the article", "1", "8"]
        await pilot.press("3")
        await until(pilot, lambda: target(pilot).endswith("(beam 8)"))
        assert origin(pilot) == "edited"
        assert [message.pinned for message in arrived if isinstance(message, Retranslated)] == [True]
        language = settings.language
        assert Desk(settings, None).memory.corrections([SENTENCES[4]], language) == {SENTENCES[4]: target(pilot)}
        await pilot.press("r")
        await until_over(pilot, ChoiceScreen)
        await pilot.press("1")
        await until(pilot, lambda: target(pilot) == ENGLISH[SENTENCES[4]])
        assert Desk(settings, None).memory.corrections([SENTENCES[4]], language) == {}
        await pilot.press("r")
        await until_over(pilot, ChoiceScreen)
        await pilot.press("1")
        await until(pilot, lambda: "The same again, by fake" in notes(pilot))
        assert origin(pilot) == "model"


async def test_a_failed_sentence_is_tried_again(settings: Settings) -> None:
    translator = WaitingTranslator(broken=[SENTENCES[4]], free=True)
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        await until(pilot, lambda: "1 failed" in reading(pilot).status.left)
        await pilot.press("right_square_bracket")
        assert "r tries again, e writes your own" in reading(pilot).status.left
        await pilot.press("r", "enter")
        await until(pilot, lambda: len(translator.batches) > 3)
        await until_shown(pilot)
        assert "the model failed" in shown(pilot)
        translator.mend()
        await pilot.press("r", "enter")
        await until(pilot, lambda: target(pilot) == ENGLISH[SENTENCES[4]])
        await until_shown(pilot)
        assert "×" not in "".join(rows(pilot))


async def test_the_article_can_be_read_with_another_model(settings: Settings, tiny_model: Path) -> None:
    installed = Desk(settings, None).paths.models / "other"
    installed.parent.mkdir(parents=True)
    installed.symlink_to(tiny_model)
    arrived: list[object] = []
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(120, 60), message_hook=arrived.append) as pilot:
        screen = await until_done(pilot)
        await pilot.press("m")
        await until_over(pilot, ModelsScreen)
        await until(pilot, lambda: app.screen.query_one(Lines).option_count > 1)
        before = sum(isinstance(message, SentencesArrived) for message in arrived)
        await pilot.press("j", "enter")
        await until(pilot, lambda: screen.status.left.endswith("· other"))
        await until(pilot, lambda: sum(isinstance(message, SentencesArrived) for message in arrived) > before)
        assert screen.state is not None
        state = screen.state
        await until(pilot, lambda: {sentence.model[:6] for sentence in state.ready.values()} == {"other@"})
