"""A glossary term to add or to change."""

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Select, Static

from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import KIND, TERM
from reader.ui.lights import KINDS
from reader.ui.wrap import inert


class TermDraft(NamedTuple):
    """What the person writes of a term."""

    source: str
    target: str
    kind: str = "term"
    note: str = ""


class KindField(Select[str], inherit_bindings=False):
    """The kinds to choose from. Enter keeps the term, as in every field; where the list is open it takes a kind."""

    BINDINGS: ClassVar = [*bindings(KIND)]
    commands: ClassVar[Commands] = KIND


class TermScreen(ModalScreen[TermDraft | None]):
    """Gives the term; None when nothing is to change."""

    CSS_PATH = "panel.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [*bindings(TERM)]
    commands: ClassVar[Commands] = TERM

    def __init__(self, draft: TermDraft, *, known: bool) -> None:
        """`known`: the glossary has it, and it is changed."""
        super().__init__()
        self._draft, self._known = draft, known

    def compose(self) -> ComposeResult:
        """Four fields."""
        draft = self._draft
        with VerticalScroll(id="panel", can_focus=False) as panel:
            panel.border_title = "Change a glossary term" if self._known else "Add a glossary term"
            panel.border_subtitle = keys_line(self.app, TERM)
            yield Static("Indonesian", classes="label", markup=False)
            yield Input(inert(draft.source), id="source", compact=True)
            yield Static("English", classes="label", markup=False)
            yield Input(inert(draft.target), id="target", compact=True)
            yield Static("Kind", classes="label", markup=False)
            kinds = [(kind, kind) for kind in KINDS]
            yield KindField(kinds, value=draft.kind, allow_blank=False, compact=True, id="kind")
            yield Static("Note", classes="label", markup=False)
            yield Input(inert(draft.note), id="note", compact=True)
            yield Static("", id="fault", classes="fault", markup=False)
            note = "It goes into your own glossary; sentences that have it are translated anew."
            yield Static(note, classes="note", markup=False)

    def on_mount(self) -> None:
        """To the field that needs the person most."""
        self.query_one("#target" if self._draft.source else "#source", Input).focus()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Give it back, if it is whole."""
        fields = {name: self.query_one(f"#{name}", Input).value for name in ("source", "target", "note")}
        texts = {name: " ".join(value.split()) for name, value in fields.items()}
        empty = next((name for name in ("source", "target") if not texts[name]), None)
        if empty is not None:
            language = {"source": "Indonesian", "target": "English"}[empty]
            self.query_one("#fault", Static).update(f"The {language} is empty.")
            self.query_one(f"#{empty}", Input).focus()
            return
        self.dismiss(TermDraft(texts["source"], texts["target"], str(self.query_one(KindField).value), texts["note"]))
