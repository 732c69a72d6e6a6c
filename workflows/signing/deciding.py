"""Deciding a batch: confirmed once, then case by case, each in a transaction of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from workflows import delegations
from workflows.accounts import Account, account_by_id
from workflows.actors import Actor, Role
from workflows.agent_queues import LEASE, release
from workflows.cases import find_case
from workflows.engine import Engine
from workflows.errors import CaseNotClaimed, MoveRefused
from workflows.interpreter import interpreter
from workflows.language.procedure import Question
from workflows.signing.batches import (
    Batch,
    Choice,
    Item,
    Outcome,
    finish,
    items_of,
    lock,
    lock_open,
    mark_confirmed,
    note_outcome,
    renew,
)

#: What happened, for config's table of reactions.
CONFIRMED = "signing.confirmed"
#: Why nothing was done, where the kernel was not even asked.
NO_SIGNATORY = "NoSignatory"
NO_DELEGATION = "NoDelegation"


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one case, and the code of why it could not be done."""

    outcome: Outcome
    problem: str | None = None


def confirm(
    connection: Connection, workflow: Engine, batch: Batch, *, lease: timedelta = LEASE
) -> None:
    """Have everything decided as chosen, each by a step of its own; raises NoLongerOpen."""
    lock_open(connection, batch)
    now = workflow.clock.now(connection)
    renew(connection, batch, at=now, until=now + lease)
    mark_confirmed(connection, batch.id, at=now)
    for item in items_of(connection, batch.id):
        if item.outcome is None:
            step = {"batch": batch.id, "position": item.position}
            workflow.outbox.emit(connection, CONFIRMED, case_id=item.case_id, data=step)


def give_back(connection: Connection, workflow: Engine, account: Account, batch: Batch) -> None:
    """Give the whole batch back to its places in the queue; raises NoLongerOpen."""
    lock_open(connection, batch)
    now = workflow.clock.now(connection)
    for item in items_of(connection, batch.id):
        if item.outcome is None:
            made = _aside(connection, workflow, account, item)
            note_outcome(
                connection, batch.id, item.position, made.outcome, problem=made.problem, at=now
            )
    finish(connection, batch.id, now)


def decide(connection: Connection, workflow: Engine, *, batch_id: int, position: int) -> None:
    """Do what was confirmed for one case; done already, it is left alone.

    What the procedure refuses is written down with the case, and no other case hears of it.
    """
    batch = lock(connection, batch_id)
    items = items_of(connection, batch_id)
    item = next(one for one in items if one.position == position)
    if item.outcome is not None:
        return
    made = _made(connection, workflow, batch, item)
    now = workflow.clock.now(connection)
    note_outcome(connection, batch_id, position, made.outcome, problem=made.problem, at=now)
    if all(one.outcome is not None for one in items if one is not item):
        finish(connection, batch_id, now)


def _made(connection: Connection, workflow: Engine, batch: Batch, item: Item) -> Made:
    account = account_by_id(connection, batch.account_id)
    if account is None or Role.SIGNATORY not in account.roles:
        return Made(Outcome.FAILED, NO_SIGNATORY)
    now = workflow.clock.now(connection)
    if item.delegation and not delegations.counts(connection, item.delegation, at=now):
        return Made(Outcome.FAILED, NO_DELEGATION)
    try:
        return DECISIONS[item.choice](connection, workflow, account, item)
    except MoveRefused as refused:
        return Made(Outcome.FAILED, type(refused).__name__)


def _sign(connection: Connection, workflow: Engine, account: Account, item: Item) -> Made:
    _fire(connection, workflow, account, item, item.sign, {})
    return Made(Outcome.SIGNED)


def _back(connection: Connection, workflow: Engine, account: Account, item: Item) -> Made:
    case = find_case(connection, item.case_id)
    outgoing = interpreter(connection, case.definition).outgoing(case.state)
    asked = next((one.asks for one in outgoing if one.fire == item.back), ())
    said = {Question.REASON: item.reason, Question.NOTE: item.note}
    data = {question.value: said[question] for question in asked if question in said}
    _fire(connection, workflow, account, item, item.back or "", data)
    return Made(Outcome.BACK)


def _aside(connection: Connection, workflow: Engine, account: Account, item: Item) -> Made:
    """Give one case back to its place, from where *next* gives it again."""
    try:
        release(connection, item.case_id, account, clock=workflow.clock)
    except CaseNotClaimed as refused:
        return Made(Outcome.FAILED, type(refused).__name__)
    return Made(Outcome.ASIDE)


def _fire(
    connection: Connection,
    workflow: Engine,
    account: Account,
    item: Item,
    trigger: str,
    data: Mapping[str, Any],
) -> None:
    workflow.fire(
        connection,
        item.case_id,
        trigger,
        actor=Actor(Role.SIGNATORY, account.id, delegation=item.delegation),
        data=data,
        expected_version=item.version,
    )


DECISIONS: Mapping[Choice, Callable[[Connection, Engine, Account, Item], Made]] = {
    Choice.SIGN: _sign,
    Choice.BACK: _back,
    Choice.ASIDE: _aside,
}
