"""Who is away and who stands in for whom, and which cases somebody may never have."""

from sqlalchemy import (
    BigInteger,
    Boolean,
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

absences = Table(
    "absences",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    #: A code of `workflows.absences.Reason`; no words, which would tell an illness.
    Column("reason", Text, nullable=False),
    Column("declared_by", ForeignKey("accounts.id"), nullable=False),
    Column("declared_at", Instant, nullable=False),
    #: Set when somebody is back before its end, or it was struck before it began.
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("accounts.id")),
    CheckConstraint("ends_at > starts_at", name="lasts"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_whole"),
)
Index("ix_absences_account_id", absences.c.account_id, absences.c.ends_at)

delegations = Table(
    "delegations",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("delegator", ForeignKey("accounts.id"), nullable=False),
    Column("substitute", ForeignKey("accounts.id"), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    #: The act by which it is given, as the administration numbers it.
    Column("act", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    #: Null until somebody else looked at it.
    Column("confirmed", Boolean),
    Column("settled_by", ForeignKey("accounts.id")),
    Column("settled_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("accounts.id")),
    CheckConstraint("ends_at > starts_at", name="lasts"),
    CheckConstraint("delegator <> substitute", name="between_two"),
    CheckConstraint(
        "(confirmed IS NULL) = (settled_by IS NULL) AND (confirmed IS NULL) = (settled_at IS NULL)",
        name="settled_whole",
    ),
    CheckConstraint("settled_by NOT IN (delegator, substitute)", name="third_person"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_whole"),
)
Index("ix_delegations_substitute", delegations.c.substitute, delegations.c.ends_at)
Index("ix_delegations_delegator", delegations.c.delegator, delegations.c.ends_at)

recusals = Table(
    "recusals",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    #: In which role: what inspectors leave is nobody's business here.
    Column("role", Text, nullable=False),
    #: A code of `workflows.recusing.Reason`, and what supervisors read besides.
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Instant, nullable=False),
    #: Who of the supervisors looked at it: until then it counts against taking cases.
    Column("seen_by", ForeignKey("accounts.id")),
    Column("seen_at", Instant),
    UniqueConstraint("case_id", "account_id"),
    CheckConstraint("(seen_by IS NULL) = (seen_at IS NULL)", name="seen_whole"),
)
Index(
    "ix_recusals_unseen",
    recusals.c.account_id,
    postgresql_where=recusals.c.seen_at.is_(None),
)
Index("ix_recusals_at", recusals.c.at)
