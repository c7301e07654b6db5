"""Commands that every screen has."""

from reader.ui.commands.command import Command

_EVERYWHERE = "Everywhere"

HELP = Command("help", "question_mark,f1", "app.help", "Help for where you are", _EVERYWHERE, hint="help", weight=8)

JOBS = Command("app.jobs", "f4", "app.jobs", "Work in the background: see it, cancel it", _EVERYWHERE)

MODELS = Command("app.models", "f3", "app.models_screen", "Models: get, choose, check, remove", _EVERYWHERE)

PALETTE = Command(
    *("app.palette", "ctrl+p", "app.command_palette", "Every command, by its name", _EVERYWHERE),
    in_palette=False,
    priority=True,
)

QUIT = Command("app.quit", "ctrl+q", "app.quit", "Leave the program at once", _EVERYWHERE, priority=True)

EVERYWHERE: tuple[Command, ...] = (
    HELP,
    PALETTE,
    Command("app.library", "ctrl+o", "app.library", "The library: open another article", _EVERYWHERE),
    Command("app.settings", "f2", "app.settings", "Settings, where each came from", _EVERYWHERE),
    MODELS,
    JOBS,
    Command("app.theme", "f5", "app.change_theme", "Choose the colours", _EVERYWHERE),
    Command("app.keys", "f6", "app.keys", "The keys, and how to change them", _EVERYWHERE),
    QUIT,
)
