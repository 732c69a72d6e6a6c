"""The read model of a forecast: made by a job, shown by a page that computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from backoffice.demand.model import Forecast, Lack
from backoffice.tables import forecasts
from workflows.language.values import Part

#: A forecast is made afresh once a day; a little less, so that the hour does not creep.
FRESH_FOR = timedelta(hours=23)


class Load(Part):
    """The work of the weeks to come against what the agents can do, in hours of work."""

    agents: int
    hours_per_case: float
    #: True when no work was measured and the hours are a stated assumption.
    assumed: bool
    #: By week of the forecast.
    capacity: tuple[float, ...]
    expected: tuple[float, ...]
    #: What is left undone at the end of each week, in hours, with what is expected and at worst.
    backlog: tuple[float, ...]
    worst_backlog: tuple[float, ...]
    #: The first week at whose end the promise would be broken: expected, and at worst.
    breaks: date | None
    may_break: date | None


class Post(Part):
    """A pool that needs more agents than it has."""

    pool: str
    name: dict[str, str]
    office: str
    agents: int
    today: int


class Advice(Part):
    """How many agents, where, until when."""

    #: Per cent of the cases that may be late.
    bearable: int
    #: Per cent of the cases due in the eight weeks that are late: with today's agents, and then.
    late_today: int
    late_then: int
    #: The pools that need more; none when today's agents are enough, or no number of them helps.
    posts: tuple[Post, ...] = ()
    #: The day from which today's agents are enough again; None within the eight weeks: never.
    until: date | None = None


class Outlook(Part):
    """All that the page shows of one e-service."""

    lack: Lack | None
    history_days: int
    arrivals: int
    forecast: Forecast | None
    #: The last weeks that are known: first day and applications.
    past_weeks: tuple[tuple[date, int], ...] = ()
    #: Applications by weekday and hour.
    hours: tuple[tuple[int, ...], ...] = ()
    load: Load | None = None
    #: None where it cannot be simulated.
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An outlook as it is kept, with its plots by language."""

    eservice: str
    made_at: datetime
    outlook: Outlook
    drawings: Mapping[str, Mapping[str, str]]


def save_outlook(
    connection: Connection,
    eservice: str,
    outlook: Outlook,
    *,
    drawings: Mapping[str, Mapping[str, str]],
    at: datetime,
) -> None:
    """Put an outlook in the place of the former one; an older one never replaces a newer."""
    values = {
        "made_at": at,
        "content": outlook.model_dump(mode="json"),
        "drawings": {language: dict(plots) for language, plots in drawings.items()},
    }
    connection.execute(
        insert(forecasts)
        .values(eservice=eservice, **values)
        .on_conflict_do_update(
            index_elements=["eservice"], set_=values, where=forecasts.c.made_at <= at
        )
    )


def stored_outlook(connection: Connection, eservice: str) -> Stored | None:
    """Read the newest outlook of an e-service, if one was made."""
    row = connection.execute(
        select(forecasts).where(forecasts.c.eservice == eservice)
    ).one_or_none()
    if row is None:
        return None
    return Stored(row.eservice, row.made_at, Outlook.model_validate(row.content), row.drawings)


def made_since(connection: Connection, instant: datetime) -> frozenset[str]:
    """Name the e-services whose outlook is newer than an instant."""
    rows = connection.execute(select(forecasts.c.eservice).where(forecasts.c.made_at >= instant))
    return frozenset(row.eservice for row in rows)
