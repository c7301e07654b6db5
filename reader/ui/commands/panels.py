"""Commands of lists, and of the panels that open over a screen or beside its text."""

from reader.ui.commands import everywhere
from reader.ui.commands.command import Command

_LIST, _PANEL = "In a list", "In this panel"

HELP = everywhere.HELP.hinted("")
"""The keys of the program do not reach into panels. It is not told at their border, which is short."""

CHOOSE = Command("lines.choose", "enter", "select", "Choose it", _LIST, in_palette=False, hint="chooses")
LINES: tuple[Command, ...] = (
    Command("lines.next", "j,down", "cursor_down", "Next line", _LIST, in_palette=False),
    Command("lines.previous", "k,up", "cursor_up", "Previous line", _LIST, in_palette=False),
    Command("lines.page_down", "pagedown,space", "page_down", "Page down", _LIST, in_palette=False),
    Command("lines.page_up", "pageup", "page_up", "Page up", _LIST, in_palette=False),
    Command("lines.first", "g,home", "first", "First line", _LIST, in_palette=False),
    Command("lines.last", "G,end", "last", "Last line", _LIST, in_palette=False),
    CHOOSE,
)

CLOSE = Command("panel.close", "escape,q", "dismiss", "Close it", _PANEL, in_palette=False, hint="closes")
CHOICE: tuple[Command, ...] = (CLOSE, HELP)
CONTENTS: tuple[Command, ...] = (
    Command("contents.close", "escape,q,c", "dismiss", "Close it", _PANEL, in_palette=False, hint="closes"),
    HELP,
)
HELPING: tuple[Command, ...] = (
    Command("help.close", "escape,question_mark,enter,q", "dismiss", "Close it", _PANEL, hint="closes"),
)
EDIT: tuple[Command, ...] = (
    Command("edit.save", "enter,ctrl+s", "save", "Keep what was written", _PANEL, hint="keeps it", priority=True),
    Command("edit.cancel", "escape", "leave", "Leave the sentence as it was", _PANEL, hint="leaves it"),
    HELP,
)
KIND: tuple[Command, ...] = (
    Command("term.kinds", "space,down,up", "show_overlay", "Open the list of kinds", _PANEL, in_palette=False),
)
TERM: tuple[Command, ...] = (
    Command("term.save", "enter,ctrl+s", "save", "Keep the term", _PANEL, hint="keeps it", weight=1),
    Command("term.next", "tab", "app.focus_next", "Next field", _PANEL, in_palette=False, hint="next field"),
    Command("term.cancel", "escape", "dismiss", "Leave it as it was", _PANEL, hint="leaves it", weight=2),
    HELP,
)
LOOKUP: tuple[Command, ...] = (
    Command("lookup.term", "a", "dismiss(True)", "Make it a glossary term", _PANEL, hint="makes it a glossary term"),
    Command("lookup.close", "escape,enter,q,l", "dismiss(False)", "Close it", _PANEL, hint="closes"),
    HELP,
)
TO_WORDINGS = Command("details.next", "j,down", "move(1)", "To the other wordings, or scroll", _PANEL, in_palette=False)
DETAILS: tuple[Command, ...] = (
    TO_WORDINGS,
    Command("details.previous", "k,up", "move(-1)", "Scroll back", _PANEL, in_palette=False),
    Command("details.edit", "e", "wish('edit')", "Write the English yourself", _PANEL, hint="edit", weight=4),
    Command("details.retranslate", "r", "wish('retranslate')", "Translate it anew", _PANEL, hint="anew", weight=3),
    Command("details.undo", "u", "wish('undo')", "Undo your last change", _PANEL),
    Command("details.copy", "y", "copy", "Copy it in both languages", _PANEL, hint="copy", weight=2),
    Command("details.close", "escape,q,enter", "dismiss", "Close it", _PANEL, hint="closes", weight=5),
    HELP,
)
TERMS_PANEL: tuple[Command, ...] = (
    Command(
        "terms.accept", "a", "accept", "Accept the suggestion, or change the term", _PANEL, hint="change or accept"
    ),
    Command("terms.close", "escape,t", "leave", "Close the panel", _PANEL, in_palette=False, hint="close"),
)
JOBS_PANEL: tuple[Command, ...] = (
    Command("jobs.cancel", "x,delete", "cancel", "Cancel the work under the cursor", _PANEL, hint="cancels"),
    CLOSE,
    HELP,
)
