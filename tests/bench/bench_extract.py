"""Speed of extraction: HTML against trafilatura alone on the same pages, and text in megabytes a second.

    python tests/bench/bench_extract.py [--rounds N]

Pages are those of `tests/pages`. Growth is measured on one text made longer and longer: a page of many lines, and the
same on one line. Not a test: run by name.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # run as a script, from a checkout that is not installed

import trafilatura  # noqa: E402 (after the path)

from reader.article import to_article  # noqa: E402
from reader.document import Source  # noqa: E402

PAGES = ROOT / "tests/pages"
"""With the folder of pages that were blind."""
PROSE = "Pemerintah mengatakan harga beras turun pada pekan ini, kata menteri itu kepada wartawan di Jakarta. "


def seconds(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median of `rounds` runs of each of `works`, in processor time. They take turns, so that a busy machine weighs
    on all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, took in zip(works, times, strict=True):
            start = time.process_time()
            work()
            took.append(time.process_time() - start)
    return [statistics.median(took) for took in times]


def source(path: Path) -> Source:
    """A source for bytes that are in memory already."""
    return Source(name=path.name, path=path, relative=Path(path.name))


def against_trafilatura(rounds: int) -> None:
    """Every HTML page by this program and by trafilatura with its metadata."""
    pages = [(source(path), path.read_bytes()) for path in sorted(PAGES.rglob("*.html"))]

    def ours() -> None:
        for page, data in pages:
            to_article(data, page)

    def theirs() -> None:
        for _, data in pages:
            trafilatura.bare_extraction(
                data.decode(errors="replace"), include_comments=False, favor_recall=True, with_metadata=True
            )

    ours()
    theirs()  # loads what is loaded at first use
    own, other = seconds(rounds, ours, theirs)
    each = 1_000 / len(pages)  # milliseconds
    print(
        f"{len(pages)} HTML pages: {own * each:.2f} ms a page, "
        f"trafilatura alone {other * each:.2f} ms: {own / other:.2f}x"
    )


def text_pages(rounds: int) -> None:
    """The text pages as they are: small, so the cost of every page counts."""
    pages = [(source(path), path.read_bytes()) for path in sorted(PAGES.rglob("*.txt"))]
    size = sum(len(data) for _, data in pages)
    (took,) = seconds(rounds, lambda: [to_article(data, page) for page, data in pages])
    print(f"{len(pages)} text pages: {took * 1_000 / len(pages):.2f} ms a page, {size / took / 1e6:.2f} MB/s")


def growth(rounds: int) -> None:
    """Text that doubles: the time should double with it."""
    for shape, end in (("paragraphs", "\n\n"), ("one line", "")):
        for size in (125_000, 250_000, 500_000, 1_000_000, 2_000_000):
            data = ("Judul Berita Hari Ini\n\n" + (PROSE * 3 + end) * (size // (len(PROSE) * 3))).encode()
            (took,) = seconds(rounds, partial(to_article, data, source(Path("a.txt"))))
            print(f"{shape:12} {len(data) / 1e6:6.3f} MB {took:7.3f} s {len(data) / took / 1e6:6.2f} MB/s")


@click.command()
@click.option("--rounds", default=3, show_default=True)
def main(rounds: int) -> None:
    """Measure and print."""
    against_trafilatura(rounds)
    text_pages(rounds)
    growth(rounds)


if __name__ == "__main__":
    main()
