"""The plots of an outlook and of a what-if, in each language, drawn by the job that made them."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date

from backoffice.demand.model import Forecast
from backoffice.demand.outlook import Outlook
from backoffice.plots import (
    EXPECTED,
    KNOWN,
    LIMIT,
    NAIVE,
    Band,
    Caption,
    Line,
    bar_plot,
    line_plot,
)
from backoffice.staffing.asking import Answer, PoolAnswer

#: No page is made here and no account speaks: both languages are drawn from one table.
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "weeks": "Demandes par semaine",
        "weeks_said": "Les semaines connues, puis huit semaines prévues avec l’intervalle de 90 % "
        "et la référence naïve. Le tableau qui suit donne les mêmes chiffres.",
        "known": "reçues",
        "expected": "prévues",
        "range": "intervalle de 90 %",
        "naive": "semaine passée répétée",
        "applications": "demandes",
        "hours": "Demandes par heure de la journée",
        "hours_said": "Demandes des vingt-six dernières semaines selon l’heure de leur dépôt. "
        "Le tableau qui suit donne les mêmes chiffres.",
        "load": "Travail attendu et capacité, en heures",
        "load_said": "Par semaine, le travail attendu, la capacité des agents et ce qui resterait "
        "à faire. Le tableau qui suit donne les mêmes chiffres.",
        "work": "travail attendu",
        "capacity": "capacité",
        "left": "reste à faire",
        "worst": "reste à faire, au pire",
        "hours_unit": "heures",
        "waiting": "Dossiers en attente à la fin de chaque semaine",
        "waiting_said": "Par équipe, le milieu des simulations. Le tableau qui suit donne les "
        "mêmes chiffres, avec l’intervalle de 90 %.",
        "cases": "dossiers",
        "helping": "autres bureaux",
    },
    "en": {
        "weeks": "Applications by week",
        "weeks_said": "The known weeks, then eight weeks forecast with the 90 % interval and the "
        "naive baseline. The table that follows gives the same figures.",
        "known": "received",
        "expected": "forecast",
        "range": "90 % interval",
        "naive": "last week repeated",
        "applications": "applications",
        "hours": "Applications by hour of the day",
        "hours_said": "Applications of the last twenty-six weeks by the hour of their lodging. "
        "The table that follows gives the same figures.",
        "load": "Expected work and capacity, in hours",
        "load_said": "By week, the work expected, the agents’ capacity and what would be left "
        "undone. The table that follows gives the same figures.",
        "work": "expected work",
        "capacity": "capacity",
        "left": "left undone",
        "worst": "left undone, at worst",
        "hours_unit": "hours",
        "waiting": "Cases waiting at the end of each week",
        "waiting_said": "By pool, the middle of the simulations. The table that follows gives the "
        "same figures, with the 90 % interval.",
        "cases": "cases",
        "helping": "other offices",
    },
}
PAINTS = (EXPECTED, KNOWN, LIMIT, NAIVE)

Drawings = dict[str, dict[str, str]]


def outlook_drawings(outlook: Outlook) -> Drawings:
    """Draw all that an outlook has figures for, by language and name."""
    return {language: _outlook(outlook, language) for language in WORDS}


def _outlook(outlook: Outlook, language: str) -> dict[str, str]:
    drawn = {}
    if outlook.forecast is not None:
        drawn["weeks"] = _weeks(outlook, outlook.forecast, language)
    if outlook.forecast is not None and outlook.load is not None:
        drawn["load"] = _load(outlook, outlook.forecast, language)
    if any(map(any, outlook.hours)):
        words = WORDS[language]
        by_hour = [sum(hours) for hours in zip(*outlook.hours, strict=True)]
        drawn["hours"] = bar_plot(
            "hours",
            Caption(words["hours"], words["hours_said"]),
            labels=[f"{hour} h" for hour in range(len(by_hour))],
            values=by_hour,
            unit=words["applications"],
        )
    return drawn


def _weeks(outlook: Outlook, forecast: Forecast, language: str) -> str:
    words, known = WORDS[language], len(outlook.past_weeks)
    ahead = range(known, known + len(forecast.weeks))
    days = [day for day, _count in outlook.past_weeks] + [w.start for w in forecast.weeks]
    weeks = forecast.weeks
    return line_plot(
        "weeks",
        Caption(words["weeks"], words["weeks_said"]),
        labels=_days(days, language),
        lines=[
            Line(words["known"], range(known), [n for _day, n in outlook.past_weeks], KNOWN),
            Line(words["expected"], ahead, [week.expected for week in weeks], EXPECTED),
            Line(words["naive"], ahead, [week.naive for week in weeks], NAIVE, dashed=True),
        ],
        bands=[Band(words["range"], ahead, [w.low for w in weeks], [w.high for w in weeks])],
        unit=words["applications"],
    )


def _load(outlook: Outlook, forecast: Forecast, language: str) -> str:
    words, load = WORDS[language], outlook.load
    if load is None:
        return ""
    weeks = range(len(forecast.weeks))
    rows = (
        (words["work"], load.expected, EXPECTED, False),
        (words["capacity"], load.capacity, KNOWN, False),
        (words["left"], load.backlog, LIMIT, False),
        (words["worst"], load.worst_backlog, LIMIT, True),
    )
    return line_plot(
        "load",
        Caption(words["load"], words["load_said"]),
        labels=_days([week.start for week in forecast.weeks], language),
        lines=[Line(label, weeks, values, paint, dashed) for label, values, paint, dashed in rows],
        unit=words["hours_unit"],
    )


def answer_drawings(answer: Answer) -> Drawings:
    """Draw what becomes of the pools' lines, by language."""
    if not answer.pools:
        return {}
    return {language: {"waiting": _waiting(answer, language)} for language in WORDS}


def _waiting(answer: Answer, language: str) -> str:
    words = WORDS[language]
    weeks = range(len(answer.pools[0].waiting))
    return line_plot(
        "waiting",
        Caption(words["waiting"], words["waiting_said"]),
        labels=[str(week + 1) for week in weeks],
        lines=[
            Line(
                _named(pool, language),
                weeks,
                [spread.middle for spread in pool.waiting],
                PAINTS[at % len(PAINTS)],
                dashed=at >= len(PAINTS),
            )
            for at, pool in enumerate(answer.pools)
        ],
        unit=words["cases"],
    )


def _named(pool: PoolAnswer, language: str) -> str:
    name = pool.name.get(language) or next(iter(pool.name.values()))
    return f"{name} ({WORDS[language]['helping']})" if pool.helps else name


def _days(days: Sequence[date], language: str) -> list[str]:
    return [format_date(day, "d MMM", locale=language) for day in days]
