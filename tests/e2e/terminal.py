"""A real terminal for the tests: tmux, with a server of its own, so that what stands on its screen can be read."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

TMUX = shutil.which("tmux")
_AT_REST = 0.2
"""Seconds without a change."""


class Terminal:
    """One program in one window of so many columns and rows."""

    def __init__(self, folder: Path, columns: int = 120, rows: int = 40) -> None:
        """`folder` holds the server's socket."""
        self._server = [str(TMUX), "-S", str(folder / "tmux"), "-f", os.devnull]
        self._size = ["-x", str(columns), "-y", str(rows)]

    def start(self, *arguments: object, environment: Mapping[str, str]) -> None:
        """Run `dwibaca` with these arguments."""
        command = [sys.executable, "-m", "reader.cli", *map(str, arguments)]
        given = [part for name, value in environment.items() for part in ("-e", f"{name}={value}")]
        self._run("new-session", "-d", *self._size, *given, *command)

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them: `Enter`, `Escape`, `C-u`, or a character."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type `text`."""
        self._run("send-keys", "-l", text)

    def screen(self) -> str:
        """What stands on the screen; empty when the program has ended."""
        return self._run("capture-pane", "-p", check=False)

    def until(self, condition: Callable[[str], object], seconds: float = 60) -> str:
        """The screen, once `condition` holds for it, and it is at rest or a second has gone by: what belongs together
        is not painted in one go. Raises AssertionError with the last screen."""
        deadline = time.monotonic() + seconds
        shown, held_since, still_since = "", 0.0, 0.0
        while (now := time.monotonic()) < deadline:
            before, shown = shown, self.screen()
            if not condition(shown):
                held_since = still_since = 0.0
            else:
                held_since = held_since or now
                still_since = still_since if shown == before and still_since else now
                if now - still_since >= _AT_REST or now - held_since >= 1:
                    return shown
            time.sleep(0.05)
        raise AssertionError(f"it did not happen within {seconds} seconds; the screen is\n{shown}")

    def until_translated(self, shown: str = "") -> str:
        """The screen, once the article on it is translated to its end, and `shown` stands there."""
        return self.until(lambda screen: "sentences · " in screen and "finding" in screen and shown in screen)

    def close(self) -> None:
        """End the program and the server."""
        self._run("kill-server", check=False)

    def _run(self, *command: str, check: bool = True) -> str:
        # The window says how large it is: whatever the terminal around the tests says must not get there.
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "TMUX")}
        done = subprocess.run([*self._server, *command], capture_output=True, env=kept, check=False, timeout=30)
        assert done.returncode == 0 or not check, done.stderr.decode()
        return done.stdout.decode()
