"""What agents reported, and every word that was said about it since."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
)

from workflows.database import Instant, metadata

problems = Table(
    "problems",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: `step`, `scan` or `tool`.
    Column("kind", Text, nullable=False),
    #: Null where it was told at the desk, without a case in hand.
    Column("case_id", ForeignKey("cases.id"), index=True),
    #: Of the case as it stood then; empty without one.
    Column("eservice", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default=""),
    Column("reported_by", ForeignKey("accounts.id"), nullable=False),
    Column("reported_at", Instant, nullable=False, index=True),
    #: `open`, `answered` or `closed`.
    Column("standing", Text, nullable=False, server_default="open"),
    #: When whoever reported it last looked at what was answered.
    Column("seen_at", Instant),
    CheckConstraint("kind IN ('step', 'scan', 'tool')", name="kind_known"),
    CheckConstraint("standing IN ('open', 'answered', 'closed')", name="standing_known"),
)
Index("ix_problems_reported_by", problems.c.reported_by, problems.c.id)
Index("ix_problems_unclosed", problems.c.id, postgresql_where=problems.c.standing != "closed")

#: Written once and never changed.
problem_entries = Table(
    "problem_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("problem_id", ForeignKey("problems.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    #: `report`, `answer`, `close` or `reopen`.
    Column("step", Text, nullable=False),
    Column("words", Text, nullable=False),
)
