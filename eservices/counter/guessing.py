"""Whose document it is, tried by name: bounded for each act and for each agent.

What a counter types from an identity document says whether it fits; nobody may try names until one
does. What was typed is not kept, only that it was wrong.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from delivery.tables import acts
from eservices.bounds import is_reached
from eservices.counter.handing_over import Ready
from eservices.counter.tables import hand_over_misses
from workflows.tables import accounts

#: How many wrong names an act, and an agent, may meet within how long.
ACT_LIMITS = ((3, timedelta(minutes=15)), (6, timedelta(days=1)))
AGENT_LIMITS = ((10, timedelta(minutes=15)), (30, timedelta(days=1)))
#: How long a miss is kept: as long as it counts.
KEPT = timedelta(days=2)


class TooManyNames(Exception):
    """Too many wrong names were tried, for this act or by this agent."""


def fits(
    connection: Connection, found: Ready, written: str, *, account_id: int, now: datetime
) -> bool:
    """Tell whether a name is that of whom the act belongs to; a wrong one counts.

    Raises TooManyNames without looking at the name. The caller commits, even where it is wrong.
    """
    misses = hand_over_misses.c
    # Two tries at once are counted one after the other, the act's lock always taken first.
    for table, row in ((acts, found.act.id), (accounts, account_id)):
        locked = select(table.c.id).where(table.c.id == row)
        connection.execute(locked.with_for_update(key_share=True))
    for whose, limits in (
        (misses.act_id == found.act.id, ACT_LIMITS),
        (misses.account_id == account_id, AGENT_LIMITS),
    ):
        if is_reached(connection, misses.at, whose, limits, now=now):
            raise TooManyNames
    if found.is_named(written):
        return True
    connection.execute(delete(hand_over_misses).where(misses.at < now - KEPT))
    missed = {"act_id": found.act.id, "account_id": account_id, "at": now}
    connection.execute(insert(hand_over_misses).values(missed))
    return False
