"""Article text, file names and messages are shown as they are: no markup, no escape sequence, no link."""

from dataclasses import replace

from textual.pilot import Pilot
from textual.widgets import Static

from reader.config import Settings
from reader.diagnostics import harmless
from reader.document import AlignedSentence, Article, Finding, Kind, Segment, Source
from reader.errors import UnreadableError
from reader.ui.app import ReaderApp
from reader.ui.screens.details import DetailsScreen
from reader.ui.screens.jobs import JobsScreen
from reader.ui.state import ArticleState
from reader.ui.widgets.bars import Bar
from tests.support.articles import article, paragraph
from tests.ui.kit import Desk, WaitingTranslator, reader, shown, until, until_done, until_open
from tests.ui.library_kit import until_listed

ATTACKS = [
    "[bold red]merah[/bold red]",
    "[@click=app.quit]tekan[/]",
    "[link=file:///etc]tautan[/link]",
    "\x1b[31mmerah\x1b[0m",
    "\x1b]8;;http://a.invalid\x1b\\tautan\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0=\x07salin",
    "\x9b31mmerah",
    "kiri\u202ekanan",
    "[/]",
    "$error \\[x]",
]
VISIBLE = [
    "[bold red]merah[/bold red]",
    "[@click=app.quit]tekan[/]",
    "[link=file:///etc]tautan[/link]",
    "␛[31mmerah␛[0m",
    "␛]8;;http://a.invalid␛\\tautan␛]8;;␛\\",
    "␛]52;c;cm0=␇salin",
    "\ufffd31mmerah",
    "kiri\ufffdkanan",
    "[/]",
    "$error \\[x]",
]


def drawn(pilot: Pilot[int]) -> str:
    """All that reaches the terminal's cells, on the whole screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(segment.text for strip in strips for segment in strip)


def is_inert(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


async def test_in_the_article_and_its_translation(settings: Settings) -> None:
    """Not even text that never went through the cleaning does anything."""
    everything = " ".join(ATTACKS)
    sentences = [f"Awal {attack} akhir." for attack in ATTACKS]
    story = article(everything, *map(paragraph, sentences), source=f"{everything}.txt")
    story = replace(story, outlet=ATTACKS[0], city=ATTACKS[1], byline=ATTACKS[3])
    english = {sentence: f"Begin {attack} end." for sentence, attack in zip(sentences, ATTACKS, strict=True)}
    app = reader(settings, WaitingTranslator(english, free=True), story)
    async with app.run_test(size=(400, 60)) as pilot:
        screen = await until_done(pilot)
        text = shown(pilot)
        for attack, visible in zip(ATTACKS, VISIBLE, strict=True):
            assert f"Awal {visible} akhir." in text
            assert f"Begin {harmless(attack)} end." in text  # the pipeline cleans what a model says
            assert visible in str(screen.query_one("#top", Bar).render())
        assert f"{VISIBLE[0]} · {VISIBLE[1]} · {VISIBLE[3]}" in text
        assert is_inert(drawn(pilot))
        styles = [segment.style for y in range(50) for segment in screen.text.render_line(y) if segment.style]
        assert not any(style.link for style in styles)
        assert not any("@click" in style.meta for style in styles)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DetailsScreen))
        assert all(str(part.content) != everything for part in app.screen.query(Static))
        assert VISIBLE[0] in drawn(pilot)
        assert is_inert(drawn(pilot))
        await pilot.press("escape", "slash", *"akhir", "enter", "y")
        assert is_inert(drawn(pilot))


async def test_in_the_list_of_articles(settings: Settings) -> None:
    app = ReaderApp(Desk(settings, None), [Source(name=f"{attack}.txt") for attack in ATTACKS])
    async with app.run_test(size=(100, 60)) as pilot:
        await until_listed(pilot)
        await pilot.pause()
        for visible in VISIBLE:
            assert visible in drawn(pilot)
        assert is_inert(drawn(pilot))


async def test_in_what_goes_on_in_the_background(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(200, 40)) as pilot:
        await until_done(pilot)
        for attack in ATTACKS[:1] + ATTACKS[3:5]:
            job = app.jobs.begin(f"Translating {attack}", lambda: None)
            await until(pilot, lambda: "F4" in drawn(pilot))
            assert is_inert(drawn(pilot))
            await pilot.press("f4")
            await until(pilot, lambda: isinstance(app.screen, JobsScreen))
            await pilot.pause()
            assert "Translating" in drawn(pilot)
            assert is_inert(drawn(pilot))
            await pilot.press("escape")
            job.end()
            await until(pilot, lambda: "F4" not in drawn(pilot))


async def test_in_what_goes_wrong(settings: Settings) -> None:
    everything = " ".join(ATTACKS)

    def refuse(source: Source) -> Article:
        raise UnreadableError("cannot be read", source.name, everything)

    app = reader(settings, None, article("A"), article("B", source="b.txt"), read=refuse)
    async with app.run_test(size=(200, 20)) as pilot:
        await until_listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query(".trouble"))
        await pilot.pause()
        for visible in (VISIBLE[0], VISIBLE[1], VISIBLE[3]):
            assert visible in drawn(pilot)
        assert is_inert(drawn(pilot))


async def test_in_everything_that_opens_over_the_text(settings: Settings) -> None:
    """Other wordings, the field, the outline, a term, a word looked up, and the panel of terms."""
    everything = " ".join(VISIBLE[:4])
    sentence = f"Awal {everything} Akhir."
    story = article(everything, paragraph(sentence), source=f"{everything}.txt")
    english = {sentence: f"Begin {everything} End.", everything: everything}
    app = reader(settings, WaitingTranslator(english, free=True), story)
    async with app.run_test(size=(200, 60)) as pilot:
        screen = await until_done(pilot)
        for keys in (["enter"], ["e"], ["c"], ["right", "right", "a"], ["right", "l"], ["r"], ["x"], ["t"]):
            await pilot.press(*keys)
            await until(pilot, lambda: app.screen is not screen or screen.query("#terms"))
            await pilot.pause(0.05)
            assert is_inert(drawn(pilot)), keys
            assert app.screen.is_running
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
        assert app.return_value is None


async def test_in_findings_and_in_the_name_of_a_model(settings: Settings) -> None:
    state = ArticleState(article("Judul"))
    state.put(
        AlignedSentence(
            segment=Segment(paragraph=-1, sentence=0, kind=Kind.TITLE, text="Judul"),
            target="Title",
            model=ATTACKS[1],
            origin="model",
            findings=(Finding(kind="number", severity="warn", message=ATTACKS[0] + ATTACKS[3]),),
        )
    )
    async with reader(settings, WaitingTranslator(free=True)).run_test(size=(120, 40)) as pilot:
        await until_open(pilot)
        await pilot.app.push_screen(DetailsScreen(state, (-1, 0), tuple))
        await pilot.pause()
        assert VISIBLE[0] + VISIBLE[3] in drawn(pilot)
        assert VISIBLE[1] in drawn(pilot)
