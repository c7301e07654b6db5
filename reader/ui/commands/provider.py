"""The palette: every command that can be given now, found by name."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from reader.ui.commands.command import Command, in_force, shown_keys


class CommandProvider(Provider):
    """The commands of what has the focus, of its screen and of the program."""

    def _commands(self) -> Iterator[tuple[DOMNode, Command]]:
        for node, commands in in_force(self.screen):
            yield from ((node, command) for command in commands if command.in_palette)

    def _about(self, command: Command) -> str:
        return f"{command.group} · {shown_keys(self.app, command)}"

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for node, command in self._commands():
            run = partial(self.app.run_action, command.action, node)
            yield DiscoveryHit(command.does, run, help=self._about(command))

    async def search(self, query: str) -> Hits:
        """What is typed, fuzzily."""
        matcher = self.matcher(query)
        for node, command in self._commands():
            score = matcher.match(command.does)
            if score > 0:
                run = partial(self.app.run_action, command.action, node)
                yield Hit(score, matcher.highlight(command.does), run, help=self._about(command))
