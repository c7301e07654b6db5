"""Changing settings from within the program: kept in the settings file, and in force as soon as they can be."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES

from reader.errors import UsageError
from reader.settings_file import Setting, change_setting, settings_now, variable, write_setting
from reader.ui.keymap import keymap, usable
from reader.ui.themes import OWN

if TYPE_CHECKING:
    from reader.services import Services

_NOW = "at once"
_NEXT_ARTICLE = "from the next article on"
_NEXT_START = "when the program is started again"
_FROM: Mapping[str, str] = {
    **dict.fromkeys(("theme", "motion", "highlight", "keys"), _NOW),
    **dict.fromkeys(("model", "language", "beam", "drafts", "glossary", "use_glossary"), _NEXT_ARTICLE),
    **dict.fromkeys(("home", "device", "threads", "use_cache", "allow_private", "cache_size"), _NEXT_START),
    "workers": "for files, not in the reader",
}
"""From when a changed setting holds."""


class Preferences:
    """The settings of the running program, and those of the file that it leaves for the next time."""

    def __init__(self, services: "Services") -> None:
        """Reads nothing yet."""
        self._services = services

    def now(self) -> list[Setting]:
        """Every setting as it is now. Raises UsageError when the settings file cannot be read."""
        return settings_now(self._services.settings, self._services.given, self._services.paths.config)

    def keep(self, name: str, text: str) -> str:
        """Set `name` to what a person typed, or back to its default for no text; what to tell them.

        Raises UsageError, and nothing is changed.
        """
        services = self._services
        value = change_setting(services.paths, name, text)
        over = self.held_by(name)
        if over:
            return f"{name} is kept for later; now {over} holds"
        services.adopt(replace(services.settings, **{name: value}))
        return f"{name}: {_FROM[name]}" if _FROM[name] != _NOW else f"{name} is kept"

    def keep_keys(self, command_id: str, keys: str | None) -> dict[str, str]:
        """Give a command these keys, or those it came with for None; the whole keymap. Raises UsageError."""
        services = self._services
        others = {one: theirs for one, theirs in services.settings.keys.items() if one != command_id}
        chosen, _ = usable(others)  # what is wrong with another command's keys must not be in the way
        if keys is not None:
            chosen = keymap({**chosen, command_id: keys})
            others[command_id] = chosen[command_id]
        write_setting(services.paths.config, command_id, chosen.get(command_id), table="keys")
        services.adopt(replace(services.settings, keys=others))
        return chosen

    def held_by(self, name: str) -> str:
        """What decides over the setting `name` whatever the file says; empty when nothing does."""
        if name in self._services.given:
            return "the command line"
        return variable(name) or ""


def refuse_unknown_theme(name: str) -> None:
    """Raises UsageError when the reader has no theme of this name."""
    known = [*(theme.name for theme in OWN), *sorted(BUILTIN_THEMES)]
    if name not in known:
        raise UsageError("no such theme", name, f"themes: {', '.join(known)}")


def in_force_from(name: str) -> str:
    """From when a change of the setting `name` holds, in words."""
    return _FROM[name]
