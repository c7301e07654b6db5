"""Commands of the screen of models."""

from reader.ui.commands.command import Command
from reader.ui.commands.panels import CHOOSE

_MODEL, _SCREEN = "The model", "This screen"

MODELS_NOTES = {
    "Mouse": (("click", "Choose a model; what can be done with it stands below, to click on"),),
    "Signs before a name": (
        ("●", "used from now on"),
        ("▸", "the open article is read with it"),
        ("×", "something went wrong: it is told below"),
    ),
}
"""What the help has to say besides the commands."""

GET = Command("models.get", "f", "get", "Get it from the Hub, or go on with that", _MODEL, hint="get it", weight=5)
READ = Command("models.read", "r", "read", "Read the open article with it", _MODEL, hint="read with it", weight=4)
USE = Command("models.use", "u", "use", "Use it from now on", _MODEL, hint="use from now on", weight=4)
STOP = Command("models.stop", "s", "stop", "Stop what is being done; what came is kept", _MODEL, hint="stop", weight=6)
CHECK = Command("models.check", "c", "check", "Check every byte of it", _MODEL, hint="check", weight=2)
PREPARE = Command("models.prepare", "p", "prepare", "Make it faster, once", _MODEL, hint="make it faster", weight=3)
REMOVE = Command("models.remove", "x,delete", "remove", "Remove it from this machine", _MODEL, hint="remove", weight=1)

ACTIONS = (GET, STOP, READ, USE, PREPARE, CHECK, REMOVE)
"""What can be done with a model."""

MODELS: tuple[Command, ...] = (
    *ACTIONS,
    Command("models.folder", "a", "folder", "Take a model from a folder", _SCREEN),
    Command("models.scroll", "J", "scroll_about(1)", "Read on below the list", _SCREEN, in_palette=False),
    Command("models.scroll_back", "K", "scroll_about(-1)", "Read back below the list", _SCREEN, in_palette=False),
    Command("models.back", "escape,q", "back", "Back", _SCREEN, in_palette=False, hint="back", weight=7),
)

ENTER = CHOOSE._replace(weight=6)
"""Does the first of them that goes with the model."""
