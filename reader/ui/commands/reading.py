"""Commands of the screen on which an article is read."""

from reader.ui.commands.command import Command

_MOVE, _WORDS, _LOOK, _SENTENCE = "Moving", "Words", "The look of it", "The sentence"
_TERMS, _FIND, _ARTICLE = "Glossary", "Finding", "Article"

READING_NOTES = {
    "Mouse": (
        ("point", "A word and its counterpart light up"),
        ("click", "Choose the sentence and the word"),
        ("drag", "Choose several words; move the border"),
        ("double click", "Details of the sentence"),
    ),
    "Marks beside the English": (
        ("!", "a number, name or the like needs a look"),
        ("~", "a glossary term is missing in the English"),
        ("?", "something smaller: quotation marks, a thousands mark"),
        ("×", "this sentence could not be translated"),
        ("…", "not translated yet"),
        ("°", "a draft: a better translation is being made"),
        ("e", "your own wording or choice"),
        ("·", "translated before, and kept"),
        ("*", "a bookmark (beside the Indonesian)"),
        ("▌", "the current sentence"),
    ),
}
"""What the help has to say besides the commands."""

READING: tuple[Command, ...] = (
    Command("sentence.next", "j", "move(1)", "Next sentence", _MOVE, hint="sentence", weight=2),
    Command("sentence.previous", "k", "move(-1)", "Previous sentence", _MOVE, hint="sentence", weight=2),
    Command("scroll.down", "down", "scroll_text('down')", "Scroll down", _MOVE, in_palette=False),
    Command("scroll.up", "up", "scroll_text('up')", "Scroll up", _MOVE, in_palette=False),
    Command("scroll.page_down", "pagedown,space", "scroll_text('page_down')", "Page down", _MOVE, in_palette=False),
    Command("scroll.page_up", "pageup", "scroll_text('page_up')", "Page up", _MOVE, in_palette=False),
    Command("sentence.first", "g,home", "first", "First sentence", _MOVE),
    Command("sentence.last", "G,end", "last", "Last sentence", _MOVE),
    Command("finding.next", "right_square_bracket", "next_doubt(1)", "Next finding or missing term", _MOVE),
    Command("finding.previous", "left_square_bracket", "next_doubt(-1)", "Previous finding or missing term", _MOVE),
    Command("paragraph.go", "p", "go_to", "Go to a paragraph", _MOVE),
    Command("contents.show", "c", "contents", "Headings and bookmarks", _MOVE),
    Command("bookmark.toggle", "b", "bookmark", "Set a bookmark, or take it away", _MOVE),
    Command("bookmark.next", "B", "next_bookmark", "Next bookmark", _MOVE),
    Command("sentence.details", "enter", "details", "Details and other wordings", _SENTENCE, hint="details", weight=6),
    Command("sentence.edit", "e", "edit", "Write the English yourself", _SENTENCE, hint="edit", weight=5),
    Command("sentence.undo", "u", "undo", "Undo your last change", _SENTENCE),
    Command("sentence.retranslate", "r", "retranslate", "Translate it anew", _SENTENCE),
    Command("sentence.copy", "y", "copy", "Copy it in both languages", _SENTENCE),
    Command("copy.more", "Y", "copy_more", "Copy more, or in one language", _SENTENCE),
    Command("word.next", "right", "move_word(1)", "Next word, lit with its counterpart", _WORDS, in_palette=False),
    Command("word.previous", "left", "move_word(-1)", "Previous word", _WORDS, in_palette=False),
    Command("word.more", "shift+right", "extend(1)", "Choose one word more", _WORDS, in_palette=False),
    Command("word.less", "shift+left", "extend(-1)", "Choose one word less", _WORDS, in_palette=False),
    Command("word.other", "tab", "other_side", "Its counterpart in the other language", _WORDS),
    Command("word.look_up", "l", "look_up", "Look the word up", _WORDS),
    Command("word.occurrence", "asterisk", "occurrence(1)", "Next place of the word or term", _WORDS),
    Command("word.occurrence_before", "number_sign", "occurrence(-1)", "Previous place of it", _WORDS),
    Command("terms.toggle", "h", "toggle_terms", "Highlights on or off", _TERMS),
    Command(
        "terms.panel", "t", "terms", "Terms of this article, and what might be one", _TERMS, hint="terms", weight=3
    ),
    Command("terms.add", "a", "term", "Make the word a term, or change the term", _TERMS),
    Command("find.start", "slash", "find", "Find in both languages", _FIND, hint="find", weight=4),
    Command("find.next", "n", "next_match(1)", "Next match", _FIND),
    Command("find.previous", "N", "next_match(-1)", "Previous match", _FIND),
    Command("find.regex", "ctrl+r", "toggle_regex", "Regular expressions on or off", _FIND),
    Command("find.stop", "escape", "stop", "Stop finding, let go of the word", _FIND, in_palette=False),
    Command("view.next", "v", "next_view", "Both languages, English, Indonesian", _LOOK, hint="view", weight=1),
    Command("view.swap", "s", "swap", "Swap the sides", _LOOK),
    Command("view.wider", "plus", "measure(1)", "Longer lines", _LOOK),
    Command("view.narrower", "minus", "measure(-1)", "Shorter lines", _LOOK),
    Command("view.left_wider", "full_stop", "share(1)", "Left column wider", _LOOK),
    Command("view.left_narrower", "comma", "share(-1)", "Left column narrower", _LOOK),
    Command("article.next", "greater_than_sign", "next_article(1)", "Next article", _ARTICLE),
    Command("article.previous", "less_than_sign", "next_article(-1)", "Previous article", _ARTICLE),
    Command("article.export", "x", "export", "Export the translation to a file", _ARTICLE),
    Command("article.translate", "T", "translate", "Stop translating, or go on with it", _ARTICLE),
    Command("article.browse", "o", "browse", "Open it in the browser", _ARTICLE),
    Command("article.model", "m", "app.models_screen", "Read with another model, or get one", _ARTICLE),
    Command("back", "q", "back", "Back, or quit", _ARTICLE, hint="quit", weight=7),
)
