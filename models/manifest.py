"""The record beside a model's files: their digests and where they came from, for `verify` and for a repair."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models import layout
from models.files import replacing
from models.types import EngineError


@dataclass(frozen=True)
class Origin:
    """Where one file came from: a repository on the Hub at a commit, or a person's folder (then no commit)."""

    place: str
    revision: str = ""


@dataclass(frozen=True)
class Manifest:
    """What is recorded of a model."""

    files: Mapping[str, str]
    """SHA-256 of each file, in hexadecimal, by its name."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By the file's name; empty for a model that this program did not fetch."""
    licence: str = ""


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None when there is none. Raises EngineError when it is there and makes no sense."""
    path = folder / layout.MANIFEST
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            files={str(name): str(digest) for name, digest in data["files"].items()},
            origins={
                str(name): Origin(str(origin["place"]), str(origin["revision"]))
                for name, origin in data.get("origins", {}).items()
            },
            licence=str(data.get("licence", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"{layout.MANIFEST} cannot be read: {error!r}") from error


def write_manifest(
    folder: Path,
    *,
    origins: Mapping[str, Origin] | None = None,
    licence: str = "",
    known: Mapping[str, str] | None = None,
) -> Manifest:
    """Record the digests of the model files in `folder`, those in `known` without reading the files again.

    Raises EngineError.
    """
    known = known or {}
    files = {path.name: known.get(path.name) or layout.file_digest(path) for path in layout.find_files(folder).all}
    data: dict[str, Any] = {"files": files}
    if origins:
        data["origins"] = {
            name: {"place": origin.place, "revision": origin.revision} for name, origin in origins.items()
        }
    if licence:
        data["licence"] = licence
    with replacing(folder / layout.MANIFEST) as file:
        file.write(f"{json.dumps(data, indent=2)}\n".encode())
    return Manifest(files, origins or {}, licence)
