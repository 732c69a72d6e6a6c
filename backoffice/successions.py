"""Successions, for administrators: which pool took over from which, and what has to follow."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import words, words_of
from eservices.definition.publish import eservice_of
from workflows import transfers
from workflows.actors import Actor, Role
from workflows.board import office_names
from workflows.definitions import definition
from workflows.organisations import Pool, all_pools
from workflows.transfers import Moved, Transfer

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Side:
    """A pool as the page names it: its people, and their office."""

    pool: str
    office: str


@dataclass(frozen=True, slots=True)
class Succession:
    """A pool whose authority passes to another, and what is still there."""

    id: int
    former: Side
    successor: Side
    since: date
    has_begun: bool
    cases: int
    opinions: int


@dataclass(frozen=True, slots=True)
class Part:
    """What would move, by e-service and step."""

    eservice: str
    what: str
    count: int
    held: int


def listed() -> ResponseReturnValue:
    """List the successions, those that are announced too, and what was transferred."""
    with services().engine.begin() as connection:
        found = _successions(connection)
        done = transfers.noted(connection)
        sides = _sides(connection)
    return render_template("successions.html", found=found, done=done, sides=sides)


def preview(pool: int) -> ResponseReturnValue:
    """Show what a transfer would move, and ask why."""
    return _preview(pool, "")


def _preview(pool: int, problem: str) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        found = next((one for one in _successions(connection) if one.id == pool), None)
        if found is None:
            return _nothing_there()
        parts = _parts(connection, pool)
    shown = render_template(
        "succession.html", found=found, parts=parts, problem=problem, typed=request.form
    )
    return shown, 422 if problem else 200


def execute(pool: int) -> ResponseReturnValue:
    """Transfer what is there now, for a reason that is kept."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _preview(pool, gettext("Say why, in a few words."))
    with services().engine.begin() as connection:
        due = next((one for one in _due(connection) if one.pool.id == pool), None)
    if due is None:
        return _nothing_there()
    moved = transfers.transfer_all(
        services().engine,
        services().workflow,
        due,
        by=Actor(Role.ADMINISTRATOR, staff().id),
        reason=reason[:LONGEST_REASON],
    )
    flash(_told(moved))
    return redirect(url_for("successions.listed"), 303)


def _told(moved: Moved) -> str:
    if not moved:
        return str(gettext("Nothing was left to transfer."))
    counted = ngettext("%(num)d case", "%(num)d cases", moved.cases)
    asked = ngettext("%(num)d opinion", "%(num)d opinions", moved.opinions)
    told = gettext("Transferred: %(cases)s and %(opinions)s.", cases=counted, opinions=asked)
    return str(told)


def _nothing_there() -> ResponseReturnValue:
    flash(gettext("Nothing was left to transfer."))
    return redirect(url_for("successions.listed"), 303)


def _today(connection: Connection) -> date:
    return services().clock.now(connection).astimezone(services().zone).date()


def _due(connection: Connection) -> tuple[Transfer, ...]:
    return transfers.transfers_due(connection, on=_today(connection))


def _successions(connection: Connection) -> tuple[Succession, ...]:
    """List what has begun with what is still there, then what is announced."""
    today, sides = _today(connection), _sides(connection)
    begun = {one.pool.id: one for one in transfers.successions(connection, on=today)}
    passing = [pool for pool in all_pools(connection) if pool.succeeded_by is not None]
    found = [_succession(pool, begun.get(pool.id), sides) for pool in passing if pool.succeeded_on]
    return tuple(sorted(found, key=lambda one: (not (one.cases or one.opinions), one.since)))


def _succession(pool: Pool, begun: Transfer | None, sides: dict[int, Side]) -> Succession:
    successor = pool.succeeded_by if begun is None else begun.successor.id
    return Succession(
        id=pool.id,
        former=sides[pool.id],
        successor=sides[successor or pool.id],
        since=pool.succeeded_on or date.max,
        has_begun=begun is not None,
        cases=0 if begun is None else begun.waiting,
        opinions=0 if begun is None else begun.opinions,
    )


def _sides(connection: Connection) -> dict[int, Side]:
    offices = office_names(connection)
    return {
        pool.id: Side(words_of(pool.name), words_of(offices.get(pool.office)))
        for pool in all_pools(connection)
    }


def _parts(connection: Connection, pool: int) -> tuple[Part, ...]:
    parts = []
    for one in transfers.parts_of(connection, pool):
        eservice = eservice_of(definition(connection, one.definition))
        procedure = eservice.procedure
        label = (
            procedure.consultations()[one.name].label
            if one.is_opinion
            else procedure.states[one.name].label
        )
        what = gettext("Opinion: %(label)s", label=words(label)) if one.is_opinion else words(label)
        parts.append(Part(words(eservice.title), what, one.count, one.held))
    return tuple(parts)
