"""Commands of the library."""

from reader.ui.commands.command import Command

_MOVE, _FIND, _LIST = "Moving", "Finding", "The list"

LIBRARY_NOTES = {
    "Mouse": (("click", "Open an article or a collection, unfold a folder"),),
    "Signs before a title": (
        ("•", "not read yet"),
        ("×", "cannot be opened"),
        ("▌", "where you are"),
    ),
    "Columns": (
        ("English", "how much is translated"),
        ("To check", "findings: numbers, names and the like"),
        ("Read", "how far you have read"),
    ),
}
"""What the help has to say besides the commands."""

LIBRARY: tuple[Command, ...] = (
    Command("library.next", "j,down", "move(1)", "Next line", _MOVE, in_palette=False),
    Command("library.previous", "k,up", "move(-1)", "Previous line", _MOVE, in_palette=False),
    Command("library.page_down", "pagedown,space", "page(1)", "Page down", _MOVE, in_palette=False),
    Command("library.page_up", "pageup", "page(-1)", "Page up", _MOVE, in_palette=False),
    Command("library.first", "g,home", "first", "First line", _MOVE, in_palette=False),
    Command("library.last", "G,end", "last", "Last line", _MOVE, in_palette=False),
    Command("library.section", "tab", "section(1)", "Next section", _MOVE),
    Command("library.section_before", "shift+tab", "section(-1)", "Previous section", _MOVE),
    Command("library.unread", "n", "unread(1)", "Next unread article", _MOVE),
    Command("library.unread_before", "N", "unread(-1)", "Previous unread article", _MOVE),
    Command("library.choose", "enter", "choose", "Open it; unfold a folder", _LIST, hint="open", weight=6),
    Command(
        "library.open", "o", "open", "Open a file, a folder or an address", _LIST, hint="file or address", weight=5
    ),
    Command("library.filter", "slash", "filter", "Filter by title, outlet or name", _FIND, hint="filter", weight=4),
    Command("library.unfilter", "escape", "unfilter", "Show everything again", _FIND, in_palette=False),
    Command("library.unfold", "right", "fold(True)", "Unfold the folder", _LIST, in_palette=False),
    Command("library.fold", "left", "fold(False)", "Fold it up", _LIST, in_palette=False),
    Command("library.collect", "c", "collect", "All articles below the folder, as a collection", _LIST),
    Command("library.sort", "s", "sort", "Sort: last read, newest, title", _LIST, hint="sort", weight=1),
    Command(
        "library.forget", "d,delete", "forget", "Take it off the list; files stay", _LIST, hint="take off", weight=2
    ),
    Command("library.undo", "u", "undo", "Put back what was taken off last", _LIST),
    Command("library.models", "m", "app.models_screen", "Models: choose one, or get one", _LIST, in_palette=False),
    Command("library.refresh", "r", "refresh_list", "Look again for what there is", _LIST),
    Command("back", "q", "back", "Back, or quit", _LIST, hint="quit", weight=7),
)
"""`back` as on the reading screen: one key for both."""

OPENING: tuple[Command, ...] = (
    Command("open.complete", "tab", "complete", "Complete the path", "What to open", in_palette=False),
)
