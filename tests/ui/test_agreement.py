"""What is said of the keys agrees: promises, README, `--help`, help screen, palette, line at the bottom, bindings."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets import Static

from reader.cli import main
from reader.config import Settings
from reader.ui.app import ReaderApp
from reader.ui.commands.catalogue import LISTS, commands_by_id, together
from reader.ui.commands.command import Command, hints, in_force, shown_keys
from reader.ui.commands.everywhere import EVERYWHERE
from reader.ui.commands.provider import CommandProvider
from reader.ui.commands.reading import READING
from reader.ui.screens.help import HelpScreen
from reader.ui.widgets.bars import StatusBar
from tests.ui.kit import Desk, WaitingTranslator, reader, until, until_done

README = Path(__file__).parents[2] / "README.md"

PROMISED = {
    **{"j": "sentence.next", "k": "sentence.previous", "down": "scroll.down", "up": "scroll.up"},
    **{"pagedown": "scroll.page_down", "space": "scroll.page_down", "pageup": "scroll.page_up"},
    **{"g": "sentence.first", "G": "sentence.last", "h": "terms.toggle", "t": "terms.panel"},
    **{"slash": "find.start", "n": "find.next", "N": "find.previous"},
    **{"right_square_bracket": "finding.next", "left_square_bracket": "finding.previous"},
    **{"enter": "sentence.details", "e": "sentence.edit", "r": "sentence.retranslate", "v": "view.next"},
    **{"y": "sentence.copy", "x": "article.export", "m": "article.model", "b": "bookmark.toggle"},
    **{"o": "article.browse", "q": "back", "ctrl+p": "app.palette", "question_mark": "help"},
}
"""The keys that users of the reader were promised, whatever else changes."""


def app_of(settings: Settings) -> ReaderApp:
    return ReaderApp(Desk(settings, None), [])


def readme_keys() -> set[str]:
    """The keys of the README's table, as it prints them."""
    table = README.read_text(encoding="utf-8").partition("| key | does |")[2].partition("\n\n")[0]
    first = "\n".join(line.split("|")[1] for line in table.splitlines() if line.count("|") > 2)
    plain = re.findall(r"\b(?:PgUp|PgDn|Tab|space|arrows|left|right)\b", first)
    return {*re.findall(r"`([^`]+)`", first), *plain}


def printed(app: ReaderApp, commands: tuple[Command, ...]) -> set[str]:
    """Every key of `commands` as the program prints it, and in the README's words."""
    keys = {key for command in commands for key in shown_keys(app, command).split()}
    words = {"↑": "arrows", "←": "left", "→": "right", "Space": "space"}
    return keys | {word for sign, word in words.items() if sign in keys}


def test_the_promised_keys_do_what_was_promised() -> None:
    bound = {key: command.id for command in (*READING, *EVERYWHERE) for key in command.keys.split(",")}
    assert {key: bound.get(key) for key in PROMISED} == PROMISED


def test_the_readme_names_every_promised_key_and_none_that_is_not_there(settings: Settings) -> None:
    app = app_of(settings)
    named = readme_keys() | {"?", "Ctrl+P"}  # these two are told above the table
    assert "`?` shows every key, and Ctrl-P every command" in README.read_text(encoding="utf-8")
    assert named <= printed(app, (*READING, *EVERYWHERE))
    promised = tuple(command for command in (*READING, *EVERYWHERE) if command.id in PROMISED.values())
    usual = {
        key for key in printed(app, promised) if key in {app.get_key_display(Binding(one, "")) for one in PROMISED}
    }
    assert usual - {"↑", "↓", "Space", "G", "g"} <= named


def test_the_help_of_the_command_names_keys_that_are_there(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    app, known = app_of(settings), commands_by_id()
    help_key = shown_keys(app, known["help"]).split()[0]
    palette, leave = shown_keys(app, known["app.palette"]), shown_keys(app, known["back"])
    assert f"{help_key} shows the keys, {palette} every command, {leave} leaves" in said


def test_every_command_is_written_once_and_has_keys_of_its_own() -> None:
    known = commands_by_id()
    for place, commands in LISTS.items():
        assert len({command.id for command in commands}) == len(commands), place
        for command in commands:
            other = known[command.id]
            assert (command.keys, command.action) == (other.keys, other.action), command.id
            assert command.does, command.id
            for there in together(command.id):
                shared = [one.id for one in there if set(one.keys.split(",")) & set(command.keys.split(","))]
                assert set(shared) == {command.id}, place


async def test_help_palette_and_footer_tell_all_that_can_be_done(settings: Settings) -> None:
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(160, 60)) as pilot:
        screen = await until_done(pilot)
        here = [command for _, commands in in_force(screen) for command in commands]
        assert {command.id for command in here} == {command.id for command in (*READING, *EVERYWHERE)}

        footer = screen.query_one("#status", StatusBar)
        assert str(footer.render()).rstrip().endswith(hints(app, here)[0])

        hits = [hit async for hit in CommandProvider(screen).discover()]
        told = {(str(hit.text), str(hit.help).rpartition(" · ")[2]) for hit in hits if hit.text}
        assert told == {(command.does, shown_keys(app, command)) for command in here if command.in_palette}

        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        lines = [str(part.content) for part in app.screen.query(Static)]
        pairs = set(pairwise(lines))
        assert {(shown_keys(app, command), command.does) for command in here} <= pairs


async def test_every_action_is_there(settings: Settings) -> None:
    """Of the screens; that of a panel is tried where the panel is tested."""
    app = reader(settings, WaitingTranslator(free=True))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await until_done(pilot)
        for key in ("", "t"):
            if key:
                await pilot.press(key)
                await until(pilot, lambda: screen.focused is not None)
            for node, commands in in_force(screen):
                for command in commands:
                    where, _, name = command.action.partition("(")[0].rpartition(".")
                    assert hasattr(app if where == "app" else node, f"action_{name}"), command.id
