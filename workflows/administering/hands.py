"""Hands emptied: what somebody holds goes back to its place, at the age it has."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, select, update

from workflows import claims
from workflows.accounts import Account
from workflows.agent_queues import hold
from workflows.claims import NOT_HELD, Ending
from workflows.question_queue import release_question
from workflows.signing.batches import finish, open_batch
from workflows.tables import cases, consultations


def empty_hands(
    connection: Connection, account: Account, *, keeping: Collection[int], at: datetime
) -> int:
    """Give back what an account holds outside these pools; tells how many cases and opinions.

    The account is held meanwhile, so that a click on *next* does not take one more.
    """
    hold(connection, account)
    held = _held(connection, cases, account, keeping)
    for case_id in held:
        claims.end(connection, case_id, Ending.RELEASED, at=at)
    asked = _held(connection, consultations, account, keeping)
    for consultation_id in asked:
        claims.end_of_opinion(connection, consultation_id, Ending.RELEASED, at=at)
    release_question(connection, account, at=at)
    sitting = open_batch(connection, account.id)
    if sitting is not None and held:
        finish(connection, sitting.id, at)
    return len(held) + len(asked)


def _held(
    connection: Connection, table: Table, account: Account, keeping: Collection[int]
) -> list[int]:
    elsewhere: ColumnElement[bool] = table.c.pool_id.not_in(tuple(keeping))
    mine = select(table.c.id).where(table.c.claimed_by == account.id, elsewhere)
    ids = list(connection.execute(mine.order_by(table.c.id).with_for_update()).scalars())
    connection.execute(update(table).where(table.c.id.in_(ids)).values(NOT_HELD))
    return ids
