"""What a command is. Its key, help text, footer hint and palette entry are written once, in one `Command`.

A list of these, and not a class for each: what a command does is a method of the screen that it acts on, where the
state is, and a class would only pass the call on.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.screen import Screen

GAP = "  "
"""Between two commands in the line at the bottom."""
_PANEL = 84
"""Cells that a panel takes at most; on a narrower screen it takes nine tenths."""


class Command(NamedTuple):
    """Something that a key does. `id` names it in the setting `keys`, so that people can give it another key."""

    id: str
    keys: str
    """Comma separated, as Textual names keys."""
    action: str
    does: str
    """In the words of the help screen and the palette."""
    group: str
    in_palette: bool = True
    hint: str = ""
    """In the word or two of the line at the bottom; empty where it is not told there. Neighbours with the same hint
    share it."""
    weight: int = 0
    """Where that line is too short for all hints, the lightest goes first."""
    priority: bool = False
    """Whether it also works where text is typed and over panels."""

    def hinted(self, hint: str, weight: int = 0) -> "Command":
        """The same, in other words for the line at the bottom: what it comes to there."""
        return self._replace(hint=hint, weight=weight)


Commands = Sequence[Command]


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """Key bindings of `commands`, for the `BINDINGS` of a screen or a widget."""
    return [
        Binding(command.keys, command.action, command.does, show=False, priority=command.priority, id=command.id)
        for command in commands
    ]


def grouped(commands: Iterable[Command]) -> dict[str, list[Command]]:
    """`commands` by group, both in the order of the list."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


def in_force(screen: "Screen[Any]") -> "list[tuple[DOMNode, Commands]]":
    """The commands that can be given on `screen` now, with what they act on: the focused widget's first.

    Whoever has commands says so in its attribute `commands`.
    """
    inner = screen.focused.ancestors_with_self if screen.focused is not None else [screen, screen.app]
    nodes = [node for node in inner if not (screen.is_modal and node is screen.app)]
    return [(node, commands) for node in nodes if (commands := getattr(node, "commands", ()))]


# The keys as they are now: the person may have chosen others


def keys_of(app: "App[Any]", command: Command) -> list[str]:
    """The keys of a command as they are now, as Textual names them."""
    keymap: Mapping[str, str] = getattr(app, "keymap", {})
    return [key.strip() for key in keymap.get(command.id, command.keys).split(",") if key.strip()]


def shown_keys(app: "App[Any]", command: Command) -> str:
    """The same as they are printed on keyboards, with a space between them."""
    return " ".join(app.get_key_display(Binding(key, command.action)) for key in keys_of(app, command))


def keys_line(app: "App[Any]", commands: Iterable[Command]) -> str:
    """What the keys of a panel do, for its border, as far as there is room: `Ctrl+S keeps it   Esc leaves it`."""
    wordings = hints(app, commands, "   ")
    room = min(_PANEL, app.size.width * 9 // 10) - 6
    return next((wording for wording in wordings if len(wording) <= room), wordings[-1] if wordings else "")


class Told(NamedTuple):
    """What the line at the bottom says of a command: `Enter details`."""

    text: str
    command: Command
    weight: int


def told(app: "App[Any]", commands: Iterable[Command]) -> list[Told]:
    """What is to be said of `commands`; neighbours with the same hint are told together."""
    together: dict[str, list[Command]] = {}
    for command in commands:
        if command.hint and keys_of(app, command):
            together.setdefault(command.hint, []).append(command)
    return [
        Told(
            " ".join([*(app.get_key_display(Binding(keys_of(app, one)[0], one.action)) for one in members), hint]),
            members[0],
            max(one.weight for one in members),
        )
        for hint, members in together.items()
    ]


def hints(app: "App[Any]", commands: Iterable[Command], gap: str = GAP) -> list[str]:
    """The line at the bottom, in wordings from the longest to the shortest: `Enter details  e edit  ? help`."""
    parts = told(app, commands)
    weights = sorted(part.weight for part in parts)
    wordings = (gap.join(part.text for part in parts if part.weight >= least) for least in weights)
    return list(dict.fromkeys(wordings))
