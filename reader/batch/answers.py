"""What goes to a worker in another process and what comes back: plain data only, whatever carries it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.batch.report import Tally
from reader.config import Settings
from reader.document import Source
from reader.errors import ModelError, ReaderError, UnreadableError, UsageError
from reader.services import Services

_ERRORS: Mapping[str, type[ReaderError]] = {
    kind.__name__: kind for kind in (UsageError, ModelError, UnreadableError, ReaderError)
}
"""By name; what is under another comes before it."""


@dataclass(frozen=True)
class Problem:
    """Something that came to nothing: an article, or a row of a table."""

    file: str
    kind: str
    """The error's class, by name."""
    what: str
    which: str
    hint: str

    @classmethod
    def of(cls, file: str, error: ReaderError) -> "Problem":
        """That `file` failed with `error`."""
        kind = next(name for name, one in _ERRORS.items() if isinstance(error, one))
        return cls(file, kind, error.what, error.which, error.hint)

    @property
    def error(self) -> ReaderError:
        """The error, as it was."""
        return _ERRORS[self.kind](self.what, self.which, self.hint)


@dataclass(frozen=True)
class Answer:
    """What a worker made of one task."""

    key: str
    """The task's."""
    files: dict[str, bytes] = field(default_factory=dict)
    """By format. None of them when there is a problem that leaves nothing to write."""
    tally: Tally = field(default_factory=Tally)
    translated: int = 0
    """Sentences that the model was asked for."""
    cached: int = 0
    """Sentences that needed no model."""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    """Lines for the person."""
    characters: int = 0
    """Of the sentences that the model was asked for."""

    def row(self) -> dict[str, Any]:
        """As a row of a table: `key`, `files` (list of `name`, `data`), and the rest as JSON text in `facts`."""
        facts = asdict(replace(self, files={}))
        del facts["key"], facts["files"]
        files = [{"name": name, "data": data} for name, data in self.files.items()]
        return {"key": self.key, "files": files, "facts": json.dumps(facts)}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Answer":
        """The answer in a row that `row` made."""
        facts = json.loads(row["facts"])
        facts["tally"] = Tally(**facts["tally"])
        facts["problems"] = tuple(Problem(**problem) for problem in facts["problems"])
        facts["remarks"] = tuple(facts["remarks"])
        return cls(key=row["key"], files={file["name"]: file["data"] for file in row["files"]}, **facts)


def plain_settings(services: Services) -> dict[str, Any]:
    """The settings of `services` as JSON has them; paths are absolute, for a worker may stand in another folder.

    Raises ModelError when there is no such model.
    """
    settings, model = services.settings, services.installed
    # A name means the store of the machine that the worker is on; anything else is a folder that both can see.
    named = model.bundled or model.folder.parent == services.paths.models
    return {
        **asdict(settings),
        "home": None if settings.home is None else str(settings.home.expanduser().absolute()),
        "model": model.name if named else str(model.folder.absolute()),
        "glossary": [str(path.expanduser().absolute()) for path in settings.glossary],
    }


def settings_of(plain: Mapping[str, Any]) -> Settings:
    """The settings that `plain_settings` made `plain` of."""
    home = plain["home"]
    glossary = tuple(map(Path, plain["glossary"]))
    return Settings(**{**plain, "home": Path(home) if home else None, "glossary": glossary})


def plain_source(source: Source) -> dict[str, str | None]:
    """`source` as JSON has it, its path absolute."""
    path = source.path.expanduser().absolute() if source.path is not None else None
    given = {"name": source.name, "path": path, "relative": source.relative, "part": source.part}
    return {name: None if value is None else str(value) for name, value in given.items()}


def source_of(plain: Mapping[str, str | None]) -> Source:
    """The source that `plain_source` made `plain` of."""
    path, relative = plain["path"], plain["relative"]
    return Source(
        name=plain["name"] or "",
        path=Path(path) if path else None,
        relative=Path(relative) if relative else None,
        part=plain["part"],
    )
