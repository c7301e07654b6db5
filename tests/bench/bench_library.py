"""The library with 5,000 articles against 50: how quick it opens, filters and moves.

    python tests/bench/bench_library.py [ROUNDS]

The two take turns in one run, so that a busy machine weighs on both:

- first paint: processes of their own on a pseudo-terminal, from the start to a title on the terminal;
- all there: from the first frame to the moment at which every article is known and listed;
- a letter typed into the filter, to its frame: median and 95th percentile;
- a step with `j`, to its frame;
- the longest time for which the screen stood still while the library opened.

A frame counts from the key to the moment at which all of it was handed to the terminal's driver. Exit code 1 when the
first paint takes more than 1.5 times, or a letter at p95 more than 5 times and 100 ms, what it takes with 50 articles.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from textual import events

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.config import Settings, load_settings
from reader.services import open_services
from reader.ui.app import ReaderApp
from reader.ui.screens.library import LibraryScreen
from tests.bench.bench_first_paint import MARK, seconds_to_paint
from tests.bench.bench_reader import Frames, row, until
from tests.support.library import NEWS, remember, visit

SIZE = (120, 40)
FEW, MANY = 50, 5_000
TYPED = ("beras", "banda tempo", "presiden", "kafe", "ekonomi rice")
PAINT_LIMIT, LETTER_LIMIT, LETTER_SECONDS = 1.5, 5.0, 0.1
LIBRARY = """
import sys
from reader.cli import main

sys.exit(main([]))
"""


def filled(home: Path, articles: int) -> Settings:
    """A home where so many articles were read. The first one's title has the word that first paint waits for."""
    settings = load_settings(home=home)
    remember(settings, (visit(n, title=f"{NEWS[n % 4][0]} {n}") for n in range(1, articles)))
    remember(settings, [visit(0, title=f"{MARK.decode()} Tol Baru")])
    (home / "data" / "welcomed").touch()
    return settings


async def listed(screen: LibraryScreen, articles: int) -> float:
    """Seconds until all are listed; then waits until no worker is at work."""
    start = time.perf_counter()
    await until(lambda: len(screen.shelf.rows) >= articles)
    took = time.perf_counter() - start
    await until(lambda: all(worker.is_finished for worker in screen.workers))
    return took


async def longest_pause(over: asyncio.Event) -> float:
    """The longest time, in milliseconds, for which the loop did not come round."""
    longest, last = 0.0, time.perf_counter()
    while not over.is_set():
        await asyncio.sleep(0.002)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest * 1000


async def using(settings: Settings, articles: int, times: dict[str, list[float]]) -> None:
    """Open the library, filter it, move in it; what each frame took goes to `times`."""
    with open_services(settings) as services:
        app = ReaderApp(services, [])
        async with app.run_test(size=SIZE) as pilot:
            over = asyncio.Event()
            pause = asyncio.create_task(longest_pause(over))
            screen = app.screen
            assert isinstance(screen, LibraryScreen)
            times["all there"].append(await listed(screen, articles) * 1000)
            over.set()
            times["standing still"].append(await pause)
            frames = Frames(app)
            for words in TYPED:
                await pilot.press("slash")
                for letter in words:
                    key = "space" if letter == " " else letter
                    times["letter"].append(
                        await frames.after(lambda key=key, letter=letter: app.post_message(events.Key(key, letter)))  # type: ignore[misc]
                    )
                    await asyncio.sleep(0.05)
                await pilot.press("escape")
                await pilot.pause()
            for _ in range(40):
                times["step"].append(await frames.after(lambda: app.post_message(events.Key("j", "j"))))
                await asyncio.sleep(0.02)


def main(rounds: int) -> int:
    """Measure, print a table, and say whether the limits hold."""
    paints: dict[int, list[float]] = {FEW: [], MANY: []}
    times: dict[int, dict[str, list[float]]] = {
        articles: {name: [] for name in ("all there", "standing still", "letter", "step")} for articles in paints
    }
    with tempfile.TemporaryDirectory() as folder:
        homes = {articles: Path(folder) / str(articles) for articles in paints}
        for articles, home in homes.items():
            filled(home, articles)
        for number in range(rounds + 1):
            for articles, home in homes.items():
                seconds = seconds_to_paint(LIBRARY, home=home)
                if number:  # the first only warms the file cache
                    paints[articles].append(seconds)
        for _ in range(rounds):
            for articles, home in homes.items():
                asyncio.run(using(load_settings(home=home), articles, times[articles]))
    print(f"{MANY} articles and {FEW}, window of {SIZE[0]} x {SIZE[1]}\n{'':24}{'p50':>12}{'p95':>12}{'n':>7}")
    for articles, known in times.items():
        print(row(f"first paint, {articles}", paints[articles], "s "))
        for name, taken in known.items():
            print(row(f"{name}, {articles}", taken))
    paint = statistics.median(paints[MANY]) / statistics.median(paints[FEW])
    many, few = (statistics.quantiles(times[articles]["letter"], n=20)[-1] for articles in (MANY, FEW))
    print(f"first paint: {paint:.2f} times {FEW} articles (limit {PAINT_LIMIT})")
    print(f"a letter at p95: {many / few:.2f} times {FEW} articles (limit {LETTER_LIMIT} or {LETTER_SECONDS:.1f} s)")
    slow = many / few > LETTER_LIMIT and many > LETTER_SECONDS * 1000
    return 1 if paint > PAINT_LIMIT or slow else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
