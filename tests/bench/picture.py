"""Makes the picture of the README: a sample article, translated by the bundled model, glossary lit.

python tests/bench/picture.py OUT.svg [SAMPLE] [COLUMNS] [ROWS] [THEME]
"""

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader import samples
from reader.config import load_settings
from reader.document import Source
from reader.services import open_services
from reader.ui.app import ReaderApp
from reader.ui.messages import TranslationEnded, TranslationStopped

PATIENCE = 300.0
"""Seconds that the model may take."""


async def picture(sample: Path, size: tuple[int, int], theme: str, home: Path) -> str:
    """The reader with all of `sample` translated, as SVG. Raises TimeoutError."""
    ended = asyncio.Event()

    def listen(message: object) -> None:
        if isinstance(message, TranslationEnded | TranslationStopped):
            ended.set()

    with open_services(load_settings(home=home, theme=theme)) as services:
        app = ReaderApp(services, [Source(name=sample.name, path=sample)])
        async with app.run_test(size=size, message_hook=listen) as pilot:
            await asyncio.wait_for(ended.wait(), PATIENCE)
            await pilot.press("j")
            await pilot.pause()
            return app.export_screenshot(title=f"dwibaca {sample.name}")


def main(out: str, sample: str = "1", columns: str = "120", rows: str = "36", theme: str = "textual-dark") -> None:
    """Write the picture of the sample with this number to `out`."""
    with tempfile.TemporaryDirectory() as home:
        chosen = samples.paths()[int(sample) - 1]
        svg = asyncio.run(picture(chosen, (int(columns), int(rows)), theme, Path(home)))
    Path(out).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
