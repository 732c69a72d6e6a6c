"""The tables of payments: what is owed, what was asked of providers, and what they answered."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

#: Statuses of an intent whose page may still be paid on; see payments.intents.
PAYABLE = ("created", "open")

assessments = Table(
    "assessments",
    metadata,
    #: A case without a row was never assessed: it owes something unknown and is never cleared.
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("at", Instant, nullable=False, server_default=func.clock_timestamp()),
    #: What is owed in part or not at all, why, and whether an agent rejected it since; empty for
    #: nearly every case.
    Column("exemptions", JSONB, nullable=False, server_default="[]"),
)

payment_intents = Table(
    "payment_intents",
    metadata,
    #: 128 random bits, ours; providers give it back with each event.
    Column("id", Text, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("provider", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("status", Text, nullable=False),
    #: Why it is disputed or surplus.
    Column("reason", Text),
    #: Calls made to open a page; above one, an earlier page may exist.
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("language", Text, nullable=False),
    Column("return_url", Text, nullable=False),
    #: The provider's own identifier of the page that is paid on.
    Column("provider_reference", Text),
    Column("page_url", Text),
    Column("page_expires_at", Instant),
    #: What the provider says it received, whether or not it is what was asked.
    Column("received_amount", BigInteger),
    Column("received_currency", Text),
    Column("created_at", Instant, nullable=False),
    #: When the provider was last asked how far it has come.
    Column("checked_at", Instant),
    Column("settled_at", Instant),
    UniqueConstraint("provider", "provider_reference"),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint(
        "(received_amount IS NULL) = (received_currency IS NULL)", name="received_whole"
    ),
)
Index(
    "uq_payment_intents_payable",
    payment_intents.c.case_id,
    payment_intents.c.provider,
    unique=True,
    postgresql_where=payment_intents.c.status.in_(PAYABLE),
)
Index(
    "ix_payment_intents_pending",
    payment_intents.c.checked_at,
    payment_intents.c.created_at,
    postgresql_where=payment_intents.c.status.in_(PAYABLE),
)
#: Revenue is booked by day.
Index(
    "ix_payment_intents_settled",
    payment_intents.c.settled_at,
    postgresql_where=payment_intents.c.settled_at.is_not(None),
)

charges = Table(
    "charges",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("item", Text, nullable=False),
    #: 0 as lodged; then what was added since, because an exemption fell or an answer was corrected.
    Column("part", SmallInteger, nullable=False, server_default="0"),
    Column("label", JSONB, nullable=False),
    #: Never changed: a later tariff does not touch it, and a corrected answer puts another in its
    #: place.
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("assessed_at", Instant, nullable=False, server_default=func.clock_timestamp()),
    #: The one intent whose money pays for it; null again when that money is given back.
    Column("settled_by", ForeignKey("payment_intents.id"), index=True),
    Column("settled_at", Instant),
    #: When another charge took its place, or nothing did.
    Column("superseded_at", Instant),
    UniqueConstraint("case_id", "item", "part"),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name="settlement_whole"),
)

intent_charges = Table(
    "intent_charges",
    metadata,
    Column("intent_id", ForeignKey("payment_intents.id"), primary_key=True),
    Column("charge_id", ForeignKey("charges.id"), primary_key=True, index=True),
)

provider_events = Table(
    "provider_events",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("provider", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    #: The provider's own name for what happened.
    Column("kind", Text, nullable=False),
    #: Null when the event concerns no payment of ours.
    Column("intent_id", ForeignKey("payment_intents.id"), index=True),
    Column("state", Text),
    #: What it changed here, or `ignored`.
    Column("effect", Text),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("provider", "event_id"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("intent_id", ForeignKey("payment_intents.id"), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("series", Text, nullable=False),
    #: Gapless in its series, as a public accountant must show.
    Column("number", BigInteger, nullable=False),
    #: Printed on the receipt: whoever holds it can ask whether the receipt is genuine.
    Column("code", Text, nullable=False, unique=True),
    Column("issued_at", Instant, nullable=False),
    #: Digest of the typeset receipt in storage; null until it is typeset.
    Column("file_sha256", Text, index=True),
    UniqueConstraint("series", "number"),
)

refunds = Table(
    "refunds",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: One refund per intent, and always of all that it received.
    Column("intent_id", ForeignKey("payment_intents.id"), nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("provider_reference", Text),
    Column("queued_at", Instant, nullable=False),
    Column("done_at", Instant),
    CheckConstraint("amount > 0", name="amount_positive"),
)
Index("ix_refunds_done", refunds.c.done_at, postgresql_where=refunds.c.done_at.is_not(None))
