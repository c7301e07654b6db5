"""The reading screen with an article of 2,000 paragraphs: how quick it opens, scrolls, lights up and answers.

    python tests/bench/bench_reader.py [RUNS]

Everything is measured beside something else in the same run, taking turns, so that a busy machine weighs on both:

- first paint (processes of their own, on a pseudo-terminal) against an empty Textual app; the beginning of the 330 kB
  is shown while the rest is read (for an article of usual length, `bench_first_paint.py` has a limit), at most twice;
- a frame of page scrolling against Textual's own `TextArea` and `Log`, which hold the same text;
- switching the glossary's highlights off and on, against a page of scrolling;
- from a key to its frame while the bundled model translates, against idle; at most twice at p95;
- memory with the article open and no model, against the empty app.

A frame counts from the call or key to the moment at which all of it was handed to the terminal's driver. Exit code 1
when a limit does not hold.
"""

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, cast

from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Log, TextArea

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models.store import InstalledModel
from models.types import DecodingOptions, Hypothesis, Request, Translator
from reader.config import load_settings
from reader.document import Article, Source
from reader.pipeline import Pipeline
from reader.services import Services
from reader.ui.app import ReaderApp
from reader.ui.screens.reading import ReadingScreen
from tests.bench.bench_first_paint import EMPTY, MARK, READER, seconds_to_paint
from tests.support.articles import article, paragraph

PARAGRAPHS = 2000
SIZE = (120, 40)
KEYS = 40
"""Keys in a row."""
LIMIT = 2.0


def sentences(number: int) -> tuple[str, str]:
    """A paragraph of news, unlike the others."""
    return (
        f"Presiden mengunjungi pasar nomor {number} di Jakarta pada hari Senin bersama {number % 9 + 2} menteri.",
        f"Harga beras di kota itu naik {number % 40} persen, kata Menteri Perdagangan kepada wartawan.",
    )


def long_article() -> Article:
    """`PARAGRAPHS` paragraphs of two sentences."""
    return article("Gerbang berita panjang", *(paragraph(*sentences(number)) for number in range(PARAGRAPHS)))


class Frames:
    """Says when a frame was handed to the driver."""

    def __init__(self, app: App[Any]) -> None:
        self._painted = asyncio.Event()
        display = app._display

        def noting(*arguments: object, **options: object) -> None:
            display(*arguments, **options)  # type: ignore[arg-type]
            self._painted.set()

        app._display = noting  # type: ignore[method-assign]

    async def after(self, act: Callable[[], object]) -> float:
        """Milliseconds from `act` to the next frame."""
        self._painted.clear()
        start = time.perf_counter()
        act()
        await asyncio.wait_for(self._painted.wait(), 20)
        return (time.perf_counter() - start) * 1000


class Peer(App[None]):
    """One of Textual's own widgets with the same text."""

    def __init__(self, widget: Widget, text: str) -> None:
        super().__init__()
        self.widget, self._text = widget, text

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        if isinstance(self.widget, TextArea):
            self.widget.text = self._text
        elif isinstance(self.widget, Log):  # its lines are not wrapped: they are cut here
            lines = self._text.splitlines()
            self.widget.write_lines(line[at : at + 110] for line in lines for at in range(0, max(1, len(line)), 110))


class Gate:
    """A translator that waits before every batch until it is let through."""

    def __init__(self, translator: Translator, held: "Held") -> None:
        self._translator, self._held = translator, held

    def __getattr__(self, name: str) -> Any:
        return getattr(self._translator, name)

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        self._held.wait()
        return self._translator.translate(batch, options)


class Held(Services):
    """Services whose pipeline is made, and whose model works, while `go` is set."""

    def __init__(self, home: Path) -> None:
        super().__init__(load_settings(home=home))
        self.go = threading.Event()
        self.ended = threading.Event()

    def wait(self) -> None:
        """Until it goes on; ends the thread when it never will."""
        while not self.go.wait(0.05):
            if self.ended.is_set():
                raise SystemExit

    def pipeline(self, *arguments: object, **options: object) -> Pipeline:
        self.wait()
        return super().pipeline(*arguments, **options)  # type: ignore[arg-type]

    def _open(self, model: InstalledModel, replicas: int) -> Translator:
        return cast("Translator", Gate(super()._open(model, replicas), self))


@contextlib.asynccontextmanager
async def reading(services: Services) -> AsyncIterator[tuple[ReaderApp, ReadingScreen]]:
    """The long article, open."""
    story = long_article()
    app = ReaderApp(services, [Source(name=story.source)], read=lambda _: story, article=story)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        yield app, screen


async def pages(frames: Frames, widget: Widget, count: int) -> list[float]:
    """Milliseconds of each frame, paging down and, at the end, up again."""
    times = []
    for number in range(count):
        down = (number // 40) % 2 == 0
        step = widget.scroll_page_down if down else widget.scroll_page_up
        times.append(await frames.after(lambda step=step: step(animate=False)))  # type: ignore[misc]
        await asyncio.sleep(0)
    return times


async def scrolling(home: Path, rounds: int) -> dict[str, list[float]]:
    """Frames of page scrolling, by widget, taking turns."""
    text = "\n\n".join(" ".join(sentences(number)) for number in range(PARAGRAPHS))
    times: dict[str, list[float]] = {"reader": [], "TextArea": [], "Log": [], "highlights off/on": []}
    for _ in range(rounds):
        held = Held(home)
        async with reading(held) as (app, screen):
            frames = Frames(app)
            times["reader"] += await pages(frames, screen.text, 40)
            for _ in range(10):
                times["highlights off/on"].append(await frames.after(screen.action_toggle_terms))
            held.ended.set()
        for widget in (TextArea(read_only=True, soft_wrap=True), Log(auto_scroll=False)):
            peer = Peer(widget, text)
            async with peer.run_test(size=SIZE) as pilot:
                await pilot.pause(0.2)
                times[type(widget).__name__] += await pages(Frames(peer), widget, 40)
    return times


async def answering(home: Path, rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """From a key to its frame, idle and while the bundled model translates, taking turns: a machine whose load changes
    weighs on both. Also what is left of it without the time in which Linux had no processor for this thread: that is
    this program's own, its waiting for Python's lock included.
    """
    times: dict[str, list[float]] = {"idle": [], "translating": []}
    own: dict[str, list[float]] = {name: [] for name in times}
    held = Held(home)
    async with reading(held) as (app, screen):
        frames = Frames(app)
        state = screen.state
        assert state is not None
        for _ in range(rounds):
            for name, took in times.items():
                before = len(state.ready)
                if name == "translating":
                    held.go.set()
                    await until(lambda before=before: len(state.ready) > before)  # type: ignore[misc]
                for number in range(KEYS):
                    key = "j" if number < KEYS // 2 else "k"
                    waited = unserved()
                    took.append(await frames.after(lambda key=key: app.post_message(events.Key(key, key))))  # type: ignore[misc]
                    own[name].append(took[-1] - (unserved() - waited))
                    await asyncio.sleep(0.02)
                held.go.clear()
                await asyncio.sleep(0.5)  # the batch that is at work comes to its end
        assert not screen.over, "the translation was over before the keys were: more paragraphs are needed"
        held.ended.set()
    return times, own


def unserved() -> float:
    """Milliseconds that this thread was ready to run and had no processor, as Linux counts them; else 0."""
    told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
    return int(told.read_text(encoding="ascii").split()[1]) / 1e6 if told.exists() else 0.0


async def until(condition: Callable[[], object]) -> None:
    """Wait for it, a minute at most."""
    for _ in range(1200):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("it did not happen")


def first_paint(home: Path, runs: int) -> dict[str, list[float]]:
    """Seconds from the start of the process to the text on the terminal."""
    path = home / "panjang.txt"
    head = f"{MARK.decode()} Berita Panjang\n\nSenin, 2 Maret 2026 - 09:15 WIB\n\nJAKARTA - "
    path.write_text(head + "\n\n".join(" ".join(sentences(number)) for number in range(PARAGRAPHS)), encoding="utf-8")
    times: dict[str, list[float]] = {"empty app": [], "reader": []}
    for run in range(runs + 1):
        pair = (seconds_to_paint(EMPTY, home=home), seconds_to_paint(READER, str(path), home=home))
        if run:  # the first only warms the file cache
            for name, seconds in zip(times, pair, strict=True):
                times[name].append(seconds)
    return times


def memory(*command: str) -> float:
    """The most resident megabytes that a process of its own has had, as Linux tells it to that process."""
    told = subprocess.run([sys.executable, *command], capture_output=True, check=True, text=True).stdout
    return int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


EMPTY_WEIGHT = """
import asyncio
from textual.app import App

async def weigh():
    async with App().run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)

asyncio.run(weigh())
print(open("/proc/self/status").read())
"""


async def weigh(home: Path) -> None:
    """The article open and paged through, no model."""
    held = Held(home)
    async with reading(held) as (_, screen):
        frames = Frames(screen.app)
        await pages(frames, screen.text, 80)
        held.ended.set()


def row(name: str, times: list[float], unit: str = "ms") -> str:
    """A line of the table."""
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{name:24}{statistics.median(times):9.2f} {unit}{p95:9.2f} {unit}{len(times):7}"


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def main(runs: int) -> int:
    """Measure, print tables, and say whether the limits hold."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        print(f"{PARAGRAPHS} paragraphs, window of {SIZE[0]} x {SIZE[1]}\n{'':24}{'p50':>12}{'p95':>12}{'n':>7}")
        paints = first_paint(home, runs)
        for name, times in paints.items():
            print(row(f"first paint, {name}", times, "s "))
        paint_ratio = statistics.median(paints["reader"]) / statistics.median(paints["empty app"])
        scrolled = asyncio.run(scrolling(home, max(2, runs // 2)))
        for name, times in scrolled.items():
            print(row(name if "/" in name else f"page, {name}", times))
        answered, own = asyncio.run(answering(home, max(2, runs // 2)))
        for name, times in answered.items():
            print(row(f"key to frame, {name}", times))
        for name, times in own.items():
            print(row(f"  own time, {name}", times))
        answer_ratio, own_ratio = (p95(some["translating"]) / p95(some["idle"]) for some in (answered, own))
        empty, reader = memory("-c", EMPTY_WEIGHT), memory(__file__, "--memory")
    page = {
        name: statistics.median(scrolled["reader"]) / statistics.median(scrolled[name]) for name in ("TextArea", "Log")
    }
    print(f"first paint: {paint_ratio:.2f} times an empty app (limit {LIMIT:.0f})")
    print(f"page: {page['TextArea']:.2f} times TextArea, {page['Log']:.2f} times Log at p50")
    print(f"key to frame at p95, translating: {answer_ratio:.2f} times idle (limit {LIMIT:.0f}); own: {own_ratio:.2f}")
    print(f"memory: {reader:.0f} MB, the empty app {empty:.0f} MB")
    return 0 if max(answer_ratio, paint_ratio) <= LIMIT else 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--memory"]:
            with tempfile.TemporaryDirectory() as place:
                asyncio.run(weigh(Path(place)))
            print(Path("/proc/self/status").read_text(encoding="utf-8"))
        case [number]:
            sys.exit(main(int(number)))
        case _:
            sys.exit(main(9))
