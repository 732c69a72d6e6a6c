"""What the integrity watch found, and the inspections opened on it."""

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
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

watch_runs = Table(
    "watch_runs",
    metadata,
    Column("kind", Text, primary_key=True),
    #: Everything before this instant was looked at.
    Column("seen_until", Instant, nullable=False),
)

inspections = Table(
    "inspections",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("opened_by", ForeignKey("accounts.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    #: `open`, `concluded` (waits for the second inspector) or `closed`.
    Column("standing", Text, nullable=False, server_default="open"),
    #: A code of `backoffice.watch.inquiries.Conclusion`.
    Column("conclusion", Text),
    Column("concluded_by", ForeignKey("accounts.id")),
    Column("confirmed_by", ForeignKey("accounts.id")),
    Column("closed_at", Instant),
    CheckConstraint("standing IN ('open', 'concluded', 'closed')", name="standing_known"),
    CheckConstraint("(standing = 'open') = (conclusion IS NULL)", name="conclusion_whole"),
    CheckConstraint(
        "(standing = 'open') = (concluded_by IS NULL)"
        " AND (standing = 'closed') = (confirmed_by IS NOT NULL)"
        " AND (standing = 'closed') = (closed_at IS NOT NULL)",
        name="people_whole",
    ),
    CheckConstraint("confirmed_by <> concluded_by", name="four_eyes"),
)

#: The journal of an inspection: only ever added to.
inspection_entries = Table(
    "inspection_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("inspection_id", ForeignKey("inspections.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    #: A code of `backoffice.watch.inquiries.Step`.
    Column("step", Text, nullable=False),
    Column("note", Text, nullable=False),
)

watch_flags = Table(
    "watch_flags",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: A code of `backoffice.watch.finding.Kind`.
    Column("kind", Text, nullable=False),
    #: What it is about, in a word: the same finding twice is one flag.
    Column("key", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    #: Whom it is about: one account, or both of a pair.
    Column("account_ids", ARRAY(BigInteger), nullable=False),
    Column("case_id", ForeignKey("cases.id")),
    #: The figures that the flag's sentence is made of.
    Column("figures", JSONB, nullable=False),
    #: The rows behind it: identifiers by table.
    Column("evidence", JSONB, nullable=False),
    Column("inspection_id", ForeignKey("inspections.id"), index=True),
    UniqueConstraint("kind", "key"),
)
Index(
    "ix_watch_flags_new",
    watch_flags.c.raised_at,
    postgresql_where=watch_flags.c.inspection_id.is_(None),
)
