"""What the tests of the reader share: an article, a translator that waits, and ways to look at the screen."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

from textual.pilot import Pilot

from models.types import Alignment, DecodingOptions, EngineError, Hypothesis, ModelIdentity, Request, Translator
from reader.config import Settings
from reader.document import CAPTION, TITLE, Article, Kind, Source
from reader.errors import ModelError
from reader.glossary.files import read_terms
from reader.glossary.match import Matcher
from reader.glossary.terms import Term, merged
from reader.pipeline import READING, Pipeline, Pools
from reader.services import Drafts, Services
from reader.ui.app import ReaderApp
from reader.ui.screens.reading import ReadingScreen
from reader.ui.widgets.bars import Bar
from tests.support.articles import article, paragraph

ENGLISH: Mapping[str, str] = {
    "Presiden Resmikan Pelabuhan Baru di Sulawesi Selatan": "President Opens New Port in South Sulawesi",
    "Dermaga baru di Makassar, Senin.": "The new pier in Makassar, Monday.",
    "Foto: Kantor Berita Pesisir": "Photo: Coast News Agency",
    "Presiden meresmikan pelabuhan peti kemas di Makassar pada Senin pagi.": (
        "The president opened a container port in Makassar on Monday morning."
    ),
    "Menteri Perhubungan mengatakan pelabuhan itu dibangun selama empat tahun dengan biaya Rp2,3 triliun.": (
        "The transport minister said the port took four years to build, at a cost of Rp 2.3 billion."
    ),
    "“Harga beras di Indonesia timur akan turun,” kata Presiden.": (
        "“The price of rice in eastern Indonesia will fall,” the president said."
    ),
    "Ia menyebut pelabuhan ini sebagai pintu masuk perdagangan.": "He called this port a gateway for trade.",
    "Jalan menuju pelabuhan": "The road to the port",
    "Pemerintah daerah masih menyelesaikan jalan sepanjang 14 kilometer.": (
        "The local government is still finishing a road of 14 kilometres."
    ),
    "Tiga jembatan belum selesai.": "Three bridges are not finished.",
    "Jembatan Tallo akan dibuka bulan depan.": "The Tallo bridge will open next month.",
    "Dua jembatan lain menunggu anggaran Dewan Perwakilan Rakyat.": "Two other bridges await the council's budget.",
    "Nelayan setempat berharap ikan mereka lebih cepat sampai ke pasar.": (
        "Local fishermen hope that their fish will reach the market sooner."
    ),
    "“Dulu kami menunggu dua hari,” kata Daeng Ramli, nelayan di Paotere.": (
        "“We used to wait two days,” said Daeng Ramli, a fisherman in Paotere."
    ),
    "Sekarang cukup setengah hari.": "Now half a day is enough.",
}
"""Every sentence of `ARTICLE`, in reading order."""

TERMS = (
    Term(source="Presiden", target="president", kind="title"),
    Term(source="Menteri Perhubungan", target="transport minister", kind="title"),
    Term(source="Indonesia", target="Indonesia", kind="place"),
    Term(source="Sulawesi Selatan", target="South Sulawesi", kind="place"),
    Term(source="Makassar", target="Makassar", kind="place"),
    Term(source="Dewan Perwakilan Rakyat", target="House of Representatives", kind="organisation"),
    Term(source="beras", target="rice", kind="term"),
)

_S = tuple(ENGLISH)
ARTICLE = Article(
    source="pelabuhan.txt",
    outlet="Kabar Pesisir",
    title=_S[0],
    city="MAKASSAR",
    caption=f"{_S[1]} {_S[2]}",
    published=datetime(2026, 3, 2, 9, 15, tzinfo=timezone(timedelta(hours=8))),
    head=((TITLE, paragraph(_S[0], kind=Kind.TITLE)), (CAPTION, paragraph(_S[1], _S[2], kind=Kind.CAPTION))),
    paragraphs=(
        paragraph(_S[3], _S[4]),
        paragraph(_S[5], _S[6], kind=Kind.QUOTE),
        paragraph(_S[7], kind=Kind.HEADING),
        paragraph(_S[8], _S[9]),
        paragraph(_S[10], kind=Kind.LIST),
        paragraph(_S[11], kind=Kind.LIST),
        paragraph(_S[12], _S[13], _S[14]),
    ),
)
SOURCE = Source(name="pelabuhan.txt")
LONG = article("Judul panjang", *(paragraph(f"Kalimat ke-{number}.") for number in range(100)))


class WaitingTranslator:
    """A `Translator` that knows its English by heart, and gives out a batch each time it is let go.

    `batches` records what was asked, in order. A sentence in `broken` raises EngineError.
    """

    name, digest = "fake", "0" * 64

    def __init__(self, english: Mapping[str, str] = ENGLISH, *, broken: Sequence[str] = (), free: bool = False) -> None:
        self._english, self._broken = english, set(broken)
        self._free = threading.Event()
        self._turns = threading.Semaphore(0)
        self.abandoned: Callable[[], bool] = lambda: False
        """Nobody will let anything go any more: the application has ended."""
        self.batches: list[list[str]] = []
        if free:
            self._free.set()

    def let_go(self, batches: int | None = None) -> None:
        """Let so many batches out; without a number, all from now on."""
        if batches is None:
            self._free.set()
        self._turns.release(batches or 1)

    def mend(self) -> None:
        """No sentence is broken any more."""
        self._broken.clear()

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        texts = [request.text for request in batch]
        # Attempts at a glossary term, and other wordings, are neither counted nor kept waiting. This model has never
        # heard of the House of Representatives.
        asked_for_more = options.n_best > 1 or any(request.target_prefix for request in batch)
        trying = any(term.target in text for term in TERMS for text in texts if text not in self._english)
        if asked_for_more or trying:
            return self._answers(texts, options)
        self.batches.append(texts)
        while not (self._free.is_set() or self.abandoned() or self._turns.acquire(timeout=0.02)):
            pass
        if self._broken.intersection(texts):
            raise EngineError("the model failed on this sentence")
        return self._answers(texts, options)

    def _answers(self, texts: Sequence[str], options: DecodingOptions) -> list[list[Hypothesis]]:
        english = [self._english.get(text, f"EN {text}").replace("House of Repr", "Council of Repr") for text in texts]
        if options.beam_size != DecodingOptions.beam_size:
            english = [f"{text} (beam {options.beam_size})" for text in english]
        return [
            [Hypothesis(text if not n else f"{text} [{n}]", -0.25 * (n + 1)) for n in range(options.n_best)]
            for text in english
        ]

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        return [-9.0 if "House of Repr" in target else -0.25 for _, target in pairs]

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        raise AssertionError("the aligner aligns")


class Aligner(WaitingTranslator):
    """Word by word, from the first on; what it translates, as the model of drafts, begins with `Draft:`."""

    name, digest = "aligner", "1" * 64

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        answers = self._answers([request.text for request in batch], DecodingOptions())
        return [[Hypothesis(f"Draft: {best.text}", -0.5)] for best, *_ in answers]

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        return [tuple((i, i) for i in range(min(len(a.split()), len(b.split())))) for a, b in pairs]


class Desk(Services):
    """Services with a translator of the test's own and a small glossary; without a cache and drafts, unless asked."""

    def __init__(
        self,
        settings: Settings,
        translator: Translator | None,
        pools: Pools = READING,
        *,
        cached: bool = False,
        drafts: bool = False,
    ) -> None:
        super().__init__(settings)
        self._translator, self._pools, self._cached, self._drafts = translator, pools, cached, drafts

    def pipeline(
        self,
        folder: Path | None = None,
        pools: Pools | None = None,
        *,
        model: str | None = None,
        drafts: Drafts | None = None,
    ) -> Pipeline:
        name = model or self.settings.model
        identity = ModelIdentity("fake" if name == self.settings.model else name, "0" * 64)
        return Pipeline(
            model=identity,
            open_model=self._give,
            aligner=self.aligner,
            open_aligner=Aligner,
            cache=self.cache if self._cached else None,
            matcher=self.matcher(folder),
            options=DecodingOptions(),
            pools=self._pools,
            corrections=self.memory.corrections,
            drafts=self._drafts and drafts != "off",
        )

    @cached_property
    def aligner(self) -> ModelIdentity:
        return ModelIdentity(Aligner.name, Aligner.digest)

    def matcher(self, folder: Path | None = None) -> Matcher:
        own = read_terms(self.paths.glossary) if self.paths.glossary.is_file() else ()
        return Matcher(merged([TERMS, own]))

    def _give(self) -> Translator:
        if self._translator is None:
            raise ModelError("no usable model", "the file model.bin is broken", "fetch it again")
        return self._translator


def reader(
    settings: Settings,
    translator: Translator | None,
    *stories: Article,
    read: Callable[[Source], Article] | None = None,
    pools: Pools = READING,
    cached: bool = False,
    drafts: bool = False,
) -> ReaderApp:
    """The real application over articles made by hand (`ARTICLE` without any)."""
    by_name = {story.source: story for story in stories or (ARTICLE,)}
    sources = [Source(name=name) for name in by_name]
    desk = Desk(settings, translator, pools, cached=cached, drafts=drafts)
    app = ReaderApp(desk, sources, read or (lambda source: by_name[source.name]))
    if isinstance(translator, WaitingTranslator):
        translator.abandoned = lambda: not app.is_running
    return app


def reading(pilot: Pilot[int]) -> ReadingScreen:
    """The reading screen, wherever it is in the stack."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, ReadingScreen))


def rows(pilot: Pilot[int]) -> list[str]:
    """The lines of the text as they stand on the screen."""
    text = reading(pilot).text
    return [text.render_line(y).text.rstrip() for y in range(text.size.height)]


def shown(pilot: Pilot[int]) -> str:
    """The same as one string, white space made single."""
    return " ".join(" ".join(rows(pilot)).split())


def notes(pilot: Pilot[int]) -> list[str]:
    """What the person was told in passing, so far."""
    return [note.message for note in pilot.app._notifications]


def status(pilot: Pilot[int]) -> str:
    """What the status line says."""
    return reading(pilot).query_one("#status", Bar).left


async def until(pilot: Pilot[int], condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until `condition` holds. Raises AssertionError when it has not after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await pilot.pause(0.01)
        if condition():
            return
    raise AssertionError(f"it did not happen within {seconds} seconds")


async def until_over(pilot: Pilot[int], screen: type) -> None:
    """Wait until a screen of this kind is on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    await pilot.pause()


async def until_shown(pilot: Pilot[int]) -> None:
    """Wait until all that has come in is on the screen: it is shown some moments later, together."""
    screen = reading(pilot)
    await until(pilot, lambda: screen._frame is None)
    await pilot.pause()


async def until_open(pilot: Pilot[int]) -> ReadingScreen:
    """Wait until the article stands on the screen."""
    await until(pilot, lambda: any(isinstance(screen, ReadingScreen) for screen in pilot.app.screen_stack))
    screen = reading(pilot)
    await until(pilot, lambda: screen.text.state is not None and screen.text.virtual_size.height > 0)
    return screen


async def until_done(pilot: Pilot[int]) -> ReadingScreen:
    """Wait until the translation is over."""
    screen = await until_open(pilot)
    await until(pilot, lambda: "finding" in screen.query_one("#status", Bar).left)
    return screen
