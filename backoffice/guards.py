"""The guard that stands before every view: who comes in, and with which case or opinion."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from backoffice.actions import Action
from backoffice.at_work import AT_WORK
from backoffice.exchange import present, services, staff
from backoffice.kept import Why, explain, session_ended
from backoffice.lost import answer_to_lost
from backoffice.policy import PUBLIC, STEP_UP, Reach, is_open_to, reach
from backoffice.proof import demanded
from workflows import consultations
from workflows.accounts import Account
from workflows.agent_queues import renew
from workflows.cases import Case, case_by_reference
from workflows.consultations import Asked
from workflows.database import single_statements
from workflows.errors import CaseNotClaimed, UnknownCase
from workflows.sessions import Standing

#: A lease is started afresh no more often than this: reading a page should not write a row.
RENEW_STEP = timedelta(seconds=30)

#: Where somebody is sent whose session is not open yet.
NEXT_STEP: Mapping[Standing, str] = {
    Standing.HALF_OPEN: "entrance.confirm_form",
    Standing.ENROLLING: "security.show",
}

View = Callable[..., ResponseReturnValue]


def guarded(view: View, action: Action) -> View:
    """Put the policy before a view; one that acts on a held case receives it as `case`."""
    if action in PUBLIC:
        return view

    @wraps(view)
    def entrance(**arguments: Any) -> ResponseReturnValue:
        session = present()
        if session is None:
            return _sign_in_first()
        if not is_open_to(session.standing, action):
            return redirect(url_for(NEXT_STEP[session.standing]), 303)
        allowed = reach(session.account.roles, action)
        if allowed is None:
            # Not 403: what one may not see does not exist.
            abort(404)
        if action in AT_WORK and session.account.absent_until is not None:
            return explain(Why.ABSENT)
        first = demanded() if action in STEP_UP else None
        if first is not None:
            return first
        return ENTRANCES[allowed](view)(**arguments)

    return entrance


def _sign_in_first() -> ResponseReturnValue:
    # What was typed is given back; and inside the viewer's frame, no sign-in page may stand.
    if request.method == "POST" or request.blueprint == "pieces":
        return session_ended()
    return redirect(url_for("entrance.sign_in_form"))


def _with_held_case(view: View) -> View:
    def with_case(*, reference: str, **arguments: Any) -> ResponseReturnValue:
        case = held_case(reference, staff())
        if case is None:
            return answer_to_lost(reference)
        return view(case=case, **arguments)

    return with_case


def _with_held_opinion(view: View) -> View:
    def with_opinion(*, reference: str, **arguments: Any) -> ResponseReturnValue:
        held = held_opinion(reference, staff())
        if held is None:
            return answer_to_lost(reference)
        return view(case=held[0], asked=held[1], **arguments)

    return with_opinion


def _with_case_in_hand(view: View) -> View:
    def with_case(*, reference: str, **arguments: Any) -> ResponseReturnValue:
        case = held_case(reference, staff())
        if case is None:
            asked = held_opinion(reference, staff())
            case = None if asked is None else asked[0]
        if case is None:
            return answer_to_lost(reference)
        return view(case=case, **arguments)

    return with_case


#: What stands before a view, by how far its action reaches.
ENTRANCES: Mapping[Reach, Callable[[View], View]] = {
    Reach.ANY: lambda view: view,
    Reach.HELD: _with_held_case,
    Reach.ASKED: _with_held_opinion,
    Reach.IN_HAND: _with_case_in_hand,
}


def held_case(reference: str, account: Account) -> Case | None:
    """Find the case if this account holds it, and start its lease afresh."""
    with single_statements(services().engine) as connection:
        try:
            case = case_by_reference(connection, reference)
            return _renewed(connection, case, account)
        except (UnknownCase, CaseNotClaimed):
            return None


def held_opinion(reference: str, account: Account) -> tuple[Case, Asked] | None:
    """Find the case on which this account gives an opinion, and start its lease afresh."""
    clock, lease = services().clock, services().lease
    with single_statements(services().engine) as connection:
        try:
            case = case_by_reference(connection, reference)
        except UnknownCase:
            return None
        now = clock.now(connection)
        asked = consultations.held_by(connection, case_id=case.id, account_id=account.id, at=now)
        if asked is None:
            return None
        if not asked.is_held_by(account.id, now + lease - RENEW_STEP):
            consultations.renew(connection, asked, until=now + lease)
        return case, asked


def _renewed(connection: Connection, case: Case, account: Account) -> Case:
    clock, lease = services().clock, services().lease
    if case.is_claimed_by(account.id, clock.now(connection) + lease - RENEW_STEP):
        return case
    return renew(connection, case.id, account, clock=clock, lease=lease)
