"""When offices receive visitors, for machines: in the words of CPSV-AP, and of schema.org."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names

from delivery.wording import write_date
from eservices.catalogue.opening import Closure, OpenOffice, Week
from eservices.open_catalogue.graph import Graph, Node, Reference, said
from eservices.open_catalogue.vocabulary import AUTHORITY
from eservices.texts import mark, translate
from workflows.language.values import Text

WEEKLY = f"{AUTHORITY}/frequency/WEEKLY"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OPEN = mark("%(days)s: %(hours)s")
OPEN_FROM = mark("From %(day)s: %(hours)s")
CLOSED = mark("Closed on %(day)s")
CLOSED_FOR = mark("Closed on %(day)s: %(why)s")
#: How schema.org writes a day on which nobody is received.
NEVER = "00:00"

Stretches = Sequence[tuple[str, str]]


def opening_hours(
    graph: Graph, office: OpenOffice, address: str, languages: Sequence[str]
) -> list[Reference]:
    """Write the hours of an office and those that follow, the days with the same hours together."""
    weekly = graph.add(WEEKLY, "skos:Concept", {})
    written = [
        (f"{address}-hours-{number}", _each(languages, days, hours))
        for number, (days, hours) in enumerate(_alike(office.week), start=1)
    ]
    written += [
        (
            f"{address}-hours-from-{other.day.isoformat()}-{number}",
            _each(languages, days, hours, since=other.day),
        )
        for other in office.coming
        for number, (days, hours) in enumerate(_alike(other.week), start=1)
    ]
    return [
        graph.add(name, "time:TemporalEntity", {"dct:description": words, "cv:frequency": weekly})
        for name, words in written
    ]


def closures(
    graph: Graph, office: OpenOffice, address: str, languages: Sequence[str]
) -> list[Reference]:
    """Write the days of the coming weeks on which an office stays closed."""
    return [
        graph.add(
            f"{address}-closed-{closure.day.isoformat()}",
            "time:TemporalEntity",
            {"dct:description": said(_closed(closure, languages))},
        )
        for closure in office.closures
    ]


def as_specifications(office: OpenOffice) -> dict[str, list[dict[str, Any]]]:
    """Write hours and closures as schema.org's opening hours specifications."""
    usual = [
        _specification({"dayOfWeek": DAYS[day], "opens": opens, "closes": closes, **valid})
        for week, valid in _following(office)
        for day, stretches in enumerate(week)
        for opens, closes in stretches
    ]
    closed = [
        _specification(
            {
                "validFrom": closure.day.isoformat(),
                "validThrough": closure.day.isoformat(),
                "opens": NEVER,
                "closes": NEVER,
            }
        )
        for closure in office.closures
    ]
    found = {"openingHoursSpecification": usual, "specialOpeningHoursSpecification": closed}
    return {name: listed for name, listed in found.items() if listed and office.counter}


def _following(office: OpenOffice) -> Iterator[tuple[Week, dict[str, str]]]:
    """Give the weeks of an office, each with the days on which it begins and ends, where known."""
    begin = [None, *(other.day for other in office.coming)]
    weeks = [office.week, *(other.week for other in office.coming)]
    for week, first, following in zip(weeks, begin, [*begin[1:], None], strict=True):
        last = None if following is None else following - timedelta(days=1)
        days = {"validFrom": first, "validThrough": last}
        yield week, {name: day.isoformat() for name, day in days.items() if day is not None}


def _specification(values: dict[str, str]) -> dict[str, Any]:
    return {"@type": "OpeningHoursSpecification", **values}


def _alike(week: Week) -> Iterator[tuple[list[int], Stretches]]:
    """Group the days of the week that have the same hours; closed days are left out."""
    groups: dict[Stretches, list[int]] = {}
    for day, stretches in enumerate(week):
        if stretches:
            groups.setdefault(stretches, []).append(day)
    yield from ((days, hours) for hours, days in groups.items())


def _each(
    languages: Sequence[str], days: Sequence[int], hours: Stretches, *, since: date | None = None
) -> list[Node]:
    written = ", ".join(f"{opens}–{closes}" for opens, closes in hours)

    def say(language: str) -> str:
        names = get_day_names("wide", locale=language)
        listed = ", ".join(names[day] for day in days)
        open_on = translate(OPEN, language, days=listed[:1].upper() + listed[1:], hours=written)
        if since is None:
            return open_on
        return translate(OPEN_FROM, language, day=write_date(since, language), hours=open_on)

    return said(Text({language: say(language) for language in languages}))


def _closed(closure: Closure, languages: Sequence[str]) -> Text:
    return Text({language: _closed_in(closure, language) for language in languages})


def _closed_in(closure: Closure, language: str) -> str:
    day = write_date(closure.day, language)
    if closure.why is None:
        return translate(CLOSED, language, day=day)
    return translate(CLOSED_FOR, language, day=day, why=closure.why.in_language(language))
