"""Command groups in which the command may be left out."""

import click


class DefaultGroup(click.Group):
    """A group with a default command, for `dwibaca FILE` and `dwibaca models`.

    Shared options may stand before the command too: they are handed on to it.
    """

    default: str
    """The command that is meant when none is named."""
    takes_any = False
    """Whether the default command takes arguments, so that a word which names no command is one of them."""
    valued = frozenset({"--model", "--from", "--glossary", "--beam", "--device", "--threads", "--home"})
    """Shared options that take a value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first: the one that is named after shared options, else the default one."""
        return super().parse_args(ctx, self._with_command(ctx, args))

    def _with_command(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args and args[0] in own:
            return args
        place = self._first_word(args)
        word = args[place] if place < len(args) else ""
        if word in self.list_commands(ctx):
            return [word, *args[:place], *args[place + 1 :]]
        if not word or self.takes_any:
            return [self.default, *args]
        return args

    def _first_word(self, args: list[str]) -> int:
        """Where the first argument stands that is no shared option and no option's value."""
        place = 0
        while place < len(args) and args[place].startswith("-") and args[place] not in ("-", "--"):
            place += 2 if args[place] in self.valued else 1
        return place
