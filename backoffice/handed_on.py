"""What was let go to others, for supervisors: who passed on what and why, and who withdrew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.board_names import Names, names
from backoffice.exchange import services, staff
from backoffice.handing_words import PASSED_FOR, RECUSED_FOR
from workflows import claims, passing_on, recusing
from workflows.accounts import names_of
from workflows.presence import UNSEEN_AT_MOST

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Person:
    """How often somebody let a case go, of how many that they took."""

    name: str
    taken: int
    passed_on: int
    withdrawn: int

    @property
    def share(self) -> int:
        """Give the share of what they took that they let go, in whole per cent."""
        return round(100 * (self.passed_on + self.withdrawn) / max(self.taken, 1))


def listed() -> ResponseReturnValue:
    """Show what was passed on and who withdrew in the last thirty days."""
    with services().engine.begin() as connection:
        since = services().clock.now(connection) - LATELY
        called, withdrawn = names(connection), recusing.lately(connection, since=since)
        passed = passing_on.lately(connection, since=since)
        people = _people(connection, since)
        ids = {one.account_id for one in withdrawn} | {one.account_id for one in passed}
        who = names_of(connection, ids | {one.seen_by for one in withdrawn if one.seen_by})
    return render_template(
        "handed_on.html",
        withdrawn=withdrawn,
        passed=passed,
        people=people,
        who=who,
        place=lambda pool: place(called, pool),
        passed_for=PASSED_FOR,
        recused_for=RECUSED_FOR,
        most=UNSEEN_AT_MOST,
    )


def place(called: Names, pool_id: int) -> str:
    """Name a pool after its office."""
    return f"{called.office(called.pools[pool_id].office)} – {called.pool(pool_id)}"


def _people(connection: Connection, since: datetime) -> tuple[Person, ...]:
    """List by name whoever let a case go."""
    passed: Mapping[int, int] = passing_on.counted(connection, since=since)
    withdrawn = recusing.counted(connection, since=since)
    ids = passed.keys() | withdrawn.keys()
    taken, who = claims.counted(connection, ids, since=since), names_of(connection, ids)
    people = (
        Person(who[one], taken.get(one, 0), passed.get(one, 0), withdrawn.get(one, 0))
        for one in ids
    )
    return tuple(sorted(people, key=lambda person: person.name))


def look(recusal: int) -> ResponseReturnValue:
    """Note that a supervisor looked at a withdrawal."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        seen = recusing.look_at(connection, recusal, by=staff().id, at=now)
    flash(gettext("Noted.") if seen else gettext("Somebody looked at it before you."))
    return redirect(url_for("handed_on.listed"), 303)
