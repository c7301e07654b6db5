"""Every command of the reader, once. Key bindings, the palette and the help screen are made from these lists."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from textual.screen import Screen


class Command(NamedTuple):
    """Something that a key does. `id` names it in a keymap, so that people can give it another key."""

    id: str
    keys: str
    """Comma separated, as Textual names keys."""
    action: str
    does: str
    """In the words of the help screen and the palette."""
    group: str
    in_palette: bool = True


_MOVE, _WORDS, _LOOK, _SENTENCE = "Moving", "Words", "The look of it", "The sentence"
_TERMS, _FIND, _ARTICLE = "Glossary", "Finding", "Article"

READING: tuple[Command, ...] = (
    Command("sentence.next", "j", "move(1)", "Next sentence", _MOVE),
    Command("sentence.previous", "k", "move(-1)", "Previous sentence", _MOVE),
    Command("scroll.down", "down", "scroll_text('down')", "Scroll down", _MOVE, in_palette=False),
    Command("scroll.up", "up", "scroll_text('up')", "Scroll up", _MOVE, in_palette=False),
    Command("scroll.page_down", "pagedown,space", "scroll_text('page_down')", "Page down", _MOVE, in_palette=False),
    Command("scroll.page_up", "pageup", "scroll_text('page_up')", "Page up", _MOVE, in_palette=False),
    Command("sentence.first", "g,home", "first", "First sentence", _MOVE),
    Command("sentence.last", "G,end", "last", "Last sentence", _MOVE),
    Command("finding.next", "right_square_bracket", "next_doubt(1)", "Next finding or missing term", _MOVE),
    Command("finding.previous", "left_square_bracket", "next_doubt(-1)", "Previous finding or missing term", _MOVE),
    Command("paragraph.go", "p", "go_to", "Go to a paragraph", _MOVE),
    Command("contents.show", "c", "contents", "Headings and bookmarks", _MOVE),
    Command("bookmark.toggle", "b", "bookmark", "Set a bookmark, or take it away", _MOVE),
    Command("bookmark.next", "B", "next_bookmark", "Next bookmark", _MOVE),
    Command("sentence.details", "enter", "details", "Details and other wordings", _SENTENCE),
    Command("sentence.edit", "e", "edit", "Write the English yourself", _SENTENCE),
    Command("sentence.undo", "u", "undo", "Undo your last change", _SENTENCE),
    Command("sentence.retranslate", "r", "retranslate", "Translate it anew", _SENTENCE),
    Command("sentence.copy", "y", "copy", "Copy it in both languages", _SENTENCE),
    Command("copy.more", "Y", "copy_more", "Copy more, or in one language", _SENTENCE),
    Command("word.next", "right", "move_word(1)", "Next word, lit with its counterpart", _WORDS, in_palette=False),
    Command("word.previous", "left", "move_word(-1)", "Previous word", _WORDS, in_palette=False),
    Command("word.more", "shift+right", "extend(1)", "Choose one word more", _WORDS, in_palette=False),
    Command("word.less", "shift+left", "extend(-1)", "Choose one word less", _WORDS, in_palette=False),
    Command("word.other", "tab", "other_side", "Its counterpart in the other language", _WORDS),
    Command("word.look_up", "l", "look_up", "Look the word up", _WORDS),
    Command("word.occurrence", "asterisk", "occurrence(1)", "Next place of the word or term", _WORDS),
    Command("word.occurrence_before", "number_sign", "occurrence(-1)", "Previous place of it", _WORDS),
    Command("terms.toggle", "h", "toggle_terms", "Highlights on or off", _TERMS),
    Command("terms.panel", "t", "terms", "Terms of this article, and what might be one", _TERMS),
    Command("terms.add", "a", "term", "Make the word a term, or change the term", _TERMS),
    Command("find.start", "slash", "find", "Find in both languages", _FIND),
    Command("find.next", "n", "next_match(1)", "Next match", _FIND),
    Command("find.previous", "N", "next_match(-1)", "Previous match", _FIND),
    Command("find.regex", "ctrl+r", "toggle_regex", "Regular expressions on or off", _FIND),
    Command("find.stop", "escape", "stop", "Stop finding, let go of the word", _FIND, in_palette=False),
    Command("view.next", "v", "next_view", "Both languages, English, Indonesian", _LOOK),
    Command("view.swap", "s", "swap", "Swap the sides", _LOOK),
    Command("view.wider", "plus", "measure(1)", "Longer lines", _LOOK),
    Command("view.narrower", "minus", "measure(-1)", "Shorter lines", _LOOK),
    Command("view.left_wider", "full_stop", "share(1)", "Left column wider", _LOOK),
    Command("view.left_narrower", "comma", "share(-1)", "Left column narrower", _LOOK),
    Command("article.next", "greater_than_sign", "next_article(1)", "Next article", _ARTICLE),
    Command("article.previous", "less_than_sign", "next_article(-1)", "Previous article", _ARTICLE),
    Command("article.export", "x", "export", "Export the translation to a file", _ARTICLE),
    Command("article.browse", "o", "browse", "Open it in the browser", _ARTICLE),
    Command("article.model", "m", "models", "Read with another model", _ARTICLE),
    Command("help", "question_mark,f1", "help", "This help", _ARTICLE),
    Command("back", "q", "back", "Back, or quit", _ARTICLE),
)

PICKING: tuple[Command, ...] = (
    Command("list.down", "j", "move(1)", "Next article", _MOVE, in_palette=False),
    Command("list.up", "k", "move(-1)", "Previous article", _MOVE, in_palette=False),
    Command("list.first", "g", "first", "First article", _MOVE, in_palette=False),
    Command("list.last", "G", "last", "Last article", _MOVE, in_palette=False),
    Command("list.open", "enter", "open", "Open the article", _ARTICLE),
    Command("list.filter", "slash", "filter", "Filter the list", _FIND),
    Command("list.unfilter", "escape", "unfilter", "Show the whole list", _FIND, in_palette=False),
    Command("help", "question_mark,f1", "help", "This help", _ARTICLE),
    Command("back", "q", "back", "Quit", _ARTICLE),
)


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """Key bindings of `commands`, for a screen's `BINDINGS`."""
    return [Binding(command.keys, command.action, command.does, id=command.id) for command in commands]


def grouped(commands: Iterable[Command]) -> dict[str, list[Command]]:
    """`commands` by group, both in the order of the list."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


def shown_keys(screen: "Screen[Any]", command: Command) -> str:
    """The keys of a command as they are now: a keymap may have changed them."""
    bound = [
        active.binding
        for active in screen.active_bindings.values()
        if active.binding.id == command.id and active.node is screen
    ]
    return " ".join(dict.fromkeys(screen.app.get_key_display(binding) for binding in bound))


class CommandProvider(Provider):
    """The commands of the screen on which the palette was opened."""

    @property
    def _commands(self) -> Sequence[Command]:
        commands: Sequence[Command] = getattr(self.screen, "commands", ())
        return [command for command in commands if command.in_palette]

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for command in self._commands:
            yield DiscoveryHit(command.does, partial(self.screen.run_action, command.action), help=command.group)

    async def search(self, query: str) -> Hits:
        """What is typed, fuzzily."""
        matcher = self.matcher(query)
        for command in self._commands:
            score = matcher.match(command.does)
            if score > 0:
                highlighted = matcher.highlight(command.does)
                yield Hit(score, highlighted, partial(self.screen.run_action, command.action), help=command.group)
