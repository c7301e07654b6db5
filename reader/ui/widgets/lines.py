"""A list to move in and to choose from, with the keys of a reader."""

from typing import ClassVar

from textual.widgets import OptionList

from reader.ui.commands.command import Commands, bindings
from reader.ui.commands.panels import LINES


class Lines(OptionList, inherit_bindings=False):
    """Textual's list, whose keys are commands of this program: j and k go down and up as everywhere here."""

    BINDINGS: ClassVar = [*bindings(LINES)]
    commands: ClassVar[Commands] = LINES
