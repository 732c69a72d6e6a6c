"""What was announced of each stay in an agent queue, and what came of it."""

from sqlalchemy import BigInteger, Column, Date, Double, ForeignKey, Index, Integer, Table, Text

from workflows.database import Instant, metadata

#: Durations are microseconds of the office's working time in which the administration held the
#: case.
estimates = Table(
    "estimates",
    metadata,
    Column("stay_id", ForeignKey("queue_stays.id"), primary_key=True, autoincrement=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("eservice", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    Column("at", Instant, nullable=False),
    #: How many were before it.
    Column("ahead", Integer, nullable=False),
    #: What the queue was expected to take; null where there was no pace to speak of.
    Column("wait", BigInteger),
    Column("expected", BigInteger),
    #: The length of wait to which it belongs, of `workflows.estimates.expectation`.
    Column("length", Integer),
    #: What was announced; null where too little was known.
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("first_day", Date),
    Column("last_day", Date),
    #: What it took until the decision.
    Column("took", BigInteger),
    #: `within`, `early`, `late` or `void`.
    Column("outcome", Text),
    #: When the case was decided; null until then.
    Column("settled_at", Instant, index=True),
)
OPEN = estimates.c.settled_at.is_(None)
ANNOUNCED = estimates.c.first_day.is_not(None)
Index("ix_estimates_open", estimates.c.case_id, postgresql_where=OPEN)
Index(
    "ix_estimates_learnt",
    estimates.c.pool_id,
    estimates.c.eservice,
    estimates.c.state,
    estimates.c.settled_at,
    postgresql_where=estimates.c.took.is_not(None),
)
Index(
    "ix_estimates_announced",
    estimates.c.eservice,
    estimates.c.settled_at,
    postgresql_where=ANNOUNCED & estimates.c.outcome.is_not(None),
)
#: The levels of each queue's ranges, by length of wait.
estimate_levels = Table(
    "estimate_levels",
    metadata,
    Column("pool_id", ForeignKey("pools.id"), primary_key=True, autoincrement=False),
    Column("eservice", Text, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("length", Integer, primary_key=True, autoincrement=False),
    Column("low", Double, nullable=False),
    Column("high", Double, nullable=False),
    #: Announced ranges of which the outcome is not known yet.
    Column("awaited", Integer, nullable=False),
)
