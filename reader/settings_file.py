"""Writing to `config.toml`: one setting at a time, and what else a person wrote there stays as it is."""

from pathlib import Path

from reader.errors import UsageError
from reader.files import replacing


def write_setting(path: Path, name: str, value: str | int | bool | list[str] | None) -> None:
    """Set `name` in the settings file `path`, or take it out for None; comments and order kept. Raises UsageError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.is_file() else tomlkit.document()
        if value is not None:
            document[name] = value
        elif name in document:
            del document[name]
        with replacing(path) as file:
            file.write(tomlkit.dumps(document).encode())
    except (OSError, ValueError, TOMLKitError) as error:
        raise UsageError("the settings file cannot be written", path, str(error)) from error
