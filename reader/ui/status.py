"""The line at the bottom of the reading screen. Pure."""

from reader.ui.messages import Progress
from reader.ui.state import ArticleState, Place
from reader.ui.wrap import inert


def status_line(
    state: ArticleState | None, current: Place | None, progress: Progress, model: str, found: str, *, over: bool
) -> str:
    """What is looked for; what is doubtful about the current sentence; how far the translation is, or its counts."""
    if state is None:
        return "opening"
    parts = [found] if found else []
    if current is not None:
        parts += [] if found else doubts(state, current)
        parts.append(where(state, current))
    if over:
        parts += [*state.counts(), model]
    elif progress.total:
        # Before the first sentence comes, the model may be being opened, or be at work on it: nobody tells which.
        doing = "translating" if progress.done > progress.cached else "preparing"
        left = [time_left(progress.seconds_left)] if progress.seconds_left is not None else []
        counted = f"{progress.done}/{progress.total} sentences"
        parts += [gauge(progress.done, progress.total), counted, *left, doing, model]
    else:
        parts += ["preparing", model]
    return " · ".join(parts)


def doubts(state: ArticleState, place: Place) -> list[str]:
    """What is doubtful about a sentence, the worst first, in a few words."""
    if place in state.failed:
        return [f"× {state.failed[place]}: r tries again, e writes your own"]
    findings = sorted(state.findings(place), key=lambda finding: finding.severity != "warn")
    said = [f"{'!' if finding.severity == 'warn' else '?'} {inert(finding.message)}" for finding in findings]
    missing = [use for use in state.terms(place) if use.status == "missing"]
    said += [f"~ {inert(use.source)}: {inert(use.target)} is missing" for use in missing]
    return said[:1]


def where(state: ArticleState, place: Place) -> str:
    """`¶ 3/20`; the parts above the body go by their names."""
    number = place[0]
    if number < 0:
        return state.blocks[number].kind.value
    return f"¶ {number + 1}/{len(state.article.paragraphs)}"


def gauge(done: int, total: int, width: int = 8) -> str:
    """How far it is, as a bar of `width` cells."""
    full = done * width // total
    return "━" * full + "─" * (width - full)


def time_left(seconds: float) -> str:
    """In steps that do not flicker."""
    if seconds < 60:
        return f"about {max(5, round(seconds / 5) * 5)} s left"
    return f"about {round(seconds / 60)} min left"
