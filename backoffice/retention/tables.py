"""What retention keeps of itself: what was erased, what is held back, who switched it on."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, Table, Text

from workflows.database import Instant, metadata

erasures = Table(
    "erasures",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("attachments_at", Instant),
    Column("answers_at", Instant),
)

legal_holds = Table(
    "legal_holds",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("held_by", ForeignKey("accounts.id"), nullable=False),
    Column("held_at", Instant, nullable=False),
    Column("lifted_by", ForeignKey("accounts.id")),
    Column("lifted_at", Instant),
    CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name="lifted_whole"),
)
Index(
    "uq_legal_holds_standing",
    legal_holds.c.case_id,
    unique=True,
    postgresql_where=legal_holds.c.lifted_at.is_(None),
)

retention_switches = Table(
    "retention_switches",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    #: From then on, what is over is erased.
    Column("confirmed_by", ForeignKey("accounts.id")),
    Column("confirmed_at", Instant),
    #: Taken back, or switched off.
    Column("ended_by", ForeignKey("accounts.id")),
    Column("ended_at", Instant),
    CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed_whole"),
    CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_whole"),
    #: Behind every other care: nobody lets people's files be erased alone.
    CheckConstraint("confirmed_by IS DISTINCT FROM proposed_by", name="two_people"),
)
