"""Opinions in a walk: given by the pack's people, or left to silence where it means the same."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from eservices.walks.people import Staff
from workflows import consultations, deadlines, falling_due, opinions
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.consultations import Asked
from workflows.engine import Engine
from workflows.errors import WorkflowError
from workflows.language.procedure import Procedure, Result
from workflows.opinions import Opinion

A_SECOND = timedelta(seconds=1)
#: Most clocks that end at once in a walk: there is one case.
MOST_ENDED = 50


class NotSilent(WorkflowError):
    """The time of an opinion came to its end and nothing followed."""


def gather(
    connection: Connection,
    engine: Engine,
    staff: Staff,
    *,
    case: Case,
    procedure: Procedure,
    wanted: Mapping[str, str],
) -> Case:
    """Let every opinion asked for on a case come as wanted, else favourable.

    What silence means as well is left to silence, so that both are driven. Raises NobodyThere, or
    what refuses an opinion.
    """
    asked = {one.id: one for one in consultations.asked_on(connection, case.id) if one.is_open}
    silent = [one for one in asked.values() if _means_silence(one, procedure, wanted)]
    for _ in range(len(asked) - len(silent)):
        account, identifier = staff.take_opinion(
            connection, engine.clock, leaving={one.id for one in silent}
        )
        opinion = Opinion(wanted.get(asked[identifier].name, Result.FAVOURABLE), "For a walk.")
        opinions.give(connection, engine, identifier, opinion, account_id=account.id)
    for one in silent:
        _keep_silent(connection, engine, one)
    return find_case(connection, case.id)


def _means_silence(asked: Asked, procedure: Procedure, wanted: Mapping[str, str]) -> bool:
    meant = procedure.states[asked.state].consults[asked.name].silence
    return wanted.get(asked.name) == meant.value


def _keep_silent(connection: Connection, engine: Engine, asked: Asked) -> None:
    """Turn the clock until an opinion's time is over, and do what the sweep of deadlines does."""
    clock = engine.clock
    if not isinstance(clock, ShiftedClock):
        raise NotSilent
    clock.advance(max(asked.due_at - clock.now(connection), timedelta()) + A_SECOND)
    now = clock.now(connection)
    ended = falling_due.overdue(connection, at=now, limit=MOST_ENDED)
    clocks = {deadlines.find_deadline(connection, one).consultation_id for one in ended}
    opinions.fall_silent(connection, engine, asked.id)
    if asked.id not in clocks or not consultations.find(connection, asked.id).silent_at:
        raise NotSilent
