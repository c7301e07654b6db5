"""Writing to `config.toml`: one setting at a time, and what else a person wrote there stays as it is."""

import os
import tempfile
from pathlib import Path

from reader.errors import UsageError


def write_setting(path: Path, name: str, value: str | int | bool) -> None:
    """Set `name` in the settings file `path`, comments and order kept. Raises UsageError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.is_file() else tomlkit.document()
        document[name] = value
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
        Path(draft).replace(path)
    except (OSError, ValueError, TOMLKitError) as error:
        raise UsageError("the settings file cannot be written", path, str(error)) from error
