"""The table and the picture of `bench_nllb.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from xml.sax.saxutils import escape

from tests.bench.nllb.weights import RATIO, Shape

Key = tuple[str, int, str]
TARGETS = {
    ("batch", 1, "ctranslate2 batched"): 2.5,
    ("batch", 4, "ctranslate2 batched"): 2.0,
    ("batch", 1, "ctranslate2 one by one"): 8.0,
    ("batch", 4, "ctranslate2 one by one"): 8.0,
    ("batch", 1, "transformers bfloat16"): 3.5,
    ("batch", 4, "transformers bfloat16"): 10.0,
}
TARGETS |= {("folder", beam, rival): target for (_, beam, rival), target in TARGETS.items()}
OURS = {"batch": "ours", "article": "ours", "one by one": "ours", "folder": "ours, replicas"}
"""This program as it does each job: the reader has one replica of the model, a folder as many as there are cores."""
JOBS = {
    "batch": "16 sentences, one batch",
    "article": "one article, from its first sentences on",
    "one by one": "one sentence at a time",
    "folder": "64 sentences pooled from articles, as a folder is translated",
}
ARTICLES = 200


@dataclass(frozen=True)
class Results:
    """All that was measured."""

    shape: Shape
    mapped: int
    weights: int
    """Bytes of int8 weights."""
    threads: int
    sentences: int
    """Of the article."""
    limits: dict[str, float]
    runs: dict[Key, list[dict[str, float]]]
    ratios: dict[Key, list[tuple[float, float]]]

    def speed(self, key: Key, what: str = "tokens") -> float:
        """Tokens (or sentences) a second, the median of the runs."""
        return median(run[what] / run["seconds"] for run in self.runs[key])

    def ratio(self, key: Key, which: int) -> float | None:
        """Of ours to a rival, the median; 0: by the clock, 1: by processor time."""
        found = self.ratios.get(key)
        return median(pair[which] for pair in found) if found else None

    def reading_limit(self, rows: int) -> float:
        """Tokens a second if memory were all: every step reads the decoder and `rows` rows of the output layer."""
        return self.limits["bandwidth"] / (self.shape.decoder_bytes + rows * self.shape.width)

    def product_limit(self, beam: int, rows: int) -> float:
        """Tokens a second if 8-bit products were all: a token's own steps in each beam, and its share of the source."""
        step = self.shape.decoder_bytes + rows * self.shape.width
        return self.limits["products"] / (beam * step + self.shape.source_products / RATIO)


def table(results: Results) -> str:
    """Markdown."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Results) -> Iterator[str]:
    yield "# NLLB-600M's shape on a processor"
    yield ""
    yield (
        f"`python tests/bench/bench_nllb.py`, {datetime.now(UTC):%Y-%m-%d}: random weights of the exact shape "
        f"({results.weights / 1e6:.0f} MB int8), {results.threads} cores, {results.mapped:,} of "
        f"{results.shape.vocabulary:,} tokens in the map. The ratio is of ours to the row: by the clock, and by "
        "processor time, which other programs on the machine disturb less. Each is the median over turns, ours before "
        "and after the other."
    )
    for job, title in JOBS.items():
        for beam in (1, 4):
            rows = [key for key in results.runs if key[:2] == (job, beam)]
            if rows:
                yield from _table(results, f"{title[0].upper()}{title[1:]}, beam {beam}", rows)
    yield from _folder(results)
    yield from _memory(results)
    if results.limits:
        yield from _limits(results)


def _table(results: Results, title: str, rows: list[Key]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield "| | tokens/s | sentences/s | first sentence after | ours is faster by | by processor time | target | runs |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for key in rows:
        runs = results.runs[key]
        clock, busy, target = results.ratio(key, 0), results.ratio(key, 1), TARGETS.get(key)
        yield (
            f"| {key[2]} | {results.speed(key):.1f} | {results.speed(key, 'sentences'):.2f} | "
            f"{median(run['first'] for run in runs):.1f} s | {f'{clock:.1f}x' if clock else ''} | "
            f"{f'{busy:.1f}x' if busy else ''} | {f'{target:g}x' if target else ''} | {len(runs)} |"
        )


def _folder(results: Results) -> Iterator[str]:
    yield f"\n## {ARTICLES} articles\n"
    yield (
        f"{ARTICLES} articles like this one ({ARTICLES * results.sentences:,} sentences), by the rates of the pool of "
        "64 where there is one, else of the batch of 16."
    )
    yield "\n| | beam 1 | beam 4 |"
    yield "|---|--:|--:|"
    for kind in dict.fromkeys(key[2] for key in results.runs):
        cells = []
        for beam in (1, 4):
            key = next((key for job in ("folder", "batch") if (key := (job, beam, kind)) in results.runs), None)
            hours = ARTICLES * results.sentences / results.speed(key, "sentences") / 3600 if key else None
            cells.append("" if hours is None else f"{hours:.1f} h" if hours >= 1 else f"{hours * 60:.0f} min")
        yield f"| {kind} | {' | '.join(cells)} |"


def _memory(results: Results) -> Iterator[str]:
    yield "\n## Memory\n"
    yield "Highest resident size of the process, and what that is above the size of the int8 weights.\n"
    yield "| | reading an article | above the weights | everything | above the weights |"
    yield "|---|--:|--:|--:|--:|"
    for kind in dict.fromkeys(key[2] for key in results.runs):
        cells = []
        for jobs in (("article",), tuple(JOBS)):
            peaks = [
                run["memory"] for key, runs in results.runs.items() if key[2] == kind and key[0] in jobs for run in runs
            ]
            cells += (
                [f"{max(peaks) / 1e6:.0f} MB", f"{(max(peaks) - results.weights) / 1e6:.0f} MB"] if peaks else ["", ""]
            )
        yield f"| {kind} | {' | '.join(cells)} |"


def _limits(results: Results) -> Iterator[str]:
    yield "\n## Against what the machine could do\n"
    yield (
        f"Memory reads {results.limits['bandwidth'] / 1e9:.1f} GB/s; PyTorch's int8 layers of the same sizes multiply "
        f"{results.limits['products'] / 1e9:.0f} billion pairs a second. One sentence at a time, a step must read the "
        "decoder and the output layer; in a batch, the products count."
    )
    yield "\n| | beam | limit | tokens/s if it were all | reached | share |"
    yield "|---|--:|---|--:|--:|--:|"
    everything = results.shape.vocabulary
    rows: list[tuple[str, str, int]] = [
        ("one by one", "ours", results.mapped),
        ("one by one", "ctranslate2 one by one", everything),
    ]
    rows += [("batch", "ours", results.mapped), ("batch", "ctranslate2 batched", everything)]
    for job, kind, size in rows:
        for beam in (1, 4):
            key = (job, beam, kind)
            if key in results.runs:
                one, speed = job == "one by one", results.speed(key)
                limit = results.reading_limit(size) if one else results.product_limit(beam, size)
                what = "memory" if one else "int8 products"
                yield f"| {kind}, {JOBS[job]} | {beam} | {what} | {limit:.0f} | {speed:.1f} | {speed / limit:.0%} |"


def picture(results: Results) -> str:
    """Bars of tokens a second in one batch of 16, as SVG."""
    rows = [key for beam in (1, 4) for key in results.runs if key[:2] == ("batch", beam)]
    longest = max(results.speed(key) for key in rows)
    height = 30 + 26 * len(rows) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" '
        'font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="10" y="20" font-weight="bold">NLLB-600M\'s shape, one batch of 16 sentences: tokens a second</text>',
    ]
    for number, key in enumerate(rows):
        y = 34 + 26 * number + (12 if key[1] == 4 else 0)
        speed = results.speed(key)
        width = max(1.0, 400 * speed / longest)
        colour = "#2a7f62" if key[2].startswith("ours") else "#9aa5b1"
        parts.append(f'<text x="10" y="{y + 15}">{escape(key[2])}, beam {key[1]}</text>')
        parts.append(f'<rect x="240" y="{y}" width="{width:.1f}" height="20" fill="{colour}"/>')
        parts.append(f'<text x="{250 + width:.1f}" y="{y + 15}">{speed:.1f}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
