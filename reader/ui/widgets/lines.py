"""A list to move in and to choose from, with the keys of a reader."""

from typing import ClassVar

from textual.widgets import OptionList

from reader.ui.commands.command import Commands, bindings
from reader.ui.commands.panels import LINES


class Lines(OptionList, inherit_bindings=False):
    """Textual's list, whose keys are commands of this program: j and k go down and up as everywhere here."""

    BINDINGS: ClassVar = [*bindings(LINES)]
    commands: ClassVar[Commands] = LINES

    def action_page_down(self) -> None:
        """A page further, once there is room for lines: without any, Textual's own breaks."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """A page back; as above."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]
