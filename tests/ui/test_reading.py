"""The reading screen: what is shown when, what goes wrong, sizes and colours. Messages and state, not pixels."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static

from models.types import DecodingOptions, Hypothesis, Request
from reader.config import Settings, load_settings
from reader.document import Article, Source
from reader.errors import ExitCode, UnreadableError
from reader.pipeline import Pools
from reader.ui.app import ReaderApp, run_reader
from reader.ui.messages import Progress, SentencesArrived
from reader.ui.state import ArticleState
from reader.ui.status import status_line
from reader.ui.widgets.bars import Bar, Legend
from tests.support.articles import article, paragraph
from tests.ui.kit import (
    ARTICLE,
    ENGLISH,
    LONG,
    SOURCE,
    Desk,
    WaitingTranslator,
    reader,
    reading,
    rows,
    shown,
    status,
    until,
    until_done,
    until_open,
    until_shown,
)

SENTENCES = list(ENGLISH)
SMALL = Pools(first=2, batch=2)


def panel(pilot: Pilot[int]) -> str:
    return "\n".join(str(trouble.content) for trouble in reading(pilot).query(".trouble").results(Static))


async def test_the_source_is_shown_before_anything_is_translated(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(120, 50)) as pilot:
        await until_open(pilot)
        assert "Presiden Resmikan Pelabuhan" in shown(pilot)
        assert "Kabar Pesisir · MAKASSAR · 2 March 2026, 09:15 WITA (UTC+8), 02:15 here" in shown(pilot)
        assert "Sekarang cukup setengah hari." in shown(pilot)
        assert "President" not in shown(pilot)
        await until(pilot, lambda: status(pilot) == "title · ──────── · 0/15 sentences · preparing · compact")
        translator.let_go()


async def test_translations_appear_as_they_are_made(settings: Settings) -> None:
    translator = WaitingTranslator()
    arrived: list[Message] = []
    app = reader(settings, translator, pools=SMALL)
    async with app.run_test(size=(120, 60), message_hook=arrived.append) as pilot:
        screen = await until_open(pilot)
        translator.let_go(1)
        await until(pilot, lambda: len(translator.batches) == 2)
        await until(pilot, lambda: status(pilot) == "title · ━─────── · 2/15 sentences · translating · compact")
        await until(pilot, lambda: "President Opens New Port" in shown(pilot))
        assert screen.text.state is not None
        assert len(screen.text.state.ready) == 2
        assert "…" in shown(pilot)
        translator.let_go()
        await until_done(pilot)
        assert status(pilot) == "title · 15 sentences · 10 terms · 1 missing · 1 finding · compact"
        assert "…" not in shown(pilot)
        english = shown(pilot)
        assert "Tallo bridge" in english
    assert sum(isinstance(message, SentencesArrived) for message in arrived) >= 7


async def test_what_is_on_the_screen_is_translated_next(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator, LONG, pools=SMALL).run_test(size=(100, 30)) as pilot:
        screen = await until_open(pilot)
        await until(pilot, lambda: len(translator.batches) == 1)
        await pilot.press("pagedown", "pagedown", "pagedown")
        top = next(row for row in rows(pilot) if "Kalimat" in row).split("…")[0].strip()
        translator.let_go(1)
        await until(pilot, lambda: len(translator.batches) == 2)
        assert translator.batches[1][0] in top
        await pilot.press("g")
        await pilot.pause()
        assert screen.text.scroll_offset.y == 0
        translator.let_go(1)
        await until(pilot, lambda: len(translator.batches) == 3)
        assert translator.batches[2][0] == "Kalimat ke-1."
        translator.let_go()


async def test_a_sentence_that_fails_says_so_where_it_stands(settings: Settings) -> None:
    translator = WaitingTranslator(broken=[SENTENCES[3]], free=True)
    async with reader(settings, translator).run_test(size=(120, 60)) as pilot:
        await until(pilot, lambda: pilot.app.screen_stack)
        await until_open(pilot)
        await until(pilot, lambda: "1 failed" in status(pilot))
        assert "[not translated: the model failed on this sentence]" in shown(pilot)
        assert any("×" in row for row in rows(pilot))
        assert "Three bridges are not finished." in shown(pilot)
        await pilot.press("right_square_bracket")
        assert reading(pilot).text.current == (0, 0)


async def test_without_a_model_the_source_stays_readable(settings: Settings) -> None:
    app = reader(settings, None)
    async with app.run_test(size=(120, 50)) as pilot:
        await until_open(pilot)
        await until(pilot, lambda: panel(pilot))
        assert "no usable model: the file model.bin is broken" in panel(pilot)
        assert "What helps: fetch it again" in panel(pilot)
        assert "Presiden Resmikan Pelabuhan" in shown(pilot)
        assert status(pilot) == "not translated"
        await pilot.press("q")
    assert app.return_value == ExitCode.NO_MODEL


async def test_a_fault_of_the_program_is_shown_and_does_not_end_it(settings: Settings) -> None:
    class Faulty(WaitingTranslator):
        def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
            raise ZeroDivisionError("[bold]no markup[/bold]")

    async with reader(settings, Faulty()).run_test(size=(120, 50)) as pilot:
        await until_open(pilot)
        await until(pilot, lambda: "[bold]no markup[/bold]" in panel(pilot))
        assert "Presiden Resmikan" in shown(pilot)


async def test_quitting_cancels_the_translation(settings: Settings) -> None:
    translator = WaitingTranslator()
    app = reader(settings, translator, LONG, pools=SMALL)
    async with app.run_test(size=(100, 30)) as pilot:
        await until_open(pilot)
        await until(pilot, lambda: len(translator.batches) == 1)
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running or app.return_value is not None)
    translator.let_go()
    await asyncio.sleep(0.2)
    assert app.return_value == ExitCode.DONE
    assert len(translator.batches) == 1


async def test_the_only_source_cannot_be_read(settings: Settings) -> None:
    def refuse(source: Source) -> Article:
        raise UnreadableError("the article is empty", source.name)

    app = reader(settings, WaitingTranslator(), read=refuse)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == ExitCode.NOTHING_TO_READ
    assert str(app.error) == "the article is empty: pelabuhan.txt"


async def test_the_text_under_the_eyes_does_not_jump(settings: Settings) -> None:
    """Stacked, every translation makes its paragraph longer; those above come in while the middle is read."""
    story = article("Judul", *(paragraph(f"Kalimat nomor {number} ini cukup pendek.") for number in range(40)))
    translator = WaitingTranslator({text.text: "word " * 60 for text in story.segments()})
    async with reader(settings, translator, story, pools=SMALL).run_test(size=(60, 24)) as pilot:
        screen = await until_open(pilot)
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        y, row = next((y, row) for y, row in enumerate(rows(pilot)) if "nomor" in row)
        arrived = len(screen.text.state.ready) if screen.text.state else 0
        translator.let_go(1)  # asked for before the scrolling: title and first paragraph
        await until(pilot, lambda: screen.text.state is not None and len(screen.text.state.ready) == arrived + 2)
        await until_shown(pilot)
        assert rows(pilot)[y] == row
        translator.let_go()


async def test_another_width_keeps_the_place(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True), LONG).run_test(size=(120, 24)) as pilot:
        screen = await until_done(pilot)
        for _ in range(49):
            screen.action_move(1)
        await pilot.press("j")
        await pilot.resize_terminal(60, 24)
        await until(pilot, lambda: screen.text.size.width == 60)
        await pilot.pause()
        assert any("▌" in row and "ke-49." in row for row in rows(pilot))


@pytest.mark.parametrize("size", [(30, 8), (20, 5), (60, 20), (300, 80)])
async def test_any_size_of_terminal(settings: Settings, size: tuple[int, int]) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=size) as pilot:
        await until_done(pilot)
        await pilot.press("j", "v", "v", "v", "h", "G", "g")
        assert "Presiden" in shown(pilot)


async def test_the_small_model_is_called_what_it_is(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 30)) as pilot:
        await until_open(pilot)
        notice = "Draft quality: the small bundled model makes mistakes. Check what matters."
        assert str(reading(pilot).query_one("#top", Bar).render()).endswith(notice)
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert "Draft quality" in str(reading(pilot).query_one("#top", Bar).render())


async def test_drafts_are_marked_counted_apart_and_replaced(settings: Settings) -> None:
    translator = WaitingTranslator()
    other = replace(settings, model="nllb-600m")
    app = reader(other, translator, pools=SMALL, drafts=True)
    async with app.run_test(size=(120, 60)) as pilot:
        screen = await until_open(pilot)
        state = screen.state
        assert state is not None
        await until(pilot, lambda: len(state.ready) == 15)
        assert state.drafts == set(state.places)
        await until(pilot, lambda: "Draft: Three bridges" in shown(pilot))
        assert sum("°" in row for row in rows(pilot)) >= 8
        assert "0/15 sentences" in status(pilot)
        assert "° Drafts by the small model" in str(screen.query_one("#top", Bar).render())
        translator.let_go()
        await until_done(pilot)
        assert state.drafts == set()
        assert "Draft:" not in shown(pilot)
        assert not any("°" in row for row in rows(pilot))
        assert "Drafts" not in str(screen.query_one("#top", Bar).render())


async def test_another_model_is_not_called_a_draft(settings: Settings) -> None:
    other = replace(settings, model="nllb-600m")
    async with reader(other, WaitingTranslator(free=True)).run_test(size=(120, 30)) as pilot:
        await until_done(pilot)
        assert "Draft" not in str(reading(pilot).query_one("#top", Bar).render())
        assert status(pilot).endswith("nllb-600m")


async def test_a_theme_of_the_settings_is_used_and_an_unknown_one_named(settings: Settings) -> None:
    light = replace(settings, theme="textual-light")
    async with reader(light, WaitingTranslator(free=True)).run_test() as pilot:
        assert pilot.app.theme == "textual-light"
    odd = replace(settings, theme="[bold]sepia")
    async with reader(odd, WaitingTranslator(free=True)).run_test() as pilot:
        await until_open(pilot)
        assert [note.message for note in pilot.app._notifications] == ["There is no theme [bold]sepia"]


async def test_changing_the_theme_redraws(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        before = list(screen.text.render_line(1))
        legend = [str(style) for _, style in screen.query_one(Legend).entries]
        pilot.app.theme = "textual-light"
        await pilot.pause()
        await until(pilot, lambda: list(screen.text.render_line(1)) != before)
        await until(pilot, lambda: [str(style) for _, style in screen.query_one(Legend).entries] != legend)


async def test_without_colour_everything_still_says_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reader(load_settings(), WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        assert any(row.count("▌") == 2 for row in rows(pilot))
        assert sum("!" in row for row in rows(pilot)) == 1
        assert SOURCE.name in str(reading(pilot).query_one("#top", Bar).render())


async def test_an_article_that_was_read_already_stands_in_the_first_frame(settings: Settings) -> None:
    translator = WaitingTranslator()
    app = ReaderApp(Desk(settings, translator), [SOURCE], article=ARTICLE)
    async with app.run_test(size=(120, 50)) as pilot:
        assert "Presiden Resmikan Pelabuhan" in shown(pilot)
        translator.let_go()
        await until_done(pilot)


@pytest.mark.parametrize("content", ["", " \n\n", "\x00\x01\x02" * 200], ids=["empty", "blank", "binary"])
def test_nothing_to_read_is_told_before_the_terminal_is_touched(
    settings: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "kosong.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError):
        run_reader(Desk(settings, None), [Source(name=path.name, path=path)])
    assert capfd.readouterr() == ("", "")


def test_the_time_left_stands_before_what_a_narrow_line_cuts_off() -> None:
    line = status_line(ArticleState(ARTICLE), None, Progress(3, 15, 0, 42.0), "compact", "", over=False)
    assert line == "━─────── · 3/15 sentences · about 40 s left · translating · compact"


async def test_a_finding_that_is_no_warning_has_a_mark_too_and_is_stopped_for(settings: Settings) -> None:
    quoted = "“Harga beras di Indonesia timur akan turun,” kata Presiden."
    english = {**ENGLISH, quoted: "The price of rice in eastern Indonesia will fall, the president said."}
    async with reader(settings, WaitingTranslator(english, free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        state = screen.state
        assert state is not None
        place = next(place for place in state.places if state.source(place) == quoted)
        assert [finding.severity for finding in state.findings(place)] == ["info"]
        screen.text.go(state.after(place, -1))
        await pilot.press("right_square_bracket")
        assert screen.text.current == place
        assert any("? ▌" in row for row in rows(pilot))
        assert status(pilot).startswith("? the quotation marks")
