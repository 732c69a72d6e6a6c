"""Refunds: money that goes back whole, each intent's at most once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.gateway import RefundState
from payments.intents import Intent
from payments.money import Money
from payments.tables import refunds


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back to whoever paid it."""

    id: int
    intent_id: str
    case_id: int
    money: Money
    #: Why the money goes back: a `payments.intents.Reason`, or a word of the tables below.
    reason: str
    status: RefundState
    provider_reference: str | None
    queued_at: datetime
    done_at: datetime | None


#: Given back because the case ended unserved, as its procedure says.
UNSERVED = "unserved"
#: Given back by the provider or by the treasury's own hand there; learnt afterwards.
AT_PROVIDER = "at_provider"
#: Given back in cash, at the desk that had taken it.
AT_DESK = "at_desk"

#: Refund states from which the job may still send.
SENDABLE = frozenset({RefundState.QUEUED, RefundState.SENT})
PLAIN = ("id", "intent_id", "case_id", "reason", "provider_reference", "queued_at", "done_at")


def _refund(row: RowMapping) -> Refund:
    return Refund(
        **{name: row[name] for name in PLAIN},
        money=Money(row["amount"], row["currency"]),
        status=RefundState(row["status"]),
    )


def refund_of_intent(connection: Connection, intent_id: str) -> Refund | None:
    """Read an intent's refund, if there is one."""
    wanted = select(refunds).where(refunds.c.intent_id == intent_id)
    found = connection.execute(wanted).mappings().one_or_none()
    return None if found is None else _refund(found)


def add_refund(connection: Connection, intent: Intent, *, reason: str, at: datetime) -> bool:
    """Write that an intent's money goes back; tells whether that was new."""
    money = intent.received or intent.money
    added = connection.execute(
        insert(refunds)
        .values(
            intent_id=intent.id,
            case_id=intent.case_id,
            amount=money.minor,
            currency=money.currency,
            reason=reason,
            status=RefundState.QUEUED,
            queued_at=at,
        )
        .on_conflict_do_nothing(index_elements=[refunds.c.intent_id])
        .returning(refunds.c.id)
    )
    return added.one_or_none() is not None


def change_refund(connection: Connection, intent_id: str, **values: Any) -> None:
    """Write columns of an intent's refund; the caller holds the lock of its case."""
    connection.execute(update(refunds).where(refunds.c.intent_id == intent_id).values(**values))
