"""The base of what is read from outside and has to be validated."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Immutable, and no unknown keys."""

    # Deferred: the schema is built when something is validated, not when the class is imported.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
