"""Settings from the command line, the environment and `config.toml`, validated. Imported where one of them speaks."""

import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import Field, ValidationError, create_model, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from reader.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class _Outside(BaseSettings):
    # Lists are paths joined as in PATH; with `enable_decoding` they would have to be JSON.
    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_ignore_empty=True, enable_decoding=False)

    @field_validator("glossary", mode="before", check_fields=False)
    @classmethod
    def _split_paths(cls, value: object) -> object:
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value


def validated(kind: type[T], prefix: str, options: dict[str, Any], file: Path) -> T:
    """The settings: `options` over the environment, that over `file` (if there is one), that over the defaults.

    `kind` is the dataclass of the settings, with their bounds as `metadata`; `prefix` is that of the environment's
    variables. Raises UsageError that names the setting, or the file.
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

    known: dict[str, Any] = {one.name: (one.type, Field(default=one.default, **one.metadata)) for one in fields(kind)}
    try:
        found = create_model("Outside", __base__=FromFile, **known)(**options)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError("a setting is wrong", name, first["msg"]) from error
    except (OSError, ValueError) as error:
        raise UsageError("the settings file cannot be read", file, str(error)) from error
    return kind(**found.model_dump())
