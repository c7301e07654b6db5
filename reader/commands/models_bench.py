"""`models bench`: how fast a model is on this machine."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.amounts import size
from reader.commands import output
from reader.commands.options import Options, common
from reader.diagnostics import one_line, tell
from reader.errors import ExitCode

if TYPE_CHECKING:
    from models.types import Translator

_BEAMS = (1, 4)
_SECONDS = 5.0
"""Each beam size is measured for at least this long: a small model is through the sentences in no time."""


@dataclass
class _Row:
    sentences: int = 0
    tokens: int = 0
    """Of the English."""
    seconds: float = 0.0


@click.command(short_help="How fast a model is on this machine.")
@click.argument("name", required=False)
@common
def bench(options: Options, name: str | None) -> int:
    """Load the model NAME, or the one in use, and translate the sentences of the sample articles with it.

    Load time, sentences and tokens of English a second at beam 1 and 4, and the memory of the whole process at its
    highest. Nothing is cached; the speed is kept, to be shown beside the model on the models screen.
    """
    from models.engine import usable_cores
    from models.machine import peak_memory
    from reader.speeds import Speed, remember_speed

    sentences = _sentences()
    with options.services(**({"model": name} if name else {})) as services:
        model = services.model
        folder = services.installed.folder
        if not options.quiet:
            tell(f"measuring {model.name} on {len(sentences)} sentences, about {2 * _SECONDS:.0f} s or more")
        began = time.perf_counter()
        translator = services.translator()
        loading = time.perf_counter() - began
        count = _counter(folder)
        rows = _measured(translator, sentences, count)
        rates = {str(beam): row.sentences / row.seconds for beam, row in rows.items()}
        remember_speed(services.paths.speeds, model.digest, Speed(rates, usable_cores()))
    output.write(
        f"{one_line(str(model))}: {usable_cores()} cores, loaded in {loading:.2f} s, "
        f"{size(peak_memory())} of memory at most\n"
    )
    output.write("beam  sentences/s  tokens/s\n")
    for beam, row in rows.items():
        sentences_a_second, tokens_a_second = row.sentences / row.seconds, row.tokens / row.seconds
        output.write(f"{beam:4}  {sentences_a_second:11.1f}  {tokens_a_second:8.0f}\n")
    return ExitCode.DONE


def _sentences() -> list[str]:
    """Every sentence of the sample articles, in reading order."""
    from reader.article import find_sources, read_article
    from reader.samples import paths

    articles = map(read_article, find_sources([str(path) for path in paths()]))
    return [segment.text for article in articles for segment in article.segments()]


def _counter(folder: Path) -> Callable[[str], int]:
    """Counts the tokens of a text as the model's own tokenizer does."""
    from models.layout import find_files, open_tokenizer

    pieces = open_tokenizer(find_files(folder).tokenizer)
    return lambda text: len(pieces.encode(text))


def _measured(translator: "Translator", sentences: Sequence[str], count: Callable[[str], int]) -> dict[int, _Row]:
    """By beam size. They take turns, so that what else the machine is doing weighs on both."""
    from models.types import DecodingOptions, Request

    requests = [Request(sentence) for sentence in sentences]
    rows = {beam: _Row() for beam in _BEAMS}
    for beam in _BEAMS:  # the first batch pays for what is set up once
        translator.translate(requests[:2], DecodingOptions(beam_size=beam))
    while any(row.seconds < _SECONDS for row in rows.values()):
        for beam, row in rows.items():
            began = time.perf_counter()
            results = translator.translate(requests, DecodingOptions(beam_size=beam))
            row.seconds += time.perf_counter() - began
            row.sentences += len(results)
            row.tokens += sum(count(hypotheses[0].text) for hypotheses in results)
    return rows
