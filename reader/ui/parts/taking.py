"""Taking a translation along: the clipboard, a file, the browser."""

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.widgets import Input

from reader.diagnostics import counted
from reader.errors import ReaderError
from reader.ui.parts.part import Part
from reader.ui.state import ArticleState, Place

_WHAT = ("sentence", "paragraph", "article")
_LANGUAGES = ("both languages", "Indonesian", "English")


class Taking(Part):
    """Copies and exports."""

    _format = ("txt", False)
    """The format that was chosen, and whether it holds both languages."""
    _twice = ""
    """The name of a file that is there, given once: given again it is written over."""

    def action_copy(self) -> None:
        """The current sentence, in both languages, to the clipboard."""
        if self.here is None:
            return
        state, place = self.here
        self.app.copy_to_clipboard(as_text(state, [place], "both languages"))
        there = state.target(place) is not None
        self.say("Copied in both languages" if there else "Copied the Indonesian; the English is not there yet")

    def action_copy_more(self) -> None:
        """Ask what is to be copied, and in which language."""
        from reader.ui.screens.choice import Choice, ChoiceScreen

        if self.here is None:
            return
        state, here = self.here
        offers = [(what, language) for what in _WHAT for language in _LANGUAGES]

        def done(index: int | None) -> None:
            if index is None:
                return
            what, language = offers[index]
            wanted = {
                "sentence": [here],
                "paragraph": [place for place in state.places if place[0] == here[0]],
                "article": list(state.places),
            }[what]
            self.app.copy_to_clipboard(as_text(state, wanted, language))
            lacking = sum(state.target(place) is None for place in wanted) if language != "Indonesian" else 0
            self.say(f"Copied the {what} in {language}" + (f"; {lacking} not translated yet" if lacking else ""))

        choices = [Choice(f"The {what}", f"in {language}") for what, language in offers]
        self.app.push_screen(ChoiceScreen("Copy", choices), done)

    # Files

    def action_export(self) -> None:
        """Ask for a format, then for a name."""
        from reader.export import FORMATS
        from reader.ui.screens.choice import Choice, ChoiceScreen

        if self.state is None or not self._is_whole(self.state):
            return
        offers = [(name, both) for name in FORMATS for both in FORMATS[name].ways]

        def done(index: int | None) -> None:
            if index is not None:
                self._format = offers[index]
                self._twice = ""
                self.call_later(self.ask, "export", "Write to:", self._proposed(offers[index][0]))

        choices = [Choice(name, "both languages" if both else "English alone") for name, both in offers]
        self.app.push_screen(ChoiceScreen("Export the translation", choices), done)

    @on(Input.Submitted, "#export")
    async def _named(self, event: Input.Submitted) -> None:
        name = event.value.strip()
        if not name or self._write(name):
            await self.close_lines()

    def _write(self, name: str) -> bool:
        """Write the export to this file; whether that is done. Else the person is told what is in the way."""
        from reader.export import export
        from reader.files import replacing

        if self.state is None:
            return False
        path = Path(name).expanduser()
        if path.exists() and self._twice != name:
            self._twice = name
            self.say(f"{name} is there already: Enter again writes over it", "warning")
            return False
        kind, both = self._format
        try:
            data = export(self.state.document(self.model_name), kind, bilingual=both)
            with replacing(path) as file:
                file.write(data)
        except (OSError, ReaderError) as error:
            self.say(f"Not written: {error}", "error")
            return False
        self.say(f"Written: {path.absolute()}")
        return True

    def _proposed(self, form: str) -> str:
        """`NAME.en.txt`, in the folder that the program was started in."""
        source = self.source
        name = source.path.stem if source.path else "article"
        return f"{name}.en.{form}"

    def _is_whole(self, state: ArticleState) -> bool:
        """Whether every sentence has its translation; else say what is missing."""
        lacking = [place for place in state.places if place not in state.ready]
        if not lacking:
            return True
        if state.failed:
            self.text.go(next(place for place in state.places if place in state.failed))
            failed = counted(len(state.failed), "sentence")
            self.say(f"{failed} failed: r tries again, e writes your own. Then it can be taken.")
        else:
            self.say(f"{counted(len(lacking), 'sentence')} not translated yet. Then it can be taken.")
        return False

    # The browser

    def action_browse(self) -> None:
        """The translation, or the page that it was made from, in the browser."""
        from reader.ui.screens.choice import Choice, ChoiceScreen

        if self.state is None:
            return
        choices = [Choice("The translation", "as a page with both languages")]
        address = self.source.name
        if address.startswith(("http://", "https://")):
            choices.append(Choice("The original page", address))

        def done(index: int | None) -> None:
            if index == 0:
                self._browse_translation()
            elif index == 1:
                self._browse(address)

        if len(choices) == 1:
            done(0)
        else:
            self.app.push_screen(ChoiceScreen("Open in the browser", choices), done)

    def _browse_translation(self) -> None:
        from reader.export import export
        from reader.files import replacing

        if self.state is None or not self._is_whole(self.state):
            return
        path = self.services.paths.cache / "pages" / f"{self.state.key[:16]}.html"
        try:
            with replacing(path) as file:
                file.write(export(self.state.document(self.model_name), "html", bilingual=True))
        except (OSError, ReaderError) as error:
            self.say(f"Not written: {error}", "error")
            return
        self._browse(path.as_uri())

    def _browse(self, address: str) -> None:
        import webbrowser

        try:
            browser = webbrowser.get()
        except webbrowser.Error:
            self.app.copy_to_clipboard(address)
            self.say("No browser; address copied", "warning")  # in one line of the narrowest window
            return
        # One that runs in the terminal gets it for as long as it runs.
        if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser):
            with self.app.suspend():
                opened = browser.open(address)
        else:
            opened = browser.open(address)
        self.say(f"Opened {address}" if opened else f"The browser did not open {address}")


def as_text(state: ArticleState, places: Sequence[Place], language: str) -> str:
    """Sentences as paragraphs of text; in both languages, each paragraph's English under its Indonesian."""
    paragraphs: dict[int, list[Place]] = {}
    for place in places:
        paragraphs.setdefault(place[0], []).append(place)
    parts = []
    for some in paragraphs.values():
        source = " ".join(map(state.source, some))
        target = " ".join(filter(None, map(state.target, some)))
        chosen = {"Indonesian": [source], "English": [target]}.get(language, [source, target])
        parts.append("\n".join(filter(None, chosen)))
    return "\n\n".join(filter(None, parts))
