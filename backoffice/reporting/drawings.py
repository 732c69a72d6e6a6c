"""The plots of a report in each language, drawn by the job that made it."""

from backoffice.plots import KNOWN, LIMIT, Caption, Line, bar_plot, line_plot
from backoffice.reporting.words import WORDS
from delivery.report import Chart, ReportDocument, Section

Drawings = dict[str, str]
#: So many e-services are drawn, the largest first.
DRAWN = 12
LONGEST_LABEL = 18


def drawings_of(document: ReportDocument) -> Drawings:
    """Draw what a report has figures for: its course, and how its e-services compare."""
    sections = {section.name: section for section in document.sections}
    drawn: Drawings = {}
    course = sections.get("course")
    if course is not None and course.chart is not None:
        drawn["course"] = _course(course, course.chart)
    shown = sections.get("by_eservice")
    if shown is not None and len(shown.rows) > 1:
        drawn["by_eservice"] = _received(shown, document.language)
    return drawn


def _course(section: Section, chart: Chart) -> str:
    received, ended = chart.series
    places = range(len(chart.labels))
    return line_plot(
        "course",
        Caption(section.title, section.note),
        labels=chart.labels,
        lines=[
            Line(received.label, places, received.values, KNOWN),
            Line(ended.label, places, ended.values, LIMIT, dashed=True),
        ],
        unit=chart.unit,
    )


def _received(section: Section, language: str) -> str:
    words = WORDS[language]
    pairs = [(str(row[0]), row[1]) for row in section.rows if isinstance(row[1], int)]
    largest = sorted(pairs, key=lambda pair: -pair[1])[:DRAWN]
    return bar_plot(
        "by-eservice",
        Caption(section.title, words["received"]),
        labels=[_short(label) for label, _value in largest],
        values=[value for _label, value in largest],
        unit=words["received"],
    )


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
