"""Payment intents: one attempt of an applicant to pay charges through one provider."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update

from payments.charges import Charge
from payments.errors import UnknownIntent
from payments.money import Money, total
from payments.tables import intent_charges, payment_intents


class IntentStatus(StrEnum):
    """How far an intent has come here."""

    #: Written down; the provider's page is not known yet.
    CREATED = "created"
    OPEN = "open"
    FAILED = "failed"
    EXPIRED = "expired"
    SETTLED = "settled"
    #: The provider has the money, but nothing is owed for it any more: it goes back.
    SURPLUS = "surplus"
    #: What the provider says does not fit what was asked: a person must look.
    DISPUTED = "disputed"
    REFUNDED = "refunded"


class Reason(StrEnum):
    """Why an intent is surplus or disputed."""

    ALREADY_SETTLED = "already_settled"
    CASE_LEFT_PAYMENT = "case_left_payment"
    AMOUNT_DIFFERS = "amount_differs"
    CURRENCY_DIFFERS = "currency_differs"
    SECOND_PAGE_PAID = "second_page_paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUND_FAILED = "refund_failed"


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent as it stood when it was read."""

    id: str
    case_id: int
    provider: str
    money: Money
    status: IntentStatus
    reason: Reason | None
    attempts: int
    language: str
    return_url: str
    provider_reference: str | None
    page_url: str | None
    page_expires_at: datetime | None
    received: Money | None
    created_at: datetime
    checked_at: datetime | None
    settled_at: datetime | None

    @property
    def is_payable(self) -> bool:
        """Tell whether a page may still be paid on."""
        return self.status in {IntentStatus.CREATED, IntentStatus.OPEN}


@dataclass(frozen=True, slots=True)
class NewIntent:
    """What an applicant is about to pay, and how."""

    case_id: int
    provider: str
    charges: tuple[Charge, ...]
    language: str
    return_url: str


PLAIN = (
    *("id", "case_id", "provider", "attempts", "language", "return_url", "provider_reference"),
    *("page_url", "page_expires_at", "created_at", "checked_at", "settled_at"),
)


def intent_of(row: RowMapping) -> Intent:
    """Make an intent of a row that has the table's columns."""
    received = None
    if row["received_amount"] is not None:
        received = Money(row["received_amount"], row["received_currency"])
    return Intent(
        **{name: row[name] for name in PLAIN},
        money=Money(row["amount"], row["currency"]),
        status=IntentStatus(row["status"]),
        reason=None if row["reason"] is None else Reason(row["reason"]),
        received=received,
    )


def _read(connection: Connection, statement: Select[Any]) -> tuple[Intent, ...]:
    return tuple(intent_of(row) for row in connection.execute(statement).mappings())


def find_intent(connection: Connection, intent_id: str) -> Intent:
    """Read an intent; raises `UnknownIntent`."""
    found = _read(connection, select(payment_intents).where(payment_intents.c.id == intent_id))
    if not found:
        raise UnknownIntent(intent_id)
    return found[0]


def intents_of(connection: Connection, case_id: int) -> tuple[Intent, ...]:
    """Read a case's intents, oldest first."""
    wanted = select(payment_intents).where(payment_intents.c.case_id == case_id)
    return _read(connection, wanted.order_by(payment_intents.c.created_at, payment_intents.c.id))


def add_intent(connection: Connection, new: NewIntent, *, at: datetime) -> Intent:
    """Write an intent for charges of one currency, before any provider hears of it."""
    money = total(charge.money for charge in new.charges)
    intent_id = secrets.token_hex(16)
    values = {
        "id": intent_id,
        "case_id": new.case_id,
        "provider": new.provider,
        "amount": money.minor,
        "currency": money.currency,
        "status": IntentStatus.CREATED,
        "language": new.language,
        "return_url": new.return_url,
        "created_at": at,
    }
    connection.execute(payment_intents.insert(), values)
    rows = [{"intent_id": intent_id, "charge_id": charge.id} for charge in new.charges]
    connection.execute(intent_charges.insert(), rows)
    return find_intent(connection, intent_id)


def change_intent(connection: Connection, intent_id: str, **values: Any) -> Intent:
    """Write columns of an intent; the caller holds the lock of its case."""
    connection.execute(
        update(payment_intents).where(payment_intents.c.id == intent_id).values(**values)
    )
    return find_intent(connection, intent_id)


def disputed(connection: Connection, *, limit: int = 100) -> tuple[Intent, ...]:
    """Read the intents that wait for a person, oldest first."""
    wanted = select(payment_intents).where(payment_intents.c.status == IntentStatus.DISPUTED)
    return _read(connection, wanted.order_by(payment_intents.c.created_at).limit(limit))
