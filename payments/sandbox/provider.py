"""The sandbox provider itself: its checkouts, its hosted page's moves and its webhooks."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.errors import PaymentError
from payments.gateway import Checkout, CheckoutLine, ProviderState
from payments.money import Money
from payments.sandbox.signing import SignedWebhook, sign
from payments.sandbox.tables import sandbox_checkouts, sandbox_events
from workflows.clock import Clock

#: How long a page can be paid on, as long as Stripe's.
PAGE_LASTS = timedelta(hours=24)
#: From which state each state can be reached.
MOVES: Mapping[ProviderState, ProviderState] = MappingProxyType(
    {
        ProviderState.PAID: ProviderState.PENDING,
        ProviderState.FAILED: ProviderState.PENDING,
        ProviderState.EXPIRED: ProviderState.PENDING,
        ProviderState.REFUNDED: ProviderState.PAID,
    }
)


class UnknownCheckout(PaymentError):
    """The sandbox has no such checkout."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"unknown sandbox checkout {reference!r}")


class CheckoutEnded(PaymentError):
    """The checkout has ended otherwise; `state` says how."""

    def __init__(self, reference: str, state: ProviderState) -> None:
        self.reference = reference
        self.state = state
        super().__init__(f"sandbox checkout {reference} is {state}")


@dataclass(frozen=True, slots=True)
class SandboxCheckout:
    """A checkout as the hosted page shows it."""

    reference: str
    intent_id: str
    case_reference: str
    lines: tuple[CheckoutLine, ...]
    money: Money
    language: str
    return_url: str
    state: ProviderState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SandboxProvider:
    """Keeps the checkouts; `wall_clock` dates the webhooks, `clock` ends the pages."""

    engine: Engine
    clock: Clock
    secret: str
    wall_clock: Callable[[], datetime]

    def create(self, checkout: Checkout) -> SandboxCheckout:
        """Open a checkout; a repeat for the same intent gives the first one."""
        with self.engine.begin() as connection:
            at = self.clock.now(connection)
            connection.execute(
                insert(sandbox_checkouts)
                .values(**_row(checkout), created_at=at, expires_at=at + PAGE_LASTS)
                .on_conflict_do_nothing(index_elements=[sandbox_checkouts.c.intent_id])
            )
            wanted = sandbox_checkouts.c.intent_id == checkout.intent_id
            return self._read(connection, select(sandbox_checkouts).where(wanted))[0]

    def of_intent(self, intent_id: str) -> SandboxCheckout | None:
        """Look up the checkout that was opened for an intent."""
        wanted = select(sandbox_checkouts).where(sandbox_checkouts.c.intent_id == intent_id)
        with self.engine.begin() as connection:
            found = self._read(connection, wanted)
        return found[0] if found else None

    def checkout(self, reference: str) -> SandboxCheckout:
        """Read a checkout; raises `UnknownCheckout`."""
        with self.engine.begin() as connection:
            return self._find(connection, reference)

    def pay(self, reference: str) -> SignedWebhook:
        """Pay, as the button of the page does, and give the webhook that reports it."""
        return self.move(reference, ProviderState.PAID)

    def refuse(self, reference: str) -> SignedWebhook:
        """Have the payer's bank refuse, and give the webhook that reports it."""
        return self.move(reference, ProviderState.FAILED)

    def move(self, reference: str, to: ProviderState) -> SignedWebhook:
        """Bring a checkout to a state and give the webhook that reports it.

        Doing it again changes nothing and gives the same event. Raises `UnknownCheckout`, and
        `CheckoutEnded` where the state cannot be reached any more.
        """
        with self.engine.begin() as connection:
            found = self._find(connection, reference)
            if found.state is not to:
                if found.state is not MOVES[to]:
                    raise CheckoutEnded(reference, found.state)
                self._write(connection, reference, to)
            return self._webhook(self._find(connection, reference), to)

    def webhooks(self, reference: str) -> tuple[SignedWebhook, ...]:
        """Send again all that was ever reported of a checkout, oldest first, signed anew."""
        with self.engine.begin() as connection:
            found = self._find(connection, reference)
            states = connection.execute(
                select(sandbox_events.c.state)
                .where(sandbox_events.c.reference == reference)
                .order_by(sandbox_events.c.at)
            ).scalars()
            return tuple(self._webhook(found, ProviderState(state)) for state in states)

    def _write(self, connection: Connection, reference: str, to: ProviderState) -> None:
        row = sandbox_checkouts.c.reference == reference
        connection.execute(update(sandbox_checkouts).where(row).values(state=to))
        event = {"id": _event_id(reference, to), "reference": reference, "state": to}
        at = self.clock.now(connection)
        connection.execute(insert(sandbox_events).values(**event, at=at))

    def _webhook(self, checkout: SandboxCheckout, state: ProviderState) -> SignedWebhook:
        told = {
            "id": _event_id(checkout.reference, state),
            "kind": f"checkout.{state}",
            "reference": checkout.reference,
            "intent_id": checkout.intent_id,
            "state": state,
            "money": str(checkout.money),
        }
        return sign(json.dumps(told).encode(), secret=self.secret, at=self.wall_clock())

    def _find(self, connection: Connection, reference: str) -> SandboxCheckout:
        wanted = select(sandbox_checkouts).where(sandbox_checkouts.c.reference == reference)
        found = self._read(connection, wanted.with_for_update())
        if not found:
            raise UnknownCheckout(reference)
        return found[0]

    def _read(self, connection: Connection, wanted: Select[Any]) -> tuple[SandboxCheckout, ...]:
        at = self.clock.now(connection)
        rows = connection.execute(wanted).mappings()
        return tuple(_checkout(row, at) for row in rows)


def _event_id(reference: str, state: ProviderState) -> str:
    return f"{reference}.{state}"


def _row(checkout: Checkout) -> dict[str, Any]:
    lines = [{"label": line.label, "money": str(line.money)} for line in checkout.lines]
    return {
        "reference": f"sbx_{secrets.token_hex(16)}",
        "intent_id": checkout.intent_id,
        "case_reference": checkout.case_reference,
        "lines": lines,
        "amount": checkout.money.minor,
        "currency": checkout.money.currency,
        "language": checkout.language,
        "return_url": checkout.return_url,
        "state": ProviderState.PENDING,
    }


PLAIN = ("reference", "intent_id", "case_reference", "language", "return_url", "expires_at")


def _checkout(row: RowMapping, at: datetime) -> SandboxCheckout:
    state = ProviderState(row["state"])
    if state is ProviderState.PENDING and row["expires_at"] <= at:
        state = ProviderState.EXPIRED
    return SandboxCheckout(
        **{name: row[name] for name in PLAIN},
        lines=tuple(CheckoutLine(it["label"], Money.of(it["money"])) for it in row["lines"]),
        money=Money(row["amount"], row["currency"]),
        state=state,
    )
