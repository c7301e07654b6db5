"""Settings from the environment and from `config.toml`. Imported only where one of them has something to say."""

from pathlib import Path
from typing import Any

from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from reader.config import PREFIX, Settings


class _FromEnvironment(BaseSettings, Settings):
    # Lists are paths joined as in PATH, which `Settings` takes apart; without `enable_decoding=False` they were JSON.
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True, enable_decoding=False
    )


def load(options: dict[str, Any], file: Path) -> Settings:
    """The settings: `options` over the environment, that over `file`, if there is one, that over the defaults.

    Raises pydantic's ValidationError, and OSError or ValueError when the file cannot be read.
    """

    class FromOutside(_FromEnvironment):
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

    return FromOutside(**options)
