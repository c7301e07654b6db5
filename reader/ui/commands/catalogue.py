"""All commands together, for whoever asks by name: the setting `keys`, the screen of the keys, the tests."""

from collections.abc import Iterator, Mapping

from reader.ui.commands.command import Command, Commands
from reader.ui.commands.everywhere import EVERYWHERE
from reader.ui.commands.library import LIBRARY, OPENING
from reader.ui.commands.models import MODELS
from reader.ui.commands.panels import (
    CHOICE,
    CONTENTS,
    DETAILS,
    EDIT,
    HELPING,
    JOBS_PANEL,
    KIND,
    LINES,
    LOOKUP,
    TERM,
    TERMS_PANEL,
)
from reader.ui.commands.reading import READING
from reader.ui.commands.settings import KEYS, SETTINGS

LISTS: Mapping[str, Commands] = {
    "Everywhere": EVERYWHERE,
    "Reading": READING,
    "Library": LIBRARY,
    "What to open": OPENING,
    "Models": MODELS,
    "Settings": SETTINGS,
    "Keys": KEYS,
    "Lists": LINES,
    "Details of a sentence": DETAILS,
    "Your own English": EDIT,
    "A term": TERM,
    "The kind of a term": KIND,
    "Terms of the article": TERMS_PANEL,
    "A word": LOOKUP,
    "Headings and bookmarks": CONTENTS,
    "Work in the background": JOBS_PANEL,
    "A choice": CHOICE,
    "Help": HELPING,
}
"""By the place where they can be given."""

_SCREENS = (READING, LIBRARY, MODELS, SETTINGS, KEYS)
"""Where the commands that hold everywhere can be given too."""


def commands_by_id() -> dict[str, Command]:
    """Every command once; one that can be given in several places is the same everywhere."""
    return {command.id: command for commands in LISTS.values() for command in commands}


def together(command_id: str) -> Iterator[Commands]:
    """The sets of commands, `command_id` among them, that can be given at one time: their keys have to differ."""
    for commands in LISTS.values():
        there = [*commands, *EVERYWHERE] if any(commands is screen for screen in _SCREENS) else commands
        if any(command.id == command_id for command in there):
            yield there
