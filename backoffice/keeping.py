"""Keeping what somebody types on a case: by the button, and when the case is lost meanwhile."""

from flask import request
from sqlalchemy import Connection

from backoffice.checklist import keep_ticks
from backoffice.decisions import meant, own_part, read_data
from backoffice.exchange import services, staff
from workflows import consultations, unfinished
from workflows.cases import Case
from workflows.consultations import Asked
from workflows.interpreter import interpreter
from workflows.language.procedure import Transition
from workflows.opinions import Opinion
from workflows.unfinished import Kind, Unfinished

#: What the button says that throws a draft away.
THROW_AWAY = "throw-away"
BLANK = Opinion("", "")


def keep_draft(connection: Connection, case: Case, transition: Transition) -> None:
    """Keep what was typed for an action, for this account alone."""
    data = read_data(transition.asks, own_part(request.form, transition.fire))
    now = services().clock.now(connection)
    unfinished.keep(connection, case, staff().id, {transition.fire: data}, at=now)


def filled_in() -> Opinion:
    """Read the opinion of the form that was sent."""
    # Browsers send line ends as two characters: kept so, the text would grow by each correction.
    text = request.form.get("opinion", "").replace("\r\n", "\n").strip()
    return Opinion(request.form.get("result", ""), text)


def keep_opinion(connection: Connection, case: Case, asked: Asked) -> None:
    """Keep what was typed of an opinion, for this account alone."""
    typed, now = filled_in(), services().clock.now(connection)
    begun = {asked.name: {"result": typed.result, "text": typed.text}}
    unfinished.keep(connection, case, staff().id, begun, at=now, kind=Kind.OPINION)


def opinion_of(kept: Unfinished | None) -> Opinion:
    """Give the opinion that was kept; a blank one where none was."""
    return Opinion(**kept.content) if kept else BLANK


def keep_lost(case: Case) -> bool:
    """Keep what was typed by somebody who lost the case meanwhile; tells whether it could be.

    It waits for them where the case, or the opinion, comes back to them in the same state.
    """
    with services().engine.begin() as connection:
        kept = (
            keep_ticks(connection, case),
            _keep_lost_decision(connection, case),
            _keep_lost_opinion(connection, case),
        )
    return any(kept)


def _keep_lost_decision(connection: Connection, case: Case) -> bool:
    transition = _meant(connection, case)
    if transition is None:
        return False
    typed = read_data(transition.asks, own_part(request.form, transition.fire))
    if any(typed.values()):
        keep_draft(connection, case, transition)
    return any(typed.values())


def _keep_lost_opinion(connection: Connection, case: Case) -> bool:
    if "asked" not in request.form or filled_in() == BLANK:
        return False
    for asked in consultations.asked_on(connection, case.id):
        if asked.is_open and asked.name == request.form["asked"]:
            keep_opinion(connection, case, asked)
            return True
    return False


def _meant(connection: Connection, case: Case) -> Transition | None:
    """Find the action that was being filled in, where the case's state still has it."""
    trigger, roles = meant(request.form), staff().roles
    outgoing = interpreter(connection, case.definition).outgoing(case.state)
    return next((one for one in outgoing if one.fire == trigger and one.by in roles), None)
