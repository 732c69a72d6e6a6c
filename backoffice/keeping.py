"""Keeping what somebody types on a case: by the button, and when the case is lost meanwhile."""

from flask import request
from sqlalchemy import Connection

from backoffice.decisions import read_data
from backoffice.exchange import services, staff
from workflows import unfinished
from workflows.cases import Case
from workflows.interpreter import interpreter
from workflows.language.procedure import Transition


def keep_draft(connection: Connection, case: Case, transition: Transition) -> None:
    """Keep what was typed for an action, for this account alone."""
    data = read_data(transition.asks, request.form)
    now = services().clock.now(connection)
    unfinished.keep(connection, case, staff().id, transition.fire, data, at=now)


def keep_lost(case: Case) -> bool:
    """Keep what was typed by somebody who lost the case meanwhile; tells whether it could be.

    It waits for them where the case comes back to them in the same state.
    """
    with services().engine.begin() as connection:
        transition = _meant(connection, case)
        if transition is None or not any(read_data(transition.asks, request.form).values()):
            return False
        keep_draft(connection, case, transition)
        return True


def _meant(connection: Connection, case: Case) -> Transition | None:
    """Find the action that was being filled in, where the case's state still has it."""
    trigger, roles = request.form.get("trigger"), staff().roles
    outgoing = interpreter(connection, case.definition).outgoing(case.state)
    return next((one for one in outgoing if one.fire == trigger and one.by in roles), None)
