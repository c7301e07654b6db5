"""Files that are never half written, as those of the models are; and small tables that are only worth remembering."""

import contextlib
import json
from pathlib import Path
from typing import Any

from models.files import replacing, sweep

__all__ = ["noted", "replacing", "sweep", "take_note"]


def noted(path: Path) -> dict[str, Any]:
    """The table of JSON in the file `path`; an empty one where there is none, or none that can be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return table if isinstance(table, dict) else {}


def take_note(path: Path, key: str, value: object) -> None:
    """Put `value` into the table in the file `path`. Whether that works matters to nobody."""
    with contextlib.suppress(OSError):
        table = {**noted(path), key: value}
        with replacing(path) as file:
            file.write(json.dumps(table).encode())
