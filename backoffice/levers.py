"""Levers, for supervisors: overflow for a time, rebalance, reinforce; listed, and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.board_names import Names, names
from backoffice.exchange import services, staff
from backoffice.lever_words import HOUR, KINDS, OBSTACLES, REASONS, WHATS, hours_told
from workflows import levers
from workflows.accounts import names_of
from workflows.levers import Kind, Lever, LeverRefused, Pull, Reason

#: So many cases go while the page is awaited; the clock process lets the others go.
AT_ONCE = 25
MOST_KEPT = 1_000_000
#: The largest number that the database gives to a pool.
LARGEST = 2**31 - 1
#: Hours in a day.
DAY = 24


class Incomplete(Exception):
    """The form cannot be read as a lever."""


@dataclass(frozen=True, slots=True)
class Line:
    """A lever as supervisors read it."""

    lever: Lever
    what: str
    why: str
    by: str
    ended: str


def listed() -> ResponseReturnValue:
    """List what was done to the queues, and offer to do more."""
    return _page(200)


def _page(status: int) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        called, found = names(connection), levers.latest(connection)
        lines = _lines(connection, called, found)
    today = _today()
    page = render_template(
        "levers.html",
        lines=lines,
        pools=_choices(called),
        kinds=KINDS,
        reasons=REASONS,
        typed=request.form,
        today=today,
        last=today + levers.LONGEST - timedelta(days=1),
    )
    return page, status


def pull() -> ResponseReturnValue:
    """Pull a lever: what can go at once goes before the page is shown."""
    try:
        with services().engine.begin() as connection:
            at = services().clock.now(connection)
            lever_id = levers.pull(connection, _asked(), at=at)
    except Incomplete:
        flash(gettext("Choose what, from where, to where, why and until when; write a few words."))
        return _page(422)
    except LeverRefused as refused:
        flash(str(OBSTACLES[refused.obstacle]))
        return _page(422)
    moved = _shift(lever_id)
    done = gettext("Done.")
    gone = gettext("Cases that have gone already: %(moved)s.", moved=moved)
    flash(f"{done} {gone}" if request.form["kind"] in levers.MOVING else done)
    return redirect(url_for("levers.listed"), 303)


def end(lever: int) -> ResponseReturnValue:
    """End a lever; what went stays where it went."""
    with services().engine.begin() as connection:
        at = services().clock.now(connection)
        ended = levers.end(connection, lever, by=staff().id, at=at)
    flash(gettext("Ended.") if ended else gettext("It had ended already."))
    return redirect(url_for("levers.listed"), 303)


def _shift(lever_id: int) -> int:
    """Let the first cases go, each in a transaction of its own."""
    with services().engine.begin() as connection:
        at = services().clock.now(connection)
        due = levers.due(connection, at=at, limit=AT_ONCE)
    moved = 0
    for pulled, case_id in due:
        if pulled == lever_id:
            with services().engine.begin() as connection:
                moved += levers.shift(connection, services().workflow, lever_id, case_id)
    return moved


def _asked() -> Pull:
    form = request.form
    kind, reason, note = form.get("kind"), form.get("reason"), form.get("note", "").strip()
    is_longer = kind == Kind.HOURS
    ends = ("from_pool", "from_pool" if is_longer else "to_pool")
    pools = [form.get(name, type=_known_number) for name in ends]
    keep = form.get("keep", type=int)
    until = _until(form.get("until", ""))
    known = kind in set(Kind) and reason in set(Reason) and None not in pools
    counted = kind not in levers.MOVING or (keep is not None and 0 <= keep <= MOST_KEPT)
    if not (known and counted and note and until):
        raise Incomplete
    return Pull(
        kind=Kind(kind or ""),
        from_pool=pools[0] or 0,
        to_pool=pools[1] or 0,
        keep=keep if kind in levers.MOVING else None,
        reason=Reason(reason or ""),
        note=note,
        by=staff().id,
        until=until,
        longer=_minutes(form.get("longer", "")) if is_longer else None,
        saturdays="saturdays" in form if is_longer else None,
    )


def _minutes(written: str) -> int:
    """Read hours, with a comma or a point, as minutes; none at all where it is not a number."""
    try:
        hours = Decimal(written.strip().replace(",", ".") or 0)
        return int(hours * HOUR) if 0 <= hours <= DAY else levers.MOST_LONGER + 1
    except ArithmeticError:
        return levers.MOST_LONGER + 1


def _known_number(written: str) -> int:
    """Read the number of a pool; raises ValueError for one that no database could hold."""
    number = int(written)
    if not 0 < number <= LARGEST:
        raise ValueError(written)
    return number


def _until(written: str) -> datetime | None:
    """Read a day as its end, where people sit."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return datetime.combine(day, time(23, 59, 59), services().zone)


def _today() -> date:
    with services().engine.begin() as connection:
        return services().clock.now(connection).astimezone(services().zone).date()


def _choices(called: Names) -> Sequence[tuple[int, str]]:
    """List the pools with their offices, in the order in which they are read."""
    named = (
        (one.id, f"{called.office(one.office)} – {called.pool(one.id)}")
        for one in called.pools.values()
        if one.succeeded_by is None
    )
    return sorted(named, key=lambda one: one[1])


def _lines(connection: Connection, called: Names, found: Sequence[Lever]) -> tuple[Line, ...]:
    people = {one for lever in found for one in (lever.opened_by, lever.ended_by) if one}
    who = names_of(connection, people) if people else {}
    return tuple(
        Line(
            lever=lever,
            what=_what(lever, called),
            why=f"{REASONS[lever.reason]} – {lever.note}",
            by=who[lever.opened_by],
            ended=who.get(lever.ended_by or 0, ""),
        )
        for lever in found
    )


def _what(lever: Lever, called: Names) -> str:
    pools = [
        f"{called.office(called.pools[one].office)} – {called.pool(one)}"
        for one in (lever.from_pool, lever.to_pool)
    ]
    told = {"former": pools[0], "other": pools[1], "keep": lever.keep}
    if lever.kind is Kind.HOURS:
        return hours_told(pools[0], lever.longer or 0, on_saturdays=bool(lever.saturdays))
    return str(WHATS[lever.kind]) % told
