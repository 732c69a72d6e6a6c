"""The days on which offices stay closed, written out as data that an administrator can edit."""

from datetime import date
from typing import Any

import holidays

from eservices.packs.model import Calendar, Pack

#: Years for which public holidays are written out.
YEARS = range(2025, 2032)


def calendar_content(calendar: Calendar, pack: Pack) -> dict[str, Any]:
    """Write a calendar out: opening hours, and every closed day with its name in each language."""
    closed = public_holidays(calendar.holidays, pack.languages) if calendar.holidays else {}
    kept = {day: names for day, names in closed.items() if day not in calendar.removed}
    added = {day: dict(text.root) for day, text in calendar.added.items()}
    return {
        "timezone": pack.timezone,
        "week": {day: [list(stretch) for stretch in open_] for day, open_ in calendar.week.items()},
        "holidays": {day.isoformat(): names for day, names in sorted((kept | added).items())},
    }


def is_country(code: str) -> bool:
    """Tell whether the package knows a country's public holidays."""
    return code in holidays.list_supported_countries()


def public_holidays(country: str, languages: tuple[str, ...]) -> dict[date, dict[str, str]]:
    """Take a country's public holidays from the `holidays` package, named in each language."""
    named: dict[date, dict[str, str]] = {}
    for language in languages:
        spoken = holidays.country_holidays(
            country, years=YEARS, language=_variant(country, language)
        )
        for day, name in spoken.items():
            named.setdefault(day, {})[language] = name
    return named


def _variant(country: str, language: str) -> str | None:
    """Name the package's variant of a language for a country, such as `fr_BJ` or `en_US`."""
    offered = holidays.country_holidays(country).supported_languages
    return next((variant for variant in offered if variant.split("_")[0] == language), None)
