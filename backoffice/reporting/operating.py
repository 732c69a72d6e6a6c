"""Which e-services are not operational, and why; and what everything is called."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from backoffice.reporting.figures import Named, Names, Stalled, Why
from backoffice.staffing.offering import pools_of
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from workflows.board import office_names
from workflows.definitions import COLUMNS, Stored, compiled
from workflows.language.values import Text
from workflows.organisations import organisation_names
from workflows.tables import (
    board_days,
    definitions,
    publication_entries,
    publications,
)

#: Days without an application after which an e-service is named.
IDLE_AFTER = 30


def latest(connection: Connection) -> Mapping[str, EService]:
    """Read the newest version of every e-service that was ever stored."""
    newest = (
        select(*COLUMNS)
        .ext(distinct_on(definitions.c.eservice))
        .order_by(definitions.c.eservice, definitions.c.version.desc())
    )
    stored = (Stored(**row._mapping) for row in connection.execute(newest))
    return {one.eservice: eservice_of(one) for one in stored}


def names_of(connection: Connection, services: Mapping[str, EService]) -> Names:
    """Read what everything is called now."""
    states = {
        f"{slug}/{state}": _named(known.label)
        for slug, one in services.items()
        for state, known in one.procedure.states.items()
    }
    return Names(
        eservices={slug: _named(one.title) for slug, one in services.items()},
        offices={slug: dict(name) for slug, name in office_names(connection).items()},
        organisations={slug: dict(name) for slug, name in organisation_names(connection).items()},
        reasons={
            f"{slug}/{code}": _named(reason)
            for slug, one in services.items()
            for code, reason in one.reasons.items()
        },
        states=states,
    )


def _named(text: Text | None) -> Named:
    return {} if text is None else dict(text.root)


def stalled(
    connection: Connection, services: Mapping[str, EService], *, last: date
) -> tuple[Stalled, ...]:
    """List what is not operational; what has no application is told up to the last day counted."""
    rows = connection.execute(select(publications)).all()
    standing = {row.eservice: row for row in rows if row.live or row.standing != "open"}
    since = _since(connection)
    came = _came_lately(connection, last)
    found = []
    for slug in services:
        row = standing.get(slug)
        if row is None:
            found.append(Stalled(eservice=slug, why=Why.DRAFT))
        elif row.standing != "open":
            at = since.get((slug, STEPS[row.standing]))
            said = dict(row.said.get("reason", {}))
            found.append(Stalled(eservice=slug, why=Why(row.standing), since=at, said=said))
        else:
            found += _hardly_works(connection, slug, row.live, came)
    return tuple(found)


STEPS = {"suspended": "suspend", "withdrawn": "withdraw"}


def _since(connection: Connection) -> Mapping[tuple[str, str], date]:
    entries = publication_entries
    rows = connection.execute(
        select(entries.c.eservice, entries.c.step, func.max(entries.c.at).label("at")).group_by(
            entries.c.eservice, entries.c.step
        )
    )
    return {(row.eservice, row.step): row.at.date() for row in rows}


def _came_lately(connection: Connection, last: date) -> frozenset[str]:
    rows = connection.execute(
        select(board_days.c.eservice)
        .where(
            board_days.c.grain == "day",
            board_days.c.figure == "received",
            board_days.c.day.between(last - timedelta(days=IDLE_AFTER - 1), last),
            board_days.c.count > 0,
        )
        .distinct()
    )
    return frozenset(row.eservice for row in rows)


def _hardly_works(
    connection: Connection, slug: str, checksum: str, came: frozenset[str]
) -> Iterator[Stalled]:
    if slug not in came:
        yield Stalled(eservice=slug, why=Why.IDLE)
    for manned in pools_of(connection, compiled(connection, checksum)):
        if not manned.agents:
            yield Stalled(eservice=slug, why=Why.NOBODY, said=dict(manned.pool.name))
