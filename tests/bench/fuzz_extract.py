"""Hostile inputs by the thousand: always an article or one clear error, within 5 s and 500 MB each.

    python tests/bench/fuzz_extract.py [N] [--seed S]

Half are real pages of `tests/pages` with bytes turned, cut, doubled or mixed; half are made to do harm: nested
markup, one endless line, half characters, NULs, direction marks, bombs in gzip and EPUB, entities. One process reads
them all; its memory is watched, and what takes too long is ended and told: each article has its 5 s, and so has each
chapter of a book. Seconds are those of the processor, so that a busy machine changes nothing. The seed makes a run
repeatable, `--first` begins it further on, so that several processes can share one. Not a test: run by name.
"""

import gzip
import io
import random
import resource
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # run as a script, from a checkout that is not installed

from reader.article import find_sources, read_article  # noqa: E402 (after the path)
from reader.diagnostics import one_line  # noqa: E402
from reader.document import Article, Source  # noqa: E402
from reader.errors import ReaderError  # noqa: E402

SECONDS = 5.0
MEGABYTES = 500
PROSE = "Pemerintah mengatakan harga beras turun pada pekan ini, kata menteri itu kepada wartawan. "
TAGS = (
    "p",
    "div",
    "b",
    "table",
    "ul",
    "li",
    "blockquote",
    "script",
    "style",
    "svg",
    "h1",
    "a href='x'",
    "!--",
    "![CDATA[",
)
ODD = (
    "\x00",
    "\x1b[31m",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x85",
    "\ud7ff",
    "🙂",
    "語",
    "“",
    '"',
    "(",
    "…",
)
PIECES = (
    "1. ",
    "A. ",
    "Jl. ",
    "“a. ",
    "(Purn.) ",
    "…  ",
    "x",
    "- a\n",
    "?! ",
    ",",
    "a.B",
    "\n\n",
    "<",
    "&amp;",
    "# ",
    "*a* ",
)


class TooLong(BaseException):
    """The time of one input is over. No Exception: nothing in the program may take it for a broken page."""


def main() -> None:
    """The command."""
    run()


@click.command()
@click.argument("count", default=300)
@click.option("--seed", default=1, show_default=True)
@click.option("--first", default=0, show_default=True, help="Number of the first input.")
@click.option("--large/--no-large", default=True, help="Also inputs of megabytes.", show_default=True)
def run(count: int, seed: int, first: int, large: bool) -> None:
    """Read COUNT inputs; exit 1 if any crashed, hung or took too much memory."""
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    faults: list[str] = []
    peak = megabytes()
    signal.signal(signal.SIGPROF, _ring)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            name, data = made(random.Random(f"{seed}/{number}"), large)
            path = Path(folder) / f"a{name}"
            path.write_bytes(data)
            outcome, took = read(path)
            higher = megabytes()
            if higher > max(peak, MEGABYTES):
                faults.append(f"{number} {name} {len(data):,} bytes: memory rose to {higher} MB")
            peak = max(peak, higher)
            outcomes[outcome.partition(":")[0]] += 1
            slowest = max(slowest, (took, f"{number} {name} {len(data):,} bytes"))
            if outcome.startswith(("crash", "hang")):
                faults.append(f"{number} {name} {len(data):,} bytes: {outcome}")
    print(f"{count} inputs from {first}, seed {seed}: {dict(outcomes)}; peak {peak} MB")
    print(f"slowest {slowest[0]:.1f} s ({slowest[1]})")
    print("\n".join(faults) or "no fault")
    sys.exit(bool(faults))


def megabytes() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def read(path: Path) -> tuple[str, float]:
    """What became of the input (an article, a refusal, a crash or a hang), and the longest that one of its articles
    took, in seconds."""
    sources: list[Source] = []
    outcome, slowest = timed(lambda: sources.extend(find_sources([str(path)])))
    for source in sources:
        if outcome == "article" and source.path is not None:  # an address would be fetched
            outcome, took = timed(lambda source=source: check(read_article(source)))  # type: ignore[misc]
            slowest = max(slowest, took)
    return outcome, slowest


def timed(work: Callable[[], object]) -> tuple[str, float]:
    """What became of `work`, and its seconds."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 0.5)  # again and again: a __del__ swallows what is raised in it
    start = time.process_time()
    try:
        work()
        outcome = "article"
    except ReaderError as error:
        outcome = "refused" if len(str(error).splitlines()) == 1 else f"crash: more than a line: {error}"
    except TooLong:
        outcome = f"hang: over {SECONDS:g} s"
    except (Exception, RecursionError) as error:  # noqa: BLE001 - that is what is looked for
        outcome = f"crash: {error!r}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return outcome, time.process_time() - start


def check(article: Article) -> None:
    """What holds for every article. Raises AssertionError."""
    assert article.title or article.paragraphs
    for _, paragraph in article.blocks():
        assert paragraph.text == one_line(paragraph.text)  # nothing that a terminal would act on
        at = 0
        for span in paragraph.sentences:
            assert at <= span.start < span.end
            assert not paragraph.text[at : span.start].strip()
            at = span.end
        assert not paragraph.text[at:].strip()


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong


# --- inputs ----------------------------------------------------------------------------------------------------------


def made(chance: random.Random, large: bool) -> tuple[str, bytes]:
    """A file's suffix and its bytes."""
    if chance.random() < 0.5:
        page = chance.choice(PAGES)
        return page.suffix, mutated(page.read_bytes(), chance)
    size = 10 ** chance.uniform(1, 7.2 if large and chance.random() < 0.05 else 5)
    suffix, data = chance.choice(MAKERS)(chance, int(size))
    return suffix, mutated(data, chance) if chance.random() < 0.2 else data


PAGES = sorted(path for path in (ROOT / "tests/pages").rglob("*") if path.suffix in {".txt", ".html"})


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to eight harms done to it."""
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randint(0, len(data)) for _ in range(2))
        match chance.randrange(7):
            case 0:
                data = data[:at] + chance.randbytes(chance.randint(1, 20)) + data[at:]
            case 1:
                data = data[:to]
            case 2:
                data = data[:at] + data[to:]
            case 3:
                data = data[:to] + data[at:to] * chance.randint(1, 5) + data[to:]
            case 4:
                data = data[:at] + chance.choice(ODD).encode() * chance.randint(1, 50) + data[at:]
            case 5:
                data = data[:at] + f"<{chance.choice(TAGS)}>".encode() * chance.randint(1, 200) + data[at:]
            case _:
                data = data.replace(b"\n", chance.choice((b"", b" ", b"\r", b"\n\n")))
        data = data[:20_000_000]
    return data


def noise(chance: random.Random, size: int) -> tuple[str, bytes]:
    return chance.choice((".txt", ".html", ".md", ".epub", ".html.gz")), chance.randbytes(size)


def repeated(chance: random.Random, size: int) -> tuple[str, bytes]:
    pieces = chance.choices((*PIECES, *ODD, PROSE), k=chance.randint(1, 3))
    text = "".join(pieces)
    return chance.choice((".txt", ".md", ".html")), (text * (size // len(text) + 1)).encode(errors="replace")


def nested(chance: random.Random, size: int) -> tuple[str, bytes]:
    tag = chance.choice(TAGS)
    return ".html", (f"<{tag}>" * (size // (len(tag) + 2)) + PROSE * 5).encode()


def unclosed(chance: random.Random, size: int) -> tuple[str, bytes]:
    text = f"<html><body><p>{PROSE * 3}</p>" + chance.choice(("<!--", "<a ", "<", "&", "&#x", "<p title='")) * (
        size // 3
    )
    return ".html", text.encode()


def cut_characters(chance: random.Random, size: int) -> tuple[str, bytes]:
    text = (f"“{PROSE}” … é " * (size // 90 + 1)).encode(
        chance.choice(("utf-8", "utf-16", "utf-32", "cp1252")), "replace"
    )
    return ".txt", text[: max(1, len(text) - chance.randint(1, 3))]


def packed(chance: random.Random, size: int) -> tuple[str, bytes]:
    piece = chance.choice((b" ", b"a", PROSE.encode()))
    data = gzip.compress(piece * (min(size * 10, 25_000_000) // len(piece)))
    return ".html.gz", gzip.compress(data) if chance.random() < 0.3 else data


def entities(_: random.Random, size: int) -> tuple[str, bytes]:
    laughs = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
    items = "<item><link>&a11;</link></item>" * (size // 40)
    return ".xml", f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}]><rss>{items}</rss>'.encode()


def book(chance: random.Random, size: int) -> tuple[str, bytes]:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("META-INF/container.xml", '<c><rootfile full-path="a.opf"/></c>')
            names = [
                chance.choice((f"{number}.xhtml", "../../etc/passwd", "a.opf"))
                for number in range(chance.randint(1, 30))
            ]
            items = "".join(f'<item id="{n}" href="{name}" media-type="text/html"/>' for n, name in enumerate(names))
            refs = "".join(f'<itemref idref="{n}"/>' for n in range(len(names)))
            archive.writestr("a.opf", f"<package>{items}{refs}</package>")
            for name in {name for name in names if name[0].isdigit()}:
                _, text = chance.choice((nested, repeated, unclosed))(chance, min(size, 300_000))
                archive.writestr(name, text)
        return ".epub", file.getvalue()


MAKERS: tuple[Callable[[random.Random, int], tuple[str, bytes]], ...] = (
    noise,
    repeated,
    repeated,
    nested,
    unclosed,
    cut_characters,
    packed,
    entities,
    book,
)

if __name__ == "__main__":
    main()
