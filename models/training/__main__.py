"""`python -m models.training run --config recipe.toml --data DIR --out DIR`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from models.training.config import read_recipe

MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "20000000000",
    "MALLOC_TOP_PAD_": "536870912",
    "OMP_WAIT_POLICY": "passive",
}
"""Keep freed memory, use large pages: about three times the speed on a CPU. The C library reads them at start."""

HERE = Path(__file__).resolve().parent
STEP_NAMES = (
    "collect", "clean", "tokenizer", "align", "prepare", "reverse", "backtranslate", "train", "average", "export",
    "evaluate",
)  # fmt: skip


@click.group()
def main() -> None:
    """Make the bundled model."""


@main.command()
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=HERE / "recipe.toml")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--until", type=click.Choice(STEP_NAMES), help="Stop after this step.")
def run(config: Path, data: Path, out: Path, until: str | None) -> None:
    """Do the steps that are not done yet. Stop with Ctrl-C or a kill at any time and run again to go on."""
    if sys.platform == "linux" and any(name not in os.environ for name in MEMORY):
        arguments = [sys.executable, "-m", "models.training", *sys.argv[1:]]
        os.execve(sys.executable, arguments, {**MEMORY, **os.environ})
    from models.training.steps import Workshop, run_steps

    began = time.monotonic()

    def say(line: str) -> None:
        click.echo(f"{time.monotonic() - began:7.0f} s  {line}", err=True)

    try:
        run_steps(Workshop(read_recipe(config), data, out, say), until=until)
    except (InterruptedError, ArithmeticError, FileNotFoundError, ValueError) as stop:
        raise click.ClickException(str(stop)) from stop


if __name__ == "__main__":
    main()
