"""What is remembered of an article that is read. Pure."""

from cache.memory import Visit
from reader.document import TITLE, Source
from reader.ui.state import ArticleState, Place


def visit(state: ArticleState, source: Source, place: Place) -> Visit:
    """`state`, as the list of recent articles needs it, with the sentence that the person is at."""
    article = state.article
    title = [state.target(some) for some in state.places if some[0] == TITLE]
    return Visit(
        article=state.key,
        source=str(source.path.absolute()) if source.path else source.name,
        part=source.part or "",
        title=article.title or "",
        english=" ".join(filter(None, title)),
        outlet=article.outlet or "",
        published=article.published.isoformat() if article.published else "",
        place=place,
        sentences=len(state.places),
        translated=len(state.ready),
        findings=sum(len(state.findings(some)) for some in state.places),
        read=state.order(place) + 1,
    )
