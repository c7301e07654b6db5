"""The glossary terms of the article beside the text, and what might become terms."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from reader.glossary.suggest import Suggestion
from reader.ui.commands.command import Commands, bindings, keys_line
from reader.ui.commands.panels import CHOOSE, TERMS_PANEL
from reader.ui.messages import PanelLeft, SuggestionAccepted, TermEditWanted, TermWanted
from reader.ui.palette import QUIET
from reader.ui.terms import TermRow
from reader.ui.widgets.lines import Lines
from reader.ui.wrap import inert

_STATUS_STYLE = {"missing": "$text-error", "repaired": "$text-warning"}


class TermsPanel(Vertical):
    """Lists terms and suggestions; says what the person wants with the one under the cursor."""

    DEFAULT_CSS = """
    TermsPanel {
        dock: right; width: 40; height: 1fr; background: $surface; border-left: vkey $panel; padding: 0 1;
    }
    TermsPanel.-below { dock: bottom; width: 1fr; height: 40%; border-left: none; }
    TermsPanel OptionList {
        height: 1fr; border: none; padding: 0; background: $surface;
        scrollbar-size-vertical: 1; scrollbar-color: $foreground 25%; scrollbar-background: $surface;
    }
    TermsPanel OptionList:focus > .option-list--option-highlighted { background: $primary 30%; color: $foreground; }
    TermsPanel .hint { color: $text-muted; height: auto; }
    TermsPanel .head { text-style: bold; height: 1; }
    """
    BINDINGS: ClassVar = [*bindings(TERMS_PANEL)]
    commands: ClassVar[Commands] = TERMS_PANEL

    def __init__(self) -> None:
        """Empty."""
        super().__init__(id="terms")
        self._rows: Sequence[TermRow] = ()
        self._suggestions: Sequence[Suggestion] = ()

    def compose(self) -> ComposeResult:
        """A head, the list, and what the keys do."""
        yield Static("", classes="head", markup=False)
        yield Lines(markup=False, compact=True)
        keys = keys_line(self.app, [CHOOSE.hinted("next place"), *TERMS_PANEL])
        yield Static(keys, classes="hint", markup=False)

    def on_mount(self) -> None:
        """The cursor."""
        self.query_one(Lines).focus()

    def show(self, rows: Sequence[TermRow], suggestions: Sequence[Suggestion]) -> None:
        """List these; the cursor stays on its term."""
        options = self.query_one(Lines)
        at = options.highlighted
        kept = options.get_option_at_index(at).id if at is not None else None
        self._rows, self._suggestions = rows, suggestions
        lines: list[Option | None] = [_term_option(row, f"t{index}") for index, row in enumerate(rows)]
        if suggestions:
            if lines:
                lines.append(None)
            lines.append(Option(Content.styled("Might be terms", "bold"), disabled=True))
            lines += [_suggestion_option(one, f"s{index}") for index, one in enumerate(suggestions)]
        options.clear_options()
        options.add_options(lines)
        if kept is not None and any(option.id == kept for option in options.options):
            options.highlighted = options.get_option_index(kept)
        elif rows or suggestions:
            options.action_first()
        missing = sum(row.counts["missing"] for row in rows)
        head = f"{len(rows)} terms" if len(rows) != 1 else "1 term"
        self.query_one(".head", Static).update(f"{head}, {missing} missing" if missing else head)

    def action_accept(self) -> None:
        """Accept the suggestion under the cursor, or change the term."""
        match self._under_cursor():
            case TermRow() as row:
                self.post_message(TermEditWanted(row))
            case Suggestion() as suggestion:
                self.post_message(SuggestionAccepted(suggestion))

    def action_leave(self) -> None:
        """Ask to be closed."""
        self.post_message(PanelLeft())

    @on(Lines.OptionSelected)
    def _selected(self, event: Lines.OptionSelected) -> None:
        event.stop()
        match self._under_cursor():
            case TermRow() as row:
                self.post_message(TermWanted(row))
            case Suggestion() as suggestion:
                self.post_message(SuggestionAccepted(suggestion))

    def _under_cursor(self) -> TermRow | Suggestion | None:
        option = self.query_one(Lines).highlighted_option
        if option is None or option.id is None:
            return None
        index = int(option.id[1:])
        return self._rows[index] if option.id.startswith("t") else self._suggestions[index]


def _term_option(row: TermRow, id: str) -> Option:  # noqa: A002 - Textual's name for it
    worst = next((name for name in ("missing", "repaired") if row.counts[name]), "")
    mark = "~ " if worst == "missing" else "  "
    return Option(
        Content.assemble(
            (mark, _STATUS_STYLE["missing"]),
            f"{inert(row.source)} → {inert(row.target)}",
            (f"\n  {row.kind} · ", QUIET),
            (row.status(), _STATUS_STYLE.get(worst, QUIET)),
        ),
        id=id,
    )


def _suggestion_option(one: Suggestion, id: str) -> Option:  # noqa: A002 - as above
    about = (f"\n  {one.kind} · {one.count} ×", QUIET)
    return Option(Content.assemble(("+ ", "$text-accent"), f"{inert(one.source)} → {inert(one.target)}", about), id=id)
