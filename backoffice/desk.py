"""The desk: the case in hand, or the button that gives the next one. Nobody lists, nobody picks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.actions import Action
from backoffice.exchange import services, staff
from backoffice.languages import words
from backoffice.lever_words import hours_told
from backoffice.policy import allows
from backoffice.voice.telling import unread
from eservices.definition.publish import eservice_of
from workflows import consultations, delegations, longer_hours
from workflows.accounts import Account
from workflows.agent_queues import Handed, Waiting, current_case, next_case, waiting
from workflows.definitions import definition
from workflows.question_queue import current_question, questions_for

#: Kept in the browser's session: whether a decision is followed by the next case at once.
ONWARD = "onward"
#: Where somebody works who treats no cases, by what they may do: every such role finds itself here.
ELSEWHERE = {
    Action.SEE_BOARD: "board.show",
    Action.USE_COUNTER: "counter.home",
    Action.SEE_WATCH: "watch.listed",
    Action.SEE_ACCOUNTS: "administration.accounts",
    Action.WORK_TILL: "till.show",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before an agent or a signatory."""

    waiting: Waiting
    #: How long the oldest case has waited; None when none waits.
    oldest: timedelta | None
    current: Handed | None
    title: str
    #: The state of the case, or the opinion that is asked for on it.
    state: str
    #: Problems told by this account with answers that it has not read.
    unread: int
    #: The questions of applicants that wait for an answer, apart from cases.
    questions: Waiting
    #: How long the oldest of them has waited; None when none waits.
    oldest_question: timedelta | None
    holds_question: bool
    #: For whom this account signs now, with the last day of it.
    stands_in: tuple[tuple[str, datetime], ...]
    #: What the office works beyond its calendar, in words, and until when.
    longer: tuple[str, datetime] | None


def home() -> ResponseReturnValue:
    """Show the desk, or send on who works elsewhere."""
    account = staff()
    if not _has_a_desk(account):
        return _elsewhere(account)
    with services().engine.begin() as connection:
        desk = _desk(connection, account)
    address = None if desk.current is None else address_of(desk.current)
    return render_template("desk.html", desk=desk, address=address, onward=goes_onward())


def _has_a_desk(account: Account) -> bool:
    """Tell whether cases are treated here: an inspector in no pool works elsewhere."""
    works_elsewhere = any(allows(account.roles, action) for action in ELSEWHERE)
    may_take = allows(account.roles, Action.TAKE_NEXT_CASE)
    is_away = account.absent_until is not None
    return may_take and bool(account.pools or is_away or not works_elsewhere)


def _elsewhere(account: Account) -> ResponseReturnValue:
    first = next(page for action, page in ELSEWHERE.items() if allows(account.roles, action))
    return redirect(url_for(first))


def _desk(connection: Connection, account: Account) -> Desk:
    now = services().clock.now(connection)
    queue = waiting(connection, account)
    current = current_case(connection, account, at=now)
    title, state = _names(connection, current)
    asked = questions_for(connection, account, at=now)
    return Desk(
        waiting=queue,
        oldest=_since(queue, now),
        current=current,
        title=title,
        state=state,
        questions=asked,
        oldest_question=_since(asked, now),
        unread=unread(connection, account.id),
        holds_question=current_question(connection, account, at=now) is not None,
        stands_in=delegations.for_whom(connection, account) if account.stands_in else (),
        longer=_longer(connection, account, now),
    )


def _longer(connection: Connection, account: Account, now: datetime) -> tuple[str, datetime] | None:
    found = longer_hours.of_pools(connection, account.pools, at=now)
    if found is None:
        return None
    whose = gettext("Your office")
    return hours_told(whose, found.longer, on_saturdays=found.saturdays), found.until


def _since(queue: Waiting, now: datetime) -> timedelta | None:
    return None if queue.oldest is None else max(now - queue.oldest, timedelta())


def _names(connection: Connection, case: Handed | None) -> tuple[str, str]:
    if case is None:
        return "", ""
    eservice = eservice_of(definition(connection, case.definition))
    label = eservice.procedure.states[case.state].label
    if case.consultation_id is not None:
        asked = consultations.find(connection, case.consultation_id)
        label = eservice.procedure.states[asked.state].consults[asked.name].label
    return words(eservice.title), words(label)


def take_next() -> ResponseReturnValue:
    """Give the case in hand, else the oldest that this account may treat."""
    with services().engine.begin() as connection:
        case = following(connection)
        others = waiting(connection, staff()).count if case is None else 0
    if case is None:
        flash(gettext("No case is waiting for you now."))
        if others:
            # Four eyes: whoever took part in them is given none of them.
            flash(gettext("Somebody else must treat those that wait: you took part in them."))
    return opened(case)


def following(connection: Connection) -> Handed | None:
    """Give the case in hand, else the next one, else None."""
    return next_case(connection, account=staff(), clock=services().clock, lease=services().lease)


def opened(case: Handed | None) -> ResponseReturnValue:
    """Go to a case, to the opinion that is asked for on it, or to the desk."""
    if case is None:
        return redirect(url_for("desk.home"), 303)
    return redirect(address_of(case), 303)


def address_of(case: Handed) -> str:
    """Give the address at which what somebody holds is treated."""
    page = "cases.read" if case.consultation_id is None else "opinions.read"
    return url_for(page, reference=case.reference)


def set_pace() -> ResponseReturnValue:
    """Choose whether a decision is followed by the next case at once, or by the desk."""
    session[ONWARD] = request.form.get(ONWARD) == "yes"
    return redirect(url_for("desk.home"), 303)


def goes_onward() -> bool:
    """Tell whether who works here wants the next case after each decision."""
    return bool(session.get(ONWARD))
