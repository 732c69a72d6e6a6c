"""Consultations: the opinions that offices are asked for on a case, side by side."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.database import Instant, metadata

consultations = Table(
    "consultations",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    #: Which opinion of the procedure it is, and the state that asks for it.
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    #: When the case entered the state: a case that comes back asks anew.
    Column("asked_at", Instant, nullable=False),
    Column("office", ForeignKey("offices.slug"), nullable=False),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    Column("eligible_at", Instant, nullable=False),
    Column("tie_break", BigInteger, nullable=False),
    #: Accounts that withdrew from the case.
    Column("barred", ARRAY(BigInteger), nullable=False, server_default="{}"),
    Column("claimed_by", ForeignKey("accounts.id")),
    Column("claimed_until", Instant),
    #: `favourable`, `with_reserves` or `unfavourable`: what was answered, or what silence means.
    Column("result", Text),
    Column("text", Text),
    Column("answered_at", Instant),
    Column("answered_by", ForeignKey("accounts.id")),
    #: Set when the time was over and silence stood for an answer; one that comes later is late.
    Column("silent_at", Instant),
    #: Set when no answer is wanted any more, because the case went on without it.
    Column("closed_at", Instant),
    #: Who filed the case at a counter, and gives no opinion on it.
    Column("filed_by", ForeignKey("accounts.id")),
    UniqueConstraint("case_id", "name", "asked_at"),
    CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_whole"),
    CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answer_whole"),
)

Index(
    "ix_consultations_waiting",
    consultations.c.pool_id,
    consultations.c.eligible_at,
    consultations.c.tie_break,
    postgresql_where=(
        consultations.c.claimed_by.is_(None)
        & consultations.c.answered_at.is_(None)
        & consultations.c.closed_at.is_(None)
    ),
)
Index(
    "ix_consultations_claimed",
    consultations.c.claimed_by,
    consultations.c.claimed_until,
    postgresql_where=consultations.c.claimed_by.is_not(None),
)
