"""Articles in, events out: the one pipeline that the interface and the commands both listen to.

    jobs -> plan -> corrected, copied and cached sentences at once
                 -> the others: queued, translated batch by batch, terms repaired, cached, aligned
         -> Planned, SentenceReady, ParagraphReady, Failed, Done

`plan` is pure: it says what is to be done and touches nothing. `Pipeline.run` is a plain generator: it works
when asked for the next event, and closing it between two events is how it is cancelled.
"""

from reader.pipeline.events import (
    Done,
    Event,
    Failed,
    Focus,
    Job,
    ParagraphReady,
    Planned,
    Priority,
    SentenceReady,
)
from reader.pipeline.pipeline import Pipeline
from reader.pipeline.plan import FOLDER, READING, Pools, Unit, needs_translation, plan
from reader.pipeline.run import Corrections

__all__ = [
    "FOLDER",
    "READING",
    "Corrections",
    "Done",
    "Event",
    "Failed",
    "Focus",
    "Job",
    "ParagraphReady",
    "Pipeline",
    "Planned",
    "Pools",
    "Priority",
    "SentenceReady",
    "Unit",
    "needs_translation",
    "plan",
]
