"""Settings from the command line, the environment and `config.toml`, validated. Imported where one of them speaks."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from pydantic import Field, TypeAdapter, ValidationError, create_model, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from reader.errors import UsageError

if TYPE_CHECKING:
    from dataclasses import Field as DataclassField

    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

_OPTIONS = {"language": "--from"}
"""Options that are not called as their settings are."""
_HINTS = {"language": "a FLORES-200 code, such as ind_Latn"}
"""What says more than the kind of a setting does."""
_KINDS = {
    bool: "true or false",
    tuple: 'paths, in brackets: ["one.toml", "two.toml"]',
    Mapping: "a table of names and keys, both in quotation marks",
}


class _Outside(BaseSettings):
    # Lists are paths joined as in PATH; with `enable_decoding` they would have to be JSON.
    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_ignore_empty=True, enable_decoding=False)

    @field_validator("glossary", mode="before", check_fields=False)
    @classmethod
    def _split_paths(cls, value: object) -> object:
        return _split(value)

    @field_validator("keys", mode="before", check_fields=False)
    @classmethod
    def _flatten_keys(cls, value: object) -> object:
        return dict(_flat(value)) if isinstance(value, Mapping) else value


def validated(kind: type[T], prefix: str, options: dict[str, Any], file: Path) -> T:
    """The settings: `options` over the environment, that over `file` (if there is one), that over the defaults.

    `kind` is the dataclass of the settings, with their bounds as `metadata`; `prefix` is that of the environment's
    variables. Raises UsageError that names the setting and where it stands, or the file.
    """

    class FromFile(_Outside):
        model_config = SettingsConfigDict(env_prefix=prefix)

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            toml = (TomlConfigSettingsSource(settings_cls, toml_file=file),) if file.is_file() else ()
            return (init_settings, env_settings, *toml)

    known: dict[str, Any] = {one.name: (one.type, _field(one)) for one in fields(kind)}
    try:
        found = create_model("Outside", __base__=FromFile, **known)(**options)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        place = _place(name, prefix, options, file)
        if name not in known:
            raise _unknown(f"{name} in {place}", known) from error
        raise UsageError("a setting is wrong", f"{name} in {place}", _wanted(kind, name)) from error
    except (OSError, ValueError) as error:
        raise UsageError("the settings file cannot be read", file, str(error)) from error
    return kind(**found.model_dump())


def validated_one(kind: type["DataclassInstance"], name: str, text: str) -> Any:
    """The value of the setting `name` of `kind` that a person typed as `text`. Raises UsageError."""
    known = {one.name: one for one in fields(kind)}
    if name not in known:
        raise _unknown(name, known)
    if known[name].default is MISSING:
        raise UsageError("this setting is a table", name, f"write it below [{name}] of the settings file, or F2 does")
    only: dict[str, Any] = {"value": (known[name].type, Field(**known[name].metadata))}
    try:
        return create_model("Only", **only)(value=_split(text) if name == "glossary" else text).model_dump()["value"]
    except ValidationError as error:
        raise UsageError("a setting is wrong", f"{name} = {text}", _wanted(kind, name)) from error


def meanings(kind: type["DataclassInstance"]) -> dict[str, str]:
    """What every setting of the dataclass `kind` is for, in one line: the docstring below it."""
    about = TypeAdapter(kind).json_schema()["properties"]
    return {name: " ".join(one.get("description", "").split()) for name, one in about.items()}


def _wanted(kind: type["DataclassInstance"], name: str) -> str:
    """What the setting `name` of `kind` has to be, in words that need no Python."""
    wanted = get_type_hints(kind)[name]
    if wanted is int:
        bounds = next(one.metadata for one in fields(kind) if one.name == name)
        most = f"to {bounds['le']}" if "le" in bounds else "up"
        return f"a whole number from {bounds['ge']} {most}"
    if get_origin(wanted) is Literal:
        return f"one of {', '.join(get_args(wanted))}"
    return _HINTS.get(name) or _KINDS.get(get_origin(wanted) or wanted, "text in quotation marks")


def _field(one: "DataclassField[Any]") -> Any:
    if one.default_factory is not MISSING:
        return Field(default_factory=one.default_factory, **one.metadata)
    return Field(default=one.default, **one.metadata)


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """`keys` with dots that TOML has read as tables within tables, and lists of keys, as they are meant."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", ",".join(map(str, value))
        else:
            yield f"{prefix}{name}", value


def _split(value: object) -> object:
    """Paths that are joined as in PATH."""
    return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value


def _unknown(which: str, known: Iterable[str]) -> UsageError:
    return UsageError("no such setting", which, f"settings: {', '.join(known)}")


def _place(name: str, prefix: str, options: Mapping[str, Any], file: Path) -> str:
    """Where the value of the setting `name` stands, for a person who has to change it there."""
    if name in options:
        return _OPTIONS.get(name, f"--{name.replace('_', '-')}")
    variable = f"{prefix}{name}".upper()
    # As pydantic finds them: whatever the case of their letters, and not when they are empty.
    return next((one for one, value in os.environ.items() if value and one.upper() == variable), str(file))
