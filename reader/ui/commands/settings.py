"""Commands of the settings, and of the keys."""

from reader.ui.commands.command import Command

_LIST, _FIND = "The list", "Finding"

LEAVE = Command("settings.back", "escape,q", "back", "Back", _LIST, in_palette=False, hint="back", weight=7)

SETTINGS: tuple[Command, ...] = (
    Command("settings.reset", "d,delete", "reset", "Back to the default", _LIST, hint="default", weight=5),
    LEAVE,
)
KEYS: tuple[Command, ...] = (
    Command("keys.add", "a", "add", "One key more for the command", _LIST, hint="one more", weight=3),
    Command("keys.reset", "d,delete", "reset", "Back to the keys it came with", _LIST, hint="as it came", weight=5),
    Command("keys.filter", "slash", "filter", "Filter by what is done, or by the key", _FIND, hint="filter", weight=4),
    Command("keys.unfilter", "escape", "unfilter", "Show everything again, or go back", _FIND, in_palette=False),
    Command("keys.back", "q", "back", "Back", _LIST, in_palette=False, hint="back", weight=7),
)
