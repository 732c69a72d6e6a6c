"""Who is there on which day: a calendar by pool for supervisors, who declare absences too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.absence import REASONS, declare_for
from backoffice.board_names import Names, names
from backoffice.days import DAY, begins, today
from backoffice.exchange import services, staff
from backoffice.handed_on import place
from workflows import absences
from workflows.absences import Absence
from workflows.actors import Role
from workflows.board.workload import Load, loads

#: Two weeks are seen at once, on a telephone too.
SEEN = 14


@dataclass(frozen=True, slots=True)
class PoolDays:
    """How many of a pool are there, day by day."""

    id: int
    name: str
    members: int
    present: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonDays:
    """Somebody of a pool, and the absence of each day, if any."""

    id: int
    name: str
    days: tuple[Absence | None, ...]


def calendar() -> ResponseReturnValue:
    """Show two weeks of every pool, and of the people of one."""
    return _calendar(200)


def _calendar(status: int) -> ResponseReturnValue:
    chosen = request.values.get("pool", type=int)
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        days = [today(now) + DAY * number for number in range(SEEN)]
        away = absences.ahead(connection, at=now, until=begins(days[-1] + DAY))
        called, members = names(connection), steered(connection)
    page = render_template(
        "presence.html",
        days=days,
        pools=_pools(called, members, away, days),
        people=_people([one for one in members if one.pool_id == chosen], away, days),
        chosen=chosen if chosen in called.pools else None,
        place=lambda pool: place(called, pool),
        ahead=[one for one in away if one.account_id in _ids(members, chosen)],
        reasons=REASONS,
        typed=request.form,
        now=now,
    )
    return page, status


def steered(connection: Connection) -> tuple[Load, ...]:
    """List the people whose presence supervisors steer: nobody sends inspectors away."""
    return tuple(one for one in loads(connection) if Role.INSPECTOR not in one.roles)


def _ids(members: Sequence[Load], pool_id: int | None) -> frozenset[int]:
    return frozenset(one.account_id for one in members if one.pool_id == pool_id)


def _on(away: Sequence[Absence], account_id: int, day: date) -> Absence | None:
    starts, ends = begins(day), begins(day + DAY)
    return next(
        (
            one
            for one in away
            if one.account_id == account_id and one.starts_at < ends and one.ends_at > starts
        ),
        None,
    )


def _pools(
    called: Names, members: Sequence[Load], away: Sequence[Absence], days: Sequence[date]
) -> tuple[PoolDays, ...]:
    whose = {pool: _ids(members, pool) for pool in {one.pool_id for one in members}}
    found = (
        PoolDays(
            pool,
            place(called, pool),
            len(ids),
            tuple(sum(_on(away, one, day) is None for one in ids) for day in days),
        )
        for pool, ids in whose.items()
    )
    return tuple(sorted(found, key=lambda one: one.name))


def _people(
    members: Sequence[Load], away: Sequence[Absence], days: Sequence[date]
) -> tuple[PersonDays, ...]:
    named = {one.account_id: one.name for one in members}
    return tuple(
        PersonDays(one, name, tuple(_on(away, one, day) for day in days))
        for one, name in named.items()
    )


def declare() -> ResponseReturnValue:
    """Declare the absence of somebody of the pool that is looked at."""
    pool, account_id = request.form.get("pool", type=int), request.form.get("who", type=int)
    with services().engine.begin() as connection:
        known = account_id in _ids(steered(connection), pool)
    if account_id is None or not known:
        flash(gettext("Choose somebody of this pool."))
        return _calendar(422)
    return declare_for(account_id, "presence.calendar", lambda: _calendar(422), pool=pool)


def strike(absence: int) -> ResponseReturnValue:
    """Strike an absence that is not over."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        away = absences.find(connection, absence)
        known = away is not None and away.account_id in {
            one.account_id for one in steered(connection)
        }
        struck = known and absences.strike(connection, absence, by=staff().id, at=now)
    flash(gettext("Struck.") if struck else gettext("It was over already."))
    return redirect(url_for("presence.calendar", pool=request.form.get("pool", type=int)), 303)
