"""A report in one language: figures and words become the sections that every form shows."""

from collections.abc import Iterator, Mapping
from datetime import date

from babel.dates import format_date

from backoffice.reporting.figures import Content, Line, Scope
from backoffice.reporting.meanings import MEANINGS
from backoffice.reporting.more_sheets import more_sections
from backoffice.reporting.naming import Naming
from backoffice.reporting.period import Length, Period, Unfit, read_period
from backoffice.reporting.words import LENGTHS, WORDS
from delivery.documents import Entry
from delivery.report import Cell, Chart, Column, Kind, ReportDocument, Section, Series, write_cell
from delivery.wording import write_date

#: The columns of lines, and what stands in them.
FIGURES = {
    "received": Kind.COUNT,
    "delivered": Kind.COUNT,
    "refused": Kind.COUNT,
    "withdrawn": Kind.COUNT,
    "open_after": Kind.COUNT,
    "share": Kind.SHARE,
    "median": Kind.DAYS,
    "ninetieth": Kind.DAYS,
}
OVERVIEW = {**FIGURES, "in_time": Kind.COUNT, "late": Kind.COUNT}
TILES = ("received", "delivered", "share", "median")
GROUPS = (
    ("by_eservice", ("eservice",)),
    ("by_office", ("office",)),
    ("by_organisation", ("organisation",)),
    ("lines", ("eservice", "office")),
)

#: A table that could only repeat what the report is about is left out.
NEEDLESS: Mapping[str, frozenset[Scope]] = {
    "by_eservice": frozenset({Scope.ESERVICE}),
    "by_office": frozenset({Scope.OFFICE}),
    "by_organisation": frozenset({Scope.OFFICE, Scope.ORGANISATION}),
    "lines": frozenset({Scope.OFFICE, Scope.ESERVICE}),
}


def document_of(content: Content, *, language: str, made_on: date) -> ReportDocument:
    """Word a report in a language."""
    words, figures, naming = WORDS[language], content.figures, Naming(content.names, language)
    return ReportDocument(
        language=language,
        title=title_of(figures.period, language),
        about=naming.part(figures.scope, figures.part),
        facts=_facts(content, language, made_on),
        tiles=tuple(
            Entry(words[name], write_cell(getattr(figures.total, name), FIGURES[name], language))
            for name in TILES
        ),
        sections=tuple(_sections(content, naming)),
        glossary_title=words["glossary"],
        glossary=tuple(Entry(*meaning) for meaning in MEANINGS[language]),
    )


def title_of(period: str, language: str) -> str:
    """Name the report of a period, such as `Monthly activity report, October 2026`."""
    read = read_period(period)
    if isinstance(read, Unfit):
        return period
    kind = LENGTHS[language][read.length]
    if language == "fr":
        return f"Rapport d’activité {kind}, {period_words(read, language)}"
    return f"{kind} activity report, {period_words(read, language)}"


def period_words(period: Period, language: str) -> str:
    """Write a period for a reader."""
    if period.length is Length.DAY:
        return write_date(period.first, language)
    pattern = "MMMM y" if period.length is Length.MONTH else "y"
    return format_date(period.first, pattern, locale=language)


def _facts(content: Content, language: str, made_on: date) -> tuple[Entry, ...]:
    words, figures = WORDS[language], content.figures
    first, last = (write_date(day, language) for day in (figures.first, figures.last))
    said = words["under_way" if figures.under_way else "days_said"]
    return (
        Entry(words["days"], said.format(first=first, last=last)),
        Entry(words["made"], write_date(made_on, language)),
        Entry(words["digest"], figures.digest),
    )


def _sections(content: Content, naming: Naming) -> Iterator[Section]:
    yield _overview(content, naming)
    if content.figures.course:
        yield _course(content, naming)
    for name, keys in GROUPS:
        if content.figures.scope not in NEEDLESS[name]:
            yield _group(content, naming, name, keys)
    yield from more_sections(content, naming)


def _overview(content: Content, naming: Naming) -> Section:
    words, figures = naming.words, content.figures
    heads = (
        ("figure", Kind.TEXT),
        ("this", Kind.COUNT),
        ("former", Kind.COUNT),
        ("change", Kind.CHANGE),
        ("year_before", Kind.COUNT),
    )
    return Section(
        name="overview",
        title=words["overview"],
        note=words["overview_note"],
        columns=tuple(Column(words[name], kind) for name, kind in heads),
        rows=tuple(
            _compared(
                words[name] + (" (%)" if kind is Kind.SHARE else ""),
                *(
                    getattr(line, name)
                    for line in (figures.total, figures.former.line, figures.year_before.line)
                ),
                counts=kind is Kind.COUNT and name != "open_after",
            )
            for name, kind in OVERVIEW.items()
        ),
    )


def _compared(
    label: str, this: int | None, former: int | None, year_before: int | None, *, counts: bool
) -> tuple[Cell, ...]:
    """Set a figure beside the former ones; only counts have a change in per cent."""
    change = None if not counts else changed(this or 0, former or 0)
    return (label, this, former, change, year_before)


def changed(now: int, before: int) -> int | None:
    """Give the change in whole per cent; None from nothing."""
    return round((now - before) * 100 / before) if before else None


def _course(content: Content, naming: Naming) -> Section:
    words, course = naming.words, content.figures.course
    monthly = len(content.figures.period) == len("2026")
    pattern = "MMM y" if monthly else "d MMM"
    labels = tuple(format_date(one.day, pattern, locale=naming.language) for one in course)
    short = "MMM" if monthly else "d"
    return Section(
        name="course",
        title=words["course"],
        note=words["course_note"],
        columns=(
            Column(words["when"]),
            Column(words["received"], Kind.COUNT),
            Column(words["ended"], Kind.COUNT),
        ),
        rows=tuple(
            (label, one.received, one.ended) for label, one in zip(labels, course, strict=True)
        ),
        total=(
            words["total"],
            sum(one.received for one in course),
            sum(one.ended for one in course),
        ),
        chart=Chart(
            labels=tuple(format_date(one.day, short, locale=naming.language) for one in course),
            series=(
                Series(words["received"], tuple(one.received for one in course)),
                Series(words["ended"], tuple(one.ended for one in course)),
            ),
            unit=words["cases"],
        ),
    )


def _group(content: Content, naming: Naming, name: str, keys: tuple[str, ...]) -> Section:
    words = naming.words
    lines: tuple[Line, ...] = getattr(content.figures, name)
    blanks = ("",) * (len(keys) - 1)
    return Section(
        name=name,
        title=words[name],
        note=words.get(f"{name}_note", ""),
        columns=(
            *(Column(words[key]) for key in keys),
            *(Column(words[figure], kind) for figure, kind in FIGURES.items()),
        ),
        rows=tuple((*(naming.key(key, line) for key in keys), *_cells(line)) for line in lines),
        total=(words["total"], *blanks, *_cells(content.figures.total)),
        empty=words["nothing"],
    )


def _cells(line: Line) -> tuple[Cell, ...]:
    return tuple(getattr(line, name) for name in FIGURES)
