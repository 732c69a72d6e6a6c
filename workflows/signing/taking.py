"""Taking a batch: the oldest cases that a signature alone moves on, under one lease."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from workflows.accounts import Account
from workflows.actors import Actor, Role
from workflows.agent_queues import LEASE, current_case, hold, take_oldest
from workflows.approvals import AFTER_SIGNING
from workflows.cases import Case
from workflows.checklists import needed
from workflows.engine import Engine
from workflows.errors import WorkflowError
from workflows.interpreter import interpreter
from workflows.language.procedure import Question, Stage, Transition
from workflows.signing.batches import Batch, finish, open_batch, renew
from workflows.tables import signing_batches, signing_items

#: As many as somebody reads with care in one sitting.
SIZE = 50
#: What a decision that sends a case back may ask for: what a line of the batch can answer.
ANSWERED = frozenset({Question.REASON, Question.NOTE})


class HandsFull(WorkflowError):
    """The account holds a case already: it must be decided or given back first."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The moves by which a case is signed and, where the procedure has one, sent back."""

    sign: Transition
    back: Transition | None


def ways_of(connection: Connection, workflow: Engine, case: Case, account: Account) -> Ways | None:
    """Tell by which moves a case is signed; None where that asks for more than a signature."""
    offered = workflow.offered(connection, case, Actor(Role.SIGNATORY, account.id))
    machine = interpreter(connection, case.definition)
    states = machine.compiled.procedure.states
    leading = [(transition, states[transition.to].stage) for transition in offered]
    signing = [one for one, stage in leading if stage in AFTER_SIGNING]
    if len(signing) != 1 or signing[0].asks or needed(machine, case, signing[0]):
        return None
    back = (one for one, stage in leading if stage is Stage.REVIEW and set(one.asks) <= ANSWERED)
    return Ways(signing[0], next(back, None))


def take(
    connection: Connection, workflow: Engine, account: Account, *, lease: timedelta = LEASE
) -> Batch | None:
    """Take the oldest cases under one lease; the batch that is open is given again.

    None when nothing waits, or when the oldest asks for more than a signature: *next* gives it.
    Raises HandsFull.
    """
    hold(connection, account)
    now = workflow.clock.now(connection)
    present = open_batch(connection, account.id)
    if present is not None and renew(connection, present, at=now, until=now + lease):
        return present
    if present is not None:
        finish(connection, present.id, now)
    if current_case(connection, account, at=now) is not None:
        raise HandsFull
    taken = _taken(connection, workflow, account, now, now + lease)
    return _recorded(connection, account, taken, now) if taken else None


def _taken(
    connection: Connection, workflow: Engine, account: Account, now: datetime, until: datetime
) -> list[tuple[Case, Ways]]:
    taken: list[tuple[Case, Ways]] = []
    while len(taken) < SIZE:
        attempt = connection.begin_nested()
        case = take_oldest(connection, account, at=now, until=until)
        fits = case is not None and case.consultation_id is None
        ways = ways_of(connection, workflow, case, account) if case and fits else None
        if case is None or ways is None:
            # Nobody is passed over: the batch ends before what it cannot take.
            attempt.rollback()
            break
        attempt.commit()
        taken.append((case, ways))
    return taken


def _recorded(
    connection: Connection, account: Account, taken: Sequence[tuple[Case, Ways]], now: datetime
) -> Batch:
    begun = insert(signing_batches).values(account_id=account.id, taken_at=now)
    batch_id = connection.execute(begun.returning(signing_batches.c.id)).scalar_one()
    rows = [
        {
            "batch_id": batch_id,
            "position": position,
            "case_id": case.id,
            "version": case.version,
            "sign": ways.sign.fire,
            "back": ways.back.fire if ways.back else None,
            "delegation": account.delegation_for(case.pool_id),
        }
        for position, (case, ways) in enumerate(taken, 1)
    ]
    connection.execute(insert(signing_items), rows)
    return Batch(batch_id, account.id, now, None, None)
