"""What supervisors did to the queues for a time: who, why, until when, and whom it lent."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
)

from workflows.database import Instant, metadata

levers = Table(
    "levers",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: A kind and a reason of `workflows.levers`.
    Column("kind", Text, nullable=False),
    Column("from_pool", ForeignKey("pools.id"), nullable=False),
    Column("to_pool", ForeignKey("pools.id"), nullable=False),
    #: How many cases stay in the queue that is relieved; null where people go instead of cases.
    Column("keep", Integer),
    #: By how many minutes the office of the pool works longer each day, and whether on Saturdays.
    Column("longer", Integer),
    Column("saturdays", Boolean),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("opened_by", ForeignKey("accounts.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    #: Null where it ended by itself.
    Column("ended_by", ForeignKey("accounts.id")),
    Column("ended_at", Instant),
    CheckConstraint("kind IN ('overflow', 'rebalance', 'reinforce', 'hours')", name="kind_known"),
    CheckConstraint("(kind IN ('overflow', 'rebalance')) = (keep IS NOT NULL)", name="keeps_cases"),
    CheckConstraint("(kind = 'hours') = (from_pool = to_pool) AND keep >= 0", name="between_pools"),
    CheckConstraint(
        "(kind = 'hours') = (longer IS NOT NULL) AND (longer IS NULL) = (saturdays IS NULL)",
        name="hours_whole",
    ),
    CheckConstraint("longer BETWEEN 0 AND 360 AND (longer > 0 OR saturdays)", name="hours_more"),
    CheckConstraint("until > opened_at", name="lasts"),
    CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name="ended_whole"),
)
Index(
    "uq_levers_open",
    levers.c.kind,
    levers.c.from_pool,
    levers.c.to_pool,
    unique=True,
    postgresql_where=levers.c.ended_at.is_(None),
)

lever_members = Table(
    "lever_members",
    metadata,
    #: Whom a reinforcement put in a pool, and who leaves it with the reinforcement's end.
    Column("lever_id", ForeignKey("levers.id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
)
