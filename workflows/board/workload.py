"""Who holds what now: a supervisor sees who may need help; nobody’s output is counted.

Inspectors are left out: what they hold are confidential reports, see `workflows.complaints`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, all_, select

from workflows.actors import Role
from workflows.tables import accounts, cases, claims, pool_members


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody of a pool, and since when they hold a case of it, if they hold one."""

    pool_id: int
    account_id: int
    name: str
    roles: Sequence[str]
    holds_since: datetime | None


def loads(connection: Connection) -> tuple[Load, ...]:
    """List the people of each pool by name, with the case in hand."""
    held = (
        select(cases.c.claimed_by, cases.c.pool_id, claims.c.at)
        .join_from(cases, claims, claims.c.case_id == cases.c.id)
        .where(
            cases.c.claimed_by.is_not(None),
            claims.c.ended_at.is_(None),
            claims.c.consultation_id.is_(None),
        )
        .subquery()
    )
    rows = connection.execute(
        select(
            pool_members.c.pool_id,
            pool_members.c.account_id,
            accounts.c.name,
            accounts.c.roles,
            held.c.at.label("holds_since"),
        )
        .join_from(pool_members, accounts)
        .outerjoin(
            held,
            (held.c.claimed_by == accounts.c.id) & (held.c.pool_id == pool_members.c.pool_id),
        )
        .where(accounts.c.active, all_(accounts.c.roles) != Role.INSPECTOR)
        .order_by(pool_members.c.pool_id, accounts.c.name, accounts.c.id)
    )
    return tuple(Load(**row._mapping) for row in rows)
