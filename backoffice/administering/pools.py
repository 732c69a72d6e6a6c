"""The pools, for administrators: who treats which agent queue where, and who is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.administering.places import Places, places
from backoffice.administering.queues import queues_of
from backoffice.administering.words import refused_because
from backoffice.exchange import services, staff
from eservices.definition.publish import eservice_of
from workflows.actors import TREATING
from workflows.administering import roll
from workflows.administering.asking import ask
from workflows.administering.changes import Access, ChangeRefused, Kind, Obstacle, Order
from workflows.administering.entries import LONGEST_REASON
from workflows.administering.keeping import kept_account
from workflows.administering.roll import Wanted
from workflows.administering.staffing import Staffed, Want, staffed
from workflows.definitions import live

WANTS: Mapping[Want, LazyString] = {
    Want.NOBODY: _("Nobody treats these cases: they wait."),
    Want.FOUR_EYES: _("One person only: four eyes are impossible, and cases will stand still."),
    Want.ONE_ONLY: _("One person only: when they are away, cases wait."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A pool as its administrator reads it."""

    staffed: Staffed
    name: str
    eservices: tuple[str, ...]
    want: str


def pools() -> ResponseReturnValue:
    """List the pools, those that are short of people first."""
    with services().engine.begin() as connection:
        lines = _lines(connection, places(connection))
    found = sorted(lines, key=lambda line: (not line.want, line.name))
    return render_template("pools.html", lines=found)


def _lines(connection: Connection, known: Places) -> tuple[Line, ...]:
    offered = [eservice_of(stored) for stored in live(connection)]
    used = queues_of(offered)
    found = staffed(connection, (eservice.procedure for eservice in offered))
    return tuple(
        Line(
            staffed=one,
            name=known.pool(one.pool.slug),
            eservices=used.get(one.pool.queue, ()),
            want=str(WANTS[one.want]) if one.want and one.pool.queue in used else "",
        )
        for one in found
    )


def pool(pool: int) -> ResponseReturnValue:
    """Show who treats the cases of a pool."""
    return _page(pool)


def _page(number: int, problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        known = places(connection)
        line = next((x for x in _lines(connection, known) if x.staffed.pool.id == number), None)
        if line is None:
            abort(404)
        now = services().clock.now(connection)
        everybody = roll.everybody(connection, Wanted(), at=now, quarter=now)
    inside = {member.account.id for member in line.staffed.members if not member.is_lent}
    able = [one.account for one in everybody if one.account.roles & TREATING]
    page = render_template(
        "pool.html",
        line=line,
        others=[one for one in able if one.id not in inside],
        problem=problem,
        typed=request.form,
    )
    return page, 422 if problem else 200


def change_pool(pool: int) -> ResponseReturnValue:
    """Put somebody in a pool, or take somebody out; their next click goes by it."""
    login = request.form.get("login", "")
    try:
        with services().engine.begin() as connection:
            order = _order(connection, pool, login, request.form.get("step", ""))
            ask(connection, order, at=services().clock.now(connection))
    except ChangeRefused as refused:
        return _page(pool, refused_because(refused))
    flash(gettext("Done: the next case is given by it."))
    return redirect(url_for("administration.pool", pool=pool), 303)


def _order(connection: Connection, number: int, login: str, step: str) -> Order:
    """Make the change of the account that the form means."""
    slug = next((s for s, one in places(connection).pools.items() if one.id == number), None)
    kept = kept_account(connection, login)
    if kept is None or slug is None or step not in {"add", "remove"}:
        raise ChangeRefused(Obstacle.UNKNOWN)
    return Order(
        kind=Kind.CHANGE,
        login=login,
        by=staff().id,
        reason=request.form.get("reason", "").strip()[:LONGEST_REASON],
        access=_moved(kept.access, slug, step),
    )


def _moved(access: Access, slug: str, step: str) -> Access:
    pools = access.pools | {slug} if step == "add" else access.pools - {slug}
    return replace(access, pools=pools)
