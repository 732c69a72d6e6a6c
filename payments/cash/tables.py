"""The cash desk's own books: tills, their sessions, every movement of money, and its deposit."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

tills = Table(
    "tills",
    metadata,
    Column("id", SmallInteger, Identity(), primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("office", ForeignKey("offices.slug"), nullable=False, index=True),
    Column("name", JSONB, nullable=False),
    Column("currency", Text, nullable=False),
    #: The e-services whose money it takes.
    Column("eservices", ARRAY(Text), nullable=False),
    #: False once the pack names it no more: its books stay.
    Column("active", Boolean, nullable=False, server_default=true()),
)

till_sessions = Table(
    "till_sessions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: 128 random bits: what addresses call it.
    Column("token", Text, nullable=False, unique=True),
    Column("till_id", ForeignKey("tills.id"), nullable=False),
    Column("cashier", ForeignKey("accounts.id"), nullable=False),
    Column("currency", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    #: What lay in the till when it was opened, counted by the cashier.
    Column("opening", BigInteger, nullable=False),
    #: How many of each note and coin, where they were counted one by one.
    Column("opening_pieces", JSONB),
    #: What lay in it at the end, counted before what should was shown.
    Column("counted", BigInteger),
    Column("counted_pieces", JSONB),
    Column("counted_at", Instant),
    #: What should have lain in it then, by the entries.
    Column("expected", BigInteger),
    #: A code of `payments.cash.sessions.Reason`, where the two differ.
    Column("reason", Text),
    Column("note", Text),
    Column("closed_at", Instant),
    #: The supervisor who took note of the difference.
    Column("acknowledged_by", ForeignKey("accounts.id")),
    Column("acknowledged_at", Instant),
    CheckConstraint("opening >= 0 AND counted >= 0", name="counted_what_is_there"),
    CheckConstraint(
        "(counted IS NULL) = (counted_at IS NULL) AND (counted IS NULL) = (expected IS NULL)",
        name="count_whole",
    ),
    CheckConstraint(
        "closed_at IS NULL OR (counted IS NOT NULL AND (counted = expected OR reason IS NOT NULL))",
        name="difference_explained",
    ),
    CheckConstraint(
        "(acknowledged_by IS NULL) = (acknowledged_at IS NULL)"
        " AND (acknowledged_by IS NULL OR closed_at IS NOT NULL)",
        name="acknowledgement_whole",
    ),
    CheckConstraint("acknowledged_by <> cashier", name="four_eyes"),
)
#: One open session for each till, and for each cashier.
for _column in (till_sessions.c.till_id, till_sessions.c.cashier):
    Index(
        f"uq_till_sessions_open_{_column.name}",
        _column,
        unique=True,
        postgresql_where=till_sessions.c.closed_at.is_(None),
    )
Index("ix_till_sessions_opened", till_sessions.c.opened_at)

#: Only ever added to: a mistake is righted by another entry.
till_entries = Table(
    "till_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("session_id", ForeignKey("till_sessions.id"), nullable=False),
    Column("at", Instant, nullable=False),
    #: A code of `payments.cash.book.EntryKind`.
    Column("kind", Text, nullable=False),
    #: What the till has more of by it, or less.
    Column("amount", BigInteger, nullable=False),
    #: The payment that was taken or given back; null for a deposit.
    Column("intent_id", ForeignKey("payment_intents.id")),
    #: What the payer handed over; the difference was given back in change.
    Column("tendered", BigInteger),
    #: Names the form that was sent: sending it twice is one entry.
    Column("key", Text, nullable=False),
    UniqueConstraint("session_id", "key"),
    CheckConstraint("amount <> 0 AND (kind = 'taking') = (amount > 0)", name="sign_of_kind"),
    CheckConstraint("(kind = 'deposit') = (intent_id IS NULL)", name="payment_named"),
    CheckConstraint(
        "(kind = 'taking') = (tendered IS NOT NULL) AND (tendered IS NULL OR tendered >= amount)",
        name="tendered_enough",
    ),
)
Index("ix_till_entries_at", till_entries.c.at)
#: A payment is taken once and given back once.
Index(
    "uq_till_entries_taken",
    till_entries.c.intent_id,
    unique=True,
    postgresql_where=text("kind = 'taking'"),
)
Index(
    "uq_till_entries_given_back",
    till_entries.c.intent_id,
    unique=True,
    postgresql_where=text("kind IN ('reversal', 'refund')"),
)

cash_returns = Table(
    "cash_returns",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("intent_id", ForeignKey("payment_intents.id"), nullable=False),
    #: A code of `payments.cash.returns.Reason`.
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("granted", Boolean),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", Instant),
    #: The till's entry by which the money was handed out.
    Column("entry_id", ForeignKey("till_entries.id"), unique=True),
    #: What the payer signed for it: a voucher's number.
    Column("voucher", Text),
    CheckConstraint(
        "(granted IS NULL) = (decided_by IS NULL) AND (granted IS NULL) = (decided_at IS NULL)",
        name="decision_whole",
    ),
    CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
    CheckConstraint(
        "(entry_id IS NULL) = (voucher IS NULL) AND (entry_id IS NULL OR granted)",
        name="handed_out_when_granted",
    ),
)
#: One proposal at a time for each payment; one that was declined may be made again.
Index(
    "uq_cash_returns_standing",
    cash_returns.c.intent_id,
    unique=True,
    postgresql_where=text("granted IS DISTINCT FROM false"),
)

cash_deposits = Table(
    "cash_deposits",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("office", ForeignKey("offices.slug"), nullable=False),
    #: The till's entry, where the money was taken from an open till and not from the safe.
    Column("entry_id", ForeignKey("till_entries.id"), unique=True),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    #: What the Treasury or the bank wrote on its slip.
    Column("slip", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("deposited_on", Date, nullable=False),
    Column("recorded_by", ForeignKey("accounts.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    #: The supervisor who has seen the slip.
    Column("checked_by", ForeignKey("accounts.id")),
    Column("checked_at", Instant),
    UniqueConstraint("office", "slip"),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name="check_whole"),
    CheckConstraint("checked_by <> recorded_by", name="four_eyes"),
)

#: Each time a receipt was printed at a desk: all but the first are duplicates.
receipt_prints = Table(
    "receipt_prints",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("intent_id", ForeignKey("receipts.intent_id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False),
)
