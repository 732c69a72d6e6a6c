"""The accounts, for administrators: searched, filtered, page by page; and a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from backoffice.administering.accounts_asked import asked_order, ordered
from backoffice.administering.places import Places, places
from backoffice.administering.spreadsheet import csv_file
from backoffice.administering.words import STATES
from backoffice.exchange import services
from backoffice.languages import LANGUAGES
from backoffice.security import must_have_factor
from backoffice.story import ROLES
from workflows.actors import Role
from workflows.administering import asking, roll
from workflows.administering.changes import POWER, STAFF, Kind
from workflows.administering.roll import Enrolled, State, Wanted
from workflows.proofs.factors import how_many

LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Person:
    """An account as its administrator sees it."""

    login: str
    name: str
    roles: tuple[str, ...]
    office: str
    pools: tuple[str, ...]
    #: How many second factors they have, and whether their role must have one.
    factors: int
    must_have_factor: bool
    enrolled: Enrolled
    is_unused: bool


def now_and_quarter(connection: Connection) -> tuple[datetime, datetime]:
    """Give the present instant, and that at which the quarter began."""
    now = services().clock.now(connection)
    return now, roll.quarter_began(now, services().zone)


def people(
    connection: Connection, found: Sequence[Enrolled], known: Places, at: datetime
) -> tuple[Person, ...]:
    """Name what the accounts of a list may do where."""
    held = how_many(connection)
    return tuple(
        Person(
            login=one.account.login,
            name=one.account.name,
            roles=tuple(str(ROLES[role]) for role in sorted(one.account.roles)),
            office=known.office(one.account.office),
            pools=known.named(one.account.pools),
            factors=held.get(one.account.id, 0),
            must_have_factor=must_have_factor(one.account),
            enrolled=one,
            is_unused=one.is_unused(at),
        )
        for one in found
    )


def accounts() -> ResponseReturnValue:
    """List the accounts that are looked for, with their roles, offices and pools."""
    wanted, number = _wanted(), max(request.args.get("page", 1, type=int), 1)
    with services().engine.begin() as connection:
        now, quarter = now_and_quarter(connection)
        known = places(connection)
        counted = roll.count(connection, wanted, at=now, quarter=quarter)
        pages = max(ceil(counted / roll.PAGE), 1)
        number = min(number, pages)
        found = roll.page(connection, wanted, number=number, at=now, quarter=quarter)
        listed = people(connection, found, known, now)
        waiting = len(asking.waiting(connection, at=now))
    return render_template(
        "accounts.html",
        people=listed,
        counted=counted,
        number=number,
        pages=pages,
        waiting=waiting,
        places=known,
        states=STATES,
        roles={role: ROLES[role] for role in STAFF},
        asked={key: request.args.get(key, "") for key in ("text", "role", "office", "state")},
    )


def roll_file() -> Response:
    """Give the accounts that are looked for as a file."""
    with services().engine.begin() as connection:
        now, quarter = now_and_quarter(connection)
        found = roll.everybody(connection, _wanted(), at=now, quarter=quarter)
        listed = people(connection, found, places(connection), now)
    heads = (_("Login"), _("Name"), _("Roles"), _("Office"), _("Pools"), _("Second factor"))
    dates = (_("Account opened"), _("Last signed in"), _("Access confirmed"))
    return csv_file("accounts", (*heads, *dates), (_row(one) for one in listed))


def _row(one: Person) -> tuple[object, ...]:
    days = (one.enrolled.created_at, one.enrolled.signed_in_at, one.enrolled.confirmed_at)
    lists = ("; ".join(one.roles), one.office, "; ".join(one.pools))
    written = (None if day is None else day.date().isoformat() for day in days)
    return (one.login, one.name, *lists, one.factors, *written)


def _wanted() -> Wanted:
    """Read what is looked for; what there is not is not looked for."""
    given = request.args
    role, state = given.get("role", ""), given.get("state", "")
    return Wanted(
        text=given.get("text", "").strip()[:LONGEST_SEARCH],
        role=Role(role) if role in set(STAFF) else None,
        office=given.get("office") or None,
        state=State(state) if state in set(State) else State.OPEN,
    )


def new_account() -> ResponseReturnValue:
    """Ask who is to have an account, and for what."""
    return _form()


def _form(problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        known = places(connection)
    form = request.form
    page = render_template(
        "new_account.html",
        places=known,
        roles={role: ROLES[role] for role in STAFF},
        power=POWER,
        languages=LANGUAGES,
        typed=form,
        chosen={"roles": form.getlist("roles"), "pools": form.getlist("pools")},
        problem=problem,
    )
    return page, 422 if problem else 200


def open_account() -> ResponseReturnValue:
    """Open an account, or let it wait for a second administrator where it has power."""
    login = request.form.get("login", "").strip()
    return ordered(lambda: asked_order(Kind.OPEN, login), _form)
