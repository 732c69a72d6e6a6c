"""Openings: who looked into whose file, when and why; written before anything is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from workflows.tables import accounts, claims, file_openings


@dataclass(frozen=True, slots=True)
class Opening:
    """One look into a file."""

    at: datetime
    account_id: int
    login: str
    office: str | None
    purpose: str
    attachment_id: str | None
    roles: Sequence[str] = ()


def record_opening(
    connection: Connection,
    *,
    case_id: int,
    account_id: int,
    purpose: str,
    at: datetime,
    attachment_id: str | None = None,
) -> None:
    """Record that an account is about to see a case or one of its attachments.

    Commit it before showing anything: if it cannot be written, nothing may be shown.
    """
    connection.execute(
        file_openings.insert(),
        {
            "case_id": case_id,
            "account_id": account_id,
            "purpose": purpose,
            "attachment_id": attachment_id,
            "at": at,
        },
    )


def last_visit(
    connection: Connection, case_id: int, account_id: int, *, purpose: str
) -> datetime | None:
    """Tell when an account last looked into a case before it took it this time; None for never."""
    taken = select(func.max(claims.c.at)).where(
        claims.c.case_id == case_id,
        claims.c.account_id == account_id,
        claims.c.ended_at.is_(None),
    )
    looked = select(func.max(file_openings.c.at)).where(
        file_openings.c.case_id == case_id,
        file_openings.c.account_id == account_id,
        file_openings.c.purpose == purpose,
        file_openings.c.at < taken.scalar_subquery(),
    )
    found: datetime | None = connection.execute(looked).scalar_one()
    return found


def _opening(row: Row[*tuple[Any, ...]]) -> Opening:
    return Opening(**row._mapping)


def openings_of(connection: Connection, case_id: int) -> tuple[Opening, ...]:
    """List every look into a case, oldest first."""
    rows = connection.execute(
        select(
            file_openings.c.at,
            file_openings.c.account_id,
            accounts.c.login,
            accounts.c.office,
            file_openings.c.purpose,
            file_openings.c.attachment_id,
            accounts.c.roles,
        )
        .join_from(file_openings, accounts)
        .where(file_openings.c.case_id == case_id)
        .order_by(file_openings.c.id)
    )
    return tuple(_opening(row) for row in rows)
