"""Reports as they were made, and the sums that no case carries: money, out of turn, complaints."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

#: Days whose sums stand in `booked_sums`; a day is booked once, after it is over.
booked_days = Table(
    "booked_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("booked_at", Instant, nullable=False),
)

booked_sums = Table(
    "booked_sums",
    metadata,
    #: `day` or `month`, as on the board.
    Column("grain", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("eservice", Text, primary_key=True),
    Column("office", Text, primary_key=True),
    #: A name of `backoffice.reporting.booking.Booked`.
    Column("figure", Text, primary_key=True),
    #: The means of payment, the reason, the kind of problem; empty where there is none.
    Column("kind", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    #: In minor units of the currency; nought where nothing is paid.
    Column("amount", BigInteger, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    #: 128 random bits; it stands in URLs.
    Column("id", Text, primary_key=True),
    #: `2026`, `2026-10` or `2026-10-05`.
    Column("period", Text, nullable=False),
    #: `all`, `organisation`, `office` or `eservice`, and which of them.
    Column("scope", Text, nullable=False),
    Column("part", Text, nullable=False, server_default=""),
    #: Null: the operator's command asked.
    Column("asked_by", ForeignKey("accounts.id")),
    Column("asked_at", Instant, nullable=False),
    #: Per cent of the work that is done.
    Column("progress", SmallInteger, nullable=False, server_default="0"),
    Column("made_at", Instant),
    Column("content", JSONB),
    #: SHA-256 of the figures of the period in canonical form.
    Column("digest", Text),
    #: By language, the plots as SVG.
    Column("drawings", JSONB, nullable=False, server_default="{}"),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress_possible"),
    CheckConstraint(
        "(made_at IS NULL) = (content IS NULL) AND (made_at IS NULL) = (digest IS NULL)",
        name="made_whole",
    ),
    CheckConstraint("scope IN ('all', 'organisation', 'office', 'eservice')", name="scope_known"),
)
Index("ix_reports_asked", reports.c.asked_at)

report_files = Table(
    "report_files",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    #: `pdf`, `xlsx` or `json`.
    Column("format", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
)
