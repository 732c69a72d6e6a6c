"""Delivery's tables: the register of acts, and the notices sent to people."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

acts = Table(
    "acts",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    #: Gapless within its series and year; a number once reserved is never given to another case.
    Column("number", Text, nullable=False, unique=True),
    #: At least 128 random bits: whoever holds it holds the act or a copy.
    Column("code", Text, nullable=False, unique=True),
    #: `reserved` until the sealed file is registered, then `valid`, `revoked` or `replaced`.
    Column("status", Text, nullable=False),
    Column("reserved_at", Instant, nullable=False),
    #: SHA-256 of the whole sealed file, which is also where storage keeps it.
    Column("sha256", Text, unique=True),
    Column("language", Text),
    Column("title", JSONB(none_as_null=True)),
    Column("authority", JSONB(none_as_null=True)),
    #: The holder's name, already masked: the register never needs more to be checked.
    Column("holder", Text),
    Column("issued_at", Instant),
    #: The day of issue and the last day of validity where the authority is.
    Column("issued_on", Date),
    Column("valid_until", Date),
    #: Why and when it stopped being valid.
    Column("ended_at", Instant),
    Column("ended_because", Text),
    #: The act that this one takes the place of.
    Column("replaces", ForeignKey("acts.id"), unique=True),
    CheckConstraint("status IN ('reserved', 'valid', 'revoked', 'replaced')", name="status_known"),
    CheckConstraint("(status = 'reserved') = (sha256 IS NULL)", name="file_when_registered"),
    CheckConstraint(
        "(sha256 IS NULL) = (issued_at IS NULL) AND (sha256 IS NULL) = (issued_on IS NULL)",
        name="dated_when_registered",
    ),
    CheckConstraint(
        "(status IN ('revoked', 'replaced'))"
        " = (ended_at IS NOT NULL AND ended_because IS NOT NULL)",
        name="reason_when_ended",
    ),
)

#: Behind every other care: a case has one active act, whatever runs twice.
Index(
    "uq_acts_active",
    acts.c.case_id,
    unique=True,
    postgresql_where=acts.c.status.in_(("reserved", "valid")),
)

#: Taking acts back: one person proposes, another confirms or declines.
revocations = Table(
    "revocations",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("act_id", ForeignKey("acts.id"), nullable=False),
    #: Code of a reason of the e-service, and what a colleague must know to judge.
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    #: Null while it waits.
    Column("confirmed", Boolean),
    Column("settled_by", ForeignKey("accounts.id")),
    Column("settled_at", Instant),
    CheckConstraint(
        "(confirmed IS NULL) = (settled_by IS NULL) AND (confirmed IS NULL) = (settled_at IS NULL)",
        name="settled_whole",
    ),
    #: Behind every other care: nobody takes an act back alone.
    CheckConstraint("settled_by IS DISTINCT FROM proposed_by", name="two_people"),
)

#: An act is proposed for revocation once at a time, and revoked once.
Index(
    "uq_revocations_standing",
    revocations.c.act_id,
    unique=True,
    postgresql_where=text("confirmed IS NOT false"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    #: Position in the case's journal of the event told.
    Column("position", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    #: To whom of those who follow the case: each event is told once to each.
    Column("party", Text, nullable=False, server_default="applicant"),
    Column("recipient", Text, nullable=False),
    Column("language", Text, nullable=False),
    #: Empty where the channel has none.
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("queued_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("delivered_at", Instant),
    Column("failed_at", Instant),
    #: Code of the last problem; never the server's words, which may quote an address.
    Column("problem", Text),
    #: What the provider calls it.
    Column("provider_id", Text),
    #: The notice on another channel that did not arrive and that this one stands in for.
    Column("instead_of", ForeignKey("notices.id")),
    UniqueConstraint("case_id", "position", "channel", "party"),
    CheckConstraint("status IN ('queued', 'sent', 'delivered', 'failed')", name="status_known"),
    CheckConstraint(
        "status NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL", name="instant_when_sent"
    ),
    CheckConstraint(
        "(status = 'delivered') = (delivered_at IS NOT NULL)", name="instant_when_delivered"
    ),
    CheckConstraint("(status = 'failed') = (failed_at IS NOT NULL)", name="instant_when_failed"),
    #: Behind every other care: a message that failed has one that stands in for it at most.
    UniqueConstraint("instead_of"),
)
Index("ix_notices_queued", notices.c.queued_at)
#: What did not arrive, for whoever can do something about it.
Index(
    "ix_notices_failed",
    notices.c.failed_at,
    postgresql_where=notices.c.failed_at.is_not(None),
)

#: Short messages by day (UTC): how many were handed over, and since when no more go.
sms_days = Table(
    "sms_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("sent", Integer, nullable=False),
    Column("stopped_at", Instant),
    #: How many may go on that day, where somebody raised the bound of the settings for it.
    Column("most", Integer),
)
