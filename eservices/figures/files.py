"""The published figures as files: one line for each figure of each month, in CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from eservices.figures.gathering import Figures, Rate, Row
from eservices.figures.shielding import Hidden
from eservices.texts import mark, translate

COLUMNS: Mapping[str, str] = {
    "month": mark("The month, as year and number, in the office’s own time."),
    "eservice": mark("The e-service’s name in addresses."),
    "title": mark("The e-service’s title."),
    "figure": mark("What the value counts; see the figures below."),
    "reason": mark("For refused_for: the code of the reason."),
    "value": mark("A whole number; empty where too few cases tell."),
}
FIGURES: Mapping[str, str] = {
    "received": mark("Applications lodged in the month."),
    "delivered": mark("Applications that ended in the month with what was asked for."),
    "refused": mark("Applications refused in the month."),
    "withdrawn": mark("Applications withdrawn by their applicants in the month, or lapsed."),
    "refused_for": mark("Applications refused in the month for one reason."),
    "in_time_percent": mark(
        "Of the applications that ended in the month with a promised delay, per cent that ended"
        " within it; from five on."
    ),
    "delay_median_days": mark(
        "Calendar days from the lodging to the decision, waits for the applicant included, within"
        " which half of those delivered or refused in the month were decided; from five on."
    ),
    "delay_nine_tenths_days": mark("The same for nine in ten; from ten on."),
    "out_of_turn": mark("Applications let go before others in the month."),
}
MARKS: Mapping[str, str] = {
    Hidden.FEW: mark("From one to four: too few to be published, lest somebody be recognised."),
    Hidden.KEPT_BACK: mark("Kept back, because it would tell another count that is hidden."),
}

Line = tuple[str, str, str, str, str, str]


def dictionary(language: str) -> dict[str, dict[str, str]]:
    """Say what each column, each figure and each mark means."""
    return {
        name: {key: translate(words, language) for key, words in table.items()}
        for name, table in (("columns", COLUMNS), ("figures", FIGURES), ("marks", MARKS))
    }


def as_csv(found: Iterable[Figures], language: str) -> str:
    """Write the figures as CSV (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(found, language))
    return written.getvalue()


def as_json(
    found: Iterable[Figures], language: str, *, today: date, about: Mapping[str, Any]
) -> str:
    """Write the figures as JSON, with what they mean and whose they are."""
    lines = [dict(zip(COLUMNS, line, strict=True)) for line in _lines(found, language)]
    content = {
        **about,
        "as_of": today.isoformat(),
        "dictionary": dictionary(language),
        "figures": lines,
    }
    return json.dumps(content, ensure_ascii=False)


def _lines(found: Iterable[Figures], language: str) -> Iterator[Line]:
    for one in found:
        title = one.service.title.in_language(language)
        for figure, reason, values in _series(one):
            for month, value in zip(one.months, values, strict=True):
                yield (f"{month:%Y-%m}", one.service.eservice, title, figure, reason, value)


def _series(one: Figures) -> Iterator[tuple[str, str, Iterable[str]]]:
    counted: tuple[tuple[str, str, Row], ...] = (
        ("received", "", one.received),
        ("delivered", "", one.delivered),
        ("refused", "", one.refused),
        ("withdrawn", "", one.withdrawn),
        *(("refused_for", code, row) for code, row in one.reasons.items()),
        ("out_of_turn", "", one.out_of_turn),
    )
    rated: tuple[tuple[str, Rate], ...] = (
        ("in_time_percent", one.in_time),
        ("delay_median_days", one.median),
        ("delay_nine_tenths_days", one.nine_tenths),
    )
    for figure, reason, row in counted:
        yield figure, reason, [str(value) for value in row.months]
    for figure, rate in rated:
        yield figure, "", ["" if value is None else str(value) for value in rate.months]
