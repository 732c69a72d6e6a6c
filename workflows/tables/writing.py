"""What people of the administration write beside decisions: drafts, ticks, notes, texts."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

unfinished_work = Table(
    "unfinished_work",
    metadata,
    #: What somebody had typed or ticked on a case; theirs alone, and worth nothing once it moved.
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    #: `decision`, `opinion` or `tick`, and which: a trigger, an opinion, an item of a checklist.
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", JSONB, nullable=False),
    Column("at", Instant, nullable=False),
)

case_notes = Table(
    "case_notes",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

text_blocks = Table(
    "text_blocks",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: For the cases of one e-service; null for all of them.
    Column("eservice", Text),
    #: For the people of one office; null for all of them.
    Column("office", ForeignKey("offices.slug")),
    #: What those who choose it read.
    Column("title", Text, nullable=False),
    #: By language; French is always there.
    Column("texts", JSONB, nullable=False),
    Column("written_by", ForeignKey("accounts.id"), nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("approved_by", ForeignKey("accounts.id")),
    Column("approved_at", Instant),
    Column("retired_by", ForeignKey("accounts.id")),
    Column("retired_at", Instant),
    #: How often it was put into what somebody wrote.
    Column("uses", Integer, nullable=False, server_default="0"),
    CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_whole"),
    CheckConstraint("(retired_by IS NULL) = (retired_at IS NULL)", name="retired_whole"),
    CheckConstraint("approved_by <> written_by", name="two_people"),
)
Index(
    "ix_text_blocks_offered",
    text_blocks.c.eservice,
    postgresql_where=text_blocks.c.approved_at.is_not(None) & text_blocks.c.retired_at.is_(None),
)
