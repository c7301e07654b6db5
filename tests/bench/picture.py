"""Makes pictures of the reader.

python tests/bench/picture.py OUT.svg [SAMPLE] [COLUMNS] [ROWS] [THEME]
    The picture of the README: a sample article, translated by the bundled model, glossary lit.
python tests/bench/picture.py --states DIR [COLUMNS] [ROWS] [THEME] [STATE]...
    The reading screen in each of its states (or those named), as DIR/STATE-COLUMNSxROWS-THEME.svg, to be looked at.
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
from tests.ui.states import OVER, STATES

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


async def state_picture(name: str, size: tuple[int, int], theme: str, home: Path) -> str:
    """The reading screen in the state of this name, as SVG."""
    state = {**STATES, **OVER}[name](load_settings(home=home, theme=theme))
    async with state.app.run_test(size=size) as pilot:
        await state.before(pilot)
        return state.app.export_screenshot(title=f"{name}, {size[0]}x{size[1]}")


def states(folder: str, columns: str = "120", rows: str = "40", theme: str = "textual-dark", *names: str) -> None:
    """Write the pictures of all states (or those named) to `folder`."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in names or (*STATES, *OVER):
        with tempfile.TemporaryDirectory() as home:
            svg = asyncio.run(state_picture(name, (int(columns), int(rows)), theme, Path(home)))
        path = Path(folder) / f"{name.replace(' ', '-')}-{columns}x{rows}-{theme.removeprefix('textual-')}.svg"
        path.write_text(svg, encoding="utf-8")
        print(path)


def main(out: str, sample: str = "1", columns: str = "120", rows: str = "36", theme: str = "textual-dark") -> None:
    """Write the picture of the sample with this number to `out`."""
    with tempfile.TemporaryDirectory() as home:
        chosen = samples.paths()[int(sample) - 1]
        svg = asyncio.run(picture(chosen, (int(columns), int(rows)), theme, Path(home)))
    Path(out).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--states", folder, *rest]:
            states(folder, *rest)
        case [out, *rest]:
            main(out, *rest)
        case _:
            sys.exit(__doc__)
