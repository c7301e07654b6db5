"""`python -m models.evaluation quality | headlines | alignment | numbers | pages | speed`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from models.bundled import VERSION
from models.bundled import path as bundled_path
from models.engine import CTranslate2Translator
from models.evaluation.sets import read_hand_aligned, read_sets
from models.layout import find_files
from models.store import COMPACT, ModelStore
from models.types import EngineError

Command = TypeVar("Command", bound=Callable[..., None])

_model = click.option("--model", default=COMPACT, help="compact, or the path of a model folder.")
_beam = click.option("--beam", type=click.IntRange(1, 16), default=4, show_default=True)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_folder = click.Path(exists=True, file_okay=False, path_type=Path)
_data = click.option("--data", type=_folder, help="Folder of .tsv files; default: the sample that ships.")


@click.group()
def main() -> None:
    """Measure a translation model."""


def _reported(command: Command) -> Command:
    """Turn what can go wrong with a model or the data into one line."""

    @wraps(command)
    def guarded(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except (EngineError, ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error
        except ModuleNotFoundError as error:
            raise click.ClickException(f"{error.name} is missing: install dwibaca[test]") from error

    return guarded  # type: ignore[return-value]


def _folder_of(model: str) -> Path:
    if model == COMPACT:
        return bundled_path()
    return ModelStore(Path()).resolve(model if "/" in model else f"./{model}").folder


def _title(model: str) -> str:
    return f"{COMPACT} {VERSION}" if model == COMPACT else find_files(_folder_of(model)).folder.name


def _open(model: str, threads: int = 0) -> CTranslate2Translator:
    return CTranslate2Translator.open(_folder_of(model), device="cpu", threads=threads)


@main.command()
@_model
@_data
@click.option("--lines", type=click.IntRange(1), help="Only the first lines of each set.")
@click.option(
    "--compute-type", default="auto", show_default=True, help="CTranslate2's: float32 measures float weights."
)
@_beam
@_json
@_reported
def quality(model: str, data: Path | None, lines: int | None, compute_type: str, beam: int, as_json: bool) -> None:
    """BLEU, chrF++, numbers and names kept, empty and looping outputs."""
    from models.evaluation.quality import evaluate_sets

    sets = [part.first(lines) for part in read_sets(data)]
    results = evaluate_sets(_folder_of(model), sets, beam_size=beam, compute_type=compute_type)
    published = tomllib.loads((Path(__file__).parent / "published.toml").read_text(encoding="utf-8"))["systems"]
    if as_json:
        report = {
            "model": _title(model),
            "sets": [r.as_dict() for r in results],
            "published_flores200_devtest": published,
        }
        click.echo(json.dumps(report, indent=2))
        return
    click.echo(f"{_title(model)}, beam {beam}, engine alone")
    for result in results:
        click.echo(
            f"\n{result.set}: {result.lines} lines, {result.lines / max(result.seconds, 0.1):.1f} a second\n"
            f"  BLEU {result.bleu:.2f}  chrF++ {result.chrf:.2f}  output/reference length {result.length_ratio}\n"
            f"  numbers kept {result.numbers}, names kept {result.names}\n"
            f"  empty {result.empty} (guarded {result.guarded_empty}), "
            f"loops {result.loops} (guarded {result.guarded_loops})"
        )
    click.echo(f"\n{results[0].bleu_signature}\n{results[0].chrf_signature}")
    click.echo("\nPublished for the whole FLORES-200 devtest, not measured here:")
    for system in published:
        click.echo(
            f"  {system['name']:<26} BLEU {system['bleu']:.1f}  chrF++ {system['chrf']:.1f}  ({system['source']})"
        )


@main.command()
@_model
@_json
@_reported
def alignment(model: str, as_json: bool) -> None:
    """Precision, recall and alignment error rate against links made by hand."""
    from models.evaluation.alignment import evaluate_alignment

    result = evaluate_alignment(_open(model), read_hand_aligned())
    if as_json:
        click.echo(json.dumps({"model": _title(model), **asdict(result)}, indent=2))
        return
    click.echo(
        f"{_title(model)}: {result.pairs} pairs by hand, precision {result.precision:.3f}, recall {result.recall:.3f}, "
        f"AER {result.error_rate:.3f}"
    )


@main.command()
@_model
@_beam
@click.option("--show", is_flag=True, help="Print the sentences that lost a value.")
@_json
@_reported
def numbers(model: str, beam: int, show: bool, as_json: bool) -> None:
    """Values kept in sentences made by program, with numbers, dates and money: 500 held out, 500 not."""
    from models.evaluation.numbers import FRAMES, HELD_OUT, evaluate_numbers, make_cases
    from models.evaluation.values import kept_values

    translator = _open(model)
    report: dict[str, Any] = {"model": _title(model), "beam": beam}
    for name, frames in (("held_out", HELD_OUT), ("development", FRAMES)):
        cases = make_cases(frames)
        kept, outputs = evaluate_numbers(translator, cases, beam)
        report[name] = {"sentences": len(cases), **asdict(kept)}
        if as_json:
            continue
        click.echo(f"{_title(model)}, beam {beam}, {name}: values kept {kept} in {len(cases)} sentences")
        for case, output in zip(cases, outputs, strict=True):
            found, wanted = kept_values(case.source, output)
            if show and found < wanted:
                click.echo(f"  {case.source}\n    {output}")
    if as_json:
        click.echo(json.dumps(report, indent=2))


@main.command()
@_model
@click.option("--articles", type=_folder, required=True, help="Folder of text files, one article each.")
@_beam
@click.option("--show", is_flag=True, help="Print every sentence with its translation.")
@_json
@_reported
def pages(model: str, articles: Path, beam: int, show: bool, as_json: bool) -> None:
    """Numbers and likely names kept in whole articles."""
    from models.evaluation.quality import evaluate_pages, read_pages

    sentences = read_pages(articles)
    result, outputs = evaluate_pages(_open(model), sentences, beam)
    if as_json:
        click.echo(json.dumps({"model": _title(model), **asdict(result)}, indent=2))
        return
    click.echo(
        f"{_title(model)}, beam {beam}: {result.sentences} sentences, numbers {result.numbers}, names {result.names}"
    )
    if show:
        for source, output in zip(sentences, outputs, strict=True):
            click.echo(f"  {source}\n    {output}")


@main.command()
@_model
@_data
@click.option("--lines", type=click.IntRange(1), default=400, show_default=True, help="Sentences of a set at most.")
@_beam
@_json
@_reported
def headlines(model: str, data: Path | None, lines: int, beam: int, as_json: bool) -> None:
    """Headlines, and sentences made headlines: the engine alone and with the guards. Capitals are not compared."""
    from models.evaluation.headlines import evaluate_headlines

    translator = _open(model)
    results = [result for part in read_sets(data) for result in evaluate_headlines(translator, part, lines, beam)]
    if as_json:
        report = {"model": _title(model), "beam": beam, "results": [asdict(result) for result in results]}
        click.echo(json.dumps(report, indent=2))
        return
    click.echo(f"{_title(model)}, beam {beam}: BLEU / chrF++ in small letters")
    for result in results:
        click.echo(
            f"  {result.set:24}{result.kind:26}{result.lines:6}   engine alone {result.bleu:5.2f} / {result.chrf:5.2f}"
            f"   guarded {result.guarded_bleu:5.2f} / {result.guarded_chrf:5.2f}"
        )


@main.command()
@_model
@_beam
@click.option("--threads", type=click.IntRange(0), default=0, help="0: every core this process may use.")
@_json
@_reported
def speed(model: str, beam: int, threads: int, as_json: bool) -> None:
    """Load time, sentences a second and resident memory."""
    from models.evaluation.speed import evaluate_speed

    sources = [source for part in read_sets(None) for source in part.sources]
    result = evaluate_speed(_folder_of(model), sources, beam, threads)
    if as_json:
        click.echo(json.dumps({"model": _title(model), **asdict(result)}, indent=2))
        return
    click.echo(
        f"{_title(model)}, beam {result.beam}, {result.cores} cores (load average before: {result.busy}): "
        f"{result.sentences_per_second} sentences a second, loaded in {result.load_seconds} s, "
        f"{result.memory_mb} MB resident"
    )


if __name__ == "__main__":
    main()
