"""The settings and the keys, changed from within the program."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from reader.config import Settings, load_settings
from reader.errors import UsageError
from reader.ui.app import ReaderApp, run_reader
from reader.ui.commands.reading import READING
from reader.ui.keymap import keymap
from reader.ui.preferences import in_force_from
from reader.ui.screens.choice import ChoiceScreen
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.keys import KeyScreen, KeysScreen
from reader.ui.screens.reading import ReadingScreen
from reader.ui.screens.settings import SettingsScreen
from reader.ui.screens.themes import ThemesScreen
from reader.ui.themes import DARK, HIGH_CONTRAST, LIGHT
from reader.ui.widgets.bars import Bar
from reader.ui.widgets.lines import Lines
from tests.ui.kit import Desk, WaitingTranslator, notes, reader, reading, until, until_done

NAMES = [one.name for one in fields(Settings)]


def settings_file(home: Path, text: str) -> Path:
    home.mkdir(parents=True)
    path = home / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def file(home: Path) -> Path:
    """A settings file with a comment."""
    return settings_file(home, "# mine\nbeam = 2  # fast\n")


@pytest.fixture
def blocked(home: Path) -> Path:
    """A home where nothing can be written."""
    home.write_text("a file where the folder should be")
    return home


@pytest.fixture
def clashing(home: Path) -> Path:
    """A settings file with a key that another command has, and a good one."""
    return settings_file(home, '[keys]\n"sentence.copy" = "j"\n"sentence.edit" = "E"\n')


@pytest.fixture
def lettered(home: Path) -> Path:
    """A settings file with a key of the person's own."""
    return settings_file(home, '[keys]\n"sentence.edit" = "E"\n')


@pytest.fixture
def broken(home: Path) -> Path:
    """A settings file that is no TOML."""
    return settings_file(home, "beam = \n")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def written(file: Path) -> dict[str, object]:
    return tomllib.loads(text_of(file))


def lines(pilot: Pilot[int]) -> list[str]:
    found = pilot.app.screen.query_one(Lines)
    return [str(found.get_option_at_index(index).prompt) for index in range(found.option_count)]


def line(pilot: Pilot[int], beginning: str) -> list[str]:
    return next(one for one in lines(pilot) if one.strip().startswith(beginning)).split()


def about(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#about", Static).content)


async def open_settings(pilot: Pilot[int], name: str = "home") -> SettingsScreen:
    """The settings, with the cursor on one of them."""
    await until_done(pilot)
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    await pilot.pause()
    screen.lines.highlighted = NAMES.index(name)
    await pilot.pause()
    return screen


def translated(settings: Settings) -> ReaderApp:
    return reader(settings, WaitingTranslator(free=True))


async def test_each_setting_has_its_value_origin_and_meaning(
    file: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("DWIBACA_THREADS", "1")
    app = translated(load_settings())
    app.services.given = frozenset({"language"})
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_settings(pilot, "beam")
        assert len(lines(pilot)) == len(NAMES)
        assert line(pilot, "beam") == ["beam", "2", "file"]
        assert line(pilot, "threads") == ["threads", "1", "environment"]
        assert line(pilot, "language") == ["language", "ind_Latn", "command", "line"]
        assert line(pilot, "device") == ["device", "auto", "default"]
        assert line(pilot, "use_cache") == ["use_cache", "yes", "default"]
        assert about(pilot) == "Beam size: 1 is fastest, 4 is better.\nA change holds from the next article on."
        screen.lines.highlighted = NAMES.index("threads")
        await pilot.pause()
        assert "DWIBACA_THREADS decides over it now" in about(pilot)
        screen.lines.highlighted = NAMES.index("language")
        await pilot.pause()
        assert "the command line decides over it now" in about(pilot)


async def test_a_number_is_typed_checked_and_kept(file: Path) -> None:
    app = translated(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await open_settings(pilot, "beam")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query("#value"))
        await pilot.press("backspace", "9", "9", "enter")
        assert "beam = 99: a whole number from 1 to 16" in about(pilot)
        assert written(file) == {"beam": 2}
        await pilot.press("backspace", "backspace", "8", "enter")
        await until(pilot, lambda: not pilot.app.screen.query("#value"))
        assert text_of(file) == "# mine\nbeam = 8  # fast\n"
        assert app.services.settings.beam == 8
        assert line(pilot, "beam") == ["beam", "8", "file"]
        await pilot.press("d")
        await until(pilot, lambda: line(pilot, "beam") == ["beam", "4", "default"])
        assert text_of(file) == "# mine\n"
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query("#value"))
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.screen.query("#value"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))


async def test_what_is_typed_is_for_the_setting_that_was_asked_for(file: Path) -> None:
    app = translated(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_settings(pilot, "beam")
        await pilot.press("enter")
        await until(pilot, lambda: screen.query("#value"))
        await pilot.press("backspace", "3")
        screen.lines.highlighted = NAMES.index("threads")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: not screen.query("#value"))
        assert written(file) == {"beam": 3}


async def test_yes_and_no_change_places_and_take_effect(settings: Settings, home: Path) -> None:
    app = translated(settings)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_settings(pilot, "highlight")
        text = reading(pilot).text
        assert text.terms_lit
        await pilot.press("enter")
        await until(pilot, lambda: not text.terms_lit)
        assert written(home / "config.toml") == {"highlight": False}
        await pilot.press("enter")
        await until(pilot, lambda: text.terms_lit)
        screen.lines.highlighted = NAMES.index("motion")
        await pilot.pause()
        assert app.animation_level == "full"
        await pilot.press("enter")
        await until(pilot, lambda: app.animation_level == "none")
        assert written(home / "config.toml") == {"highlight": True, "motion": False}


async def test_one_of_a_few_is_chosen_from_a_list(settings: Settings, home: Path) -> None:
    async with translated(settings).run_test(size=(80, 24)) as pilot:
        await open_settings(pilot, "drafts")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
        assert [one.split()[1] for one in lines(pilot)] == ["auto", "only", "off"]
        await pilot.press("3")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        assert written(home / "config.toml") == {"drafts": "off"}
        assert (
            pilot.app.screen.query_one("#status", Bar).left == f"{len(NAMES)} settings, 2 not at the default"
        )  # and the home


async def test_the_model_is_one_that_is_installed(settings: Settings) -> None:
    async with translated(settings).run_test(size=(80, 24)) as pilot:
        await open_settings(pilot, "model")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen))
        assert [one.split()[1] for one in lines(pilot)] == ["compact", "More"]


async def test_what_decides_over_the_file_still_does(settings: Settings, home: Path) -> None:
    app = translated(replace(settings, beam=6))
    app.services.given = frozenset({"beam"})
    async with app.run_test(size=(80, 24)) as pilot:
        await open_settings(pilot, "beam")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query("#value"))
        await pilot.press("backspace", "3", "enter")
        await until(pilot, lambda: not pilot.app.screen.query("#value"))
        assert written(home / "config.toml") == {"beam": 3}
        assert app.services.settings.beam == 6
        assert notes(pilot)[-1] == "beam is kept for later; now the command line holds"


async def test_a_broken_file_is_told_and_left_alone(settings: Settings, broken: Path) -> None:
    async with translated(settings).run_test(size=(80, 24)) as pilot:
        await until_done(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await until(pilot, lambda: "the settings file cannot be read" in about(pilot))
        assert text_of(broken) == "beam = \n"


def test_of_every_setting_it_is_said_from_when_it_holds() -> None:
    assert all(in_force_from(name) for name in NAMES)


# Colours


async def test_themes_are_shown_while_one_chooses_and_kept(settings: Settings, home: Path) -> None:
    app = translated(settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_done(pilot)
        assert app.theme == DARK
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ThemesScreen))
        assert [one.split()[0] for one in lines(pilot)][:3] == [DARK, LIGHT, HIGH_CONTRAST]
        await pilot.press("j")
        await until(pilot, lambda: app.theme == LIGHT)
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == DARK)
        assert not (home / "config.toml").exists()
        await pilot.press("f5", "j", "j", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert app.theme == HIGH_CONTRAST
        assert written(home / "config.toml") == {"theme": HIGH_CONTRAST}


@pytest.mark.usefixtures("blocked")
async def test_a_theme_that_cannot_be_kept_is_told_and_taken_off_again(settings: Settings) -> None:
    app = translated(settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_done(pilot)
        await pilot.press("f5", "j", "enter")
        await until(pilot, lambda: notes(pilot))
        assert notes(pilot)[-1].startswith("the settings file cannot be written")
        assert isinstance(app.screen, ThemesScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert app.theme == DARK


async def test_a_theme_that_the_environment_goes_over_is_for_later(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DWIBACA_THEME", LIGHT)
    app = translated(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await until_done(pilot)
        await pilot.press("f5", "j", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert notes(pilot)[-1] == "theme is kept for later; now DWIBACA_THEME holds"
        assert app.theme == LIGHT
        assert written(home / "config.toml") == {"theme": HIGH_CONTRAST}


async def test_motion_can_be_off_from_the_start(settings: Settings) -> None:
    async with translated(replace(settings, motion=False)).run_test() as pilot:
        assert pilot.app.animation_level == "none"


async def test_a_theme_that_is_not_there_is_told(settings: Settings) -> None:
    async with translated(replace(settings, theme="no[such]")).run_test() as pilot:
        await until(pilot, lambda: notes(pilot))
        assert notes(pilot) == ["There is no theme no[such]"]
        assert pilot.app.theme == DARK


# Keys


async def open_keys(pilot: Pilot[int], command: str) -> KeysScreen:
    """The keys, with the cursor on a command."""
    await until_done(pilot)
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(pilot.app.screen, KeysScreen))
    screen = pilot.app.screen
    assert isinstance(screen, KeysScreen)
    await pilot.pause()
    screen.lines.highlighted = screen.lines.get_option_index(command)
    return screen


async def test_a_command_gets_another_key_by_pressing_it(settings: Settings, home: Path) -> None:
    app = translated(settings)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_keys(pilot, "sentence.edit")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KeyScreen))
        await pilot.press("j")
        assert str(app.screen.query_one("#fault", Static).content) == "j is taken: Next sentence. Another key?"
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(app.screen, KeysScreen))
        assert written(home / "config.toml") == {"keys": {"sentence.edit": "ctrl+e"}}
        (now,) = [one for one in lines(pilot) if "Ctrl+E" in one]
        assert "Ctrl+E  Write the English yourself   was e" in now
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, KeyScreen))
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, KeysScreen))
        assert written(home / "config.toml") == {"keys": {"sentence.edit": "ctrl+e,E"}}
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert "Ctrl+E edit" in str(reading(pilot).query_one("#status", Bar).render())
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        told = [str(part.content) for part in app.screen.query(Static)]
        assert told[told.index("Write the English yourself") - 1] == "Ctrl+E E"
        await pilot.press("escape", "e")
        await pilot.pause()
        assert isinstance(app.screen, ReadingScreen)
        await pilot.press("E")
        await until(pilot, lambda: not isinstance(app.screen, ReadingScreen))
    again = load_settings()
    assert keymap(again.keys) == {"sentence.edit": "ctrl+e,E"}


async def test_a_command_gets_its_own_keys_back(settings: Settings, home: Path) -> None:
    app = translated(replace(settings, keys={"sentence.edit": "E", "sentence.copy": "z"}))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_keys(pilot, "sentence.edit")
        assert "2 with keys of your own" in screen.query_one("#status", Bar).left
        await pilot.press("d")
        await until(pilot, lambda: app.keymap == {"sentence.copy": "z"})
        await pilot.press("d")  # it has its own already
        assert app.keymap == {"sentence.copy": "z"}


async def test_keys_that_do_not_fit_are_told_and_the_others_hold(settings: Settings, home: Path) -> None:
    wrong = {"sentence.nxt": "z", "sentence.copy": "j", "sentence.edit": "E"}
    app = translated(replace(settings, keys=wrong))
    async with app.run_test(size=(120, 40)) as pilot:
        await until_done(pilot)
        assert app.keymap == {"sentence.edit": "E"}
        assert [note.partition(" (")[0] for note in notes(pilot)] == [
            "no such command: sentence.nxt in the setting keys",
            "two commands have the same key: j for sentence.copy and sentence.next in the setting keys",
        ]
        screen = await open_keys(pilot, "sentence.copy")
        await until(pilot, lambda: screen.query_one("#top", Bar).right)
        assert screen.query_one("#top", Bar).right[1] == "sentence.copy below [keys]"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, KeyScreen))
        await pilot.press("Z")
        await until(pilot, lambda: app.keymap == {"sentence.edit": "E", "sentence.copy": "Z"})
        assert written(home / "config.toml") == {"keys": {"sentence.copy": "Z"}}


async def test_a_clash_in_the_file_can_be_taken_out(clashing: Path) -> None:
    app = translated(load_settings())
    async with app.run_test(size=(120, 40)) as pilot:
        await open_keys(pilot, "sentence.copy")
        await pilot.press("d")
        await until(pilot, lambda: written(clashing) == {"keys": {"sentence.edit": "E"}})
        assert app.keymap == app.services.settings.keys == {"sentence.edit": "E"}


async def test_all_keys_of_ones_own_go_only_when_that_was_meant(lettered: Path) -> None:
    app = translated(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await open_settings(pilot, "keys")
        for answer, left in (("1", {"sentence.edit": "E"}), ("2", {})):
            await pilot.press("d")
            await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
            assert written(lettered) == {"keys": {"sentence.edit": "E"}}
            await pilot.press(answer)
            await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
            await pilot.pause()
            assert app.keymap == left
        assert written(lettered) == {}


async def test_ctrl_c_says_what_leaves_the_program(settings: Settings) -> None:
    app = translated(replace(settings, keys={"app.quit": "ctrl+x"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await until_done(pilot)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: notes(pilot))
        assert notes(pilot) == ["Ctrl+X leaves the program."]


async def test_the_keys_are_filtered_by_what_is_done_and_by_key(settings: Settings) -> None:
    async with translated(settings).run_test(size=(100, 30)) as pilot:
        screen = await open_keys(pilot, "help")
        await pilot.press("slash", *"bookmark toggle")
        await until(pilot, lambda: len(lines(pilot)) == 2)
        assert "Set a bookmark" in lines(pilot)[1]
        screen.query_one("#filter", Input).value = "Ctrl+R"
        await until(pilot, lambda: "Regular expressions" in lines(pilot)[1])
        await pilot.press("enter")
        await until(pilot, lambda: screen.focused is screen.lines)
        assert pilot.app.screen is screen  # the next key gives no command another one
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, KeyScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, KeysScreen) and len(lines(pilot)) > 80)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))


def test_keys_as_a_person_writes_them() -> None:
    chosen = keymap({"sentence.next": "z, ?", "help": "f1", "sentence.edit": ",", "view.left_narrower": "shift+z"})
    assert chosen == {
        **{"sentence.next": "z,question_mark", "help": "f1"},
        **{"sentence.edit": "comma", "view.left_narrower": "Z"},
    }


def test_two_commands_may_change_places() -> None:
    keys = {command.id: command.keys for command in READING}
    swapped = {"sentence.next": keys["sentence.previous"], "sentence.previous": keys["sentence.next"]}
    assert keymap(swapped) == swapped


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"sentence.nxt": "n"}, "no such command: sentence.nxt in the setting keys (the reader lists them"),
        ({"sentence.next": "strg+n"}, "no such key: strg+n for sentence.next in the setting keys (such as j"),
        ({"sentence.next": "n"}, "two commands have the same key: n for sentence.next and find.next in the setting"),
        ({"sentence.next": "f2"}, "two commands have the same key: f2 for sentence.next and app.settings"),
        ({"sentence.next": ""}, "a command needs a key: sentence.next in the setting keys"),
        ({"app.quit": "q"}, "this key is for writing: q for app.quit in the setting keys"),
        ({"edit.save": "space"}, "this key is for writing: space for edit.save"),
    ],
)
def test_wrong_keys_are_refused_in_one_line(keys: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        keymap(keys)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_what_a_toast_does_not_hold_long_enough_is_told_on_stderr(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(app: ReaderApp) -> int:  # needs a terminal
        app.unkept["begun"] = "My words"
        return 0

    monkeypatch.setattr(ReaderApp, "run", run)
    assert run_reader(Desk(replace(settings, keys={"x": "y"}), None), []) == 0
    wrong, unkept = capsys.readouterr().err.splitlines()
    assert wrong.startswith("dwibaca: no such command: x in the setting keys")
    assert unkept == "dwibaca: this could not be kept: My words"
