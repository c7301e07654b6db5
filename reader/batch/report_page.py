"""The report of a run as a page to read: what needs a look stands first."""

from collections.abc import Iterator
from html import escape

from reader.batch.report import MISSING, Outcome, Report
from reader.export.page import document_page
from reader.export.text import flat

_COLUMNS = ("file", "state", "sentences", "findings", "terms missing", "what is to be looked at")


def report_page(report: Report) -> str:
    """HTML that runs nothing and loads nothing: the totals, then the files, those with trouble first."""
    body = [
        "<h1>Translation report</h1>",
        f"<p>{escape(flat(str(report)))}{' Stopped before the end.' if report.interrupted else ''}</p>",
        "<table>",
        "<thead><tr>" + "".join(f"<th>{name}</th>" for name in _COLUMNS) + "</tr></thead>",
        "<tbody>",
        *(_row(outcome) for outcome in sorted(report.files, key=_trouble)),
        "</tbody>",
        "</table>",
    ]
    return document_page("Translation report", body)


def _trouble(outcome: Outcome) -> tuple[bool, int]:
    """Failures first, then by the number of findings and missing terms."""
    return outcome.state != "failed", -(sum(outcome.tally.findings.values()) + outcome.tally.terms.get(MISSING, 0))


def _row(outcome: Outcome) -> str:
    counts = outcome.tally
    missing = counts.terms.get(MISSING, 0)
    cells: tuple[object, ...] = (outcome.file, outcome.state, counts.sentences, sum(counts.findings.values()), missing)
    said = outcome.error or ", ".join(_kinds(counts.findings))
    row = "".join(f"<td>{escape(flat(str(cell)))}</td>" for cell in (*cells, said))
    return f'<tr class="{outcome.state}">{row}</tr>'


def _kinds(findings: dict[str, int]) -> Iterator[str]:
    for kind, number in sorted(findings.items(), key=lambda pair: -pair[1]):
        yield f"{number} {kind}"
