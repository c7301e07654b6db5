"""What the workers tell the screens, and the screens the application. Data only.

Their payload is frozen; the messages themselves cannot be, because Textual writes the sender into them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from reader.document import AlignedSentence, Article, Source
from reader.errors import ExitCode, ReaderError
from reader.ui.state import Place

if TYPE_CHECKING:
    from reader.glossary.suggest import Suggestion
    from reader.ui.lookup import Entry, Met
    from reader.ui.terms import TermRow


@dataclass
class ArticleBegun(Message, bubble=False):
    """The beginning of a long article was read and cleaned; the whole is to come."""

    article: Article


@dataclass
class ArticleOpened(Message, bubble=False):
    """The article was read and cleaned."""

    article: Article


@dataclass
class OpenFailed(Message, bubble=False):
    """The article cannot be read."""

    error: ReaderError


@dataclass
class SentencesArrived(Message, bubble=False):
    """Translations that came, in the order in which they came."""

    sentences: tuple[AlignedSentence, ...]
    again: bool = False
    """Asked for anew, because a correction or the glossary has changed."""
    run: int | None = None
    """The number of the long run that tells it; None where no such run does. What an earlier one tells is old."""


@dataclass
class SentenceFailed(Message, bubble=False):
    """One sentence could not be translated; the others go on."""

    place: Place
    reason: str
    run: int | None = None


@dataclass
class Progress(Message, bubble=False):
    """How far it is. A burst of these counts as its last one."""

    done: int
    total: int
    cached: int
    seconds_left: float | None = None
    """None while it cannot be told."""
    run: int | None = None

    def can_replace(self, message: Message) -> bool:
        """Whether this one makes `message` needless."""
        return isinstance(message, Progress) and message.run == self.run


@dataclass
class TranslationEnded(Message, bubble=False):
    """Nothing more will come for this article."""

    run: int | None = None


@dataclass
class TranslationStopped(Message, bubble=False):
    """Translating cannot go on: what is wrong and what to do, in one line."""

    what: str
    hint: str = ""
    run: int | None = None


@dataclass
class ArticleChosen(Message):
    """The person wants to read the article `index` of a list."""

    sources: tuple[Source, ...]
    index: int


@dataclass
class ArticleTurned(Message):
    """The person wants another article of the list that is being read."""

    index: int


@dataclass
class ArticleLeft(Message):
    """The person is done with an article; `error` when it could not even be read."""

    code: ExitCode
    error: ReaderError | None = None


@dataclass
class ListLeft(Message):
    """The person is done with the list of articles."""


@dataclass
class JobsChanged(Message, bubble=False):
    """Something began, went on or ended in the background."""

    def can_replace(self, message: Message) -> bool:
        """Whether this one makes `message` needless."""
        return isinstance(message, JobsChanged)


@dataclass
class Retranslated(Message, bubble=False):
    """A sentence was translated anew because the person asked for it."""

    sentence: AlignedSentence
    pinned: bool
    """Made in another way than the rest of the article: kept as the person's choice."""


@dataclass
class Trouble(Message, bubble=False):
    """Something that the person asked for could not be done."""

    what: str


@dataclass
class TermKept(Message, bubble=False):
    """A term was written to the person's glossary."""

    source: str
    target: str
    places: tuple[Place, ...]
    """The sentences of the article that have it."""
    note: str = ""
    """What the person has to know about it."""


@dataclass
class SuggestionsFound(Message, bubble=False):
    """What might become a term."""

    suggestions: "tuple[Suggestion, ...]"


@dataclass
class WordFound(Message, bubble=False):
    """What is known of a word so far."""

    wording: str
    met: "Met"
    entries: "tuple[Entry, ...]"
    over: bool
    """Whether all was looked through."""


# What the panel of terms says


@dataclass
class TermWanted(Message):
    """To the next place of this term."""

    row: "TermRow"


@dataclass
class TermEditWanted(Message):
    """This term is to be changed."""

    row: "TermRow"


@dataclass
class SuggestionAccepted(Message):
    """This suggestion is to become a term."""

    suggestion: "Suggestion"


@dataclass
class PanelLeft(Message):
    """The panel is to be closed."""
