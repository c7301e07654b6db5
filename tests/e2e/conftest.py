"""The program as a person runs it: another process, its bytes and its exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Dwibaca = Callable[..., "subprocess.CompletedProcess[bytes]"]

ARTICLE = """Presiden kunjungi pasar di Bandung

BANDUNG - Presiden tiba di Bandung pada Senin (13/5/2024). Ia bertemu gubernur dan para pedagang.

"Harga beras naik," kata seorang pedagang.
"""

HOSTILE = """Presiden \x1b[31mkunjungi\x1b[0m [bold red]pasar[/] <script>alert(1)</script>

BANDUNG - Presiden tiba di \x1b]8;;http://evil.example\x07Bandung\x1b]8;;\x07 pada [@click=app.quit]Senin[/].

Harga \x1b]52;c;ZXZpbA==\x07beras \x9b31mnaik & <img src=x onerror=alert(2)> [link=http://evil.example]di sini[/link].
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of the program: its own home, this checkout, and nothing of the developer's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DWIBACA_", "COLUMNS", "LINES"))}
    return {**kept, "DWIBACA_HOME": str(home), "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def dwibaca(home: Path, tmp_path: Path) -> Dwibaca:
    """Run the command in an empty folder: `dwibaca("extract", path, stdin=b"", env={...})`."""

    def run(
        *args: object, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-m", "reader.cli", *map(str, args)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment(home, **(env or {})),
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A small article."""
    path = tmp_path / "articles" / "pasar.txt"
    path.parent.mkdir()
    path.write_text(ARTICLE, encoding="utf-8")
    return path
