"""The glossary on the reading screen: the panel, adding and changing terms, suggestions, looking words up."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from cache.memory import Memory
from reader.config import Settings
from reader.glossary.files import read_terms
from reader.paths import find_paths
from reader.services import Services
from reader.ui import glossary
from reader.ui.lookup import Pair
from reader.ui.messages import SuggestionsFound, TermKept
from reader.ui.screens.lookup import LookupScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.screens.term import TermScreen
from reader.ui.terms import term_rows
from reader.ui.widgets.panel import TermsPanel
from tests.support.articles import article, paragraph
from tests.ui.kit import ENGLISH, LONG, Desk, WaitingTranslator, notes, reader, reading, until, until_done, until_over
from tests.ui.test_layout import translated

SENTENCES = list(ENGLISH)


async def opened(pilot: Pilot[int], arrived: list[object]) -> OptionList:
    """Open the panel and wait for its suggestions."""
    await pilot.press("t")
    await until(pilot, lambda: any(isinstance(message, SuggestionsFound) for message in arrived))
    await pilot.pause()
    return reading(pilot).query_one(TermsPanel).query_one(OptionList)


def lines(options: OptionList) -> list[str]:
    return [str(option.prompt) for option in options.options]


def own_terms(settings: Settings) -> dict[str, str]:
    path = find_paths(settings.home).glossary
    return {term.source: term.target for term in read_terms(path)} if path.is_file() else {}


def test_rows_of_an_untranslated_article() -> None:
    assert term_rows(translated(LONG)) == []


async def test_the_panel_counts_terms_and_puts_the_missing_first(settings: Settings) -> None:
    arrived: list[object] = []
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(140, 60), message_hook=arrived.append) as pilot:
        screen = await until_done(pilot)
        options = await opened(pilot, arrived)
        shown = lines(options)
        assert shown[0] == "~ Dewan Perwakilan Rakyat → House of Representatives\n  organisation · 1 missing"
        assert "  Presiden → president\n  title · 3 used" in shown
        assert "  Makassar → Makassar\n  place · 2 used" in shown
        panel = screen.query_one(TermsPanel)
        assert str(panel.query_one(".head", Static).content) == "7 terms, 1 missing"
        assert screen.text.size.width < 110
        await pilot.press("t")
        await until(pilot, lambda: not screen.query(TermsPanel))
        assert screen.focused is None
        assert screen.text.size.width == 140


async def test_in_a_narrow_window_the_panel_stands_below(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(60, 20)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("t")
        await until(pilot, lambda: screen.query(TermsPanel))
        await pilot.pause()
        assert screen.query_one(TermsPanel).region.width == 60
        assert screen.text.size.height >= 6
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: screen.query_one(TermsPanel).region.width == 40)


async def test_enter_goes_from_place_to_place_of_a_term(settings: Settings) -> None:
    arrived: list[object] = []
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(140, 60), message_hook=arrived.append) as pilot:
        screen = await until_done(pilot)
        await opened(pilot, arrived)
        await pilot.press("j")  # Presiden: title, first and third sentence of the body
        visited = []
        for _ in range(4):
            await pilot.press("enter")
            visited.append(screen.text.current)
        assert visited == [(0, 0), (1, 0), (-1, 0), (0, 0)]
        await pilot.press("k", "enter")
        assert screen.text.current == (5, 0)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.query(TermsPanel))


async def test_the_panel_grows_with_the_translation(settings: Settings) -> None:
    translator = WaitingTranslator()
    async with reader(settings, translator).run_test(size=(140, 60)) as pilot:
        await until(pilot, lambda: translator.batches)
        await pilot.press("t")
        screen = reading(pilot)
        await until(pilot, lambda: screen.query(TermsPanel))
        head = screen.query_one(TermsPanel).query_one(".head", Static)
        await until(pilot, lambda: str(head.content) == "0 terms")
        translator.let_go()
        await until(pilot, lambda: str(head.content) == "7 terms, 1 missing")


async def test_a_suggestion_is_accepted_with_one_key_and_its_sentences_come_anew(settings: Settings) -> None:
    arrived: list[object] = []
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(140, 60), message_hook=arrived.append) as pilot:
        screen = await until_done(pilot)
        options = await opened(pilot, arrived)
        index = next(i for i, line in enumerate(lines(options)) if line.startswith("+ Tallo"))
        options.highlighted = index
        await pilot.press("a")
        await until(pilot, lambda: any(isinstance(message, TermKept) for message in arrived))
        assert own_terms(settings) == {"Tallo": "Tallo"}
        state = screen.state
        assert state is not None
        await until(pilot, lambda: [use.source for use in state.terms((4, 0))] == ["Tallo"])
        await until(pilot, lambda: any(line.startswith("  Tallo → Tallo") for line in lines(options)))
        assert not any(line.startswith("+ Tallo") for line in lines(options))
        assert "Kept: Tallo → Tallo; in 1 sentence" in notes(pilot)


async def test_a_makes_the_chosen_words_a_term_with_the_counterpart_of_the_alignment(settings: Settings) -> None:
    translator = WaitingTranslator(free=True)
    arrived: list[object] = []
    app = reader(settings, translator)
    async with app.run_test(size=(120, 60), message_hook=arrived.append) as pilot:
        screen = await until_done(pilot)
        state = screen.state
        assert state is not None
        screen.text.go((3, 0))
        await pilot.press("right", "shift+right", "a")
        await until_over(pilot, TermScreen)
        form = pilot.app.screen
        assert form.query_one("#source", Input).value == "Pemerintah daerah"
        assert form.query_one("#target", Input).value == "The local"
        assert form.focused is form.query_one("#target")
        form.query_one("#target", Input).value = "local government"
        form.query_one(Select).value = "organisation"
        form.query_one("#note", Input).value = "daerah: region"
        before = len(translator.batches)
        await pilot.press("enter")
        await until(pilot, lambda: state.terms((3, 0)))
        (use,) = state.terms((3, 0))
        assert (use.source, use.target, use.kind, use.status) == (
            "Pemerintah daerah",
            "local government",
            "organisation",
            "used",
        )
        assert translator.batches[before:] == [[SENTENCES[8]]]  # that sentence alone
        assert next(m for m in arrived if isinstance(m, TermKept)).places == ((3, 0),)
        (term,) = read_terms(find_paths(settings.home).glossary)
        assert (term.source, term.target, term.note) == ("Pemerintah daerah", "local government", "daerah: region")
        await until(pilot, lambda: "organisation" in [name for name, _ in screen.legend.entries])
        await pilot.press("l")
        await until_looked_up(pilot)
        said = "\n".join(str(part.content) for part in pilot.app.screen.query(Static))
        assert "Pemerintah daerah → local government   organisation: daerah: region" in said


async def test_a_term_chosen_on_the_english_side_is_the_same_term(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        screen.text.go((3, 0))
        await pilot.press("right", "tab", "a")
        await until_over(pilot, TermScreen)
        form = pilot.app.screen
        assert (form.query_one("#source", Input).value, form.query_one("#target", Input).value) == ("Pemerintah", "The")
        await pilot.press("escape")
        await until_over(pilot, ReadingScreen)
        assert own_terms(settings) == {}


async def test_a_term_that_is_known_is_changed_and_keeps_what_is_not_asked_for(settings: Settings) -> None:
    path = find_paths(settings.home).glossary
    path.parent.mkdir(parents=True)
    path.write_text('# mine\n[[term]]\nsource = "dermaga"\ntarget = "quay"\nvariants = ["dermaga baru"]\n')
    arrived: list[object] = []
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(140, 60), message_hook=arrived.append) as pilot:
        screen = await until_done(pilot)
        options = await opened(pilot, arrived)
        options.highlighted = next(i for i, line in enumerate(lines(options)) if "Dermaga baru → quay" in line)
        await pilot.press("a")
        await until_over(pilot, TermScreen)
        form = pilot.app.screen
        assert "Change" in str(form.query_one("#panel").border_title)
        assert form.query_one("#source", Input).value == "dermaga"
        form.query_one("#target", Input).value = "pier"
        await pilot.press("enter")
        state = screen.state
        assert state is not None
        await until(pilot, lambda: [use.status for use in state.terms((-3, 0))][:1] == ["used"])
    (term,) = read_terms(path)
    assert (term.target, term.variants) == ("pier", ("dermaga baru",))
    assert path.read_text().startswith("# mine")


async def test_a_term_without_english_is_not_kept(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("a")
        await until_over(pilot, TermScreen)
        form = pilot.app.screen
        assert form.focused is form.query_one("#source")
        form.query_one("#source", Input).value = "kata"
        await pilot.press("enter")
        assert str(form.query_one("#fault", Static).content) == "The English is empty."
        assert form.focused is form.query_one("#target")
        await pilot.press("escape")
        await until_over(pilot, ReadingScreen)
        assert own_terms(settings) == {}


async def test_a_panel_that_opens_below_leaves_the_current_sentence_in_sight(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(60, 20)) as pilot:
        screen = await until_done(pilot)
        text = screen.text
        last_row = text.size.height - 1
        while SENTENCES[4].split()[-1] not in text.render_line(last_row).text:
            text.scroll_to(y=text.scroll_offset.y + 1, animate=False)
            await pilot.pause()
        text.current = (0, 1)
        await pilot.press("t")
        await until(pilot, lambda: text.size.height < last_row)
        await pilot.pause()
        assert "billion" in " ".join(text.render_line(y).text for y in range(text.size.height))


async def test_enter_keeps_the_term_from_its_kind_too_and_space_opens_the_kinds(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("j", "right", "a")
        await until_over(pilot, TermScreen)
        kind = pilot.app.screen.query_one(Select)
        await pilot.press(*"pier", "tab", "space")
        await until(pilot, lambda: kind.expanded)
        await pilot.press("up", "enter")
        await until(pilot, lambda: not kind.expanded)
        assert isinstance(pilot.app.screen, TermScreen)
        chosen = kind.value
        assert chosen != "term"
        await pilot.press("enter")
        await until_over(pilot, ReadingScreen)
        await until(pilot, lambda: own_terms(settings))
    (term,) = read_terms(find_paths(settings.home).glossary)
    assert term.kind == chosen


async def test_a_glossary_that_cannot_be_written_says_so(settings: Settings) -> None:
    path = find_paths(settings.home).glossary
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        await until_done(pilot)
        await pilot.press("j", "right", "a")
        await until_over(pilot, TermScreen)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("this is [no TOML")
        await pilot.press(*"pier", "enter")
        await until(pilot, lambda: any("glossary" in note for note in notes(pilot)))
        assert path.read_text() == "this is [no TOML"


async def test_stars_go_to_the_other_places_of_a_term_or_a_word(settings: Settings) -> None:
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("asterisk")
        assert notes(pilot)[-1].startswith("Choose a word first")
        await pilot.press("right", "asterisk")
        assert screen.text.current == (0, 0)
        assert screen.text.chosen is not None
        assert screen.text.chosen.first == 0
        assert notes(pilot)[-1] == "In 3 sentences"
        await pilot.press("number_sign")
        assert screen.text.current == (-1, 0)
        screen.text.go((3, 1))  # Tiga jembatan belum selesai.
        await pilot.press("right", "right", "asterisk")
        assert screen.text.current == (4, 0)
        assert screen.text.chosen is not None
        assert screen.text.chosen.first == 0  # Jembatan
        await pilot.press("tab", "asterisk")
        assert notes(pilot)[-1] == "In 9 sentences"  # The


async def until_looked_up(pilot: Pilot[int]) -> None:
    """Wait until all is known of the word."""
    await until_over(pilot, LookupScreen)
    panel = pilot.app.screen
    assert isinstance(panel, LookupScreen)
    await until(pilot, lambda: panel.over)


async def test_l_looks_a_word_up_in_the_article_and_in_all_that_is_cached(settings: Settings) -> None:
    earlier = article("Judul", paragraph("Jembatan itu runtuh."), source="earlier.txt")
    english = {**ENGLISH, "Jembatan itu runtuh.": "Bridge that collapsed."}
    async with reader(settings, WaitingTranslator(english, free=True), earlier, cached=True).run_test() as pilot:
        await until_done(pilot)
    async with reader(settings, WaitingTranslator(free=True), cached=True).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        await pilot.press("l")
        assert notes(pilot)[-1].startswith("Choose a word first")
        screen.text.go((4, 0))
        await pilot.press("right", "l")
        await until_looked_up(pilot)
        panel = pilot.app.screen
        said = "\n".join(str(part.content) for part in panel.query(Static))
        assert str(panel.query_one("#panel").border_title) == "Jembatan"
        assert said.startswith("Met 4 times, translated as\n")
        assert "\nBridge   1 ×" in said
        assert "\nThe   1 ×" in said
        assert "Jembatan itu runtuh.\nBridge that collapsed." in said
        await pilot.press("a")
        await until_over(pilot, TermScreen)
        assert pilot.app.screen.query_one("#source", Input).value == "Jembatan"


def test_the_entries_of_a_word_have_it_as_a_word(settings: Settings) -> None:
    desk = Desk(settings, None)
    path = desk.paths.glossary
    path.parent.mkdir(parents=True)
    path.write_text(
        '[[term]]\nsource = "beras merah"\ntarget = "red rice"\n[[term]]\nsource = "aliberas"\ntarget = "x"\n'
    )
    assert [entry.source for entry in glossary.entries_with(desk, None, "Beras")] == ["beras", "beras merah"]
    assert [entry.source for entry in glossary.entries_with(desk, None, "rice")] == ["beras", "beras merah"]
    assert glossary.entries_with(desk, None, "ras") == ()


async def test_what_the_article_knows_of_a_word_stands_there_before_the_cache_was_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And closing the panel ends the looking."""
    let_go, looked, left = threading.Event(), threading.Event(), threading.Event()

    def slow(services: Services, wording: str, stop: Callable[[], bool]) -> Iterator[Pair]:
        looked.set()
        yield Pair("Jembatan itu runtuh.", "Bridge that collapsed.", ((0, 0),))
        while not stop() and not let_go.wait(0.01):
            pass
        left.set()

    monkeypatch.setattr(glossary, "pairs_cached", slow)
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 60)) as pilot:
        screen = await until_done(pilot)
        screen.text.go((4, 0))
        await pilot.press("right", "l")
        await until(pilot, looked.is_set)
        await until(pilot, lambda: "so far" in str(pilot.app.screen.query_one("#met", Static).content))
        assert "Met 3 times so far, still looking …" in str(pilot.app.screen.query_one("#met", Static).content)
        await pilot.press("escape")
        await until_over(pilot, ReadingScreen)
        assert await asyncio.to_thread(left.wait, 5)
        assert not let_go.is_set()


async def test_a_glossary_in_the_articles_folder_goes_over_the_persons_own(settings: Settings, tmp_path: Path) -> None:
    """With the bundled model and the real glossary."""
    from reader.document import Source
    from reader.services import open_services
    from reader.ui.app import ReaderApp

    path = tmp_path / "a.txt"
    path.write_text("Harga beras naik\n\nHarga beras naik di pasar itu hari ini.\n", encoding="utf-8")
    (tmp_path / "glossary.toml").write_text('[[term]]\nsource = "beras"\ntarget = "rice"\n')
    with open_services(settings) as services:
        async with ReaderApp(services, [Source(name="a.txt", path=path)]).run_test(size=(100, 30)) as pilot:
            screen = await until_done(pilot)
            screen.text.go((0, 0))
            await pilot.press("right", "right", "a")
            await until_over(pilot, TermScreen)
            pilot.app.screen.query_one("#target", Input).value = "paddy"
            await pilot.press("enter")
            await until(pilot, lambda: any("another glossary goes over yours here" in note for note in notes(pilot)))
    assert own_terms(settings) == {"beras": "paddy"}
    assert Memory(find_paths(settings.home).memory).problems == []
