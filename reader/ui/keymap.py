"""The person's own keys: what is wrong with them is found here, in words, before Textual gets them."""

from collections.abc import Iterator, Mapping

from textual.binding import Binding
from textual.keys import Keys, key_to_character

from reader.errors import UsageError
from reader.ui.commands.catalogue import commands_by_id, together
from reader.ui.commands.command import Command

_NAMED = {key.value for key in Keys}
_HELD = {"ctrl", "shift", "alt", "super", "hyper", "meta"}
_SETTING = "the setting keys"


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """`keys`, from ids of commands to keys with commas between them, as Textual takes them.

    A character stands for its key: `?` is `question_mark`. Raises UsageError for an id that no command has, a name that
    no key has, and a key that two commands have which can be given at one time.
    """
    chosen, faults = usable(keys)
    if faults:
        raise faults[0]
    return chosen


def usable(keys: Mapping[str, str]) -> tuple[dict[str, str], list[UsageError]]:
    """Those of `keys` that can be used together, as `keymap` gives them, and what is wrong with each of the others."""
    known = commands_by_id()
    chosen: dict[str, str] = {}
    faults: list[UsageError] = []
    for one, given in keys.items():
        try:
            chosen[one] = _checked(known.get(one), one, given)
        except UsageError as error:
            faults.append(error)
    # Without one of them, its usual key may clash with another of these: until nothing does.
    while clash := next(_clashes(chosen), None):
        one, fault = clash
        del chosen[one]
        faults.append(fault)
    return chosen, faults


def clashing(command_id: str, keys: list[str], chosen: Mapping[str, str]) -> tuple[Command, str] | None:
    """A command that has one of these keys where `command_id` can be given too, and the key; `chosen` is the keymap."""
    for commands in together(command_id):
        for command in commands:
            if command.id == command_id:
                continue
            theirs = chosen.get(command.id, command.keys).split(",")
            shared = next((key for key in keys if key in theirs), None)
            if shared is not None:
                return command, shared
    return None


def types_something(command: Command, key: str) -> bool:
    """Whether a text field would want this key, and `command` would take it away from there."""
    return command.priority and key_to_character(key) is not None


def _checked(command: Command | None, command_id: str, given: str) -> str:
    if command is None:
        raise UsageError("no such command", f"{command_id} in {_SETTING}", "the reader lists them: F2, then Keys")
    keys = ",".join(_key(key, command_id) for key in _split(given))
    if not keys:
        raise UsageError("a command needs a key", f"{command_id} in {_SETTING}", "take the line out for the usual one")
    _refuse_typed(command, keys)
    return keys


def _clashes(chosen: Mapping[str, str]) -> Iterator[tuple[str, UsageError]]:
    """Each of `chosen` that has a key of another command, and what to tell of it."""
    for one, keys in chosen.items():
        clash = clashing(one, keys.split(","), chosen)
        if clash is not None:
            other, key = clash
            which = f"{key} for {one} and {other.id} in {_SETTING}"
            yield one, UsageError("two commands have the same key", which)


def _refuse_typed(command: Command, keys: str) -> None:
    letter = next((key for key in keys.split(",") if types_something(command, key)), None)
    if letter is not None:
        hint = "this command also works where one writes: it needs Ctrl or a function key"
        raise UsageError("this key is for writing", f"{letter} for {command.id} in {_SETTING}", hint)


def _split(given: str) -> list[str]:
    """Keys with commas between them; the comma's own key may be written as such where it stands alone."""
    if given.strip() == ",":
        return ["comma"]
    return [part.strip() for part in given.split(",") if part.strip()]


def _key(key: str, command_id: str) -> str:
    *held, plain = key.split("+") if len(key) > 1 else [key]
    if set(held) <= _HELD and (plain in _NAMED or key in _NAMED or key_to_character(plain) is not None):
        if held == ["shift"] and len(plain) == 1:
            return plain.upper()  # as terminals send it
        return "+".join([*held, _long(plain)])
    raise UsageError("no such key", f"{key} for {command_id} in {_SETTING}", "such as j, ?, f6, ctrl+t, pagedown")


def _long(key: str) -> str:
    """A character's key by its name, which is what Textual sends."""
    (binding,) = Binding.make_bindings([Binding(key, "none")])
    return binding.key
