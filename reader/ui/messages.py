"""What the workers tell the screens, and the screens the application. Data only.

Their payload is frozen; the messages themselves cannot be, because Textual writes the sender into them.
"""

from dataclasses import dataclass

from textual.message import Message

from reader.document import AlignedSentence, Article, Source
from reader.errors import ExitCode, ReaderError
from reader.ui.state import Place


@dataclass
class SourcesFound(Message, bubble=False):
    """Articles that can be offered, under a heading."""

    heading: str
    sources: tuple[Source, ...]


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


@dataclass
class SentenceFailed(Message, bubble=False):
    """One sentence could not be translated; the others go on."""

    place: Place
    reason: str


@dataclass
class Progress(Message, bubble=False):
    """How far it is. A burst of these counts as its last one."""

    done: int
    total: int
    cached: int
    seconds_left: float | None = None
    """None while it cannot be told."""

    def can_replace(self, message: Message) -> bool:
        """Whether this one makes `message` needless."""
        return isinstance(message, Progress)


@dataclass
class TranslationEnded(Message, bubble=False):
    """Nothing more will come for this article."""


@dataclass
class TranslationStopped(Message, bubble=False):
    """Translating cannot go on: what is wrong and what to do, in one line."""

    what: str
    hint: str = ""


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
