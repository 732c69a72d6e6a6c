"""Agent queues as they were: who waited where from when to when, who was let go first, who moved.

The stays are written by the database itself (`workflows.tables.triggers`): whatever puts a case in
a queue, moves its place or takes it out leaves a row, be it a job, an overflow or a hand in SQL.
"""

from sqlalchemy import (
    ARRAY,
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

queue_stays = Table(
    "queue_stays",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    #: The place in the order; a change of place ends the stay and begins another.
    Column("eligible_at", Instant),
    Column("barred", ARRAY(BigInteger), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)
STANDING = queue_stays.c.until.is_(None)
Index("uq_queue_stays_standing", queue_stays.c.case_id, unique=True, postgresql_where=STANDING)
Index(
    "ix_queue_stays_waiting",
    queue_stays.c.pool_id,
    queue_stays.c.eligible_at,
    postgresql_where=STANDING,
)
Index("ix_queue_stays_left", queue_stays.c.pool_id, queue_stays.c.until)
Index("ix_queue_stays_since", queue_stays.c.since)

out_of_turn = Table(
    "out_of_turn",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    #: A code of `workflows.out_of_turn.Reason`.
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    #: What proves the reason: kept like every file, under the digest of its bytes.
    Column("document_sha256", Text, nullable=False),
    Column("document_name", Text, nullable=False),
    Column("document_type", Text, nullable=False),
    Column("asked_by", ForeignKey("accounts.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("granted", Boolean),
    Column("settled_by", ForeignKey("accounts.id")),
    Column("settled_at", Instant),
    CheckConstraint(
        "(granted IS NULL) = (settled_by IS NULL) AND (granted IS NULL) = (settled_at IS NULL)",
        name="settled_whole",
    ),
    CheckConstraint("settled_by IS DISTINCT FROM asked_by", name="two_people"),
)
Index(
    "uq_out_of_turn_open",
    out_of_turn.c.case_id,
    unique=True,
    postgresql_where=out_of_turn.c.granted.is_(None),
)
Index("ix_out_of_turn_settled", out_of_turn.c.pool_id, out_of_turn.c.settled_at)
#: For reports, which read a day of all pools.
Index("ix_out_of_turn_granted", out_of_turn.c.settled_at, postgresql_where=out_of_turn.c.granted)

transfers = Table(
    "transfers",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    Column("successor_id", ForeignKey("pools.id"), nullable=False),
    Column("cases", Integer, nullable=False),
    Column("opinions", Integer, nullable=False),
    #: Null where the command did it.
    Column("account_id", ForeignKey("accounts.id")),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
