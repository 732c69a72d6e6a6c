"""The access review: each quarter, somebody confirms of each account that it is still needed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backoffice.administering.accounts import now_and_quarter, people
from backoffice.administering.places import places
from backoffice.exchange import services, staff
from workflows.administering import roll
from workflows.administering.entries import What, record
from workflows.administering.keeping import kept_account
from workflows.administering.roll import State, Wanted
from workflows.life_cycle import Author


def review() -> ResponseReturnValue:
    """List the accounts that nobody has confirmed this quarter."""
    with services().engine.begin() as connection:
        now, quarter = now_and_quarter(connection)
        due = Wanted(state=State.TO_CONFIRM)
        found = roll.everybody(connection, due, at=now, quarter=quarter)
        listed = people(connection, found, places(connection), now)
        whole = roll.count(connection, Wanted(), at=now, quarter=quarter)
    return render_template(
        "review_of_access.html",
        people=listed,
        whole=whole,
        quarter=quarter,
        own=staff().login,
    )


def confirm_access() -> ResponseReturnValue:
    """Confirm that the accounts that were ticked are still needed as they are."""
    ticked = set(request.form.getlist("login")) - {staff().login}
    with services().engine.begin() as connection:
        now, quarter = now_and_quarter(connection)
        due = roll.everybody(connection, Wanted(state=State.TO_CONFIRM), at=now, quarter=quarter)
        confirmed = [one for one in due if one.account.login in ticked]
        for one in confirmed:
            login = one.account.login
            present = kept_account(connection, login)
            data = {"after": present.access.written()} if present else {}
            record(connection, Author(staff().id), What.ACCESS_CONFIRMED, login, data=data)
    told = ngettext("%(num)d account confirmed.", "%(num)d accounts confirmed.", len(confirmed))
    flash(told if confirmed else gettext("Tick the accounts that are still needed."))
    return redirect(url_for("administration.review"), 303)
