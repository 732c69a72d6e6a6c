"""Signing many acts in one sitting: what was taken, what was chosen, and what came of it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.database import Instant, metadata

signing_batches = Table(
    "signing_batches",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("taken_at", Instant, nullable=False),
    #: When the signatory, having proved who they are, said that the rest be signed.
    Column("confirmed_at", Instant),
    #: When the last decision was made, or the batch given back.
    Column("finished_at", Instant),
)
#: One at a time: a second sitting would hoard cases.
Index(
    "uq_signing_batches_open",
    signing_batches.c.account_id,
    unique=True,
    postgresql_where=signing_batches.c.confirmed_at.is_(None)
    & signing_batches.c.finished_at.is_(None),
)

signing_items = Table(
    "signing_items",
    metadata,
    Column("batch_id", ForeignKey("signing_batches.id"), primary_key=True),
    #: The place in the agent queue, oldest first.
    Column("position", SmallInteger, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    #: The version of the case that was shown: a case that moved since is not decided.
    Column("version", Integer, nullable=False),
    #: The triggers by which it is signed and, where the procedure has one, sent back.
    Column("sign", Text, nullable=False),
    Column("back", Text),
    Column("choice", Text, nullable=False, server_default="sign"),
    #: Why it is sent back, coded, and what is said besides.
    Column("reason", Text),
    Column("remark", Text, nullable=False, server_default=""),
    #: Both in words, as the journal of the case will have them.
    Column("note", Text, nullable=False, server_default=""),
    #: By which delegation it was taken, where it is not the signatory's own queue.
    Column("delegation", ForeignKey("delegations.id")),
    #: Null until the decision is made.
    Column("outcome", Text),
    #: Of a failure: why, coded.
    Column("problem", Text),
    Column("done_at", Instant),
    UniqueConstraint("batch_id", "case_id"),
    CheckConstraint("choice IN ('sign', 'back', 'aside')", name="choice_known"),
    CheckConstraint("choice <> 'back' OR reason IS NOT NULL", name="sent_back_for_a_reason"),
    CheckConstraint("outcome IN ('signed', 'back', 'aside', 'failed')", name="outcome_known"),
    CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="outcome_whole"),
)
